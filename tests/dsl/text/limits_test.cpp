// Long, deep and broken texts: answered quickly and without running out of stack.
#include <chrono>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "dsl/bind.hpp"
#include "dsl/parse.hpp"
#include "dsl/print.hpp"

namespace skein::dsl {
namespace {

std::string repeat(const std::string& part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

double seconds_to_parse(const std::string& text, bool* ok = nullptr) {
  const auto start = std::chrono::steady_clock::now();
  const auto result = parse(text);
  if (ok != nullptr) *ok = result.ok();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("forty levels of anything parse in no time", "[dsl][parse]") {
  const std::pair<const char*, const char*> shells[] = {
      {"[", "]"},
      {"(", ")"},
      {"{a: ", "}"},
      {"({a: ", "})"},
      {"f(", ")"},
      {"[x IN ", " WHERE true | x]"},
      {"[(a)-->(b {c: ", "}) | 1]"},
      {"any(x IN ", " WHERE true)"},
      {"CASE WHEN ", " THEN 1 END"},
      {"n {a: ", "}"},
      {"EXISTS { MATCH (n) WHERE ", " }"},
      {"reduce(a = ", ", x IN y | a)"},
      {"(a {b: ", "})-->()"},
      {"-(NOT ", ")"},
  };
  for (const auto& [open, close] : shells) {
    const std::string text = "RETURN " + repeat(open, 40) + "1" + repeat(close, 40);
    INFO(text);
    bool ok = false;
    CHECK(seconds_to_parse(text, &ok) < 0.5);
    CHECK(ok);
  }
}

TEST_CASE("ten thousand elements parse in no time", "[dsl][parse]") {
  std::string list = "RETURN [0";
  std::string condition = "MATCH (n) WHERE n.x = 0";
  for (int i = 1; i < 10'000; ++i) {
    list += ", " + std::to_string(i);
    condition += " OR n.x = " + std::to_string(i);
  }
  bool ok = false;
  CHECK(seconds_to_parse(list + "]", &ok) < 1);
  CHECK(ok);
  CHECK(seconds_to_parse(condition + " RETURN n", &ok) < 2);
  CHECK(ok);
}

TEST_CASE("absurd depth is refused, not survived by luck", "[dsl][parse]") {
  const char* const openings[] = {"(",      "[",
                                  "{a: ",   "NOT ",
                                  "- ",     "CASE WHEN ",
                                  "f(",     "EXISTS { MATCH (n) WHERE ",
                                  "[x IN ", "(a)-->(b {c: "};
  for (const char* opening : openings) {
    const std::string text = "RETURN " + repeat(opening, 1'000'000 / std::string(opening).size());
    INFO(opening);
    bool ok = true;
    CHECK(seconds_to_parse(text, &ok) < 5);
    CHECK_FALSE(ok);
  }
  const std::string tails[] = {"RETURN 1" + repeat(" + 1", 100'000),
                               "RETURN n" + repeat(".a", 100'000),
                               "RETURN n" + repeat("[0]", 100'000),
                               "MATCH (:" + repeat("!", 100'000) + "A) RETURN 1",
                               repeat("CALL { ", 100'000),
                               "MATCH " + repeat("(", 100'000),
                               repeat("FOREACH (x IN [1] | ", 100'000)};
  for (const std::string& text : tails) {
    INFO(text.substr(0, 40));
    bool ok = true;
    CHECK(seconds_to_parse(text, &ok) < 5);
    CHECK_FALSE(ok);
  }
}

TEST_CASE("a sum of four hundred terms is no absurd depth", "[dsl][parse]") {
  auto statement = parse("RETURN 1" + repeat(" + 1", 400));
  REQUIRE(statement.ok());
  CHECK(print(*statement).size() > 1600);
  CHECK(bind(std::move(*statement), ProcedureRegistry()).ok());
}

TEST_CASE("damaged statements end in an error with a place in the text", "[dsl][parse]") {
  const std::string whole =
      "MATCH (a:A {x: 'y'})-[r:R*1..2]->(b) WHERE a.x IN [1, 2] AND EXISTS { (a)-->(c) } WITH a, count(*) AS "
      "n "
      "RETURN [x IN n | x {.y, z: $p}] ORDER BY CASE WHEN n > 1 THEN 0x1F ELSE -2.5e3 END LIMIT 3";
  REQUIRE(parse(whole).ok());
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (int edit = 0; edit < 1 + round % 3; ++edit) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, 1 + random() % 5);
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(random() % 256));
          break;
        default:
          text[at] = whole[random() % whole.size()];
      }
      if (text.empty()) text = "x";
    }
    const auto result = parse(text);
    if (result) continue;
    CHECK(result.error().error_class == "SyntaxError");
    CHECK(result.error().phase == "compile time");
    CHECK(result.error().begin <= text.size());
    CHECK(result.error().end <= text.size());
    CHECK(result.error().begin <= result.error().end);
    CHECK_FALSE(result.error().message.empty());
  }
}

}  // namespace skein::dsl
