#include "cli/shell/arguments.hpp"

#include <catch2/catch.hpp>

#include "cli/output/text_width.hpp"
#include "cli/shell/completion.hpp"
#include "cli/shell/waiting.hpp"

using namespace skein::cli;

TEST_CASE("arguments are cut at blanks, but not within quotes", "[cli][shell]") {
  using Words = std::vector<std::string>;
  CHECK(split_arguments("  'Eddie Wu'  Alibaba ") == Words{"Eddie Wu", "Alibaba"});
  CHECK(split_arguments("\"it's\" b") == Words{"it's", "b"});
  CHECK(split_arguments("'never closed") == Words{"never closed"});
  CHECK(split_arguments("") == Words{});
  CHECK(without_end(" x ; ;") == "x");
}

TEST_CASE("the alternatives of a usage are offered, what stands for something else is not", "[cli][shell]") {
  const std::string line = ":mode j";
  const auto found = complete_word("[table|json|jsonl|NAME]", line, line.size());
  CHECK(found.start == 6);
  CHECK(found.words == std::vector<std::string>{"json", "jsonl"});
}

TEST_CASE("the sign of waiting keeps its width while its bar wanders", "[cli][shell]") {
  using namespace std::chrono_literals;
  const auto early = waiting_text(2000ms, 1), later = waiting_text(2900ms, 1);
  CHECK(early != later);
  CHECK(early.size() == later.size());
  CHECK(early.find("2 s, 1 row so far; Ctrl-C stops it") != std::string::npos);
}

TEST_CASE("colours take no room where text is wrapped", "[cli][width]") {
  CHECK(wrap_text("one \x1b[1;33mtwo\x1b[0m three", 13, "") == "one \x1b[1;33mtwo\x1b[0m three");
  CHECK(wrap_text("one two three", 12, "") == "one two\nthree");
}
