// Conflicts against a gold of pairs of reports that cannot both be right, and of pairs that only look so.
#include <catch2/catch.hpp>

#include <filesystem>

#include "extract/eval.hpp"
#include "graph/figures.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

std::filesystem::path gold_folder() {
  return std::filesystem::path(SKEIN_TEST_ARTICLES).parent_path() / "gold";
}

}  // namespace

TEST_CASE("what cannot all be right is found, and what only looks so is not", "[conflicts][models]") {
  const auto extractor = Extractor::load({});
  REQUIRE(extractor.ok());
  const auto gold = read_gold_conflicts(gold_folder() / "conflicts.txt");
  REQUIRE(gold.ok());
  EvalScores scores;
  for (const auto& reports : *gold) {
    const auto one = score(reports, *extractor);
    REQUIRE(one.ok());
    scores.add(*one);
  }
  for (const auto& miss : scores.misses) UNSCOPED_INFO("missed: " << miss);
  for (const auto& extra : scores.extras) UNSCOPED_INFO("false alarm: " << extra);
  CHECK(scores.conflicts.gold >= 30);
  CHECK(gold->size() >= scores.conflicts.gold + 30);
  CHECK(scores.conflicts.precision() >= 0.9);
  CHECK(scores.conflicts.recall() >= 0.9);
}

TEST_CASE("a figure is as exact as its digits say", "[conflicts]") {
  const auto half = [](double amount, std::string spelled) {
    return graph::half_digit({amount, std::move(spelled), {}, {}});
  };
  CHECK(half(1.9e9, "$1.9 billion") == Approx(0.05e9));
  CHECK(half(53e9, "$53 billion") == Approx(0.5e9));
  CHECK(half(12000, "12,000 people") == Approx(500));
  CHECK(half(9412, "9,412 people") == Approx(0.5));
  CHECK(half(4, "4%") == Approx(0.5));
  CHECK(half(-2.5, "-2.5%") == Approx(0.05));
}
