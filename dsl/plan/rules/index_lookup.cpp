#include "dsl/plan/rules/index_lookup.hpp"

#include "dsl/plan/expressions.hpp"

namespace skein::dsl::plan::rules {

using namespace ast;

namespace {

// A predicate seen from the node's property: `n.key op value`.
struct Bounds {
  const Expr *equals = nullptr, *one_of = nullptr, *prefix = nullptr, *lower = nullptr, *upper = nullptr;
  bool lower_inclusive = false, upper_inclusive = false;
  std::vector<const Expr*> answered;
};

CompareOp flipped(CompareOp op) {
  switch (op) {
    case CompareOp::lt: return CompareOp::gt;
    case CompareOp::le: return CompareOp::ge;
    case CompareOp::gt: return CompareOp::lt;
    case CompareOp::ge: return CompareOp::le;
    default: return op;
  }
}

void take(Bounds& bounds, CompareOp op, const Expr* value, const Expr* predicate, bool whole) {
  switch (op) {
    case CompareOp::eq:
      if (!bounds.equals) bounds.equals = value;
      else return;
      break;
    case CompareOp::gt:
    case CompareOp::ge:
      if (bounds.lower) return;
      bounds.lower = value;
      bounds.lower_inclusive = op == CompareOp::ge;
      break;
    case CompareOp::lt:
    case CompareOp::le:
      if (bounds.upper) return;
      bounds.upper = value;
      bounds.upper_inclusive = op == CompareOp::le;
      break;
    default: return;
  }
  if (whole) bounds.answered.push_back(predicate);
}

Bounds bounds_of(Symbol node, std::string_view key, const std::vector<const Expr*>& predicates,
                 const std::function<bool(const Expr&)>& known) {
  Bounds bounds;
  const auto is_it = [&](const Expr& expr) {
    const auto property = as_property(expr);
    return property && property->symbol == node && property->key == key;
  };
  for (const Expr* predicate : predicates) {
    if (const auto* comparison = std::get_if<Comparison>(&predicate->node)) {
      const bool whole = comparison->ops.size() == 1;
      for (std::size_t i = 0; i < comparison->ops.size(); ++i) {
        const Expr &left = *comparison->operands[i], &right = *comparison->operands[i + 1];
        if (is_it(left) && known(right)) take(bounds, comparison->ops[i], &right, predicate, whole);
        else if (is_it(right) && known(left)) take(bounds, flipped(comparison->ops[i]), &left, predicate, whole);
      }
    } else if (const auto* binary = std::get_if<Binary>(&predicate->node)) {
      if (!is_it(*binary->left) || !known(*binary->right)) continue;
      if (binary->op == BinaryOp::in && !bounds.one_of) bounds.one_of = binary->right.get();
      if (binary->op == BinaryOp::starts_with && !bounds.prefix) bounds.prefix = binary->right.get();
    }
  }
  return bounds;
}

}  // namespace

std::optional<IndexLookup> index_lookup(Symbol node, const std::vector<std::string>& labels,
                                        const std::vector<const Expr*>& predicates,
                                        const std::function<bool(const Expr&)>& known,
                                        Statistics& statistics) {
  const graph::CatalogView& catalog = statistics.catalog();
  std::optional<IndexLookup> best;
  const auto offer = [&](IndexLookup lookup) {
    if (!best || lookup.rows < best->rows) best = std::move(lookup);
  };
  for (const Expr* predicate : predicates) {
    const auto* comparison = std::get_if<Comparison>(&predicate->node);
    if (!comparison || comparison->ops.size() != 1 || comparison->ops[0] != CompareOp::eq) continue;
    for (const int side : {0, 1}) {
      const auto* call = std::get_if<FunctionCall>(&unparenthesized(*comparison->operands[static_cast<std::size_t>(side)]).node);
      if (!call || call->arguments.size() != 1 || call->name != "id") continue;
      const auto* of = std::get_if<Variable>(&unparenthesized(*call->arguments[0]).node);
      const Expr& value = *comparison->operands[static_cast<std::size_t>(1 - side)];
      if (of && of->symbol == node && known(value)) offer(IndexLookup{IdSeek{node, &value}, 1, {predicate}});
    }
  }
  if (labels.empty()) return best;
  for (const graph::IndexInfo& index : catalog.indexes()) {
    if (index.keys.size() != 1) continue;
    const std::string label(catalog.name(index.label));
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) continue;
    const std::string key(catalog.name(index.keys[0]));
    const Bounds bounds = bounds_of(node, key, predicates, known);
    IndexSeek seek{node, label, key, index.name};
    const auto count = static_cast<double>(catalog.node_count(index.label));
    double rows = count;
    const auto of_one_value = [&] {
      return index.unique ? std::min(count, 1.0) : std::max(0.1, count * statistics.same_value(label, key));
    };
    if (bounds.equals) {
      seek.equals = bounds.equals;
      rows = of_one_value();
    } else if (bounds.one_of) {
      seek.one_of = bounds.one_of;
      const auto* list = std::get_if<ListLiteral>(&unparenthesized(*bounds.one_of).node);
      rows = std::min(count, of_one_value() * (list ? static_cast<double>(list->items.size()) : 10));
    } else if (bounds.prefix) {
      seek.prefix = bounds.prefix;
      rows = std::max(1.0, count * 0.02);
    } else if (bounds.lower || bounds.upper) {
      seek.lower = bounds.lower;
      seek.upper = bounds.upper;
      seek.lower_inclusive = bounds.lower_inclusive;
      seek.upper_inclusive = bounds.upper_inclusive;
      rows = std::max(1.0, count * (bounds.lower && bounds.upper ? 0.1 : 0.3));
    } else {
      continue;
    }
    // The seek finds the candidates; the predicates stay as filters, except the label's: what an index means by
    // equal and by less is the store's affair.
    IndexLookup lookup{std::move(seek), rows, {}};
    for (const Expr* predicate : predicates) {
      const auto* has = std::get_if<HasLabels>(&predicate->node);
      const auto* of = has ? std::get_if<Variable>(&has->of->node) : nullptr;
      const auto* name = has && has->labels ? std::get_if<LabelName>(&has->labels->node) : nullptr;
      if (of && name && of->symbol == node && name->name == label) lookup.answered.push_back(predicate);
    }
    offer(std::move(lookup));
  }
  return best;
}

}  // namespace skein::dsl::plan::rules
