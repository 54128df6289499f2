// Scans on all cores give the rows that one core would, in its order.
#include <catch2/catch.hpp>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "graph/graph.hpp"

namespace skein::dsl {
namespace {

template <typename T>
T ok(Result<T> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
  return std::move(*result);
}
void ok(Result<void> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
}

struct Integers : RowSink {
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    if (values[0].kind() != Value::Kind::integer) return Error{ErrorCode::invalid_argument, "no integer"};
    rows.push_back(values[0].as_int());
    return {};
  }
  std::vector<std::int64_t> rows;
};

constexpr std::int64_t count = 150'000;  // enough for threads, and for rounds of several widths

// (:N {i, word})-[:NEXT]->() in a ring.
struct Ring {
  std::unique_ptr<graph::Graph> graph = ok(graph::Graph::open(":memory:", {}));
  Session session{*graph, std::make_shared<ProcedureRegistry>(builtin_procedures())};

  Ring() {
    const auto tx = ok(graph->begin(storage::Access::write));
    const auto label = ok(tx->make_label("N"));
    const auto i = ok(tx->make_key("i")), word = ok(tx->make_key("word"));
    const auto next = ok(tx->make_type("NEXT"));
    std::vector<NodeId> nodes;
    for (std::int64_t at = 0; at < count; ++at)
      nodes.push_back(ok(tx->create_node(
          std::span(&label, 1), {{i, Value(at)}, {word, Value("word " + std::to_string(at % 1000))}})));
    for (std::size_t at = 0; at < nodes.size(); ++at)
      ok(tx->create_relationship(nodes[at], next, nodes[(at + 1) % nodes.size()], {}));
    ok(tx->commit());
  }
  Result<std::vector<std::int64_t>> run(const std::string& text) {
    Integers sink;
    graph::QueryContext context;
    SKEIN_ASSIGN(const auto result, session.run(text, context, sink));
    static_cast<void>(result);
    return std::move(sink.rows);
  }
};

TEST_CASE("a scan on all cores keeps the order of the scan", "[dsl][gather]") {
  Ring ring;
  for (int again = 0; again < 2; ++again) {  // by hand at first, then in memory
    std::vector<std::int64_t> thirds, ends;
    for (std::int64_t i = 0; i < count; i += 3) thirds.push_back(i);
    CHECK(ok(ring.run("MATCH (n:N) WHERE n.i % 3 = 0 RETURN n.i")) == thirds);
    for (std::int64_t i = 0; i < count; ++i)
      if (i % 1000 == 77) ends.push_back((i + 1) % count);
    CHECK(ok(ring.run("MATCH (n:N)-[:NEXT]->(m) WHERE n.word = 'word 77' RETURN m.i")) == ends);
    CHECK(ok(ring.run("MATCH (n:N) WITH n.i + 1 AS j WHERE j > 10 RETURN j LIMIT 3")) ==
          std::vector<std::int64_t>{11, 12, 13});
    CHECK(ok(ring.run("MATCH (n:N) UNWIND [n.i, -n.i] AS x WITH x WHERE x < -140000 RETURN count(x)")) ==
          std::vector<std::int64_t>{count - 140'001});
  }
}

TEST_CASE("an error on another core comes where the rows before it end", "[dsl][gather]") {
  Ring ring;
  CHECK_FALSE(ring.run("MATCH (n:N) RETURN 10 / (n.i - 140000) AS x").ok());
  CHECK(ok(ring.run("MATCH (n:N) RETURN n.i / (n.i - 140000) AS x LIMIT 100000")).size() == 100'000);
}

TEST_CASE("groups that are nodes of their own are told apart by the values of one key", "[dsl][gather]") {
  Ring ring;
  // Every node has an i of its own; words come 150 times.
  CHECK(ok(ring.run("MATCH (n:N)-[:NEXT]->(m:N) RETURN m.i AS i, m.word AS w, count(n) AS c")).size() ==
        count);
  CHECK(ok(ring.run("MATCH (n:N)-[:NEXT]->(m:N) WITH m.word AS w, count(n) AS c RETURN c")) ==
        std::vector<std::int64_t>(1000, 150));
  CHECK(ok(ring.run("MATCH (n:N)-[:NEXT]->(m:N) WITH m AS m, count(n) AS c WHERE c <> 1 RETURN c")).empty());
  // One more with an i that is there already makes them groups again.
  CHECK(
      ok(ring.run("MATCH (n:N {i: 5}) CREATE (n)-[:NEXT]->(:N {i: 6, word: 'word 6'}) RETURN n.i")).size() ==
      1);
  CHECK(ok(ring.run(
            "MATCH (n:N)-[:NEXT]->(m:N) WITH m.i AS i, m.word AS w, count(n) AS c WHERE c = 2 RETURN i")) ==
        std::vector<std::int64_t>{6});
}

}  // namespace
}  // namespace skein::dsl
