// Patterns and queries inside expressions become plans of their own.
#include "dsl/plan/planner_impl.hpp"

namespace skein::dsl::plan {

using namespace ast;

Result<void> Planner::prepare(Expr& expr, const Bound& bound) {
  const auto with = [&](std::initializer_list<Symbol> more) {
    Bound inner = bound;
    inner.insert(more.begin(), more.end());
    return inner;
  };
  if (std::holds_alternative<PatternPredicate>(expr.node) || std::holds_alternative<PatternComprehension>(expr.node) ||
      std::holds_alternative<Subquery>(expr.node))
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
  Bound inner = bound;
  if (auto* predicate = std::get_if<PatternPredicate>(&expr.node)) {
    if (predicate->pattern.selector != PathSelector::all) {
      predicate->pattern.path.name = "shortest path";
      if (predicate->pattern.path.symbol < 0) predicate->pattern.path.symbol = fresh();
    }
    SKEIN_ASSIGN(sub.root, match({&predicate->pattern}, {}, inner, make(Argument{})));
    if (predicate->pattern.selector != PathSelector::all) {
      // shortestPath(...) as a value
      sub.kind = predicate->pattern.selector == PathSelector::shortest ? SubPlan::Kind::first : SubPlan::Kind::collect;
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
    if (subquery.query) {
      SKEIN_ASSIGN(sub, query_subplan(*subquery.query, bound));
    } else {
      std::vector<PathPattern*> paths;
      for (PathPattern& path : subquery.pattern.paths) paths.push_back(&path);
      std::vector<const Expr*> where;
      if (subquery.where) conjuncts(*subquery.where, where);
      SKEIN_ASSIGN(sub.root, match(std::move(paths), where, inner, make(Argument{})));
    }
    switch (subquery.kind) {
      case SubqueryKind::exists: sub.kind = SubPlan::Kind::exists; break;
      case SubqueryKind::count: sub.kind = SubPlan::Kind::count; break;
      case SubqueryKind::collect: sub.kind = SubPlan::Kind::collect; break;
    }
  }
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
