// Label and relationship type expressions (`:A`, `:A|B`, `!A`, `%`) against the graph.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

class LabelTest {
 public:
  LabelTest(const ast::LabelExpr& expr, Runtime& runtime) : expr_(expr), runtime_(runtime) {}
  // is[i]: does nodes[i] fit? Rows with nulls[i] (may be empty) are passed over.
  Result<void> nodes(std::span<const NodeId> nodes, std::span<const std::uint8_t> nulls, std::vector<std::uint8_t>& is);
  // Of a node or relationship; null gives null. Errors: TypeError for anything else.
  Result<Value> value(const Value& value);

 private:
  Result<bool> node(NodeId node);
  Result<bool> fits(const ast::LabelExpr& expr, NodeId node);
  Result<bool> load_set(LabelId label);

  const ast::LabelExpr& expr_;
  Runtime& runtime_;
  // One plain label asked of many nodes: after a while all its nodes are read into a bitmap.
  std::uint64_t asked_ = 0, set_changes_ = 0;
  std::vector<bool> set_;
  bool have_set_ = false;
};

// The types a relationship pattern allows, as ids. Nothing: any asserted type; an empty list: none exists.
std::optional<std::vector<TypeId>> type_ids(const ast::LabelExpr* types, const graph::CatalogView& catalog);

}  // namespace skein::dsl::exec
