// One maker for each kind of expression, and what they share. Inside dsl/exec only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/runtime.hpp"
#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

ExpressionPtr make_literal(Value value);
ExpressionPtr make_parameter(std::string name, ast::Span span, Runtime& runtime);
ExpressionPtr make_column(ast::Symbol symbol);
ExpressionPtr make_list(std::vector<ExpressionPtr> items);
ExpressionPtr make_map(std::vector<std::pair<std::string, ExpressionPtr>> entries);
ExpressionPtr make_map_projection(const ast::MapProjection& node, Runtime& runtime);
ExpressionPtr make_subscript(ExpressionPtr of, ExpressionPtr index, Runtime& runtime);
ExpressionPtr make_slice(ExpressionPtr of, ExpressionPtr from, ExpressionPtr to);

ExpressionPtr make_property(ExpressionPtr of, std::string key, Runtime& runtime);
ExpressionPtr make_type_test(ExpressionPtr of, const graph::ValueType& type, bool negated);
ExpressionPtr make_has_labels(ExpressionPtr of, const ast::LabelExpr& labels, Runtime& runtime);

ExpressionPtr make_unary(ast::UnaryOp op, ExpressionPtr operand);
ExpressionPtr make_logic(ast::BinaryOp op, ExpressionPtr left, ExpressionPtr right);  // and, or, xor
ExpressionPtr make_comparison(std::vector<ExpressionPtr> operands, std::vector<ast::CompareOp> ops);
ExpressionPtr make_binary(ast::BinaryOp op, ExpressionPtr left, ExpressionPtr right);  // arithmetic, in, strings
ExpressionPtr make_case(const ast::Case& node, Runtime& runtime);

ExpressionPtr make_list_comprehension(const ast::ListComprehension& node, Runtime& runtime);
ExpressionPtr make_quantifier(const ast::Quantifier& node, Runtime& runtime);
ExpressionPtr make_reduce(const ast::Reduce& node, Runtime& runtime);

ExpressionPtr make_call(const ast::FunctionCall& node, Runtime& runtime);
ExpressionPtr make_subplan(const ast::Expr& expr, Runtime& runtime);

// Calls value_at(i) -> Result<Value> for each row.
template <typename F>
Result<Column> by_row(std::size_t rows, F value_at) {
  std::vector<Value> values;
  values.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    SKEIN_ASSIGN(Value value, value_at(i));
    values.push_back(std::move(value));
  }
  return Column::of(std::move(values));
}

// The same, but worked out once when all columns are constant, and once for each entry when the columns share an
// index into a smaller vector. value_at(columns, i).
template <typename F>
Result<Column> by_entry(const std::vector<Column>& columns, std::size_t rows, F value_at) {
  IndicesPtr index;
  std::size_t entries = 0;
  bool constant = true, shared = true;
  for (const Column& column : columns) {
    if (!column.is_set() || column.is_constant()) continue;
    constant = false;
    if (!column.index() || (index && index != column.index())) {
      shared = false;
      break;
    }
    const std::size_t size = std::visit([](const auto& data) { return data.size(); }, column.vector().data);
    if (index && size != entries) shared = false;
    index = column.index();
    entries = size;
  }
  if (constant) {
    SKEIN_ASSIGN(Value value, value_at(columns, 0));
    return Column::constant(std::move(value));
  }
  if (shared && entries * 2 <= rows) {
    std::vector<Column> flat;
    for (const Column& column : columns)
      flat.push_back(column.is_set() && !column.is_constant() ? column.with_index(nullptr) : column);
    auto column = by_row(entries, [&](std::size_t i) { return value_at(flat, i); });
    // An entry that no row uses may be what failed.
    if (column.ok()) return column->is_constant() ? *column : column->with_index(index);
  }
  return by_row(rows, [&](std::size_t i) { return value_at(columns, i); });
}

// Truth values of a column: Truth as bytes.
Result<std::vector<Truth>> truths(const Column& column, std::size_t rows);
Column column_of(const std::vector<Truth>& truths);

// The rows of `in` without its weights, for expressions that look at parts of a batch.
Batch rows_of(const Batch& in, Indices rows);

}  // namespace skein::dsl::exec
