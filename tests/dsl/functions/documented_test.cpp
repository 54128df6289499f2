// docs/functions.md says what it says, and leaves no function out.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "dsl/functions/registry.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "dsl/value/display.hpp"

using namespace skein;

namespace {

std::string functions_document() {
  std::ifstream file(SKEIN_DSL_TESTS_DIR "/../../docs/functions.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class OneValue : public dsl::RowSink {
 public:
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> values) override {
    text += dsl::display_text(values.at(0));
    return {};
  }
  std::string text;
};

}  // namespace

TEST_CASE("every example of the functions' document gives what it says", "[dsl][functions][docs]") {
  const auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  dsl::Session session(**graph, std::make_shared<const dsl::ProcedureRegistry>(dsl::builtin_procedures()));
  std::istringstream lines(functions_document());
  const std::string arrow = "\u2192 ";
  int examples = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(arrow);
    if (at == std::string::npos) continue;
    const std::string expression = line.substr(0, line.find_last_not_of(' ', at - 1) + 1);
    const std::string expected = line.substr(at + arrow.size());
    graph::QueryContext context;
    context.statement_time = {1'700'000'000, 0, 0, nullptr};
    OneValue one;
    const bool aggregate = expression.find("(x") != std::string::npos || expression.find("DISTINCT x") != std::string::npos;
    const std::string rows = aggregate ? "UNWIND [1, 2, 2, 4, null] AS x " : "";
    const auto done = session.run(rows + "RETURN " + expression + " AS value", context, one);
    INFO(expression);
    INFO((done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
    CHECK(one.text == expected);
    ++examples;
  }
  CHECK(examples > 100);
}

TEST_CASE("the functions' document names every function", "[dsl][functions][docs]") {
  const std::string text = functions_document();
  for (const dsl::FunctionInfo* function : dsl::all_functions()) {
    INFO(function->name);
    const std::string name(function->name);
    const bool called = text.find(name + "(") != std::string::npos;
    const bool named = text.find("`" + name + "`") != std::string::npos;
    CHECK((called || named));
  }
}
