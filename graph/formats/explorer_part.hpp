// What the explorer shows at first.
#pragma once

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// All but documents and what mentions them, which say nothing in a picture. Of more than `most_nodes` those
// with the most relationships; of a graph beyond some 500,000 relationships not all are looked at.
Result<Subgraph> explorer_part(const Transaction& transaction, std::size_t most_nodes);

}  // namespace skein::graph::formats
