#include "graph/algorithms/pagerank.hpp"

#include <cmath>

namespace skein::graph {

// Pull-based: each vertex sums what its sources give, so that the result does not depend on the order of edges.
std::vector<double> pagerank(const CsrView& view, const PageRankOptions& options) {
  const auto n = view.vertex_count();
  if (n == 0) return {};
  const auto size = static_cast<double>(n);
  std::vector<double> score(n, 1 / size), given(n);
  for (unsigned round = 0; round < options.iterations; ++round) {
    double dangling = 0;
    for (VertexIndex v = 0; v < n; ++v) {
      const auto degree = view.targets(v).size();
      given[v] = degree == 0 ? 0 : score[v] / static_cast<double>(degree);
      if (degree == 0) dangling += score[v];
    }
    const auto base = (1 - options.damping) / size + options.damping * dangling / size;
    double change = 0;
    for (VertexIndex v = 0; v < n; ++v) {
      double sum = 0;
      for (const auto source : view.sources(v)) sum += given[source];
      const auto now = base + options.damping * sum;
      change += std::abs(now - score[v]);
      score[v] = now;
    }
    if (change < options.tolerance) break;
  }
  return score;
}

}  // namespace skein::graph
