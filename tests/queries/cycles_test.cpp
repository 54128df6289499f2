// Counts of cyclic patterns against plain loops, on the graph in memory and on stored blocks.
#include <catch2/catch.hpp>
#include <random>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "graph/open_graph.hpp"

namespace skein::tests {

namespace {

struct OneNumber final : dsl::RowSink {
  std::int64_t number = -1;
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    number = values.at(0).as_int();
    return {};
  }
};

struct Edge {
  std::size_t from, to;
};

// A hub, parallels and loops among many nodes of few relationships.
std::vector<Edge> random_edges(std::size_t nodes) {
  std::mt19937 random(47);
  std::vector<Edge> edges;
  const auto any = [&] { return random() % nodes; };
  for (int i = 0; i < 1'500; ++i) edges.push_back({any(), any()});
  for (int i = 0; i < 300; ++i) edges.push_back({i % 2 == 0 ? 0 : any(), i % 2 == 0 ? any() : 0});
  for (int i = 0; i < 10; ++i) edges.push_back({static_cast<std::size_t>(i), static_cast<std::size_t>(i)});
  for (int i = 0; i < 60; ++i) edges.push_back(edges[static_cast<std::size_t>(i) * 7]);
  return edges;
}

// Choices of different edges e, f, g with e from x to y, f from y to z, and g as `closes` says.
template <typename Closes>
std::int64_t triangles(const std::vector<Edge>& edges, std::size_t nodes, Closes closes) {
  std::vector<std::vector<std::size_t>> out(nodes);
  for (std::size_t i = 0; i < edges.size(); ++i) out[edges[i].from].push_back(i);
  std::int64_t count = 0;
  for (std::size_t e = 0; e < edges.size(); ++e)
    for (const auto f : out[edges[e].to])
      for (std::size_t g = 0; g < edges.size(); ++g)
        count += closes(edges[g], edges[e].from, edges[f].to) && e != f && f != g && e != g;
  return count;
}

}  // namespace

TEST_CASE("counts of cyclic patterns are those of plain loops", "[queries]") {
  constexpr std::size_t nodes = 250;
  const bool in_memory = GENERATE(false, true);
  INFO("adjacency in memory " << in_memory);
  const auto edges = random_edges(nodes);
  const auto graph = std::move(*graph::open_graph(storage::open_memory_store(), {}, {}, 1 << 26, in_memory));
  {
    auto tx = std::move(*graph->begin(storage::Access::write));
    const auto type = *tx->make_type("R");
    std::vector<NodeId> made;
    for (std::size_t i = 0; i < nodes; ++i) made.push_back(*tx->create_node({}, {}));
    for (const auto& edge : edges)
      REQUIRE(tx->create_relationship(made[edge.from], type, made[edge.to], {}).ok());
    REQUIRE(tx->commit().ok());
  }
  dsl::Session session(*graph, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures()));
  const auto count = [&](const std::string& pattern) {
    graph::QueryContext context;
    OneNumber sink;
    const auto done = session.run("MATCH " + pattern + " RETURN count(*) AS n", context, sink);
    INFO(pattern << ": " << (done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
    return sink.number;
  };
  const auto from_start =
      triangles(edges, nodes, [](const Edge& g, auto x, auto z) { return g.from == x && g.to == z; });
  const auto to_start =
      triangles(edges, nodes, [](const Edge& g, auto x, auto z) { return g.from == z && g.to == x; });
  REQUIRE(from_start > 100);
  CHECK(count("(x)-[:R]->(y)-[:R]->(z), (x)-[:R]->(z)") == from_start);
  CHECK(count("(x)-[e:R]->(y)-[f:R]->(z), (x)-[g:R]->(z) WHERE e <> f AND f <> g") == from_start);
  CHECK(count("(x)-[:R]->(y)-[:R]->(z)-[:R]->(x)") == to_start);
  CHECK(count("(x)-[:R]->(y)-[:R]->(z)-[:R]-(x)") >= from_start);
  // A fourth node that all three lead to, from the rows of the third.
  std::vector<std::vector<std::int64_t>> matrix(nodes, std::vector<std::int64_t>(nodes));
  for (const auto& edge : edges) ++matrix[edge.from][edge.to];
  std::int64_t cliques = 0;  // of four different nodes: no edge can be taken twice
  for (std::size_t a = 0; a < nodes; ++a)
    for (std::size_t b = 0; b < nodes; ++b)
      for (std::size_t c = 0; c < nodes && matrix[a][b] != 0; ++c)
        for (std::size_t d = 0; d < nodes && matrix[b][c] * matrix[a][c] != 0; ++d)
          if (a != b && a != c && a != d && b != c && b != d && c != d)
            cliques +=
                matrix[a][b] * matrix[b][c] * matrix[a][c] * matrix[a][d] * matrix[b][d] * matrix[c][d];
  CHECK(count("(a)-[:R]->(b)-[:R]->(c), (a)-[:R]->(c), (a)-[:R]->(d), (b)-[:R]->(d), (c)-[:R]->(d) "
              "WHERE a <> b AND a <> c AND a <> d AND b <> c AND b <> d AND c <> d") == cliques);
}

}  // namespace skein::tests
