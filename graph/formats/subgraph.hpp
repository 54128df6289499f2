// The part of a graph that a writer writes: everything, or what a query gave. Writers walk it, node by node
// and relationship by relationship, so that a graph larger than memory streams.
#pragma once

#include <functional>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

struct Subgraph {
  bool everything = true;
  std::vector<NodeId> nodes;  // when not everything; see normalise()
  std::vector<RelationshipId> relationships;
  const QueryContext* context = nullptr;  // may end a walk (cancelled, limit); must outlive it

  // Sorts, drops repetitions, and adds the ends of relationships that are missing among the nodes.
  void normalise();
};

// In id order. An error of the callback ends the walk with it.
Result<void> for_each_node(const Transaction& transaction, const Subgraph& part,
                           const std::function<Result<void>(NodeId)>& visit);
// Types in the order of their names, within one by (from, to, ordinal). Claims that are not asserted come
// with the others, under their own types.
Result<void> for_each_relationship(const Transaction& transaction, const Subgraph& part,
                                   const std::function<Result<void>(const RelationshipId&)>& visit);

// Nodes numbered from 1 in the order they are written, so that a graph that was exported and imported again
// has the same numbers in files. Four bytes a node where ids stand close together, else eight.
class NodeNumbers {
 public:
  static Result<NodeNumbers> of(const Transaction& transaction, const Subgraph& part);
  // 0 for a node that is not in the part.
  [[nodiscard]] std::uint64_t operator()(NodeId node) const;
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::size_t count_ = 0;
  NodeId first_;
  std::vector<std::uint32_t> table_;  // by id, from first_ on
  std::vector<NodeId> nodes_;         // ascending; where a table would be mostly empty
};

}  // namespace skein::graph::formats
