// What the trainers use to judge findings: fitted probabilities, and marked mentions in place of found ones.
#include <catch2/catch.hpp>

#include <cmath>

#include "extract/claims/relation_scorer.hpp"
#include "extract/pipeline.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/train/fact_reading.hpp"
#include "extract/train/gold_mentions.hpp"
#include "extract/train/logistic_fit.hpp"

using namespace skein;
using namespace skein::extract;

TEST_CASE("few examples move a fitted probability less than many", "[extract][relations]") {
  const auto fitted = [](std::size_t times) {
    std::vector<LogisticExample> examples;
    for (std::size_t i = 0; i < times; ++i)  // three of four are right
      for (const bool right : {true, true, true, false}) examples.push_back({{1}, right});
    return 1 / (1 + std::exp(-fit_logistic(examples, {{0, 4}}).front()));
  };
  CHECK(fitted(1) > 0.5);
  CHECK(fitted(1) < 0.65);
  CHECK(fitted(1000) == Approx(0.75).margin(0.002));
}

namespace {

Span span_of(const FactText& text, std::string_view words) {
  const auto at = text.text.find(words);
  REQUIRE(at != std::string::npos);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

}  // namespace

TEST_CASE("marked mentions take the place of those found, with the entities that the data give them",
          "[extract][relations][models]") {
  // "the tower" is the company's nickname: no reader of the text alone could know.
  FactText text;
  text.text = "Clara Whitfield founded Quellmont in 1999. The tower is based in Rotterdam.";
  MarkedFact founded{"FOUNDED_BY", span_of(text, "Quellmont"), span_of(text, "Clara Whitfield"), "x/Q1",
                     "x/Q2"};
  MarkedFact seat{"HEADQUARTERED_IN", span_of(text, "The tower"), span_of(text, "Rotterdam"), "y/Q1", ""};
  text.facts = {founded, seat};
  text.passages = {{{0, static_cast<std::uint32_t>(text.text.size())}, {"FOUNDED_BY", "HEADQUARTERED_IN"}}};
  const auto models = Models::load(default_model_directory());
  REQUIRE(models.ok());
  const auto rules = RuleSet::load({default_rule_directory()});
  REQUIRE(rules.ok());
  const auto scorer = RelationScorer::open(default_model_directory() / "relations.bin", *rules, *models);
  REQUIRE(scorer.ok());
  const Matcher matcher(*rules);
  const auto gold = gold_mentions(text, scorer->relations());
  REQUIRE(gold.size() == 4);
  CHECK(gold[1].entity == gold[2].entity);
  CHECK(gold[2].kind == MentionKind::nominal);
  CHECK(gold[3].entity.empty());

  const auto right = [&](MentionSource source) {
    std::size_t sum = 0;
    FactReading(text, *models, *rules, matcher, *scorer, source).judge([&](const JudgedRelation& judged) {
      sum += judged.right;
    });
    return sum;
  };
  CHECK(right(MentionSource::found) == 1);
  CHECK(right(MentionSource::gold_too) == 2);
  CHECK(right(MentionSource::gold_only) == 2);
}
