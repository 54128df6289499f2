#include "graph/algorithms/communities.hpp"
#include "tests/graph/algorithms/random_view.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

// Groups of `size` vertices with many edges inside and one to the next group.
CsrView planted(unsigned groups, unsigned size, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::pair<VertexIndex, VertexIndex>> edges;
  for (VertexIndex g = 0; g < groups; ++g) {
    for (VertexIndex i = 0; i < size; ++i)
      for (VertexIndex j = i + 1; j < size; ++j)
        if (random() % 10 < 7) edges.emplace_back(g * size + i, g * size + j);
    edges.emplace_back(g * size + size - 1, (g + 1) % groups * size + size - 2);
  }
  return CsrView::from_edges(groups * size, edges);
}

// By its definition: over all pairs, edges less what chance would give (Newman, Girvan 2004).
double defined_modularity(const CsrView& view, const std::vector<VertexIndex>& community, double resolution) {
  const auto n = view.vertex_count();
  std::vector<std::vector<double>> joined(n, std::vector<double>(n));
  std::vector<double> degree(n);
  double total = 0;
  for (VertexIndex v = 0; v < n; ++v)
    for (const auto t : view.targets(v)) {
      if (t == v) continue;
      ++joined[v][t];
      ++joined[t][v];
      ++degree[v];
      ++degree[t];
      total += 2;
    }
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (community[i] == community[j]) sum += joined[i][j] - resolution * degree[i] * degree[j] / total;
  return sum / total;
}

}  // namespace

TEST_CASE("louvain and label propagation find groups that were planted", "[graph][algorithms]") {
  const auto view = planted(8, 12, 4);
  const auto found = ok(louvain(view));
  const auto labels = ok(label_propagation(view));
  CHECK(labels.converged);
  for (VertexIndex v = 0; v < view.vertex_count(); ++v) {
    CHECK(found.of[v] == v / 12 * 12);
    CHECK(labels.of[v] == v / 12 * 12);
  }
  CHECK(found.modularity > 0.8);
}

TEST_CASE("modularity is what its definition says", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const auto view = random_view(seed, 50, 120);
    for (const double resolution : {0.5, 1.0, 2.0}) {
      const auto found = ok(louvain(view, {}, {resolution, 10, 1e-7}));
      CHECK(found.modularity == Approx(defined_modularity(view, found.of, resolution)));
      CHECK(found.modularity == Approx(modularity(view, {}, found.of, resolution)));
      // Better than all in one, each alone, and what label propagation gives.
      CHECK(found.modularity > defined_modularity(view, std::vector<VertexIndex>(50), resolution));
      CHECK(found.modularity >= modularity(view, {}, ok(label_propagation(view)).of, resolution));
    }
  }
}

TEST_CASE("no vertex gains by leaving its community for a neighbour's", "[graph][algorithms]") {
  const auto view = random_view(6, 60, 150);
  const auto found = ok(louvain(view, {}, {1, 1, 1e-9}));
  const auto next = neighbour_sets(view, Direction::both);
  for (VertexIndex v = 0; v < 60; ++v)
    for (const auto other : next[v]) {
      auto moved = found.of;
      moved[v] = found.of[other];
      CHECK(modularity(view, {}, moved) <= found.modularity + 1e-9);
    }
}

TEST_CASE("weights decide where shape does not", "[graph][algorithms]") {
  // A ring of four: pairs (0 1) and (2 3) are heavy, or (1 2) and (3 0).
  const std::pair<VertexIndex, VertexIndex> edges[] = {{0, 1}, {1, 2}, {2, 3}, {3, 0}};
  const auto ring = CsrView::from_edges(4, edges);
  const double one[] = {5, 1, 5, 1}, other[] = {1, 5, 1, 5};
  CHECK(ok(louvain(ring, one)).of == std::vector<VertexIndex>{0, 0, 2, 2});
  CHECK(ok(louvain(ring, other)).of == std::vector<VertexIndex>{0, 1, 1, 0});
  CHECK(ok(label_propagation(ring, one)).of == std::vector<VertexIndex>{0, 0, 2, 2});
}

TEST_CASE("graphs without relationships have as many communities as vertices", "[graph][algorithms]") {
  const auto view = CsrView::from_edges(3, {});
  CHECK(ok(louvain(view)).of == std::vector<VertexIndex>{0, 1, 2});
  CHECK(ok(label_propagation(view)).of == std::vector<VertexIndex>{0, 1, 2});
}
