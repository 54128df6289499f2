// One property of all nodes, as a column: read once, in node order, when a statement asks for a property of so many
// nodes that reading them one by one would touch most of the store anyway.
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "dsl/exec/column.hpp"
#include "graph/graph.hpp"

namespace skein::dsl::exec {

class NodeColumns {
 public:
  // Has an expression asked often enough?
  static bool worth(std::uint64_t asked, const graph::Transaction& transaction);
  // The column of a key, its last row null; null when the graph does not lend itself to it. `changes` tells states
  // of the statement apart: what was read in an earlier one is forgotten. Lives until the next call.
  Result<const Column*> get(KeyId key, const graph::Transaction& transaction, std::uint64_t changes);
  // Where the nodes stand in the columns.
  [[nodiscard]] IndicesPtr positions(std::span<const NodeId> nodes) const;

 private:
  Result<bool> place_nodes(const graph::Transaction& transaction);

  std::map<KeyId, Column> columns_;
  std::vector<NodeId> nodes_;
  std::vector<RowIndex> position_;  // by node id; nodes_.size() where there is none
  bool placed_ = false, fits_ = false;
  std::uint64_t changes_ = 0;
};

}  // namespace skein::dsl::exec
