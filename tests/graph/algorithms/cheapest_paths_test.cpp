#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <map>
#include <random>
#include <set>

#include "graph/algorithms/cheapest_paths.hpp"
#include "graph/csr_boost.hpp"
#include "graph/csr_view.hpp"
#include "graph/edge_weights.hpp"
#include "graph/value_nodes.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct Roads {
  std::unique_ptr<Graph> graph = ok(Graph::open(":memory:", {}));
  std::unique_ptr<Transaction> tx = writer(*graph);
  TypeId road = ok(tx->make_type("ROAD"));
  KeyId km = ok(tx->make_key("km"));
  std::vector<NodeId> towns;

  Roads(unsigned seed, unsigned count, unsigned roads) {
    std::mt19937 random(seed);
    const auto town = ok(tx->make_label("Town"));
    for (unsigned i = 0; i < count; ++i) towns.push_back(ok(tx->create_node(std::vector{town}, {})));
    for (unsigned i = 0; i < roads; ++i) {
      const auto from = towns[random() % count], to = towns[random() % count];
      ok(tx->create_relationship(from, road, to, {{km, Value(static_cast<std::int64_t>(random() % 20))}}));
    }
  }
  [[nodiscard]] PathRules rules() const {
    PathRules rules;
    rules.weight = km;
    return rules;
  }
};

// Every path without a node twice, by trying all.
void all_paths(const Transaction& tx, NodeId at, NodeId to, KeyId km, std::vector<NodeId>& nodes, double cost,
               std::map<std::vector<NodeId>, double>& out) {
  if (at == to) {
    const auto [it, fresh] = out.try_emplace(nodes, cost);
    if (!fresh) it->second = std::min(it->second, cost);
    return;
  }
  for (const auto& next : neighbours(tx, at, Direction::out)) {
    if (std::find(nodes.begin(), nodes.end(), next.node) != nodes.end()) continue;
    nodes.push_back(next.node);
    all_paths(tx, next.node, to, km, nodes, cost + ok(tx.property(next.relationship, km)).number(), out);
    nodes.pop_back();
  }
}

}  // namespace

TEST_CASE("cheapest paths from a node cost what Boost.Graph's Dijkstra says", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const Roads roads(seed, 80, 200);
    const auto view = ok(CsrView::build(*roads.tx, {}));
    const auto weights = ok(edge_weights(*roads.tx, view, {}, roads.km, std::nullopt));
    std::vector<double> theirs(view.vertex_count());
    const auto index = get(boost::vertex_index, view);
    boost::dijkstra_shortest_paths(
        view, VertexIndex{0},
        boost::weight_map(boost::make_iterator_property_map(weights.begin(), get(boost::edge_index, view)))
            .distance_map(boost::make_iterator_property_map(theirs.begin(), index))
            .distance_inf(1e9));
    const auto found = ok(cheapest_paths_from(*roads.tx, view.node(0), 1e8, roads.rules()));
    std::vector<double> ours(view.vertex_count(), 1e9);
    for (const auto& path : found) {
      ours[*view.find(path.path.nodes.back())] = path.costs.back();
      // The path is one: its steps are relationships of the graph, and its costs theirs.
      REQUIRE(path.costs.size() == path.path.nodes.size());
      REQUIRE(path.path.relationships.size() + 1 == path.path.nodes.size());
      for (std::size_t i = 0; i < path.path.relationships.size(); ++i) {
        CHECK(path.path.relationships[i].from == path.path.nodes[i]);
        CHECK(path.path.relationships[i].to == path.path.nodes[i + 1]);
        CHECK(path.costs[i + 1] - path.costs[i] ==
              Approx(ok(roads.tx->property(path.path.relationships[i], roads.km)).number()));
      }
    }
    CHECK(ours == theirs);
    for (std::size_t i = 1; i < found.size(); ++i) CHECK(found[i - 1].costs.back() <= found[i].costs.back());
  }
}

TEST_CASE("the k cheapest paths are the first of all paths", "[graph][algorithms]") {
  for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
    const Roads roads(seed, 9, 30);
    std::map<std::vector<NodeId>, double> all;
    std::vector<NodeId> nodes{roads.towns[0]};
    all_paths(*roads.tx, roads.towns[0], roads.towns[8], roads.km, nodes, 0, all);
    std::vector<double> expected;
    for (const auto& one : all) expected.push_back(one.second);
    std::sort(expected.begin(), expected.end());
    const auto found = ok(cheapest_paths(*roads.tx, roads.towns[0], roads.towns[8], 12, roads.rules()));
    REQUIRE(found.size() == std::min<std::size_t>(12, expected.size()));
    std::set<std::vector<NodeId>> different;
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].costs.back() == expected[i]);
      CHECK(all.at(found[i].path.nodes) == found[i].costs.back());
      different.insert(found[i].path.nodes);
    }
    CHECK(different.size() == found.size());
  }
}

TEST_CASE("paths keep to the rules", "[graph][algorithms]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto tx = writer(*graph);
  const auto town = ok(tx->make_label("Town")), isle = ok(tx->make_label("Isle"));
  const auto road = ok(tx->make_type("ROAD")), ferry = ok(tx->make_type("FERRY"));
  const auto a = ok(tx->create_node(std::vector{town}, {})), b = ok(tx->create_node(std::vector{isle}, {})),
             c = ok(tx->create_node(std::vector{town}, {})), d = ok(tx->create_node(std::vector{town}, {}));
  ok(tx->create_relationship(a, ferry, b, {}));
  ok(tx->create_relationship(b, ferry, c, {}));
  ok(tx->create_relationship(a, road, d, {}));
  ok(tx->create_relationship(d, road, d, {}));
  ok(tx->create_relationship(c, road, d, {}));
  const auto length = [&](NodeId from, NodeId to, const PathRules& rules) {
    const auto found = ok(cheapest_paths(*tx, from, to, 1, rules));
    return found.empty() ? -1 : static_cast<int>(found[0].path.relationships.size());
  };
  CHECK(length(a, c, {}) == 2);
  CHECK(length(c, a, {}) == -1);
  PathRules rules;
  rules.direction = Direction::both;
  CHECK(length(c, a, rules) == 2);
  rules.labels = {town};
  CHECK(ok(cheapest_paths(*tx, c, a, 5, rules)).size() == 1);
  CHECK(length(a, b, rules) == 1);  // the ends may be anything
  rules.labels = {};
  rules.without = {d};
  CHECK(ok(cheapest_paths(*tx, c, a, 5, rules))[0].path.nodes[1] == b);
  rules.types = {road};
  CHECK(length(c, a, rules) == -1);
  CHECK(length(a, a, {}) == 0);
  CHECK(cheapest_paths(*tx, a, NodeId(99), 1, {}).error().code == ErrorCode::not_found);

  PathRules weighted;
  weighted.weight = ok(tx->make_key("km"));
  CHECK_THAT(cheapest_paths(*tx, a, c, 1, weighted).error().message, Catch::Contains("has no property km"));
  weighted.default_weight = 3;
  CHECK(ok(cheapest_paths(*tx, a, c, 1, weighted))[0].costs == std::vector<double>{0, 3, 6});
  ok(tx->create_relationship(a, ferry, c, {{*weighted.weight, Value(-1.0)}}));
  CHECK_THAT(cheapest_paths(*tx, a, c, 1, weighted).error().message, Catch::Contains("below 0"));
}

TEST_CASE("value nodes are derived and stand for figures", "[graph][algorithms]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto tx = writer(*graph);
  const auto money = ok(tx->make_label("Money")), date = ok(tx->make_label("Date"));
  const auto written = ok(tx->create_node(std::vector{date}, {}));
  const auto derived = ok(tx->create_node(std::vector{money}, {}, Origin::derived));
  CHECK(ok(value_nodes(*tx)) == std::vector{derived});
  CsrFilter filter;
  filter.without = {derived};
  CHECK(ok(CsrView::build(*tx, filter)).find(written));
  CHECK_FALSE(ok(CsrView::build(*tx, filter)).find(derived));
}
