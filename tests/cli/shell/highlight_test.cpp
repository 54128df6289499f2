#include <catch2/catch.hpp>

#include <algorithm>

#include "cli/shell/highlight.hpp"

using skein::cli::highlight;
using skein::cli::keywords;

namespace {

std::string without_colors(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (text[i] != 'm') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("highlighting changes colours and nothing else", "[cli][highlight]") {
  for (const std::string text :
       {"MATCH (p:Person {name: '吴泳铭'})-[r:CEO_OF|OWNS]->(o) // end\nRETURN p.name, $x, 4.2e3;",
        "'never closed", "`odd", "((]}", "/* open", "RETURN 'it\\'s', \"x\"", "", "$", "1..3", "a.match"}) {
    CHECK(without_colors(highlight(text)) == text);
  }
}

TEST_CASE("keywords, labels, strings and parameters have colours", "[cli][highlight]") {
  CHECK(highlight("match") == "\x1b[1;34mmatch\x1b[0m");
  CHECK(highlight("(p:Person)") == "(p:\x1b[33mPerson\x1b[0m)");
  CHECK(highlight("'x'") == "\x1b[32m'x'\x1b[0m");
  CHECK(highlight("$name") == "\x1b[35m$name\x1b[0m");
  CHECK(highlight("n.match") == "n.match");
}

TEST_CASE("brackets that nothing opens are marked, open ones are not", "[cli][highlight]") {
  CHECK(highlight("(a") == "(a");
  CHECK(highlight("a)") == "a\x1b[1;31m)\x1b[0m");
  CHECK(highlight("(a]") == "(a\x1b[1;31m]\x1b[0m");
}

TEST_CASE("keywords are sorted, so that they can be found", "[cli][highlight]") {
  CHECK(std::is_sorted(keywords().begin(), keywords().end()));
}
