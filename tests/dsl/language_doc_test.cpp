// docs/language.md: every example runs, in order, in one graph, and gives the answer that stands below it.
// Results are written as the columns and then the rows, their values joined by " | ".
#include <fstream>
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

}  // namespace

TEST_CASE("the examples of docs/language.md give the answers that stand there", "[dsl][docs]") {
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  Session session(**graph, std::make_shared<ProcedureRegistry>(builtin_procedures()));
  const auto all = examples(SKEIN_DSL_TESTS_DIR "/../../docs/language.md");
  CHECK(all.size() >= 25);
  for (const Example& example : all) {
    INFO(example.query);
    graph::QueryContext context;
    TextSink sink(session);
    const auto result = session.run(example.query, context, sink);
    if (!result) FAIL(format_error(result.error(), example.query));
    if (example.has_answer) CHECK(sink.text == example.answer);
  }
}

}  // namespace skein::dsl
