#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/graph/strong_components.hpp>
#include <random>

#include "graph/algorithms/components.hpp"
#include "graph/algorithms/pagerank.hpp"
#include "graph/csr_boost.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

CsrView random_view(unsigned seed, VertexIndex vertices, std::size_t edges, bool no_dead_ends) {
  std::mt19937 random(seed);
  std::vector<std::pair<VertexIndex, VertexIndex>> list;
  for (std::size_t i = 0; i < edges; ++i) list.emplace_back(random() % vertices, random() % vertices);
  if (no_dead_ends)
    for (VertexIndex v = 0; v < vertices; ++v) list.emplace_back(v, random() % vertices);
  return CsrView::from_edges(vertices, list);
}

}  // namespace

TEST_CASE("a view holds the nodes of its labels and the relationships of its types between them") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto tx = writer(*graph);
  const auto person = ok(tx->make_label("Person")), city = ok(tx->make_label("City"));
  const auto knows = ok(tx->make_type("KNOWS")), lives = ok(tx->make_type("LIVES_IN"));
  const auto a = ok(tx->create_node(std::vector{person}, {})), c = ok(tx->create_node(std::vector{city}, {}));
  const auto b = ok(tx->create_node(std::vector{person}, {}));
  ok(tx->create_relationship(b, knows, a, {}));
  ok(tx->create_relationship(a, knows, b, {}));
  ok(tx->create_relationship(a, knows, b, {}));
  ok(tx->create_relationship(a, lives, c, {}));

  const auto people = ok(CsrView::build(*tx, {{person}, {}}));
  REQUIRE(people.vertex_count() == 2);
  CHECK(people.edge_count() == 3);
  CHECK(people.find(b) == VertexIndex{1});
  CHECK_FALSE(people.find(c));
  CHECK(people.targets(0).size() == 2);
  CHECK(people.sources(0).size() == 1);

  const auto everything = ok(CsrView::build(*tx, {}));
  CHECK(everything.vertex_count() == 3);
  CHECK(everything.edge_count() == 4);
  CHECK(ok(CsrView::build(*tx, {{}, {lives}})).edge_count() == 1);
}

TEST_CASE("a view is the same from memory and by hand, whatever its labels and types") {
  const auto eager = ok(open_graph(storage::open_memory_store(), {}, {}, 1 << 26, true));
  const auto setup = writer(*eager);
  const std::vector<LabelId> labels{ok(setup->make_label("A")), ok(setup->make_label("B"))};
  const std::vector<TypeId> types{ok(setup->make_type("R")), ok(setup->make_type("S")),
                                  ok(setup->make_type("DENIED", false))};
  std::mt19937 random(43);
  std::vector<NodeId> nodes;
  for (int i = 0; i < 2'000; ++i) {
    std::vector<LabelId> of;
    if (i % 2 == 0) of.push_back(labels[0]);
    if (i % 3 == 0) of.push_back(labels[1]);
    nodes.push_back(ok(setup->create_node(of, {})));
  }
  for (int i = 0; i < 20'000; ++i)
    ok(setup->create_relationship(nodes[random() % 2'000], types[random() % 3], nodes[random() % 300], {}));
  for (int i = 0; i < 2'000; i += 7)
    if (ok(setup->degree(nodes[static_cast<std::size_t>(i)], Direction::both, types)) == 0)
      ok(setup->delete_node(nodes[static_cast<std::size_t>(i)]));
  ok(setup->commit());
  const auto read = reader(*eager);
  const auto changing = writer(*eager);  // has changes of its own, so it reads by hand
  ok(changing->make_key("k"));
  REQUIRE(read->cached() != nullptr);
  REQUIRE(changing->cached() == nullptr);
  using Filter = CsrFilter;
  for (const auto& filter :
       {Filter{}, Filter{{labels[0]}, {types[0]}}, Filter{{labels[1]}, {}}, Filter{labels, types},
        Filter{{}, {types[2]}}, Filter{{}, {types[1], types[0], types[1]}}}) {
    const auto a = ok(CsrView::build(*read, filter)), b = ok(CsrView::build(*changing, filter));
    REQUIRE(std::ranges::equal(a.nodes(), b.nodes()));
    REQUIRE(a.edge_count() == b.edge_count());
    for (VertexIndex v = 0; v < a.vertex_count(); ++v) {
      REQUIRE(std::ranges::equal(a.targets(v), b.targets(v)));
      REQUIRE(std::ranges::equal(a.sources(v), b.sources(v)));
      REQUIRE(std::ranges::equal(a.entering(v), b.entering(v)));
      REQUIRE(a.first_edge(v) == b.first_edge(v));
    }
  }
}

TEST_CASE("a view is kept for the next algorithm until the state changes") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto setup = writer(*graph);
  const auto type = ok(setup->make_type("R"));
  const auto a = ok(setup->create_node({}, {})), b = ok(setup->create_node({}, {}));
  ok(setup->create_relationship(a, type, b, {}));
  ok(setup->commit());
  const auto read = reader(*graph);
  const CsrFilter all, some{{}, {type}};
  const auto first = ok(CsrView::shared(*read, all));
  CHECK(ok(CsrView::shared(*reader(*graph), all)) == first);
  CHECK(ok(CsrView::shared(*read, some)) != first);

  const auto change = writer(*graph);
  ok(change->create_relationship(b, type, a, {}));
  CHECK(ok(CsrView::shared(*change, all))->edge_count() == 2);
  CHECK(ok(CsrView::shared(*read, all)) == first);
  ok(change->commit());
  const auto after = reader(*graph);
  const auto second = ok(CsrView::shared(*after, all));
  CHECK(second->edge_count() == 2);
  CHECK(ok(CsrView::shared(*after, all)) == second);
  // An older state gets its own, and does not drive out the newer one's.
  CHECK(ok(CsrView::shared(*read, all))->edge_count() == 1);
  CHECK(ok(CsrView::shared(*after, all)) == second);
}

TEST_CASE("Boost.Graph walks a view without a copy") {
  const auto view = random_view(7, 200, 300, false);
  // Every edge once, with the number that indexes its properties.
  std::vector<int> seen(view.edge_count());
  for (auto [it, end] = edges(view); it != end; ++it) {
    const auto edge = *it;
    ++seen[edge.number];
    const auto targets = view.targets(edge.from);
    CHECK(targets[edge.number - view.first_edge(edge.from)] == edge.to);
  }
  CHECK(std::count(seen.begin(), seen.end(), 1) == static_cast<std::ptrdiff_t>(view.edge_count()));
  std::fill(seen.begin(), seen.end(), 0);
  for (VertexIndex v = 0; v < view.vertex_count(); ++v)
    for (auto [it, end] = in_edges(v, view); it != end; ++it) {
      CHECK(target(*it, view) == v);
      ++seen[(*it).number];
    }
  CHECK(std::count(seen.begin(), seen.end(), 1) == static_cast<std::ptrdiff_t>(view.edge_count()));

  // Its breadth-first search against one written here.
  std::vector<int> depth(view.vertex_count(), -1);
  depth[0] = 0;
  for (std::vector<VertexIndex> queue{0}; !queue.empty();) {
    std::vector<VertexIndex> next;
    for (const auto v : queue)
      for (const auto t : view.targets(v))
        if (depth[t] < 0) {
          depth[t] = depth[v] + 1;
          next.push_back(t);
        }
    queue = std::move(next);
  }
  std::vector<int> found(view.vertex_count(), -1);
  found[0] = 0;
  boost::breadth_first_search(
      view, VertexIndex{0},
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(
          boost::make_iterator_property_map(found.begin(), get(boost::vertex_index, view)),
          boost::on_tree_edge()))));
  CHECK(found == depth);
}

TEST_CASE("pagerank agrees with Boost.Graph's where no vertex is a dead end") {
  const auto view = random_view(11, 300, 2000, true);
  const auto ours = pagerank(view, {30, 0.85, 0});
  std::vector<double> theirs(view.vertex_count());
  boost::graph::page_rank(view,
                          boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, view)),
                          boost::graph::n_iterations(31), 0.85, view.vertex_count());
  double sum = 0;
  for (std::size_t v = 0; v < ours.size(); ++v) {
    CHECK(ours[v] == Approx(theirs[v] / static_cast<double>(view.vertex_count())).epsilon(0.02));
    sum += ours[v];
  }
  CHECK(sum == Approx(1.0));
}

TEST_CASE("pagerank gives the share of dead ends to all") {
  const std::pair<VertexIndex, VertexIndex> edges[] = {{0, 1}, {2, 1}};
  const auto scores = pagerank(CsrView::from_edges(3, edges), {100, 0.85, 0});
  CHECK(scores[0] + scores[1] + scores[2] == Approx(1.0));
  CHECK(scores[1] > scores[0]);
  CHECK(scores[0] == Approx(scores[2]));
}

TEST_CASE("components agree with the strong components of the graph made symmetric") {
  const auto view = random_view(13, 500, 350, false);
  std::vector<std::pair<VertexIndex, VertexIndex>> both;
  for (VertexIndex v = 0; v < view.vertex_count(); ++v)
    for (const auto t : view.targets(v)) {
      both.emplace_back(v, t);
      both.emplace_back(t, v);
    }
  const auto symmetric = CsrView::from_edges(view.vertex_count(), both);
  std::vector<int> theirs(view.vertex_count());
  boost::strong_components(
      symmetric, boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, symmetric)));
  const auto ours = components(view);
  std::map<int, VertexIndex> smallest;
  for (VertexIndex v = 0; v < view.vertex_count(); ++v) smallest.try_emplace(theirs[v], v);
  for (VertexIndex v = 0; v < view.vertex_count(); ++v) CHECK(ours[v] == smallest[theirs[v]]);
}

TEST_CASE("scores and components are the same with any number of threads") {
  const auto view = random_view(17, 20'000, 60'000, false);
  const auto scores = pagerank(view, {20, 0.85, 0, 1});
  const auto parts = components(view, 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CHECK(pagerank(view, {20, 0.85, 0, threads}) == scores);
    CHECK(components(view, threads) == parts);
  }
}

TEST_CASE("pagerank by threads agrees with Boost.Graph's on a larger graph") {
  const auto view = random_view(19, 5'000, 100'000, true);
  const auto ours =
      pagerank(view, {150, 0.85, 0, 2});  // theirs starts from elsewhere: only the limit is the same
  std::vector<double> theirs(view.vertex_count());
  boost::graph::page_rank(view,
                          boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, view)),
                          boost::graph::n_iterations(150), 0.85, view.vertex_count());
  for (std::size_t v = 0; v < ours.size(); ++v)
    REQUIRE(ours[v] == Approx(theirs[v] / static_cast<double>(view.vertex_count())).epsilon(1e-6));
}

TEST_CASE("pagerank ends when the scores hardly change") {
  const auto view = random_view(23, 1'000, 8'000, true);
  const auto settled = pagerank(view, {1'000, 0.85, 1e-12, 2}), longer = pagerank(view, {200, 0.85, 0, 2});
  for (std::size_t v = 0; v < settled.size(); ++v) REQUIRE(settled[v] == Approx(longer[v]).epsilon(1e-9));
}

TEST_CASE(
    "components agree with Boost.Graph's where one is large, some are small and many vertices are alone") {
  std::mt19937 random(29);
  std::vector<std::pair<VertexIndex, VertexIndex>> edges, both;
  for (int i = 0; i < 12'000; ++i) edges.emplace_back(random() % 4'000, random() % 4'000);
  for (VertexIndex v = 4'000; v < 6'000; v += 5)
    for (VertexIndex k = 0; k < 4; ++k)
      edges.emplace_back(v + k + 1, v + k);  // chains, against the order of ids
  for (const auto& [from, to] : edges) {
    both.emplace_back(from, to);
    both.emplace_back(to, from);
  }
  const auto view = CsrView::from_edges(7'000, edges), symmetric = CsrView::from_edges(7'000, both);
  std::vector<int> theirs(7'000);
  boost::strong_components(
      symmetric, boost::make_iterator_property_map(theirs.begin(), get(boost::vertex_index, symmetric)));
  std::map<int, VertexIndex> smallest;
  for (VertexIndex v = 0; v < 7'000; ++v) smallest.try_emplace(theirs[v], v);
  for (const unsigned threads : {1U, 2U, 4U}) {
    const auto ours = components(view, threads);
    for (VertexIndex v = 0; v < 7'000; ++v) REQUIRE(ours[v] == smallest[theirs[v]]);
  }
}
