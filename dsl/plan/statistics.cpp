#include "dsl/plan/statistics.hpp"

#include <algorithm>
#include <set>

#include "dsl/value/compare.hpp"

namespace skein::dsl::plan {

namespace {

constexpr std::size_t scanned = 2048, sampled_nodes = 64, sampled_neighbours = 256,
                      sampled_relationships = 256;
constexpr std::uint64_t hub = 4096;  // nodes with more relationships are not looked into for a sample

graph::Direction graph_direction(ast::PatternDirection direction) {
  if (direction == ast::PatternDirection::right) return graph::Direction::out;
  if (direction == ast::PatternDirection::left) return graph::Direction::in;
  return graph::Direction::both;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += name + '\x1f';
  return text;
}

// What part of `all` has one certain value, told by the values of some of them.
double share_of_one_value(std::vector<Value> values, double all) {
  const auto looked_at = static_cast<double>(values.size());
  std::erase_if(values, [](const Value& value) { return value.is_null(); });
  if (values.empty()) return std::min(0.1, 1 / all);
  const auto seen = static_cast<double>(values.size());
  std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
  const auto end = std::unique(values.begin(), values.end(),
                               [](const Value& a, const Value& b) { return order(a, b) == 0; });
  const auto different = static_cast<double>(end - values.begin());
  // All different in a sample: taken as all different everywhere. Else the few values of the sample are all
  // there are.
  return different == seen && seen > 8 ? std::max(1 / all, 1e-9) : seen / looked_at / different;
}

}  // namespace

double Statistics::nodes() const { return std::max<double>(1, static_cast<double>(catalog().node_count())); }

double Statistics::nodes(const std::string& label) const {
  if (label.empty()) return nodes();
  const auto id = catalog().label(label);
  return id ? static_cast<double>(catalog().node_count(*id)) : 0;
}

double Statistics::relationships(const std::vector<std::string>& types) const {
  if (types.empty()) return static_cast<double>(catalog().relationship_count());
  double count = 0;
  for (const TypeId type : type_ids(types)) count += static_cast<double>(catalog().relationship_count(type));
  return count;
}

std::vector<TypeId> Statistics::type_ids(const std::vector<std::string>& types) const {
  std::vector<TypeId> ids;
  for (const std::string& name : types)
    if (const auto id = catalog().type(name); id && std::find(ids.begin(), ids.end(), *id) == ids.end())
      ids.push_back(*id);
  return ids;
}

std::vector<NodeId> Statistics::some_nodes(const std::string& label) const {
  const auto id = catalog().label(label);
  if (!label.empty() && !id) return {};
  auto scan = label.empty() ? transaction_.scan_nodes() : transaction_.scan_label(*id);
  std::vector<NodeId> all;
  if (!scan || !(*scan)->next(all, scanned)) return {};
  if (all.size() <= sampled_nodes) return all;
  std::vector<NodeId> some;
  for (std::size_t i = 0; i < sampled_nodes; ++i) some.push_back(all[i * all.size() / sampled_nodes]);
  return some;
}

template <typename Measure>
double Statistics::sampled(const std::string& what, Measure measure) {
  const auto known = samples_.numbers.find(what);
  if (known != samples_.numbers.end()) return known->second;
  const double number = measure();
  samples_.numbers.emplace(what, number);
  return number;
}

double Statistics::degree(const std::string& label, ast::PatternDirection direction,
                          const std::vector<std::string>& types) {
  const double ends = relationships(types) * (direction == ast::PatternDirection::either ? 2 : 1);
  if (ends == 0) return 0;
  if (label.empty()) return ends / nodes();
  const double most = ends / std::max(1.0, nodes(label));  // were they all at nodes of this label
  const std::string what = "d" + std::to_string(static_cast<int>(direction)) + label + '\x1f' + joined(types);
  const double mean = sampled(what, [&] {
    const auto some = some_nodes(label);
    const auto ids = type_ids(types);
    double sum = 0;
    for (const NodeId node : some)
      if (const auto degree = transaction_.degree(node, graph_direction(direction), ids))
        sum += static_cast<double>(*degree);
    // None in a sample is still not none.
    return some.empty() ? most : std::max(sum, 0.5) / static_cast<double>(some.size());
  });
  // Where most seem to be at this label, all are taken to be: that is counted, and a sample misses the few
  // nodes that have very many.
  return mean > most / 4 ? most : mean;
}

double Statistics::share(const std::string& label, ast::PatternDirection direction,
                         const std::vector<std::string>& types, const std::string& end) {
  const auto id = catalog().label(end);
  if (!id) return 0;
  const std::string what =
      "s" + std::to_string(static_cast<int>(direction)) + label + '\x1f' + end + '\x1f' + joined(types);
  return sampled(what, [&] {
    const auto ids = type_ids(types);
    std::vector<NodeId> ends;
    std::vector<graph::Neighbour> found;
    for (const NodeId node : some_nodes(label)) {
      const auto degree = transaction_.degree(node, graph_direction(direction), ids);
      if (!degree || *degree == 0 || *degree > hub) continue;
      found.clear();
      if (!transaction_.expand(node, graph_direction(direction), ids, found)) continue;
      // A few of each, so that one node does not speak for all.
      const std::size_t few = std::min<std::size_t>(found.size(), 8);
      for (std::size_t i = 0; i < few; ++i) ends.push_back(found[i * found.size() / few].node);
      if (ends.size() >= sampled_neighbours) break;
    }
    const double independent = nodes(end) / nodes();
    if (ends.size() < 4) return independent;
    std::sort(ends.begin(), ends.end());
    std::vector<std::uint8_t> has;
    if (!transaction_.label_column(ends, *id, has)) return independent;
    const auto count = static_cast<double>(std::count(has.begin(), has.end(), 1));
    return std::max(count, 0.5) / static_cast<double>(ends.size());
  });
}

double Statistics::same_value(const std::string& label, const std::string& key) {
  return sampled("v" + label + '\x1f' + key, [&] {
    const double all = std::max(1.0, nodes(label));
    const auto id = catalog().key(key);
    if (!id) return 0.5 / all;
    std::vector<Value> values;
    if (!transaction_.property_column(some_nodes(label), *id, values)) return 0.1;
    return share_of_one_value(std::move(values), all);
  });
}

double Statistics::same_value_of_type(const std::string& type, const std::string& key) {
  return sampled("w" + type + '\x1f' + key, [&] {
    const auto id = catalog().type(type);
    const auto key_id = catalog().key(key);
    const double all = id ? std::max(1.0, static_cast<double>(catalog().relationship_count(*id))) : 1.0;
    if (!id || !key_id) return 0.5 / all;
    std::vector<RelationshipId> some;
    std::vector<Value> values;
    const auto take = [&](const RelationshipId& relationship) {
      some.push_back(relationship);
      return some.size() < sampled_relationships;
    };
    if (!transaction_.scan_relationships(*id, take) || !transaction_.property_column(some, *key_id, values))
      return 0.1;
    return share_of_one_value(std::move(values), all);
  });
}

}  // namespace skein::dsl::plan
