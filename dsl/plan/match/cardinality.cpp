#include "dsl/plan/match/cardinality.hpp"

#include <algorithm>
#include <cmath>

#include "dsl/overloaded.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

// Guesses where nothing is counted.
constexpr double equality_selectivity = 0.1, range_selectivity = 0.3, prefix_selectivity = 0.1,
                 null_selectivity = 0.1, other_selectivity = 0.5;
constexpr std::int64_t longest_guess = 8;  // hops of a variable length without an upper bound

PatternDirection from_end(const PatternRelationship& relationship, Symbol from) {
  const PatternDirection direction = relationship.pattern->direction;
  if (direction == PatternDirection::either || from == relationship.left) return direction;
  return direction == PatternDirection::right ? PatternDirection::left : PatternDirection::right;
}

// The sum of step^least .. step^most, at most `limit`.
double geometric(double step, std::int64_t least, std::int64_t most, double limit) {
  double sum = 0, term = std::pow(step, static_cast<double>(least));
  for (std::int64_t hops = least; hops <= most && sum < limit; ++hops, term *= step) sum += term;
  return std::min(sum, limit);
}

}  // namespace

std::vector<std::string> Cardinality::labels(Symbol node) const {
  std::vector<std::string> all = graph_.labels_of(node);
  if (graph_.outer.contains(node))
    if (const auto known = known_.find(node); known != known_.end())
      for (const std::string& label : known->second)
        if (std::find(all.begin(), all.end(), label) == all.end()) all.push_back(label);
  return all;
}

std::string Cardinality::rarest_label(Symbol node) const {
  std::string rarest;
  for (const std::string& label : labels(node))
    if (rarest.empty() || nodes(label) < nodes(rarest)) rarest = label;
  return rarest;
}

double Cardinality::labelled(Symbol node) const {
  double count = nodes();
  for (const std::string& label : labels(node)) count *= std::max(nodes(label), 0.1) / nodes();
  return count;
}

double Cardinality::left_of_given(Symbol node) const {
  const auto known = known_.find(node);
  double part = 1;
  for (const std::string& label : graph_.labels_of(node))
    if (known == known_.end() ||
        std::find(known->second.begin(), known->second.end(), label) == known->second.end())
      part *= std::max(nodes(label), 0.1) / nodes();
  return part;
}

double Cardinality::degree(const PatternRelationship& relationship, Symbol from) {
  const auto types = type_names(relationship.pattern->types.get());
  const auto direction = from_end(relationship, from);
  const double first = statistics_.degree(rarest_label(from), direction, types);
  const auto& length = relationship.pattern->length;
  if (!length) return first;
  // Further hops set out from anywhere.
  const double next = statistics_.degree({}, direction, types);
  const std::int64_t least = length->min.value_or(1),
                     most = std::min(length->max.value_or(least + longest_guess), least + longest_guess);
  const double limit = nodes() * 1000;
  double walks = least == 0 ? 1 : 0;
  if (most >= 1) walks += first * geometric(next, std::max<std::int64_t>(least, 1) - 1, most - 1, limit);
  return walks;
}

double Cardinality::pairs(const PatternRelationship& relationship) {
  const auto types = type_names(relationship.pattern->types.get());
  // From the end of fewer nodes: its sample says more.
  const bool left = labelled(relationship.left) <= labelled(relationship.right);
  const Symbol from = left ? relationship.left : relationship.right,
               to = left ? relationship.right : relationship.left;
  double count = labelled(from) * degree(relationship, from);
  if (from == to) return count / nodes();
  const bool one_hop =
      !relationship.pattern->length || relationship.pattern->length->max == std::optional<std::int64_t>(1);
  for (const std::string& label : labels(to))
    count *= statistics_.share(one_hop ? rarest_label(from) : std::string(), from_end(relationship, from),
                               types, label);
  return std::max(count, 1e-6);
}

double Cardinality::same_value(const PropertyOf& property) {
  const bool node =
      std::find(graph_.nodes.begin(), graph_.nodes.end(), property.symbol) != graph_.nodes.end();
  return node ? statistics_.same_value(rarest_label(property.symbol), std::string(property.key))
              : equality_selectivity;
}

double Cardinality::comparison(const Comparison& comparison) {
  double result = 1;
  for (std::size_t i = 0; i < comparison.ops.size(); ++i) {
    const auto left = as_property(*comparison.operands[i]), right = as_property(*comparison.operands[i + 1]);
    double same = equality_selectivity;
    if (left && right)
      same = std::min(same_value(*left), same_value(*right));
    else if (left)
      same = same_value(*left);
    else if (right)
      same = same_value(*right);
    switch (comparison.ops[i]) {
      case CompareOp::eq:
        result *= same;
        break;
      case CompareOp::ne:
        result *= 1 - same;
        break;
      default:
        result *= range_selectivity;
        break;
    }
  }
  return result;
}

double Cardinality::selectivity(const Expr& predicate) {
  return std::visit(
      Overloaded{[&](const HasLabels& has) {
                   const auto* of = std::get_if<Variable>(&unparenthesized(*has.of).node);
                   const auto* name = has.labels ? std::get_if<LabelName>(&has.labels->node) : nullptr;
                   if (!of || !name) return other_selectivity;
                   const auto counted = labels(of->symbol);
                   if (std::find(counted.begin(), counted.end(), name->name) != counted.end()) return 1.0;
                   return std::max(nodes(name->name), 0.1) / nodes();
                 },
                 [&](const Comparison& c) { return comparison(c); },
                 [&](const Binary& binary) {
                   switch (binary.op) {
                     case BinaryOp::logical_and:
                       return selectivity(*binary.left) * selectivity(*binary.right);
                     case BinaryOp::logical_or:
                       return std::min(1.0, selectivity(*binary.left) + selectivity(*binary.right));
                     case BinaryOp::starts_with:
                       return prefix_selectivity;
                     case BinaryOp::in: {
                       const auto property = as_property(*binary.left);
                       const auto* list = std::get_if<ListLiteral>(&unparenthesized(*binary.right).node);
                       const double one = property ? same_value(*property) : equality_selectivity;
                       return std::min(1.0, one * (list ? static_cast<double>(list->items.size()) : 10.0));
                     }
                     default:
                       return other_selectivity;
                   }
                 },
                 [&](const Unary& unary) {
                   switch (unary.op) {
                     case UnaryOp::logical_not:
                       return std::max(0.01, 1 - selectivity(*unary.operand));
                     case UnaryOp::is_null:
                       return null_selectivity;
                     case UnaryOp::is_not_null:
                       return 1 - null_selectivity;
                     default:
                       return other_selectivity;
                   }
                 },
                 [&](const Parenthesized& p) { return selectivity(*p.inner); },
                 [](const auto&) { return other_selectivity; }},
      predicate.node);
}

}  // namespace skein::dsl::plan
