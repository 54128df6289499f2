// Boost.Graph's clustering_coefficient looks up an edge for every pair of neighbours, which is quadratic in
// the degree.
#include "graph/algorithms/triangles.hpp"

#include <algorithm>

namespace skein::graph {

Result<Triangles> triangles(const CsrView& view, const QueryContext* context) {
  const auto n = view.vertex_count();
  const auto simple = view.simple(Direction::both);
  Triangles out;
  out.count.resize(n);
  out.clustering.resize(n);
  // Each vertex keeps those neighbours that come after it by (degree, number): few, even for hubs.
  const auto before = [&](VertexIndex a, VertexIndex b) {
    const auto x = simple.targets(a).size(), y = simple.targets(b).size();
    return x != y ? x < y : a < b;
  };
  std::vector<std::uint64_t> first{0};
  std::vector<VertexIndex> later;
  for (VertexIndex v = 0; v < n; ++v) {
    for (const auto other : simple.targets(v))
      if (before(v, other)) later.push_back(other);
    first.push_back(later.size());
  }
  const auto after = [&](VertexIndex v) {
    return std::span(later).subspan(first[v], first[v + 1] - first[v]);
  };
  for (VertexIndex v = 0; v < n; ++v) {
    if (context && v % 1024 == 0) SKEIN_TRY(context->check());
    for (const auto u : after(v)) {
      const auto a = after(v), b = after(u);
      for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] < b[j]) {
          ++i;
        } else if (b[j] < a[i]) {
          ++j;
        } else {
          ++out.count[v];
          ++out.count[u];
          ++out.count[a[i]];
          ++out.total;
          ++i;
          ++j;
        }
      }
    }
  }
  for (VertexIndex v = 0; v < n; ++v) {
    const auto degree = static_cast<double>(simple.targets(v).size());
    if (degree > 1) out.clustering[v] = 2 * static_cast<double>(out.count[v]) / (degree * (degree - 1));
    out.mean_clustering += out.clustering[v] / static_cast<double>(n);
  }
  return out;
}

}  // namespace skein::graph
