// Random graphs for the tests of algorithms, the same ones everywhere.
#pragma once

#include <random>
#include <set>
#include <utility>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph::test {

inline CsrView random_view(unsigned seed, VertexIndex vertices, std::size_t edges) {
  std::mt19937 random(seed);
  std::vector<std::pair<VertexIndex, VertexIndex>> list;
  for (std::size_t i = 0; i < edges; ++i) {
    const auto from = static_cast<VertexIndex>(random() % vertices);
    list.emplace_back(from, static_cast<VertexIndex>(random() % vertices));
  }
  return CsrView::from_edges(vertices, list);
}

// Who is next to whom, as a set of vertices each: no loops, no doubles.
inline std::vector<std::set<VertexIndex>> neighbour_sets(const CsrView& view, Direction direction) {
  std::vector<std::set<VertexIndex>> out(view.vertex_count());
  for (VertexIndex v = 0; v < view.vertex_count(); ++v)
    for (const auto t : view.targets(v)) {
      if (t == v) continue;
      if (direction != Direction::in) out[v].insert(t);
      if (direction != Direction::out) out[t].insert(v);
    }
  return out;
}

}  // namespace skein::graph::test
