// Opening a graph over a store at hand, with limits of one's own: for tests and tools.
#pragma once

#include <memory>

#include "graph/adjacency_fold.hpp"
#include "graph/graph.hpp"

namespace skein::graph {

Result<std::unique_ptr<Graph>> open_graph(std::unique_ptr<storage::KvStore> store, const FoldLimits& limits = {});

}  // namespace skein::graph
