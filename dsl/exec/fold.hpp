// An aggregation over a tree of hops, worked out node by node along adjacency in memory; no row is made.
#pragma once

#include <optional>

#include "dsl/exec/batch.hpp"
#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

// A row a group, in the order of the nodes the groups belong to. Nothing when it cannot be done so here: the
// graph is not in memory, or a value is of a kind that only the general way knows. `op.fold` is set.
Result<std::optional<Batch>> fold(const plan::Aggregate& op, Runtime& runtime);

}  // namespace skein::dsl::exec
