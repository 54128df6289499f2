#include "dsl/plan/match/access.hpp"

#include <algorithm>

#include "dsl/plan/rules/index_lookup.hpp"

namespace skein::dsl::plan {

namespace {

// Is a value there before the pattern is looked for, or among what is bound?
auto known_from(const QueryGraph& graph, const Bound& bound) {
  return [&](const Expr& value) {
    std::vector<Symbol> symbols;
    collect_symbols(value, symbols);
    return std::none_of(symbols.begin(), symbols.end(), [&](Symbol symbol) {
      return !bound.contains(symbol) && (graph.brings.contains(symbol) || graph.outer.contains(symbol));
    });
  };
}

}  // namespace

Access best_access(Planner& planner, const QueryGraph& graph, Cardinality& count, Symbol node,
                   const Bound& bound, const std::vector<const Expr*>& open) {
  Access best{AllNodesScan{node}, count.nodes()};
  if (planner.plain()) return best;
  const auto labels = graph.labels_of(node);
  for (const std::string& label : labels) {
    const double rows = count.nodes(label);
    if (!std::holds_alternative<AllNodesScan>(best.op) && rows >= best.rows) continue;
    best = Access{LabelScan{node, label}, rows};
    for (const Expr* predicate : open)
      if (is_label_test(*predicate, node, label)) best.answered.push_back(predicate);
  }
  if (auto lookup = rules::index_lookup(node, labels, open, known_from(graph, bound), planner.statistics());
      lookup && planner.weighed(lookup->rows) <= planner.weighed(best.rows))
    best = Access{std::move(lookup->op), lookup->rows, std::move(lookup->answered)};
  return best;
}

std::optional<Access> index_access(Planner& planner, const QueryGraph& graph,
                                   const PatternRelationship& relationship, const Bound& bound,
                                   const std::vector<const Expr*>& open) {
  const auto types = type_names(relationship.pattern->types.get());
  if (planner.plain() || relationship.was_bound || relationship.pattern->length ||
      relationship.pattern->group || types.size() != 1)
    return std::nullopt;
  auto lookup = rules::relationship_lookup(relationship.symbol, types.front(), open, known_from(graph, bound),
                                           planner.statistics());
  if (!lookup) return std::nullopt;
  return Access{std::move(lookup->op), lookup->rows, std::move(lookup->answered)};
}

}  // namespace skein::dsl::plan
