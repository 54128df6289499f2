// GraphML (http://graphml.graphdrawing.org/specification.html) with typed keys, as Gephi, yEd, Cytoscape,
// igraph and networkx read it. Labels stand in the key `labels` (":Person:Founder"), types in `label`.
//
// What GraphML's types (boolean, long, double, string) do not say stands in attributes of the namespace
// urn:skein:graphml, which other programs pass over: `skein:type="Date"` at a key for all its values, or at a
// single datum; "JSON" for a text with characters that XML cannot carry. Evidence of a relationship is JSON
// in the key `evidence`, documents are JSON in the graph's key `document`.
#pragma once

#include <ostream>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

inline constexpr std::string_view graphml_namespace = "urn:skein:graphml";

Result<void> write_graphml(const Transaction& transaction, const Subgraph& part, std::ostream& out);

}  // namespace skein::graph::formats
