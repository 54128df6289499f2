// What the procedures on cheapest paths share.
#pragma once

#include "dsl/procedures/graph_part.hpp"
#include "graph/algorithms/cheapest_paths.hpp"

namespace skein::dsl::procedures {

graph::PathRules path_rules(const GraphPart& part);
// The node under `key`, which has to be there.
Result<NodeId> wanted_node(const Options& options, std::string_view key);

}  // namespace skein::dsl::procedures
