// What the planner counts and samples.
#include "dsl/plan/statistics.hpp"

#include <catch2/catch.hpp>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"

namespace skein::tests {

namespace {

using dsl::ast::PatternDirection;

struct Nothing final : dsl::RowSink {
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value>) override { return {}; }
};

std::unique_ptr<graph::Graph> made(const std::vector<std::string>& statements) {
  auto graph = std::move(*graph::Graph::open(":memory:", {}));
  dsl::Session session(*graph, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures()));
  for (const std::string& statement : statements) {
    graph::QueryContext context;
    Nothing sink;
    REQUIRE(session.run(statement, context, sink).ok());
  }
  return graph;
}

}  // namespace

TEST_CASE("degrees and labels at the other end come from a sample of the label's nodes", "[queries][statistics]") {
  // 100 people who know 3 others each and live in 1 of 2 cities; cities have nothing going out.
  const auto graph = made({"UNWIND range(0, 99) AS i CREATE (:Person {id: i, age: i % 10})",
                           "CREATE (:City {name: 'Ur'}), (:City {name: 'Uruk'})",
                           "MATCH (p:Person), (q:Person) WHERE q.id IN [(p.id + 1) % 100, (p.id + 2) % 100, (p.id + 3) % 100] "
                           "CREATE (p)-[:KNOWS]->(q)",
                           "MATCH (p:Person), (c:City {name: 'Ur'}) CREATE (p)-[:LIVES_IN]->(c)"});
  const auto transaction = std::move(*graph->begin(storage::Access::read));
  dsl::plan::Samples samples;
  dsl::plan::Statistics statistics(*transaction, samples);
  CHECK(statistics.nodes() == 102);
  CHECK(statistics.nodes("Person") == 100);
  CHECK(statistics.nodes("Nobody") == 0);
  CHECK(statistics.relationships({}) == 400);
  CHECK(statistics.relationships({"KNOWS"}) == 300);
  CHECK(statistics.relationships({"KNOWS", "LIVES_IN", "KNOWS"}) == 400);

  CHECK(statistics.degree("Person", PatternDirection::right, {"KNOWS"}) == Approx(3));
  CHECK(statistics.degree("Person", PatternDirection::either, {"KNOWS"}) == Approx(6));
  CHECK(statistics.degree("Person", PatternDirection::right, {}) == Approx(4));
  CHECK(statistics.degree("City", PatternDirection::left, {"LIVES_IN"}) == Approx(50));
  CHECK(statistics.degree("City", PatternDirection::right, {"KNOWS"}) < 1);
  CHECK(statistics.degree("", PatternDirection::right, {"KNOWS"}) == Approx(300.0 / 102));
  CHECK(statistics.degree("Person", PatternDirection::right, {"NEVER"}) == 0);

  CHECK(statistics.share("Person", PatternDirection::right, {"KNOWS"}, "Person") == Approx(1));
  CHECK(statistics.share("Person", PatternDirection::right, {"KNOWS"}, "City") < 0.01);
  CHECK(statistics.share("Person", PatternDirection::right, {"LIVES_IN"}, "City") == Approx(1));

  CHECK(statistics.same_value("Person", "id") == Approx(0.01));
  CHECK(statistics.same_value("Person", "age") == Approx(0.1));
  CHECK(statistics.same_value("Person", "nothing") < 0.01);
}

TEST_CASE("a sample is taken once", "[queries][statistics]") {
  const auto graph = made({"UNWIND range(0, 9) AS i CREATE (:A)-[:R]->(:B)"});
  const auto transaction = std::move(*graph->begin(storage::Access::read));
  dsl::plan::Samples samples;
  dsl::plan::Statistics statistics(*transaction, samples);
  CHECK(statistics.degree("A", PatternDirection::right, {"R"}) == Approx(1));
  REQUIRE(samples.numbers.size() == 1);
  samples.numbers.begin()->second = 0.125;
  CHECK(statistics.degree("A", PatternDirection::right, {"R"}) == Approx(0.125));
}

}  // namespace skein::tests
