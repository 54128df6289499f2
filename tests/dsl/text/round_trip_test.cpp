// print(parse(text)) parses to the tree of `text`, for every statement at hand: those of the repository's own
// query files, examples of the documentation, and of the openCypher TCK where it lies beside the checkout
// (../shared/tck/features, or the folder in SKEIN_TCK_FEATURES).
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dsl/parse.hpp"
#include "dsl/print.hpp"
#include "tests/dsl/text/ast_dump.hpp"
#include "tests/dsl/text/feature_statements.hpp"
#include "tests/queries/query_file.hpp"

namespace skein::dsl {

namespace {

// False: the text is no statement.
bool round_trip(const std::string& text) {
  auto first = parse(text);
  if (!first) return false;
  const std::string printed = print(*first);
  INFO(printed);
  auto second = parse(printed);
  REQUIRE(second.ok());
  CHECK(dump(*second) == dump(*first));
  CHECK(print(*second) == printed);
  return true;
}

std::vector<std::string> split_statements(std::string_view text) {
  std::vector<std::string> out;
  while (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    const std::size_t end = statement_end(text);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

TEST_CASE("every statement of the TCK prints to a text of the same tree", "[dsl][print]") {
  const char* given = std::getenv("SKEIN_TCK_FEATURES");
  const auto statements = feature_statements(given ? given : SKEIN_TCK_FEATURES_DIR);
  if (statements.empty()) {
    REQUIRE_FALSE(given);
    WARN("no TCK at " SKEIN_TCK_FEATURES_DIR ": nothing was checked");
    return;
  }
  std::size_t refused = 0;
  for (const FeatureStatement& statement : statements) {
    INFO(statement.place << "\n" << statement.text);
    refused += !round_trip(statement.text);
  }
  // Some are there to be refused.
  CHECK(statements.size() > 2500);
  CHECK(refused < statements.size() / 10);
}

TEST_CASE("every statement of the query files prints to a text of the same tree", "[dsl][print]") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SKEIN_QUERY_TESTS_DIR)) {
    if (entry.path().extension() != ".test") continue;
    for (const tests::Block& block : tests::read_blocks(entry.path().string())) {
      for (const std::string& text : split_statements(block.statement)) {
        INFO(entry.path().filename().string() << ":" << block.line << "\n" << text);
        const bool parsed = round_trip(text);
        CHECK((parsed || block.kind == "error" || block.kind == "refused"));
        ++count;
      }
    }
  }
  CHECK(count > 50);
}

TEST_CASE("features give their statements, outlines once for every row", "[dsl][print]") {
  const auto folder = std::filesystem::temp_directory_path() / "skein_feature_statements_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.feature") << "Feature: F\n"
                                         "  Scenario: one\n"
                                         "    When executing query:\n"
                                         "      \"\"\"\n"
                                         "      RETURN 1\n"
                                         "        AS x\n"
                                         "      \"\"\"\n"
                                         "    Then the result should be:\n"
                                         "      | x |\n"
                                         "      | 1 |\n"
                                         "  Scenario Outline: two\n"
                                         "    When executing query:\n"
                                         "      \"\"\"\n"
                                         "      RETURN <a> OR <b>\n"
                                         "      \"\"\"\n"
                                         "    Examples:\n"
                                         "      | a    | b   |\n"
                                         "      | true | 'x' |\n"
                                         "      | 'y'  | '\\|' |\n";
  const auto found = feature_statements(folder.string());
  std::filesystem::remove_all(folder);
  REQUIRE(found.size() == 3);
  CHECK(found[0].text == "RETURN 1\n  AS x\n");
  CHECK(found[0].place == "a.feature:5");
  CHECK(found[1].text == "RETURN true OR 'x'\n");
  CHECK(found[2].text == "RETURN 'y' OR '|'\n");
}

}  // namespace skein::dsl
