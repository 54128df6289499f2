// WITH and RETURN: Project or Aggregate, then Distinct, Sort, Skip, Limit, Filter (WHERE), Keep.
// ORDER BY and WHERE see both the columns before and after the projection, unless rows were merged by aggregation
// or DISTINCT: then an expression that is one of the items, or holds one, reads that item's column.
#include "dsl/plan/planner_impl.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

// Where a value is already in a column: expressions by fingerprint.
using Known = std::vector<std::pair<std::string, Symbol>>;

class Substitution {
 public:
  Substitution(Plan& target, const Known& known) : plan_(target), known_(known) {}

  // Replaces what is known inside `expr`; aggregate calls that are not get a column of their own in `calls`.
  void walk(const Expr& expr, std::vector<AggregateCall>& calls) {
    if (!std::holds_alternative<Literal>(expr.node) && !std::holds_alternative<Parameter>(expr.node)) {
      const std::string print = fingerprint(expr);
      for (const auto& [text, symbol] : known_) {
        if (text != print) continue;
        plan_.replaced[&expr] = symbol;
        return;
      }
    }
    if (is_aggregate_call(expr)) {
      const auto symbol = static_cast<Symbol>(plan_.symbols++);
      calls.push_back(AggregateCall{symbol, &expr});
      plan_.replaced[&expr] = symbol;
      return;
    }
    for_each_child(expr, [&](const Expr& child) { walk(child, calls); });
  }

 private:
  Plan& plan_;
  const Known& known_;
};

}  // namespace

Result<NodePtr> Planner::projection(ast::Projection& projection, ast::Expr* where, Bound& bound, NodePtr input) {
  bool aggregates = false;
  std::vector<Symbol> outputs;
  for (ProjectionItem& item : projection.items) {
    SKEIN_TRY(prepare(*item.expr, bound));
    aggregates = aggregates || item.expr->has_aggregate;
    outputs.push_back(item.alias.symbol);
  }
  Bound after(outputs.begin(), outputs.end());
  Bound both = bound;
  both.insert(outputs.begin(), outputs.end());
  for (SortItem& item : projection.order_by) {
    SKEIN_TRY(prepare(*item.expr, both));
    aggregates = aggregates || item.expr->has_aggregate;
  }
  if (where) SKEIN_TRY(prepare(*where, both));
  const bool merges = aggregates || projection.distinct;

  NodePtr node = std::move(input);
  if (merges) {
    Known keys, items;
    for (ProjectionItem& item : projection.items) {
      items.emplace_back(fingerprint(*item.expr), item.alias.symbol);
      if (!item.expr->has_aggregate) keys.push_back(items.back());
    }
    Aggregate aggregate;
    Project late;
    Substitution in_items(plan_, keys), after_items(plan_, items);
    for (ProjectionItem& item : projection.items) {
      if (aggregates && !item.expr->has_aggregate) {
        aggregate.keys.push_back(Assignment{item.alias.symbol, item.expr.get()});
      } else {
        if (aggregates) in_items.walk(*item.expr, aggregate.calls);
        late.items.push_back(Assignment{item.alias.symbol, item.expr.get()});
      }
    }
    for (SortItem& item : projection.order_by) after_items.walk(*item.expr, aggregate.calls);
    if (where) {
      std::vector<AggregateCall> none;
      after_items.walk(*where, none);
    }
    if (aggregates) {
      const bool grouped = !aggregate.keys.empty();
      node = make(std::move(aggregate), std::move(node));
      node->rows = grouped ? std::max(1.0, node->rows / 10) : 1;
    }
    if (!late.items.empty()) node = make(std::move(late), std::move(node));
    if (projection.distinct) {
      node = make(Keep{outputs}, std::move(node));
      node = make(Distinct{outputs}, std::move(node));
    }
  } else {
    Project project;
    for (ProjectionItem& item : projection.items) {
      const auto* same = std::get_if<Variable>(&item.expr->node);
      if (same && same->symbol == item.alias.symbol) continue;
      project.items.push_back(Assignment{item.alias.symbol, item.expr.get()});
    }
    if (!project.items.empty()) node = make(std::move(project), std::move(node));
  }

  if (!projection.order_by.empty()) {
    Sort sort;
    for (const SortItem& item : projection.order_by) sort.keys.push_back(SortKey{item.expr.get(), item.descending});
    node = make(std::move(sort), std::move(node));
  }
  if (projection.skip) {
    SKEIN_TRY(prepare(*projection.skip, {}));
    node = make(Skip{projection.skip.get()}, std::move(node));
  }
  if (projection.limit) {
    SKEIN_TRY(prepare(*projection.limit, {}));
    node = make(Limit{projection.limit.get()}, std::move(node));
    if (const auto* literal = std::get_if<Literal>(&projection.limit->node); literal && literal->value.is<std::int64_t>())
      node->rows = std::min(node->rows, static_cast<double>(literal->value.as_int()));
  }
  if (where) {
    std::vector<const Expr*> predicates;
    conjuncts(*where, predicates);
    node = filter(std::move(predicates), std::move(node), 0.5);
  }
  node = make(Keep{std::move(outputs)}, std::move(node));
  bound = std::move(after);
  return node;
}

}  // namespace skein::dsl::plan
