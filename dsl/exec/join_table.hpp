// The hash table of a join: the rows of one input by the values of their keys. Null equals nothing.
#pragma once

#include <unordered_map>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/memory.hpp"
#include "dsl/exec/operator.hpp"
#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

class JoinTable {
 public:
  // `probed` are evaluated over the rows that look others up, `gathered` over those that are looked up. No
  // keys: every row finds every row.
  JoinTable(const std::vector<const plan::Expr*>& probed, const std::vector<const plan::Expr*>& gathered,
            Runtime& runtime);

  // Takes in all rows of `input`, unless it did before.
  Result<void> gather(Operator& input);
  // For another run: what was gathered stays good while the graph does not change. The input is to be rewound
  // too.
  void rewind() { done_ = done_ && changes_ == runtime_.changes; }
  [[nodiscard]] const Batch& rows() const { return rows_; }

  // The rows that want to look others up; find() is of them.
  Result<void> probe(const Batch& in);
  // Numbers of gathered rows; null: none.
  [[nodiscard]] const Indices* find(std::size_t row) const;

 private:
  // Joins on a node are most of them.
  struct NodeHash {
    std::size_t operator()(NodeId node) const { return node.value * 0x9e3779b97f4a7c15ULL; }
  };
  static std::optional<Value> key_at(const std::vector<Column>& columns, std::size_t row);

  Runtime& runtime_;
  std::vector<ExpressionPtr> probed_, gathered_;
  Share held_{runtime_.memory, "joining"};
  Batch rows_;
  std::vector<Column> columns_;  // keys of the probing rows
  bool by_node_ = false;         // is the one key a node in all gathered rows?
  std::unordered_map<NodeId, Indices, NodeHash> nodes_;
  std::unordered_map<Value, Indices, ValueHash, ValueEquivalent> values_;
  Indices all_;
  bool done_ = false;
  std::uint64_t changes_ = 0;
};

}  // namespace skein::dsl::exec
