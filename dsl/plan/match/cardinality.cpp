#include "dsl/plan/match/cardinality.hpp"

#include <algorithm>
#include <cmath>

namespace skein::dsl::plan {

using namespace ast;

namespace {

constexpr double other_selectivity = 0.5;

}  // namespace

double Cardinality::nodes() const { return std::max<double>(1, static_cast<double>(catalog_.node_count())); }

double Cardinality::nodes(const std::string& label) const {
  const auto id = catalog_.label(label);
  return id ? static_cast<double>(catalog_.node_count(*id)) : 0;
}

double Cardinality::selectivity(const GraphPredicate& predicate) const {
  if (const auto* has = std::get_if<HasLabels>(&predicate.expr->node)) {
    const auto* name = has->labels ? std::get_if<LabelName>(&has->labels->node) : nullptr;
    return name ? std::max(nodes(name->name), 0.5) / nodes() : other_selectivity;
  }
  if (const auto* comparison = std::get_if<Comparison>(&predicate.expr->node))
    if (comparison->ops.size() == 1 && comparison->ops[0] == CompareOp::eq) return equality_selectivity;
  return other_selectivity;
}

double Cardinality::degree(const PatternRelationship& relationship, Symbol from) const {
  double count = 0;
  if (const auto names = type_names(relationship.pattern->types.get()); !names.empty()) {
    for (const std::string& name : names)
      if (const auto type = catalog_.type(name))
        count += static_cast<double>(catalog_.relationship_count(*type));
  } else {
    count = static_cast<double>(catalog_.relationship_count());
  }
  double sources = nodes();
  for (const std::string& label : graph_.labels_of(from))
    sources = std::min(sources, std::max(1.0, nodes(label)));
  double hops = count / sources;
  if (relationship.pattern->direction == PatternDirection::either) hops *= 2;
  if (const auto& length = relationship.pattern->length) {
    const double most = static_cast<double>(std::min<std::int64_t>(length->max.value_or(8), 8));
    hops = std::pow(std::max(1.0, hops), std::max(1.0, most));
  }
  return std::max(hops, 0.01);
}

}  // namespace skein::dsl::plan
