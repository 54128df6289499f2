// docs/language.md, docs/procedures.md: every example of a page runs, in order, in one graph, and gives the
// answer that stands below it. Results are written as the columns and then the rows, their values joined by "
// | ".
#include <fstream>
#include <iterator>
#include <vector>

#include <catch2/catch.hpp>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "dsl/value/display.hpp"

namespace skein::dsl {
namespace {

struct Example {
  std::string query, answer;
  bool has_answer = false;
};

std::vector<Example> examples(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  std::vector<Example> out;
  std::string line;
  std::string* block = nullptr;
  while (std::getline(file, line)) {
    if (line == "```cypher") {
      out.push_back({});
      block = &out.back().query;
    } else if (line == "```text" && !out.empty()) {
      out.back().has_answer = true;
      block = &out.back().answer;
    } else if (line == "```") {
      block = nullptr;
    } else if (block != nullptr) {
      *block += line + "\n";
    }
  }
  return out;
}

// Rows as text, while their transaction lasts.
class TextSink : public RowSink {
 public:
  explicit TextSink(const Session& session) : session_(session) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? "" : " | ") + columns[i];
    if (!columns.empty()) text += "\n";
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    for (std::size_t i = 0; i < values.size(); ++i)
      text += (i == 0 ? "" : " | ") + display_text(values[i], session_.transaction());
    text += "\n";
    return {};
  }
  std::string text;

 private:
  const Session& session_;
};

void run_page(const std::string& page, std::size_t least) {
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  Session session(**graph, std::make_shared<ProcedureRegistry>(builtin_procedures()));
  const auto all = examples(SKEIN_DSL_TESTS_DIR "/../../docs/" + page);
  CHECK(all.size() >= least);
  for (const Example& example : all) {
    INFO(example.query);
    graph::QueryContext context;
    TextSink sink(session);
    const auto result = session.run(example.query, context, sink);
    if (!result) FAIL(format_error(result.error(), example.query));
    if (example.has_answer) CHECK(sink.text == example.answer);
  }
}

}  // namespace

TEST_CASE("the examples of docs/language.md give the answers that stand there", "[dsl][docs]") {
  run_page("language.md", 25);
}

TEST_CASE("the examples of docs/procedures.md give the answers that stand there", "[dsl][docs]") {
  run_page("procedures.md", 15);
}

TEST_CASE("docs/procedures.md names every procedure and every option of algo.*", "[dsl][docs]") {
  std::ifstream file(SKEIN_DSL_TESTS_DIR "/../../docs/procedures.md");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const ProcedureRegistry registry = builtin_procedures();
  for (const Procedure* procedure : registry.procedures()) {
    INFO(procedure->name);
    CHECK_FALSE(procedure->description.empty());
    CHECK(procedure->description.find('\n') == std::string::npos);
    if (procedure->name.starts_with("show.")) continue;  // what SHOW is written as
    // gds.pageRank.stream is there as gds.pageRank and .stream.
    const auto named = [&](const std::string& name) { return text.find("`" + name) != std::string::npos; };
    CHECK((named(procedure->name) || named(procedure->name.substr(0, procedure->name.rfind('.')))));
    if (!procedure->name.starts_with("algo.")) continue;
    for (const Option& option : procedure->options) {
      INFO(option.name);
      CHECK((named(option.name + "`") || text.find(option.name + ": ") != std::string::npos));
    }
    for (const Field& field : procedure->outputs) CHECK(named(field.name + "`"));
  }
  for (const ExternalFunction* function : registry.functions()) {
    INFO(function->name);
    CHECK(text.find("`" + function->name) != std::string::npos);
    CHECK(function->signature.starts_with(function->name + "("));
    CHECK_FALSE(function->description.empty());
  }
}

}  // namespace skein::dsl
