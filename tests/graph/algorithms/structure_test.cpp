#include <boost/graph/transitive_closure.hpp>

#include "graph/algorithms/k_core.hpp"
#include "graph/algorithms/similarity.hpp"
#include "graph/algorithms/strong_components.hpp"
#include "graph/algorithms/triangles.hpp"
#include "graph/csr_boost.hpp"
#include "tests/graph/algorithms/random_view.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

TEST_CASE("a simple view has each neighbour once and no loops", "[graph][algorithms]") {
  const auto view = random_view(3, 40, 200);
  for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
    const auto simple = view.simple(direction);
    const auto expected = neighbour_sets(view, direction);
    REQUIRE(simple.vertex_count() == view.vertex_count());
    for (VertexIndex v = 0; v < view.vertex_count(); ++v) {
      const auto targets = simple.targets(v);
      CHECK(std::vector<VertexIndex>(targets.begin(), targets.end()) ==
            std::vector<VertexIndex>(expected[v].begin(), expected[v].end()));
      CHECK(simple.node(v) == view.node(v));
    }
  }
}

TEST_CASE("strong components hold those that reach each other", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    const auto view = random_view(seed, 40, 50);
    const auto next = neighbour_sets(view, Direction::out);
    std::vector<std::vector<bool>> reaches(40, std::vector<bool>(40));
    for (VertexIndex v = 0; v < 40; ++v) {
      std::vector<VertexIndex> queue{v};
      reaches[v][v] = true;
      while (!queue.empty()) {
        const auto at = queue.back();
        queue.pop_back();
        for (const auto t : next[at])
          if (!reaches[v][t]) {
            reaches[v][t] = true;
            queue.push_back(t);
          }
      }
    }
    const auto component = strong_components(view);
    for (VertexIndex v = 0; v < 40; ++v) {
      VertexIndex smallest = 0;
      while (!(reaches[v][smallest] && reaches[smallest][v])) ++smallest;
      CHECK(component[v] == smallest);
    }
  }
  CHECK(strong_components(CsrView::from_edges(0, {})).empty());
}

TEST_CASE("core numbers are those of taking vertices away one by one", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const auto view = random_view(seed, 60, 200);
    std::vector<VertexIndex> expected(60);
    for (VertexIndex k = 1; k < 60; ++k) {
      auto next = neighbour_sets(view, Direction::both);
      std::vector<bool> gone(60);
      for (bool changed = true; changed;) {
        changed = false;
        for (VertexIndex v = 0; v < 60; ++v)
          if (!gone[v] && next[v].size() < k) {
            gone[v] = changed = true;
            for (const auto t : next[v]) next[t].erase(v);
          }
      }
      for (VertexIndex v = 0; v < 60; ++v)
        if (!gone[v]) expected[v] = k;
    }
    CHECK(core_numbers(view) == expected);
  }
  CHECK(core_numbers(CsrView::from_edges(0, {})).empty());
}

TEST_CASE("triangles are those found by looking at every three", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u}) {
    const auto view = random_view(seed, 40, 220);
    const auto next = neighbour_sets(view, Direction::both);
    std::vector<std::uint64_t> count(40);
    std::uint64_t total = 0;
    for (VertexIndex a = 0; a < 40; ++a)
      for (VertexIndex b = a + 1; b < 40; ++b)
        for (VertexIndex c = b + 1; c < 40; ++c)
          if (next[a].count(b) && next[a].count(c) && next[b].count(c)) {
            ++total;
            for (const auto v : {a, b, c}) ++count[v];
          }
    const auto found = ok(triangles(view));
    CHECK(total > 0);
    CHECK(found.total == total);
    CHECK(found.count == count);
    double mean = 0;
    for (VertexIndex v = 0; v < 40; ++v) {
      const auto d = static_cast<double>(next[v].size());
      const double expected = d < 2 ? 0 : static_cast<double>(count[v]) / (d * (d - 1) / 2);
      CHECK(found.clustering[v] == Approx(expected));
      mean += expected / 40;
    }
    CHECK(found.mean_clustering == Approx(mean));
  }
}

TEST_CASE("similarity is shared neighbours over all neighbours", "[graph][algorithms]") {
  for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
    const auto view = random_view(9, 40, 160);
    const auto next = neighbour_sets(view, direction);
    for (const auto metric : {SimilarityMetric::jaccard, SimilarityMetric::overlap}) {
      const auto pairs = ok(similarity(view, {direction, 5, 0.1, 2, metric}));
      std::vector<SimilarPair> expected;
      for (VertexIndex a = 0; a < 40; ++a) {
        std::vector<SimilarPair> mine;
        for (VertexIndex b = 0; b < 40; ++b) {
          if (a == b || next[a].size() < 2 || next[b].size() < 2) continue;
          std::set<VertexIndex> all = next[a];
          all.insert(next[b].begin(), next[b].end());
          const auto common = static_cast<double>(next[a].size() + next[b].size() - all.size());
          const double score = common / static_cast<double>(metric == SimilarityMetric::jaccard
                                                                ? all.size()
                                                                : std::min(next[a].size(), next[b].size()));
          if (common > 0 && score >= 0.1) mine.push_back({a, b, score});
        }
        std::stable_sort(mine.begin(), mine.end(),
                         [](const auto& x, const auto& y) { return x.similarity > y.similarity; });
        if (mine.size() > 5) mine.resize(5);
        expected.insert(expected.end(), mine.begin(), mine.end());
      }
      REQUIRE(pairs.size() == expected.size());
      CHECK(pairs.size() > 20);
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        CHECK(pairs[i].first == expected[i].first);
        CHECK(pairs[i].second == expected[i].second);
        CHECK(pairs[i].similarity == Approx(expected[i].similarity));
      }
    }
  }
}
