#include "dsl/exec/expression_nodes.hpp"
#include "dsl/overloaded.hpp"
#include "dsl/value/access.hpp"

namespace skein::dsl::exec {

using namespace ast;

namespace {

ExpressionPtr compile_if(const ExprPtr& expr, Runtime& runtime) { return expr ? compile(*expr, runtime) : nullptr; }

std::vector<ExpressionPtr> compile_all(const std::vector<ExprPtr>& exprs, Runtime& runtime) {
  std::vector<ExpressionPtr> out;
  out.reserve(exprs.size());
  for (const ExprPtr& expr : exprs) out.push_back(compile(*expr, runtime));
  return out;
}

}  // namespace

ExpressionPtr compile(const ast::Expr& expr, Runtime& runtime) {
  if (!runtime.plan.replaced.empty())
    if (const auto it = runtime.plan.replaced.find(&expr); it != runtime.plan.replaced.end()) return make_column(it->second);
  return std::visit(
      Overloaded{
          [&](const Literal& n) { return make_literal(n.value); },
          [&](const Parameter& n) { return make_parameter(n.name, expr.span, runtime); },
          [&](const Variable& n) { return make_column(n.symbol); },
          [&](const Property& n) { return make_property(compile(*n.of, runtime), n.key, runtime); },
          [&](const Subscript& n) { return make_subscript(compile(*n.of, runtime), compile(*n.index, runtime), runtime); },
          [&](const Slice& n) {
            return make_slice(compile(*n.of, runtime), compile_if(n.from, runtime), compile_if(n.to, runtime));
          },
          [&](const ListLiteral& n) { return make_list(compile_all(n.items, runtime)); },
          [&](const MapLiteral& n) {
            std::vector<std::pair<std::string, ExpressionPtr>> entries;
            for (const auto& [key, value] : n.entries) entries.emplace_back(key, compile(*value, runtime));
            return make_map(std::move(entries));
          },
          [&](const MapProjection& n) { return make_map_projection(n, runtime); },
          [&](const Unary& n) { return make_unary(n.op, compile(*n.operand, runtime)); },
          [&](const Binary& n) {
            auto left = compile(*n.left, runtime), right = compile(*n.right, runtime);
            if (n.op <= BinaryOp::logical_and) return make_logic(n.op, std::move(left), std::move(right));
            return make_binary(n.op, std::move(left), std::move(right));
          },
          [&](const Comparison& n) { return make_comparison(compile_all(n.operands, runtime), n.ops); },
          [&](const HasLabels& n) { return make_has_labels(compile(*n.of, runtime), *n.labels, runtime); },
          [&](const TypeTest& n) { return make_type_test(compile(*n.of, runtime), n.type, n.negated); },
          [&](const FunctionCall& n) { return make_call(n, runtime); },
          [&](const CountStar&) { return make_literal(Value()); },  // always replaced by a column
          [&](const Case& n) { return make_case(n, runtime); },
          [&](const ListComprehension& n) { return make_list_comprehension(n, runtime); },
          [&](const PatternComprehension&) { return make_subplan(expr, runtime); },
          [&](const Quantifier& n) { return make_quantifier(n, runtime); },
          [&](const Reduce& n) { return make_reduce(n, runtime); },
          [&](const PatternPredicate&) { return make_subplan(expr, runtime); },
          [&](const Subquery&) { return make_subplan(expr, runtime); },
          [&](const Parenthesized& n) { return compile(*n.inner, runtime); }},
      expr.node);
}

Result<std::vector<Truth>> truths(const Column& column, std::size_t rows) {
  std::vector<Truth> out(rows, Truth::unknown);
  if (!column.is_set()) return out;
  if (column.kind() == Column::Kind::boolean) {
    const View<std::uint8_t> view(column);
    for (std::size_t i = 0; i < rows; ++i)
      if (!view.is_null(i)) out[i] = truth(view[i] != 0);
    return out;
  }
  Value scratch;
  for (std::size_t i = 0; i < rows; ++i) {
    SKEIN_ASSIGN(out[i], truth_of(column.value(i, scratch)));
  }
  return out;
}

Column column_of(const std::vector<Truth>& truths) {
  std::vector<std::uint8_t> data(truths.size()), nulls;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    data[i] = truths[i] == Truth::yes;
    if (truths[i] == Truth::unknown) {
      if (nulls.empty()) nulls.resize(truths.size());
      nulls[i] = 1;
    }
  }
  return Column::of(std::move(data), std::move(nulls));
}

Batch rows_of(const Batch& in, Indices rows) {
  Batch out = in;
  out.weight = Column();
  out.select(std::move(rows));
  return out;
}

Result<void> select_true(Expression& predicate, const Batch& in, Indices& rows) {
  SKEIN_ASSIGN(const Column column, predicate.evaluate(in));
  if (column.is_set() && column.kind() == Column::Kind::boolean && !column.is_constant()) {
    const View<std::uint8_t> view(column);
    rows.resize(in.size);
    std::size_t taken = 0;
    const auto take = [&](auto is_true) {
      for (std::size_t i = 0; i < in.size; ++i) {
        rows[taken] = static_cast<RowIndex>(i);
        taken += is_true(i) ? 1 : 0;
      }
    };
    if (!view.index && !view.nulls)
      take([&](std::size_t i) { return view.data[i] != 0; });
    else
      take([&](std::size_t i) { return view[i] != 0 && !view.is_null(i); });
    rows.resize(taken);
    return {};
  }
  SKEIN_ASSIGN(const std::vector<Truth> is, truths(column, in.size));
  rows.clear();
  for (std::size_t i = 0; i < in.size; ++i)
    if (is[i] == Truth::yes) rows.push_back(static_cast<RowIndex>(i));
  return {};
}

Result<Value> evaluate_constant(const ast::Expr& expr, Runtime& runtime) {
  auto compiled = compile(expr, runtime);
  const Batch one(runtime.plan.symbols, 1);
  SKEIN_ASSIGN(const Column column, compiled->evaluate(one));
  return column.value(0);
}

}  // namespace skein::dsl::exec
