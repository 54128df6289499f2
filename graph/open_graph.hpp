// Opening a graph in other ways than Graph::open().
#pragma once

#include <memory>
#include <string>

#include "graph/adjacency_fold.hpp"
#include "graph/cache/graph_cache.hpp"
#include "graph/graph.hpp"
#include "graph/node_store.hpp"

namespace skein::graph {

// What the graph keeps in memory, to be taken over by another one over the same store: parts of a state are
// known by its sequence number, which no other state of the store has. The graph may be gone by then; its
// transactions must be.
std::shared_ptr<GraphCache> cache_of(const Graph& graph);
// As Graph::open(), with what another kept; null: nothing.
Result<std::unique_ptr<Graph>> open_with(const std::string& location, const storage::StoreOptions& options,
                                         std::shared_ptr<GraphCache> cache);

// Over a store at hand, with limits of one's own: for tests and tools.
Result<std::unique_ptr<Graph>> open_graph(
    std::unique_ptr<storage::KvStore> store, const FoldLimits& limits = {},
    const NodeFoldLimits& node_limits = {},
    std::uint64_t cache_bytes = storage::StoreOptions().graph_cache_bytes, bool eager_cache = false);

}  // namespace skein::graph
