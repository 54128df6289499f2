// Typical mistakes and what is said to them, letter by letter: mistakes.txt, read aloud before it was written
// down. Each case there is a statement, a line "----", the message, and a line "====".
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "dsl/bind.hpp"
#include "dsl/parse.hpp"
#include "dsl/query.hpp"

namespace skein::dsl {
namespace {

std::string message(const std::string& text) {
  auto statement = parse(text);
  if (!statement) return format_error(statement.error(), text);
  const auto bound = bind(std::move(*statement), ProcedureRegistry());
  return bound ? "no error" : format_error(bound.error(), text);
}

}  // namespace

TEST_CASE("typical mistakes are told as mistakes.txt says", "[dsl][errors]") {
  std::ifstream file(SKEIN_DSL_TESTS_DIR "/text/mistakes.txt");
  REQUIRE(file.good());
  std::size_t cases = 0;
  std::string statement, expected, line;
  bool in_statement = true;
  while (std::getline(file, line)) {
    if (line == "----") {
      in_statement = false;
    } else if (line == "====") {
      CHECK(message(statement) == expected);
      ++cases;
      statement.clear();
      expected.clear();
      in_statement = true;
    } else {
      std::string& part = in_statement ? statement : expected;
      part += (part.empty() ? "" : "\n") + line;
    }
  }
  CHECK(cases >= 60);
}

TEST_CASE("the caret stands below the fault, whatever stands before it", "[dsl][errors]") {
  const std::string text = "MATCH (n)\n\tRETURN '\u4E16\u754C', n. AS x";
  CHECK(message(text) ==
        "line 2, column 21: expected a clause, an operator or the end of the statement, found 'x'\n"
        "  \tRETURN '\u4E16\u754C', n. AS x\n"
        "  \t                     ^");
}

TEST_CASE("of a long line the part around the fault is shown", "[dsl][errors]") {
  const std::string text = "RETURN " + std::string(200, 'a') + " + * " + std::string(200, 'b');
  const std::string shown = message(text);
  CHECK(shown.find("  ..." + std::string(77, 'a') + " + * bbb") != std::string::npos);
  CHECK(shown.find("bbb...\n") != std::string::npos);
}

}  // namespace skein::dsl
