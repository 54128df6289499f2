#include "graph/algorithms/similarity.hpp"

#include <algorithm>

namespace skein::graph {

Result<std::vector<SimilarPair>> similarity(const CsrView& view, const SimilarityOptions& options,
                                            const QueryContext* context) {
  const auto n = view.vertex_count();
  const auto simple = view.simple(options.direction);
  const auto degree = [&](VertexIndex v) { return simple.targets(v).size(); };
  std::vector<SimilarPair> out, mine;
  std::vector<std::uint32_t> shared(n);
  std::vector<VertexIndex> met;
  std::uint64_t steps = 0;
  for (VertexIndex v = 0; v < n; ++v) {
    if (degree(v) == 0 || degree(v) < options.least_degree) continue;
    met.clear();
    for (const auto neighbour : simple.targets(v)) {
      for (const auto other : simple.sources(neighbour)) {
        if (other == v) continue;
        if (shared[other]++ == 0) met.push_back(other);
      }
      steps += simple.sources(neighbour).size();
      if (context && steps > 1'000'000) {
        steps = 0;
        SKEIN_TRY(context->check());
      }
    }
    mine.clear();
    for (const auto other : met) {
      const auto common = static_cast<double>(std::exchange(shared[other], 0));
      if (degree(other) < options.least_degree) continue;
      const auto a = static_cast<double>(degree(v)), b = static_cast<double>(degree(other));
      const double score =
          common / (options.metric == SimilarityMetric::jaccard ? a + b - common : std::min(a, b));
      if (score >= options.cutoff) mine.push_back({v, other, score});
    }
    const auto better = [](const SimilarPair& x, const SimilarPair& y) {
      return x.similarity != y.similarity ? x.similarity > y.similarity : x.second < y.second;
    };
    const auto kept = std::min(options.top_k, mine.size());
    std::partial_sort(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(kept), mine.end(), better);
    out.insert(out.end(), mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(kept));
  }
  return out;
}

}  // namespace skein::graph
