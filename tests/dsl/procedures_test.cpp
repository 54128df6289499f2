// Procedures that look at documents and evidence, which no statement makes; and what a session keeps between
// calls.
#include "dsl/procedures.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "dsl/query.hpp"
#include "dsl/value/display.hpp"

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

class Lines : public RowSink {
 public:
  explicit Lines(const Session& session) : session_(session) {}
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    std::string line;
    for (const Value& value : values)
      line += (line.empty() ? "" : " | ") + display_text(value, session_.transaction());
    lines.push_back(std::move(line));
    return {};
  }
  std::vector<std::string> lines;

 private:
  const Session& session_;
};

using Rows = std::vector<std::string>;

// Two documents on two firms: one sentence says two things, another document says one of them again.
class Reports {
 public:
  std::unique_ptr<graph::Graph> graph = ok(graph::Graph::open(":memory:", {}));
  Session session{*graph, std::make_shared<ProcedureRegistry>(builtin_procedures())};

  explicit Reports(bool backwards = false) {
    const auto tx = ok(graph->begin(storage::Access::write));
    const std::array labels{ok(tx->make_label("Organization"))};
    const KeyId name = ok(tx->make_key("name"));
    const auto node = [&](const char* text) {
      return ok(tx->create_node(labels, {{name, Value(text)}}, graph::Origin::derived));
    };
    const NodeId a = node("Ampere"), b = node("Bolt");
    const RelationshipId buys =
        ok(tx->create_relationship(a, ok(tx->make_type("BUYS")), b, {}, graph::Origin::derived));
    const RelationshipId denied = ok(
        tx->create_relationship(a, ok(tx->make_type("OWNS_DENIED", false)), b, {}, graph::Origin::derived));
    graph::DocumentRecord first, second;
    first.key = "first.txt";
    first.title = "First";
    first.text = "Ampere buys Bolt but does not own it yet. Nothing else.";
    first.published = Date{19000};
    second.key = "second.txt";
    second.source = "Wire";
    second.text = "Bolt goes to Ampere.";
    DocumentId first_id, second_id;
    for (const bool one : {!backwards, backwards})
      (one ? first_id : second_id) = ok(tx->put_document(one ? first : second));
    const auto piece = [](DocumentId document, std::uint32_t end) {
      graph::Evidence evidence;
      evidence.document = document;
      evidence.sentence = {0, end};
      evidence.subject = evidence.object = {0, 4};
      return evidence;
    };
    ok(tx->add_evidence(buys, piece(first_id, 41)));
    ok(tx->add_evidence(denied, piece(first_id, 41)));
    ok(tx->add_evidence(buys, piece(second_id, 20)));
    ok(tx->commit());
  }

  Rows run(const std::string& text) {
    Lines lines(session);
    graph::QueryContext context;
    const auto done = session.run(text, context, lines);
    INFO(text);
    if (!done) FAIL(format_error(done.error(), text));
    return lines.lines;
  }
  Error fails(const std::string& text, Map parameters = {}) {
    Lines lines(session);
    graph::QueryContext context;
    for (auto& one : parameters) context.parameters.insert(one);
    auto done = session.run(text, context, lines);
    INFO(text);
    REQUIRE_FALSE(done.ok());
    return std::move(done).error();
  }
};

}  // namespace

TEST_CASE("skein.sources tells the documents of a relationship and of a node", "[dsl][procedures]") {
  for (const bool backwards : {false, true}) {
    Reports reports(backwards);
    CHECK(reports.run("MATCH ()-[r:BUYS]->() CALL skein.sources(r) YIELD document, title, source, sentences, "
                      "relationships "
                      "RETURN document, title, source, sentences, relationships") ==
          Rows{"\"first.txt\" | \"First\" | null | 1 | 1", "\"second.txt\" | null | \"Wire\" | 1 | 1"});
    // Of a node also what is denied, two relationships by one sentence.
    CHECK(reports.run("MATCH (n {name: 'Bolt'}) CALL skein.sources(n) YIELD document, sentences, "
                      "relationships, published "
                      "RETURN document, sentences, relationships, published") ==
          Rows{"\"first.txt\" | 1 | 2 | 2022-01-08", "\"second.txt\" | 1 | 1 | null"});
  }
}

TEST_CASE("skein.search tells sentences with what they say", "[dsl][procedures]") {
  const std::string search =
      "CALL skein.search('bolt') YIELD kind, text, relationships, document "
      "RETURN kind, text, [r IN relationships | type(r)] AS types, document";
  const Rows expected{
      "\"name\" | \"Bolt\" | [] | null",
      "\"sentence\" | \"Bolt goes to Ampere.\" | [\"BUYS\"] | \"second.txt\"",
      "\"sentence\" | \"Ampere buys Bolt but does not own it yet.\" | [\"BUYS\", \"OWNS_DENIED\"] | "
      "\"first.txt\""};
  for (const bool backwards : {false, true}) {
    Reports reports(backwards);
    CHECK(reports.run(search) == expected);
    reports.run("CALL skein.rebuild_search()");
    CHECK(reports.run("SHOW FULLTEXT INDEXES YIELD name").size() == 2);
    CHECK(reports.run(search) == expected);
  }
}

TEST_CASE("a projected graph lasts as long as its session and can be handed on", "[dsl][procedures]") {
  Reports reports;
  reports.run("CALL gds.graph.project('all', '*', '*')");
  Session next(*reports.graph, std::make_shared<ProcedureRegistry>(builtin_procedures()));
  Lines lines(next);
  graph::QueryContext context;
  CHECK_FALSE(next.run("CALL gds.wcc.stats('all') YIELD componentCount", context, lines).ok());
  next.set_projections(reports.session.projections());
  REQUIRE(next.run("CALL gds.wcc.stats('all') YIELD componentCount", context, lines).ok());
  CHECK(lines.lines == Rows{"1"});
}

TEST_CASE("an option that writes has to be seen before the statement runs", "[dsl][procedures]") {
  Reports reports;
  const Error error =
      reports.fails("CALL algo.k_core($options)", {{"options", Value(Map{{"write", Value("core")}})}});
  CHECK_THAT(error.message, Catch::Contains("in the statement itself"));
  CHECK(error.hint == "CALL algo.k_core({write: 'core'})");
  reports.run("CALL algo.k_core({write: 'core'})");
  CHECK(reports.run("MATCH (n) RETURN DISTINCT n.core") == Rows{"1"});
}

TEST_CASE("arguments that may be left out are null", "[dsl][procedures]") {
  Reports reports;
  CHECK(reports.run("CALL skein.resolve('Bolt') YIELD score").size() == 1);
  CHECK(reports.run("CALL skein.resolve('Bolt', 1) YIELD score").size() == 1);
  CHECK(reports.run("CALL algo.degree").size() == 2);
  CHECK_THAT(reports.fails("CALL skein.resolve('a', 1, 2)").message,
             Catch::Contains("takes 1 to 2 arguments, found 3"));
  CHECK_THAT(reports.fails("CALL algo.shortest_path()").message,
             Catch::Contains("takes 1 argument, found 0"));
}

}  // namespace skein::dsl
