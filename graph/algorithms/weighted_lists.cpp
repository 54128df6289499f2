#include "graph/algorithms/weighted_lists.hpp"

#include <algorithm>

namespace skein::graph {

WeightedLists weighted_lists(const CsrView& view, std::span<const double> weights) {
  WeightedLists lists;
  std::vector<std::pair<VertexIndex, double>> found;
  for (VertexIndex v = 0; v < view.vertex_count(); ++v) {
    found.clear();
    const auto add = [&](VertexIndex other, std::uint64_t edge) {
      if (other != v) found.emplace_back(other, weights.empty() ? 1.0 : weights[edge]);
    };
    auto edge = view.first_edge(v);
    for (const auto target : view.targets(v)) add(target, edge++);
    const auto sources = view.sources(v);
    const auto entering = view.entering(v);
    for (std::size_t i = 0; i < sources.size(); ++i) add(sources[i], entering[i]);
    // By weight as well, so that sums do not depend on which of two parallel edges comes first.
    std::sort(found.begin(), found.end());
    for (const auto& [other, weight] : found) {
      if (lists.other.size() > lists.first.back() && lists.other.back() == other) {
        lists.weight.back() += weight;
      } else {
        lists.other.push_back(other);
        lists.weight.push_back(weight);
      }
    }
    lists.first.push_back(lists.other.size());
  }
  return lists;
}

}  // namespace skein::graph
