// Turtle, N-Triples, N-Quads and TriG, written by serd (https://drobilla.net/software/serd.html).
#pragma once

#include <memory>
#include <ostream>

#include "graph/formats/rdf/statements.hpp"

namespace skein::graph::formats::rdf {

enum class Syntax : std::uint8_t { turtle, ntriples, nquads, trig };

// Graph names are left out of Turtle and N-Triples.
std::unique_ptr<StatementSink> make_serd_writer(Syntax syntax, std::ostream& out);

}  // namespace skein::graph::formats::rdf
