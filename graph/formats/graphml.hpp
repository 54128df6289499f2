// GraphML (http://graphml.graphdrawing.org/specification.html) with typed keys, as Gephi, yEd, Cytoscape,
// igraph and networkx read it. Labels stand in the key `labels` (":Person:Founder"), types in `label`.
#pragma once

#include <ostream>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// Streams; the same graph gives the same bytes. Characters that XML cannot carry become U+FFFD. The evidence
// of a relationship goes along in the key `evidence`, as JSON.
Result<void> write_graphml(const Transaction& transaction, const Subgraph& part, std::ostream& out);

// Escapes for text and for attribute values.
void append_xml(std::string& out, std::string_view text);

}  // namespace skein::graph::formats
