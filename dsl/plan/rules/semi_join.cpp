#include "dsl/plan/rules/semi_join.hpp"

#include <algorithm>

#include "dsl/plan/expressions.hpp"
#include "dsl/plan/match/query_graph.hpp"

namespace skein::dsl::plan::rules {

using namespace ast;

namespace {

constexpr double few_rows = 32;                       // are soon asked one by one
constexpr double build_cost = 2.0, probe_cost = 1.0;  // as in match/join_order.cpp

// Rows that go through the operators of a plan.
double work(const Node& node) {
  double rows = node.rows;
  for (const NodePtr& input : node.inputs) rows += work(*input);
  return rows;
}

// COUNT { } op number, when it only asks whether there is any.
std::optional<PatternTest> count_test(const Expr& count, CompareOp op, const Expr& number) {
  const auto* subquery = std::get_if<Subquery>(&unparenthesized(count).node);
  const auto* literal = std::get_if<Literal>(&unparenthesized(number).node);
  if (!subquery || subquery->kind != SubqueryKind::count || !literal || !literal->value.is<std::int64_t>())
    return {};
  const std::int64_t value = literal->value.as_int();
  const Expr* pattern = &unparenthesized(count);
  if ((value == 0 && (op == CompareOp::eq || op == CompareOp::le)) || (value == 1 && op == CompareOp::lt))
    return PatternTest{pattern, true};
  if ((value == 0 && (op == CompareOp::ne || op == CompareOp::gt)) || (value == 1 && op == CompareOp::ge))
    return PatternTest{pattern, false};
  return {};
}

}  // namespace

std::optional<PatternTest> pattern_test(const Expr& predicate) {
  const Expr& expr = unparenthesized(predicate);
  if (std::holds_alternative<ast::PatternPredicate>(expr.node)) return PatternTest{&expr, false};
  if (const auto* subquery = std::get_if<Subquery>(&expr.node);
      subquery && subquery->kind == SubqueryKind::exists)
    return PatternTest{&expr, false};
  if (const auto* comparison = std::get_if<Comparison>(&expr.node);
      comparison && comparison->ops.size() == 1) {
    const Expr &left = *comparison->operands[0], &right = *comparison->operands[1];
    if (const auto test = count_test(left, comparison->ops[0], right)) return test;
    return count_test(right, flipped(comparison->ops[0]), left);
  }
  if (const auto* unary = std::get_if<Unary>(&expr.node); unary && unary->op == UnaryOp::logical_not)
    if (auto test = pattern_test(*unary->operand)) {
      test->anti = !test->anti;
      return test;
    }
  return {};
}

bool semi_join(Planner& planner, const Expr& predicate, NodePtr& plan) {
  if (planner.plain() || planner.weighed(plan->rows) < few_rows) return false;
  const auto test = pattern_test(predicate);
  if (!test) return false;
  const QueryGraph* asked = planner.pattern_of(*test->pattern);
  const SubPlan* row_by_row = planner.subplan_of(*test->pattern);
  if (!asked || !row_by_row) return false;

  // What the pattern shares with the rows must be nodes of it, and nothing else.
  std::vector<Symbol> shared;
  for (const Symbol node : asked->nodes)
    if (asked->outer.contains(node)) shared.push_back(node);
  if (shared.empty()) return false;
  const auto is_foreign = [&](Symbol symbol) {
    return asked->outer.contains(symbol) && std::find(shared.begin(), shared.end(), symbol) == shared.end();
  };
  for (const GraphPredicate& inside : asked->predicates)
    if (std::any_of(inside.symbols.begin(), inside.symbols.end(), is_foreign)) return false;
  for (const PatternRelationship& relationship : asked->relationships)
    if (relationship.was_bound || !relationship.tests.empty() || !relationship.is_walked() ||
        relationship.pattern->group)
      return false;

  QueryGraph once = *asked;
  once.set_outer({});
  Bound found;
  auto planned = planner.find(once, found, make(Argument{}));
  if (!planned) return false;
  NodePtr matches = std::move(*planned);
  const double asking = plan->rows * work(*row_by_row->root);
  const double joining = work(*matches) + matches->rows * build_cost + plan->rows * probe_cost;
  if (planner.weighed(asking) < planner.weighed(joining)) return false;

  SemiJoin join;
  join.anti = test->anti;
  for (const Symbol node : shared) {
    join.left.push_back(planner.own_variable(node));
    join.right.push_back(planner.own_variable(node));
  }
  const double rows = plan->rows / 2;
  // The plan for asking row by row is kept: a pattern around this one may be planned once more, and choose it.
  plan = make(std::move(join), std::move(plan));
  plan->inputs.push_back(std::move(matches));
  plan->rows = rows;
  return true;
}

}  // namespace skein::dsl::plan::rules
