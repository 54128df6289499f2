// GEXF (https://gexf.net/), the format of Gephi: attributes with types, colours by type, sizes by degree, and
// the time during which a relationship holds where its evidence says so.
#pragma once

#include <ostream>
#include <string>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// `version` is "1.3" or "1.2"; readers made for 1.2 refuse 1.3, and 1.2 has no kinds of edges.
Result<void> write_gexf(const Transaction& transaction, const Subgraph& part, const std::string& version,
                        std::ostream& out);

}  // namespace skein::graph::formats
