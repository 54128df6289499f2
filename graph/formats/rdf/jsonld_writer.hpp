// JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): one object a line for each subject, named graphs as objects
// with
// "@graph". Predicates and types are written with the prefixes of the context.
#pragma once

#include <memory>
#include <ostream>

#include "graph/formats/rdf/statements.hpp"

namespace skein::graph::formats::rdf {

std::unique_ptr<StatementSink> make_jsonld_writer(std::ostream& out);

}  // namespace skein::graph::formats::rdf
