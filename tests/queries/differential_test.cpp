// Random queries over a random graph give the same rows with the planner's rewrites and without.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "dsl/value/display.hpp"

namespace skein::tests {

namespace {

struct Lines final : dsl::RowSink {
  std::vector<std::string> lines;
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> given) override {
    std::string line;
    for (const Value& value : given) line += dsl::display_text(value) + " | ";
    lines.push_back(std::move(line));
    return {};
  }
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string graph_statement() {
    // Few nodes and many relationships, parallels and loops among them, so that hops meet the same nodes again.
    return "UNWIND range(1, 12) AS i CREATE (n {k: i % 5, i: i}) WITH collect(n) AS ns "
           "FOREACH (n IN ns[0..8] | SET n:A) FOREACH (n IN ns[4..12] | SET n:B) "
           "WITH ns UNWIND range(0, 69) AS j WITH ns[(j * 7 + j * j) % 12] AS a, ns[(j * 5 + 3) % 12] AS b, j "
           "FOREACH (x IN CASE WHEN j % 3 = 0 THEN [1] ELSE [] END | CREATE (a)-[:R {w: j % 4}]->(b)) "
           "FOREACH (x IN CASE WHEN j % 3 > 0 THEN [1] ELSE [] END | CREATE (a)-[:S {w: j % 4}]->(b))";
  }

  std::string query() {
    std::string text = "MATCH " + (one_of(3) == 0 ? cycle() : path());
    if (one_of(3) == 0) text += ", " + path();
    if (one_of(2) == 0) text += " WHERE " + predicate();
    if (one_of(5) == 0) text += " OPTIONAL MATCH (b)-[:R]->(o:A)";
    if (one_of(4) == 0) text += " WITH a, b WHERE a.k < 4";
    return text + " RETURN " + result();
  }

 private:
  unsigned one_of(unsigned n) { return std::uniform_int_distribution<unsigned>(0, n - 1)(random_); }
  std::string pick(const std::vector<std::string>& from) { return from[one_of(static_cast<unsigned>(from.size()))]; }

  std::string node(const std::string& name) {
    std::string text = "(" + name + pick({"", "", ":A", ":B", ":A:B", ":A|B"});
    if (one_of(4) == 0) text += " {k: " + std::to_string(one_of(5)) + "}";
    return text + ")";
  }
  std::string hop() {
    const std::string inner = pick({"", "[:R]", "[:R]", "[:S]", "[:R|S]", "[:R {w: 1}]", "[:S*1..2]", "[:R*2]"});
    return pick({"-" + inner + "->", "<-" + inner + "-", "-" + inner + "-"});
  }
  std::string path() {
    std::string text = node("a") + hop() + node("b");
    if (one_of(2) == 0) text += hop() + node(pick({"c", "c", "a", ""}));
    return text;
  }
  // Nodes that several hops lead to: triangles of all directions, and a fourth node joined to two or three of them.
  std::string cycle() {
    const auto step = [&] {
      const std::string inner = pick({"", "[:R]", "[:R]", "[:S]", "[:R|S]", "[:R {w: 1}]"});
      return pick({"-" + inner + "->", "<-" + inner + "-", "-" + inner + "-"});
    };
    std::string text = node("a") + step() + node("b") + step() + node("c") + ", " + pick({"(a)" + step() + "(c)", "(c)" + step() + "(a)"});
    if (one_of(3) == 0) text += ", (b)" + step() + "(d), (d)" + step() + pick({"(a)", "(c)", "(b)", "(d)"});
    if (one_of(6) == 0) text += ", (c)" + step() + "(a)";
    return text;
  }
  std::string predicate() {
    return pick({"a.k = b.k", "a.k < b.k", "b.k > 2 AND a.i <> 3", "NOT (a)-[:S]->(b)", "(b)-->(:B)", "a.i IN [1, 2, 5, 8]",
                 "EXISTS { (a)-[:R]->(x) WHERE x.k = b.k }", "a.k + b.k > 3 OR a.i = 1", "a <> b", "a:B"});
  }
  std::string result() {
    return pick({"count(*) AS n", "a.k AS k, count(*) AS n", "count(DISTINCT b) AS n", "a.i AS x, b.i AS y",
                 "DISTINCT b.k AS k", "sum(a.k) AS s, max(b.i) AS m, count(b) AS n", "b.k AS k, a.k AS l, count(*) AS n",
                 "a.k + 1 AS k, collect(DISTINCT b.k) AS ks ORDER BY k LIMIT 0", "avg(b.i) AS m",
                 "a.i AS x ORDER BY a.i, b.i LIMIT 7"});
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("rewrites leave the rows of random queries as they were", "[queries]") {
  Generator generator(7);
  const auto graph = std::move(*graph::Graph::open(":memory:", {}));
  dsl::Session session(*graph, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures()));
  graph::QueryContext context;
  Lines made;
  const auto created = session.run(generator.graph_statement(), context, made);
  INFO((created.ok() ? "" : created.error().message));
  REQUIRE(created.ok());
  for (int i = 0; i < 150; ++i) {
    const std::string text = generator.query();
    INFO(text);
    std::vector<std::string> rows[2];
    bool ok[2];
    for (const bool rewrites : {false, true}) {
      session.set_rewrites(rewrites);
      Lines sink;
      const auto done = session.run(text, context, sink);
      ok[rewrites] = done.ok();
      std::sort(sink.lines.begin(), sink.lines.end());
      rows[rewrites] = std::move(sink.lines);
    }
    REQUIRE(ok[0]);
    REQUIRE(ok[1]);
    REQUIRE(rows[0] == rows[1]);
  }
}

}  // namespace skein::tests
