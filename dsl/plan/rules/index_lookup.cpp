#include "dsl/plan/rules/index_lookup.hpp"

#include "dsl/plan/expressions.hpp"

namespace skein::dsl::plan::rules {

using namespace ast;

namespace {

void take(SeekBounds& bounds, CompareOp op, const Expr* value) {
  switch (op) {
    case CompareOp::eq:
      if (!bounds.equals) bounds.equals = value;
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
    default:
      return;
  }
}

// What the predicates say of a property: `element.key op value`.
SeekBounds bounds_of(Symbol element, std::string_view key, const std::vector<const Expr*>& predicates,
                     const std::function<bool(const Expr&)>& known) {
  SeekBounds bounds;
  const auto is_it = [&](const Expr& expr) {
    const auto property = as_property(expr);
    return property && property->symbol == element && property->key == key;
  };
  for (const Expr* predicate : predicates) {
    if (const auto* comparison = std::get_if<Comparison>(&predicate->node)) {
      for (std::size_t i = 0; i < comparison->ops.size(); ++i) {
        const Expr &left = *comparison->operands[i], &right = *comparison->operands[i + 1];
        if (is_it(left) && known(right))
          take(bounds, comparison->ops[i], &right);
        else if (is_it(right) && known(left))
          take(bounds, flipped(comparison->ops[i]), &left);
      }
    } else if (const auto* binary = std::get_if<Binary>(&predicate->node)) {
      if (binary->op == BinaryOp::in && is_it(*binary->right) && known(*binary->left) && !bounds.element)
        bounds.element = binary->left.get();
      if (!is_it(*binary->left) || !known(*binary->right)) continue;
      if (binary->op == BinaryOp::in && !bounds.one_of) bounds.one_of = binary->right.get();
      if (binary->op == BinaryOp::starts_with && !bounds.prefix) bounds.prefix = binary->right.get();
    }
  }
  return bounds;
}

// Leaves the one kind of bound that a seek goes by, and tells how many of `count` elements it gives; nothing
// when there is none. `of_one_value`: how many have one certain value.
std::optional<double> settle(SeekBounds& bounds, double count, const std::function<double()>& of_one_value) {
  const SeekBounds all = bounds;
  if (all.equals) {
    bounds = {.equals = all.equals};
    return of_one_value();
  }
  if (all.one_of) {
    bounds = {.one_of = all.one_of};
    const auto* list = std::get_if<ListLiteral>(&unparenthesized(*all.one_of).node);
    return std::min(count, of_one_value() * (list ? static_cast<double>(list->items.size()) : 10));
  }
  if (all.element) {
    bounds = {.element = all.element};
    return std::max(1.0, count * 0.001);
  }
  if (all.prefix) {
    bounds = {.prefix = all.prefix};
    return std::max(1.0, count * 0.02);
  }
  if (all.lower || all.upper) return std::max(1.0, count * (all.lower && all.upper ? 0.1 : 0.3));
  return std::nullopt;
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
      const auto* call = std::get_if<FunctionCall>(
          &unparenthesized(*comparison->operands[static_cast<std::size_t>(side)]).node);
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
    IndexSeek seek{node, label, key, index.name, bounds_of(node, key, predicates, known)};
    if (!index.elements) seek.bounds.element = nullptr;
    const auto count = static_cast<double>(catalog.node_count(index.label));
    const auto rows = settle(seek.bounds, count, [&] {
      return index.unique ? std::min(count, 1.0) : std::max(0.1, count * statistics.same_value(label, key));
    });
    if (!rows) continue;
    // The seek finds the candidates; the predicates stay as filters, except the label's: what an index means
    // by equal and by less is the store's affair.
    IndexLookup lookup{std::move(seek), *rows, {}};
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

std::optional<IndexLookup> relationship_lookup(Symbol relationship, const std::string& type,
                                               const std::vector<const Expr*>& predicates,
                                               const std::function<bool(const Expr&)>& known,
                                               Statistics& statistics) {
  const graph::CatalogView& catalog = statistics.catalog();
  const auto id = catalog.type(type);
  std::optional<IndexLookup> best;
  if (!id) return best;
  for (const graph::SchemaRule& rule : catalog.rules()) {
    if (rule.type != id || !rule.has_entries() || rule.keys.size() != 1) continue;
    const std::string key(catalog.name(rule.keys[0]));
    RelationshipSeek seek{relationship, type, key, rule.name,
                          bounds_of(relationship, key, predicates, known)};
    if (!rule.elements) seek.bounds.element = nullptr;
    const auto count = static_cast<double>(catalog.relationship_count(*id));
    const auto rows = settle(seek.bounds, count, [&] {
      return rule.is_unique() ? std::min(count, 1.0)
                              : std::max(0.1, count * statistics.same_value_of_type(type, key));
    });
    if (rows && (!best || *rows < best->rows)) best = IndexLookup{std::move(seek), *rows, {}};
  }
  return best;
}

}  // namespace skein::dsl::plan::rules
