#include <algorithm>
#include <numeric>

#include "graph/algorithms/communities.hpp"
#include "graph/algorithms/weighted_lists.hpp"

namespace skein::graph {

Result<Labels> label_propagation(const CsrView& view, std::span<const double> weights, unsigned most_rounds,
                                 const QueryContext* context) {
  const auto n = view.vertex_count();
  const auto lists = weighted_lists(view, weights);
  std::vector<VertexIndex> label(n), near;
  std::iota(label.begin(), label.end(), VertexIndex{0});
  std::vector<double> weight(n);
  Labels out;
  while (out.rounds < most_rounds && !out.converged) {
    if (context) SKEIN_TRY(context->check());
    ++out.rounds;
    out.converged = true;
    for (VertexIndex v = 0; v < n; ++v) {
      near.clear();
      for (auto at = lists.first[v]; at < lists.first[v + 1]; ++at) {
        const auto there = label[lists.other[at]];
        if (weight[there] == 0) near.push_back(there);
        weight[there] += lists.weight[at];
      }
      // The label it has stays while no other weighs more. Of others that weigh the same the greatest is
      // taken: it is a neighbour's own more often than one that came from afar, since vertices are looked at
      // in ascending order.
      auto best = label[v];
      double most = weight[best];
      std::sort(near.begin(), near.end());
      for (const auto there : near)
        if (weight[there] > most || (weight[there] == most && best != label[v])) {
          most = weight[there];
          best = there;
        }
      for (const auto there : near) weight[there] = 0;
      if (best != label[v]) out.converged = false;
      label[v] = best;
    }
  }
  std::vector<VertexIndex> smallest(n, static_cast<VertexIndex>(-1));
  out.of.resize(n);
  for (VertexIndex v = 0; v < n; ++v) {
    if (smallest[label[v]] == static_cast<VertexIndex>(-1)) smallest[label[v]] = v;
    out.of[v] = smallest[label[v]];
  }
  return out;
}

}  // namespace skein::graph
