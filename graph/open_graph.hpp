// Opening a graph over a store at hand, with limits of one's own: for tests and tools.
#pragma once

#include <memory>

#include "graph/adjacency_fold.hpp"
#include "graph/graph.hpp"
#include "graph/node_store.hpp"

namespace skein::graph {

Result<std::unique_ptr<Graph>> open_graph(std::unique_ptr<storage::KvStore> store, const FoldLimits& limits = {},
                                          const NodeFoldLimits& node_limits = {},
                                          std::uint64_t cache_bytes = storage::StoreOptions().graph_cache_bytes,
                                          bool eager_cache = false);

}  // namespace skein::graph
