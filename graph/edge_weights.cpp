#include "graph/edge_weights.hpp"

#include <algorithm>
#include <string>

namespace skein::graph {

namespace {

Result<double> weight_of(const Transaction& transaction, const RelationshipId& r, KeyId key,
                         const Value& value, std::optional<double> otherwise) {
  if (value.is_null() && otherwise) return *otherwise;
  if (value.is_number() && value.number() >= 0) return value.number();
  const auto& catalog = transaction.catalog();
  const std::string what = value.is_null() ? std::string("no property")
                           : !value.is_number()
                               ? "a " + std::string(kind_name(value.kind())) + " as its property"
                               : "a number below 0 as its property";
  return Error{ErrorCode::invalid_argument,
               "the relationship (" + std::to_string(r.from.value) + ")-[:" +
                   std::string(catalog.name(r.type)) + "]->(" + std::to_string(r.to.value) + ") has " + what +
                   " " + std::string(catalog.name(key)) + ", wanted a weight that is not below 0"};
}

}  // namespace

Result<std::vector<double>> edge_weights(const Transaction& transaction, const CsrView& view,
                                         const CsrFilter& filter, KeyId key, std::optional<double> otherwise,
                                         const QueryContext* context) {
  std::vector<double> out;
  out.reserve(view.edge_count());
  std::vector<std::size_t> offsets;
  std::vector<Neighbour> found;
  std::vector<RelationshipId> relationships;
  std::vector<std::pair<VertexIndex, double>> mine;
  std::vector<Value> values;
  constexpr std::size_t batch = 1024;
  for (std::size_t begin = 0; begin < view.vertex_count(); begin += batch) {
    if (context) SKEIN_TRY(context->check());
    const auto nodes = view.nodes().subspan(begin, std::min(batch, view.vertex_count() - begin));
    SKEIN_TRY(transaction.expand_many(nodes, Direction::out, filter.types, offsets, found));
    relationships.clear();
    for (const auto& one : found) relationships.push_back(one.relationship);
    SKEIN_TRY(transaction.property_column(relationships, key, values));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      mine.clear();
      for (auto at = offsets[i]; at < offsets[i + 1]; ++at) {
        const auto target = view.find(found[at].node);
        if (!target) continue;
        SKEIN_ASSIGN(const double weight,
                     weight_of(transaction, relationships[at], key, values[at], otherwise));
        mine.emplace_back(*target, weight);
      }
      // Edges of a view are numbered by source, then target.
      std::stable_sort(mine.begin(), mine.end(),
                       [](const auto& a, const auto& b) { return a.first < b.first; });
      for (const auto& one : mine) out.push_back(one.second);
    }
  }
  if (out.size() != view.edge_count())
    return Error{ErrorCode::invalid_argument,
                 "the view was made of other relationships than those of the filter"};
  return out;
}

}  // namespace skein::graph
