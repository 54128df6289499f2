// Patterns and queries inside expressions become plans of their own.
#include <algorithm>

#include "dsl/plan/match/query_graph.hpp"
#include "dsl/plan/planner_impl.hpp"
#include "dsl/plan/rules/semi_join.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

// The clause of a query that is nothing but one MATCH.
Match* single_match(ast::Query& query) {
  if (query.parts.size() != 1 || query.parts[0].clauses.size() != 1) return nullptr;
  auto* match = std::get_if<Match>(&query.parts[0].clauses[0].node);
  return match && !match->optional ? match : nullptr;
}

}  // namespace

const QueryGraph* Planner::pattern_of(const Expr& expr) const {
  const auto it = patterns_.find(&expr);
  return it == patterns_.end() ? nullptr : it->second.get();
}

const SubPlan* Planner::subplan_of(const Expr& expr) const {
  const auto it = plan_.subplans.find(&expr);
  return it == plan_.subplans.end() ? nullptr : &it->second;
}

NodePtr Planner::filter(std::vector<const Expr*> predicates, NodePtr input, double selectivity) {
  if (predicates.empty()) return input;
  const auto price = [](const Expr* expr) {
    return has_subplan(*expr) ? 2 : std::holds_alternative<HasLabels>(expr->node) ? 0 : 1;
  };
  std::stable_sort(predicates.begin(), predicates.end(),
                   [&](const Expr* a, const Expr* b) { return price(a) < price(b); });
  const double rows = input->rows * selectivity;
  Filter cheap, others;
  for (const Expr* expr : predicates)
    if (price(expr) < 2) cheap.predicates.push_back(expr);
  NodePtr plan = std::move(input);
  if (!cheap.predicates.empty()) {
    plan = make(std::move(cheap), std::move(plan));
    plan->rows = rows;
  }
  for (const Expr* expr : predicates)
    if (price(expr) == 2 && !rules::semi_join(*this, *expr, plan)) others.predicates.push_back(expr);
  if (auto* below = std::get_if<Filter>(&plan->op)) {
    below->predicates.insert(below->predicates.end(), others.predicates.begin(), others.predicates.end());
  } else if (!others.predicates.empty()) {
    plan = make(std::move(others), std::move(plan));
  }
  plan->rows = rows;
  return plan;
}

Result<void> Planner::prepare(Expr& expr, const Bound& bound) {
  const auto with = [&](std::initializer_list<Symbol> more) {
    Bound inner = bound;
    inner.insert(more.begin(), more.end());
    return inner;
  };
  if (std::holds_alternative<PatternPredicate>(expr.node) ||
      std::holds_alternative<PatternComprehension>(expr.node) || std::holds_alternative<Subquery>(expr.node))
    return subplan(expr, bound);
  if (auto* c = std::get_if<ListComprehension>(&expr.node)) {
    SKEIN_TRY(prepare(*c->list, bound));
    const Bound inner = with({c->variable.symbol});
    if (c->where) SKEIN_TRY(prepare(*c->where, inner));
    if (c->projection) SKEIN_TRY(prepare(*c->projection, inner));
    return {};
  }
  if (auto* q = std::get_if<Quantifier>(&expr.node)) {
    SKEIN_TRY(prepare(*q->list, bound));
    if (q->where) SKEIN_TRY(prepare(*q->where, with({q->variable.symbol})));
    return {};
  }
  if (auto* r = std::get_if<Reduce>(&expr.node)) {
    SKEIN_TRY(prepare(*r->initial, bound));
    SKEIN_TRY(prepare(*r->list, bound));
    return prepare(*r->body, with({r->accumulator.symbol, r->variable.symbol}));
  }
  Result<void> result;
  for_each_child(expr, [&](const Expr& child) {
    // The statement is the plan's own: it may be changed.
    if (result) result = prepare(const_cast<Expr&>(child), bound);
  });
  return result;
}

Result<void> Planner::prepare(ast::SetItem& item, const Bound& bound) {
  if (auto* property = std::get_if<SetProperty>(&item)) {
    SKEIN_TRY(prepare(*property->target, bound));
    return prepare(*property->value, bound);
  }
  if (auto* all = std::get_if<SetAllProperties>(&item)) return prepare(*all->value, bound);
  return {};
}

Result<void> Planner::subplan(Expr& expr, const Bound& bound) {
  SubPlan sub;
  sub.row = fresh();
  std::shared_ptr<const QueryGraph> pattern;
  Bound inner = bound;
  if (auto* predicate = std::get_if<PatternPredicate>(&expr.node)) {
    const PathSelector selector = predicate->pattern.selector;
    if (selector != PathSelector::all) {
      predicate->pattern.path.name = "shortest path";
      if (predicate->pattern.path.symbol < 0) predicate->pattern.path.symbol = fresh();
    }
    SKEIN_ASSIGN(sub.root, match({&predicate->pattern}, {}, inner, make(Argument{}), &pattern));
    if (selector != PathSelector::all) {
      // shortestPath(...) as a value
      const bool one = selector == PathSelector::shortest && predicate->pattern.count == 1;
      sub.kind = one ? SubPlan::Kind::first : SubPlan::Kind::collect;
      sub.value_symbol = predicate->pattern.path.symbol;
    }
  } else if (auto* comprehension = std::get_if<PatternComprehension>(&expr.node)) {
    std::vector<const Expr*> where;
    if (comprehension->where) conjuncts(*comprehension->where, where);
    SKEIN_ASSIGN(sub.root, match({&comprehension->pattern}, where, inner, make(Argument{})));
    SKEIN_TRY(prepare(*comprehension->projection, inner));
    sub.kind = SubPlan::Kind::collect;
    sub.value = comprehension->projection.get();
  } else {
    auto& subquery = std::get<Subquery>(expr.node);
    Match* only = subquery.query ? single_match(*subquery.query) : nullptr;
    if (subquery.query && !only) {
      SKEIN_ASSIGN(sub, query_subplan(*subquery.query, bound));
    } else {
      std::vector<PathPattern*> paths;
      for (PathPattern& path : (only ? only->pattern : subquery.pattern).paths) paths.push_back(&path);
      std::vector<const Expr*> where;
      if (const ExprPtr& condition = only ? only->where : subquery.where) conjuncts(*condition, where);
      SKEIN_ASSIGN(sub.root, match(std::move(paths), where, inner, make(Argument{}), &pattern));
    }
    switch (subquery.kind) {
      case SubqueryKind::exists:
        sub.kind = SubPlan::Kind::exists;
        break;
      case SubqueryKind::count:
        sub.kind = SubPlan::Kind::count;
        break;
      case SubqueryKind::collect:
        sub.kind = SubPlan::Kind::collect;
        break;
    }
  }
  if (pattern) patterns_.emplace(&expr, std::move(pattern));
  plan_.subplans.emplace(&expr, std::move(sub));
  return {};
}

Result<SubPlan> Planner::query_subplan(ast::Query& inner_query, const Bound& bound) {
  SubPlan sub;
  std::vector<Symbol> columns;
  SKEIN_ASSIGN(sub.root, query(inner_query, bound, make(Argument{}), columns));
  sub.batched = false;
  if (!columns.empty()) sub.value_symbol = columns[0];
  // Patterns alone treat each row by itself.
  if (inner_query.parts.size() == 1) {
    sub.batched = true;
    for (const Clause& clause : inner_query.parts[0].clauses)
      if (!std::holds_alternative<Match>(clause.node)) sub.batched = false;
    if (sub.batched) sub.row = fresh();
  }
  return sub;
}

}  // namespace skein::dsl::plan
