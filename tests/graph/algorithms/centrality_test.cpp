#include <boost/graph/betweenness_centrality.hpp>

#include "graph/algorithms/betweenness.hpp"
#include "graph/algorithms/closeness.hpp"
#include "graph/algorithms/sampling.hpp"
#include "graph/csr_boost.hpp"
#include "tests/graph/algorithms/random_view.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

// Steps between all pairs (Floyd, Warshall); -1: not reached.
std::vector<std::vector<int>> distances(const std::vector<std::set<VertexIndex>>& next) {
  const auto n = next.size();
  std::vector<std::vector<int>> out(n, std::vector<int>(n, -1));
  for (std::size_t v = 0; v < n; ++v) {
    out[v][v] = 0;
    for (const auto t : next[v]) out[v][t] = 1;
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (out[i][k] >= 0 && out[k][j] >= 0 && (out[i][j] < 0 || out[i][k] + out[k][j] < out[i][j]))
          out[i][j] = out[i][k] + out[k][j];
  return out;
}

}  // namespace

TEST_CASE("betweenness agrees with Boost.Graph's on random graphs", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u})
    for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
      const auto view = random_view(seed, 60, 40 * seed + 60);
      const auto simple = view.simple(direction);
      std::vector<double> theirs(view.vertex_count());
      boost::brandes_betweenness_centrality(
          simple, boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, simple)));
      const auto ours = ok(betweenness(view, {direction, 0, 0}));
      for (std::size_t v = 0; v < ours.size(); ++v)
        CHECK(ours[v] == Approx(direction == Direction::both ? theirs[v] / 2 : theirs[v]));
    }
}

TEST_CASE("sampled betweenness is the same for a seed, another for another, and near the whole",
          "[graph][algorithms]") {
  const auto view = random_view(5, 400, 1200);
  const auto whole = ok(betweenness(view));
  const auto once = ok(betweenness(view, {Direction::both, 200, 7}));
  CHECK(once == ok(betweenness(view, {Direction::both, 200, 7})));
  CHECK(once != ok(betweenness(view, {Direction::both, 200, 8})));
  double sum = 0, sampled = 0;
  for (std::size_t v = 0; v < whole.size(); ++v) {
    sum += whole[v];
    sampled += once[v];
  }
  CHECK(sampled == Approx(sum).epsilon(0.1));
  CHECK(ok(betweenness(view, {Direction::both, 4000, 7})) == whole);
}

TEST_CASE("a sample is of different vertices, in order", "[graph][algorithms]") {
  const auto chosen = sample(1000, 100, 42);
  REQUIRE(chosen.size() == 100);
  for (std::size_t i = 1; i < chosen.size(); ++i) CHECK(chosen[i - 1] < chosen[i]);
  CHECK(chosen.back() < 1000);
}

TEST_CASE("closeness agrees with all distances worked out", "[graph][algorithms]") {
  for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
    const auto view = random_view(17, 50, 60);
    const auto n = static_cast<double>(view.vertex_count());
    const auto all = distances(neighbour_sets(view, direction));
    const auto plain = ok(closeness(view, direction)),
               faust = ok(closeness(view, direction, Closeness::wasserman_faust)),
               harmonic = ok(closeness(view, direction, Closeness::harmonic));
    for (std::size_t v = 0; v < all.size(); ++v) {
      double sum = 0, reached = 0, inverse = 0;
      for (const int d : all[v])
        if (d > 0) {
          sum += d;
          inverse += 1.0 / d;
          ++reached;
        }
      CHECK(plain[v] == Approx(reached == 0 ? 0 : reached / sum));
      CHECK(faust[v] == Approx(reached == 0 ? 0 : reached / sum * reached / (n - 1)));
      CHECK(harmonic[v] == Approx(inverse / (n - 1)));
    }
  }
}

TEST_CASE("an algorithm ends when it is cancelled", "[graph][algorithms]") {
  CancelToken token;
  token.cancel();
  QueryContext context;
  context.cancel = &token;
  const auto view = random_view(1, 10, 20);
  CHECK(betweenness(view, {}, &context).error().code == ErrorCode::cancelled);
  CHECK(closeness(view, Direction::out, Closeness::plain, &context).error().code == ErrorCode::cancelled);
}
