// What the operators that walk relationships share.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "dsl/exec/batch.hpp"
#include "dsl/exec/expression.hpp"
#include "dsl/exec/labels.hpp"
#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

inline graph::Direction graph_direction(ast::PatternDirection direction) {
  if (direction == ast::PatternDirection::right) return graph::Direction::out;
  if (direction == ast::PatternDirection::left) return graph::Direction::in;
  return graph::Direction::both;
}

// The node in a row; nothing for null. Errors: none, other kinds count as null.
std::optional<NodeId> node_at(const Column& column, std::size_t row);

// The columns of those symbols that the batch has.
std::vector<Column> columns_of(const Batch& in, const std::vector<ast::Symbol>& symbols);

// Is the relationship one of those in `columns` (relationships, or lists of them) in this row?
bool occurs(const RelationshipId& relationship, const std::vector<Column>& columns, std::size_t row);

// The relationships of a node by a pattern's types and direction.
class Neighbours {
 public:
  Neighbours(const ast::LabelExpr* types, ast::PatternDirection direction, Runtime& runtime)
      : types_(types), direction_(graph_direction(direction)), runtime_(runtime) {}
  // Looks the types' names up again: they may be new.
  void refresh() {
    ids_ = type_ids(types_, runtime_.transaction.catalog());
    in_memory_.clear();
    changes_ = runtime_.changes;
  }
  // The adjacency to walk when all of it is in memory, in the order in which of() gives it; else empty.
  // `work`: how many nodes are about to be walked from.
  struct Walk {
    graph::CsrPtr csr;
    bool skip_loops = false;  // they came with the other side
  };
  [[nodiscard]] std::span<const Walk> in_memory(std::uint64_t work) const;
  // All nodes that the walks lead from or to are below.
  [[nodiscard]] static graph::CachedNode node_end(std::span<const Walk> walks) {
    graph::CachedNode end = 0;
    for (const Walk& walk : walks) end = std::max(end, walk.csr->node_end());
    return end;
  }
  // Appends to `out`; a node that is gone has none.
  Result<void> of(NodeId node, std::vector<graph::Neighbour>& out) const;
  // Those of nodes[i] are out[offsets[i]] .. out[offsets[i + 1]].
  Result<void> of_each(std::span<const NodeId> nodes, std::vector<std::size_t>& offsets,
                       std::vector<graph::Neighbour>& out) const;
  [[nodiscard]] bool none() const { return ids_ && ids_->empty(); }
  [[nodiscard]] bool any_type() const { return !ids_; }
  [[nodiscard]] std::span<const TypeId> ids() const {
    return ids_ ? std::span<const TypeId>(*ids_) : std::span<const TypeId>();
  }
  [[nodiscard]] graph::Direction direction() const { return direction_; }

 private:
  const ast::LabelExpr* types_;
  graph::Direction direction_;
  Runtime& runtime_;
  std::optional<std::vector<TypeId>> ids_;
  mutable std::vector<Walk> in_memory_;
  mutable std::uint64_t changes_ = 0;
};

// Properties that each relationship of a path must have: (a)-[*2..3 {k: v}]-(b).
class RelationshipTests {
 public:
  RelationshipTests(const std::vector<plan::PropertyTest>& tests, Runtime& runtime);
  Result<void> start_batch(const Batch& in);
  Result<bool> passes(const RelationshipId& relationship, std::size_t row) const;
  [[nodiscard]] bool empty() const { return tests_.empty(); }

 private:
  Runtime& runtime_;
  std::vector<std::pair<std::string, ExpressionPtr>> tests_;
  std::vector<Column> values_;
};

}  // namespace skein::dsl::exec
