// Text from anywhere as a query: parsed, bound, planned with the rewrites and without, and both plans run
// over a small graph inside a transaction that is taken back. Whatever comes, an answer or an error with a
// message comes back, and soon: a query is stopped after 100 ms, and then has to be gone before a second of
// processor time is over. The rewrites may not change how many rows there are where it is up to the query
// alone. Use cypher.dict as dictionary and seeds.py for a first corpus.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string_view>

#include "dsl/parse.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"

using namespace skein;

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

struct Count final : dsl::RowSink {
  std::size_t rows = 0;
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value>) override {
    ++rows;
    return {};
  }
};

class World {
 public:
  World()
      : graph_(std::move(*graph::Graph::open(":memory:", {}))),
        session_(*graph_, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures())) {
    must("UNWIND range(1, 12) AS i CREATE (:A {x: i, k: i % 3, name: 'n' + i})");
    must("MATCH (a:A) WHERE a.x > 6 SET a:B");
    must("MATCH (a:A), (b:A) WHERE (a.x * b.x) % 7 = 1 CREATE (a)-[:R {w: a.x}]->(b)");
    must("MATCH (a:A), (b:B) WHERE a.x = b.k + 1 CREATE (b)-[:S {w: a.k}]->(a)");
    must("CREATE INDEX a_x FOR (n:A) ON (n.x)");
    must("CREATE INDEX r_w FOR ()-[r:R]-() ON (r.w)");
  }

  struct Outcome {
    bool ok = false, stopped = false;
    std::size_t rows = 0;
  };

  Outcome run(std::string_view text, bool rewrites) {
    must("BEGIN");
    session_.set_planning({.rewrites = rewrites});
    graph::QueryContext context;
    context.parameters = {{"p", Value(std::int64_t{1})}, {"q", Value(std::string("x"))}};
    context.limits.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    context.limits.memory_bytes = std::uint64_t{64} << 20;
    Count sink;
    const std::clock_t started = std::clock();
    const auto done = session_.run(text, context, sink);
    require(std::clock() - started < CLOCKS_PER_SEC, "a query ends soon after it was stopped");
    Outcome outcome{done.ok(), false, sink.rows};
    if (!done) {
      require(!done.error().message.empty(), "an error has a message");
      require(!dsl::format_error(done.error(), text).empty(), "an error can be shown");
      outcome.stopped = done.error().code == ErrorCode::cancelled;
    }
    must("ROLLBACK");
    return outcome;
  }

 private:
  void must(std::string_view text) {
    graph::QueryContext context;
    Count sink;
    require(session_.run(text, context, sink).ok(), "the graph's own statements run");
  }

  std::unique_ptr<graph::Graph> graph_;
  dsl::Session session_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto statement = dsl::parse(text);
  // Statements about the schema and transactions would outlast the run.
  if (!statement || !std::holds_alternative<dsl::ast::Query>(statement->node)) return 0;
  const auto plain = world.run(text, false), rewritten = world.run(text, true);
  if (plain.stopped || rewritten.stopped) return 0;
  // An error in an expression may or may not be met, depending on the plan.
  if (plain.ok && rewritten.ok && text.find("rand") == std::string_view::npos &&
      statement->explain == dsl::ast::ExplainMode::none)
    require(plain.rows == rewritten.rows, "rewrites leave the rows as they were");
  return 0;
}
