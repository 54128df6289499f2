// Label and relationship type expressions (`:A`, `:A|B`, `!A`, `%`) against the graph.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/exec/column.hpp"
#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

class LabelTest {
 public:
  LabelTest(const ast::LabelExpr& expr, Runtime& runtime) : expr_(expr), runtime_(runtime) {}
  // is[i]: does nodes[i] fit? Rows with nulls[i] (may be empty) are passed over.
  Result<void> nodes(std::span<const NodeId> nodes, std::span<const std::uint8_t> nulls,
                     std::vector<std::uint8_t>& is);
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

// labels(n) and type(r) for whole columns: numbers of a small dictionary instead of a list or text a row.
class NameColumns {
 public:
  explicit NameColumns(Runtime& runtime) : runtime_(runtime) {}
  // Unset when it had better be done row by row: other kinds of columns, few rows, labels that are not in
  // memory.
  Column labels(const Column& nodes, std::size_t rows);
  Column types(const Column& relationships, std::size_t rows);

 private:
  bool find_label_lists();

  Runtime& runtime_;
  std::uint64_t asked_ = 0, changes_ = 0;
  std::shared_ptr<const Vector> label_lists_, type_names_;
  std::vector<RowIndex> list_of_;  // by node id
};

// The types a relationship pattern allows, as ids. Nothing: any asserted type; an empty list: none exists.
std::optional<std::vector<TypeId>> type_ids(const ast::LabelExpr* types, const graph::CatalogView& catalog);

}  // namespace skein::dsl::exec
