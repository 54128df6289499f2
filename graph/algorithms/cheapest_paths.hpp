// Cheapest paths between nodes, found while walking the graph: what is not reached is never read.
#pragma once

#include <optional>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

// Which relationships may be walked, and what they cost.
struct PathRules {
  std::vector<LabelId> labels;  // nodes between the ends have any of these; none named: all nodes
  std::vector<TypeId> types;    // none named: all asserted types
  std::vector<NodeId> without;  // nodes that are never walked through; ascending
  Direction direction = Direction::out;
  std::optional<KeyId> weight;  // the property that is the cost, a number not below 0; absent: 1 each
  std::optional<double> default_weight;  // of relationships that lack the property; absent: an error
};

struct CostedPath {
  Path path;
  std::vector<double> costs;  // from the start to each node; as many as path.nodes
};

// The `k` cheapest paths from one node to another, the cheapest first, none with a node twice; parallel
// relationships count once, by the cheapest. Equal costs: by the nodes' ids. One: Dijkstra 1959; more: Yen
// 1971, k * length searches. Errors: not_found for ends that do not exist; invalid_argument, which names the
// relationship, for a cost that is no number or below 0; those of the context's check.
Result<std::vector<CostedPath>> cheapest_paths(const Transaction& transaction, NodeId from, NodeId to,
                                               std::size_t k, const PathRules& rules,
                                               const QueryContext* context = nullptr);

// The cheapest path to every node that can be reached (itself with cost 0 first), the nearest first, until
// `most_cost`.
Result<std::vector<CostedPath>> cheapest_paths_from(const Transaction& transaction, NodeId from,
                                                    double most_cost, const PathRules& rules,
                                                    const QueryContext* context = nullptr);

}  // namespace skein::graph
