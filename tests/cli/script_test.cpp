#include <catch2/catch.hpp>

#include "cli/script.hpp"

using namespace skein;
using namespace skein::cli;

TEST_CASE("a script is cut at semicolons outside strings and comments", "[cli][script]") {
  Script script("RETURN ';' ; // one; two\n/* ; */ RETURN 2;\n  \nRETURN `a;b`", "");
  std::vector<std::string> statements;
  while (const auto next = script.next()) statements.emplace_back(*next);
  REQUIRE(statements.size() == 3);
  CHECK(statements[0].find("RETURN ';'") != std::string::npos);
  CHECK(statements[1].find("RETURN 2") != std::string::npos);
  CHECK(statements[2].find("`a;b`") != std::string::npos);
}

TEST_CASE("comments and blanks are no statement", "[cli][script]") {
  CHECK(is_blank(" \n// x\n/* y */ ;"));
  CHECK_FALSE(is_blank("// x\nRETURN 1"));
  Script script("// nothing\n;;\n", "");
  CHECK_FALSE(script.next().has_value());
}

TEST_CASE("an error names file, line and column, and points at the place", "[cli][script]") {
  Script script("RETURN 1;\nMATCH (吴)\nRETURN nope;", "q.cypher");
  script.next();
  const auto second = script.next();
  REQUIRE(second);
  Error error{ErrorCode::invalid_query, "there is no variable 'nope'"};
  error.begin = second->find("nope");
  error.end = error.begin + 4;
  CHECK(script.describe(error, *second) ==
        "q.cypher:3:8: there is no variable 'nope'\n"
        "  RETURN nope;\n"
        "         ^~~~");
}

TEST_CASE("the caret stands below wide characters", "[cli][script]") {
  Script script("RETURN '吴泳铭' + nope", "");
  const auto only = script.next();
  REQUIRE(only);
  Error error{ErrorCode::invalid_query, "no"};
  error.begin = only->find("nope");
  error.end = error.begin + 4;
  CHECK(script.describe(error, *only) ==
        "column 16: no\n"
        "  RETURN '吴泳铭' + nope\n"
        "                    ^~~~");
}

TEST_CASE("an error beyond the text does not reach beyond it", "[cli][script]") {
  Script script("RETURN", "");
  const auto only = script.next();
  REQUIRE(only);
  Error error{ErrorCode::invalid_query, "expected an expression"};
  error.begin = 100;
  error.end = 200;
  CHECK(script.describe(error, *only) == "column 7: expected an expression\n  RETURN\n        ^");
}
