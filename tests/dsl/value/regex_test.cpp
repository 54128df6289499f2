#include "dsl/value/regex.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace skein::dsl;

namespace {
bool matches(std::string_view pattern, std::string_view text) {
  const auto out = regex_matches(pattern, text);
  INFO(pattern);
  REQUIRE(out.ok());
  return *out;
}
}  // namespace

TEST_CASE("a pattern must match the whole text", "[dsl][regex]") {
  CHECK(matches("abc", "abc"));
  CHECK_FALSE(matches("abc", "abcd"));
  CHECK_FALSE(matches("b", "abc"));
  CHECK(matches(".*b.*", "abc"));
  CHECK(matches("", ""));
  CHECK_FALSE(matches("", "a"));
}

TEST_CASE("alternatives, groups and repeats", "[dsl][regex]") {
  CHECK(matches("(cat|dog)s?", "dogs"));
  CHECK_FALSE(matches("(cat|dog)s?", "cats!"));
  CHECK(matches("(?:ab){2,3}", "ababab"));
  CHECK_FALSE(matches("(?:ab){2,3}", "ab"));
  CHECK(matches("a{2,}", "aaaa"));
  CHECK(matches("a{3}", "aaa"));
  CHECK(matches("(a*)*b", "aaab"));
  CHECK(matches("(?<year>\\d+)-\\d\\d", "2025-01"));
  CHECK(matches("a+?b*+c??", "aabbc"));
  CHECK(matches("|x", ""));
}

TEST_CASE("classes, escapes and flags", "[dsl][regex]") {
  CHECK(matches("[a-cx]+", "abxc"));
  CHECK_FALSE(matches("[^a-c]+", "xbx"));
  CHECK(matches("[\\w.-]+@[\\w-]+\\.com", "a.b-c@site.com"));
  CHECK(matches("\\bword\\b", "word"));
  CHECK(matches("\\Q1+1\\E=2", "1+1=2"));
  CHECK(matches("\\u00e9\\x41", "éA"));
  CHECK(matches("(?i)straße.*", "STRAßE 5"));
  CHECK(matches("(?i)[a-z]+", "ABC"));
  CHECK_FALSE(matches("a.c", "a\nc"));
  CHECK(matches("(?s)a.c", "a\nc"));
  CHECK(matches("\\p{L}+", "Zürich中"));
  CHECK(matches(".", "中"));
  CHECK(matches("[中-丰]", "中"));
  CHECK(matches("^a$", "a"));
  CHECK(matches("[\\]]", "]"));
}

TEST_CASE("what Java's expressions have beyond regular languages is there, too", "[dsl][regex]") {
  CHECK(matches("(?!.*draft).*report.*", "annual report"));
  CHECK_FALSE(matches("(?!.*draft).*report.*", "draft report"));
  CHECK(matches("(\\w)\\1.*", "aardvark"));
  CHECK_FALSE(matches("(\\w)\\1.*", "bear"));
  CHECK(matches("(?i)\\p{Lu}+", "É"));
}

TEST_CASE("what is wrong is told with its place", "[dsl][regex]") {
  for (const char* pattern :
       {"(", ")", "[a", "a{2", "*a", "a{3,2}", "\\", "\\1", "[z-a]", "\\p{Nope}", "(?<a"}) {
    const auto out = regex_matches(pattern, "a");
    INFO(pattern);
    REQUIRE_FALSE(out.ok());
    CHECK(out.error().error_class == "ArgumentError");
    CHECK(out.error().message.find("wrong at character") != std::string::npos);
    CHECK(out.error().message.find("U_") == std::string::npos);  // explained, not numbered
  }
  CHECK_FALSE(regex_matches(std::string(100'000, '('), "a").ok());
}

TEST_CASE("a pattern that chokes on its text ends with an error, the next one works", "[dsl][regex]") {
  const auto out = regex_matches("(a+)+$x", std::string(20'000, 'a'));
  REQUIRE_FALSE(out.ok());
  CHECK(out.error().message.find("too many steps") != std::string::npos);
  CHECK(matches("(a+)+", "aaa"));
  CHECK(matches(".*needle.*", std::string(1'000'000, 'h') + "needle"));
}
