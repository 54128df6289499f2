// What is exported and imported into a new store is the same graph, and gives the same bytes again.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "graph/import/import_files.hpp"
#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"
#include "tests/graph/odd_graph.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct Case {
  const char* format;
  const char* file;  // what the export is called on disk; empty: a folder
};

std::string store(const ScratchDirectory& scratch, const Case& one,
                  const std::map<std::string, std::string>& files) {
  const std::string path = scratch / (*one.file == '\0' ? "folder" : one.file);
  if (*one.file == '\0') std::filesystem::create_directories(path);
  for (const auto& [name, text] : files)
    std::ofstream(*one.file == '\0' ? path + "/" + name : path, std::ios::binary) << text;
  return path;
}

std::string jsonl(Graph& graph) { return exported(graph, "jsonl").at(""); }

}  // namespace

TEST_CASE("an export that is imported is the same graph and gives the same bytes",
          "[graph][formats][import]") {
  const auto one = GENERATE(Case{"jsonl", "g.jsonl"}, Case{"graphml", "g.graphml"}, Case{"csv", ""},
                            Case{"nquads", "g.nq"}, Case{"trig", "g.trig"});
  INFO(one.format);
  const ScratchDirectory scratch("round_trip");
  const auto original = odd_graph();
  const auto first = exported(*original, one.format);
  CHECK(exported(*original, one.format) == first);

  const auto again = ok(Graph::open(":memory:", {}));
  const auto summary = import_files(*again, {store(scratch, one, first)}, "", {});
  if (!summary.ok()) FAIL(summary.error().message);
  CHECK(summary->documents == 2);
  CHECK(summary->evidence == 4);
  CHECK(ok(verify(*again)).findings.empty());

  const auto second = exported(*again, one.format);
  REQUIRE(second.size() == first.size());
  for (const auto& [name, text] : first) {
    INFO(name);
    CHECK(second.at(name) == text);
  }
  // JSON lines leave nothing out, so this is the same graph.
  CHECK(jsonl(*again) == jsonl(*original));
}

TEST_CASE("Turtle and N-Triples keep all but twins of relationships of which nothing is said",
          "[graph][formats][import]") {
  const auto one = GENERATE(Case{"turtle", "g.ttl"}, Case{"ntriples", "g.nt"});
  INFO(one.format);
  const ScratchDirectory scratch("turtle");
  const auto original = odd_graph();
  const auto again = ok(Graph::open(":memory:", {}));
  const auto summary = import_files(*again, {store(scratch, one, exported(*original, one.format))}, "", {});
  if (!summary.ok()) FAIL(summary.error().message);
  const auto transaction = ok(again->begin(storage::Access::read));
  const auto before = ok(original->begin(storage::Access::read));
  CHECK(transaction->catalog().node_count() == before->catalog().node_count());
  CHECK(transaction->catalog().counts().evidence == 4);
}

TEST_CASE("what an import brings obeys the constraints that are there, in every format",
          "[graph][formats][import]") {
  const auto one = GENERATE(Case{"jsonl", "g.jsonl"}, Case{"graphml", "g.graphml"}, Case{"csv", ""},
                            Case{"nquads", "g.nq"}, Case{"trig", "g.trig"}, Case{"turtle", "g.ttl"});
  INFO(one.format);
  const ScratchDirectory scratch("constraints");
  const auto graph_with = [](RuleKind kind, bool on_relationships, const char* key) {
    auto graph = ok(Graph::open(":memory:", {}));
    auto t = ok(graph->begin(storage::Access::write));
    SchemaRule rule;
    rule.name = "rule";
    rule.kind = kind;
    if (on_relationships) {
      rule.type = ok(t->make_type("KNOWS"));
    } else {
      rule.label = ok(t->make_label("Person"));
    }
    rule.keys = {ok(t->make_key(key))};
    if (kind == RuleKind::type) rule.value_type = "STRING";
    ok(t->create_rule(rule));
    ok(t->commit());
    return graph;
  };
  const auto source = ok(Graph::open(":memory:", {}));
  {
    auto t = ok(source->begin(storage::Access::write));
    const auto person = ok(t->make_label("Person"));
    const auto name = ok(t->make_key("name"));
    const auto ann = ok(t->create_node({&person, 1}, Properties{{name, Value("Ann")}}));
    const auto twin = ok(t->create_node({&person, 1}, Properties{{name, Value("Ann")}}));
    ok(t->create_relationship(ann, ok(t->make_type("KNOWS")), twin,
                              Properties{{ok(t->make_key("since")), Value(2001)}}));
    ok(t->commit());
  }
  const auto path = store(scratch, one, exported(*source, one.format));
  const auto refused = [&](const std::unique_ptr<Graph>& graph) {
    ImportSettings settings;
    settings.max_errors = 100;  // a broken constraint is no line to leave out
    const auto done = import_files(*graph, {path}, "", settings);
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == ErrorCode::constraint);
    const auto t = ok(graph->begin(storage::Access::read));
    CHECK(t->catalog().counts().nodes == 0);
    CHECK(t->catalog().counts().relationships == 0);
    CHECK(ok(verify(*graph)).findings.empty());
    return done.error().message;
  };
  CHECK(refused(graph_with(RuleKind::unique, false, "name")).find("rule") != std::string::npos);
  CHECK(refused(graph_with(RuleKind::exists, false, "born")).find("born") != std::string::npos);
  CHECK(refused(graph_with(RuleKind::type, true, "since")).find("since") != std::string::npos);
  CHECK(refused(graph_with(RuleKind::exists, true, "note")).find("note") != std::string::npos);
  // The same rules over other keys are obeyed.
  const auto taken = graph_with(RuleKind::unique, false, "id");
  if (auto done = import_files(*taken, {path}, "", {}); !done.ok()) FAIL(done.error().message);
  CHECK(ok(verify(*taken)).findings.empty());
}

TEST_CASE("constraints that come with a file hold for its nodes and for those that are there",
          "[graph][import]") {
  const ScratchDirectory scratch("with_rules");
  const std::string rule =
      R"({"kind":"constraint","name":"pk","type":"unique","label":"P","properties":["id"]})"
      "\n";
  const std::string node = R"({"kind":"node","id":"a","labels":["P"],"properties":{"id":1}})"
                           "\n";
  const auto file = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch / name, std::ios::binary) << text;
    return scratch / name;
  };
  const auto error = [](Graph& graph, const std::string& path) {
    const auto done = import_files(graph, {path}, "", {});
    return done.ok() ? std::string() : done.error().message;
  };
  const auto graph = ok(Graph::open(":memory:", {}));
  const std::string twin = R"({"kind":"node","id":"b","labels":["P"],"properties":{"id":1}})"
                           "\n";
  CHECK(error(*graph, file("twins.jsonl", rule + node + twin)).find("twins.jsonl:3: ") != std::string::npos);
  CHECK(error(*graph, file("late.jsonl", node + rule)).find("late.jsonl:2: ") != std::string::npos);
  CHECK(error(*graph, file("one.jsonl", rule + node)) == "");
  CHECK(error(*graph, file("again.jsonl", rule)) == "");  // it is there
  CHECK(error(*graph, file("more.jsonl", rule + twin)).find("more.jsonl:2: ") != std::string::npos);
  const std::string other = R"({"kind":"index","name":"pk","label":"P","properties":["id"]})"
                            "\n";
  CHECK(error(*graph, file("other.jsonl", other)).find("pk") != std::string::npos);
  CHECK(ok(verify(*graph)).findings.empty());
}

TEST_CASE("a graph of people's own is imported beside what is there", "[graph][formats][import]") {
  const ScratchDirectory scratch("beside");
  const auto original = odd_graph();
  const Case one{"graphml", "g.graphml"};
  // Everything would be there twice, which two of its constraints do not allow.
  const auto refused =
      import_files(*original, {store(scratch, one, exported(*original, one.format))}, "", {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::constraint);
  auto changing = ok(original->begin(storage::Access::write));
  ok(changing->drop_rule("zz people"));
  ok(changing->drop_rule("aa \"odd\""));
  ok(changing->commit());
  changing.reset();
  // The documents of the file are there already, so they are left as they are.
  const auto summary =
      ok(import_files(*original, {store(scratch, one, exported(*original, one.format))}, "", {}));
  CHECK(summary.documents == 0);
  const auto transaction = ok(original->begin(storage::Access::read));
  CHECK(transaction->catalog().node_count() == 2 * summary.nodes);
  CHECK(ok(verify(*original)).findings.empty());
}
