// The two JSON shapes that drawing libraries read.
#pragma once

#include <ostream>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// {"elements":{"nodes":[{"data":{"id":…,"label":…}}],"edges":[{"data":{"id":…,"source":…,"target":…}}]}}, as
// Cytoscape and Cytoscape.js read it (https://js.cytoscape.org/#notation/elements-json). Properties stand
// among the data; one whose key the format uses itself gets a `_` behind it. Evidence is a list of texts:
// sentence and document.
Result<void> write_cytoscape(const Transaction& transaction, const Subgraph& part, std::ostream& out);

// {"directed":true,"multigraph":true,"nodes":[{"id":…}],"links":[{"source":…,"target":…,"key":…}]}, as D3's
// forceLink().id() and networkx's node_link_graph() read it. Properties are objects of their own, typed as in
// json/value_json.hpp; evidence as in json/evidence_json.hpp.
Result<void> write_d3(const Transaction& transaction, const Subgraph& part, std::ostream& out);

}  // namespace skein::graph::formats
