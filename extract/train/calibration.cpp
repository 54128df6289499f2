#include "extract/train/calibration.hpp"

#include <algorithm>
#include <cmath>

#include "extract/rules/matcher.hpp"
#include "extract/train/fact_reading.hpp"
#include "extract/train/logistic_fit.hpp"

namespace skein::extract {

namespace {

// A relation's own intercept stays near the one that all share unless some dozens of findings move it.
constexpr double own_intercept_precision = 4;
constexpr double slope_precision = 4;

struct Judgement {
  std::size_t relation;
  double log_odds;
  double said;  // log-odds of the rule's confidence
  bool by_rule;
  bool right;
};

double log_odds_of(double p) {
  constexpr double surest = 0.99;
  p = std::clamp(p, 1 - surest, surest);
  return std::log(p / (1 - p));
}

std::int32_t stored(double x) { return static_cast<std::int32_t>(std::nearbyint(x * (1 << 20))); }

// Parameters that all relations share, then an intercept for each.
std::vector<double> fit(const std::vector<Judgement>& judgements, bool by_rule, std::size_t relations) {
  std::vector<LogisticExample> examples;
  for (const auto& j : judgements) {
    if (j.by_rule != by_rule) continue;
    LogisticExample e;
    e.x = {1, j.log_odds, by_rule ? j.said : 0};
    e.x.resize(3 + relations);
    e.x[3 + j.relation] = 1;
    e.right = j.right;
    examples.push_back(std::move(e));
  }
  std::vector<Prior> priors = {{0, 0.01}, {by_rule ? 0.5 : 1, slope_precision}, {0.5, slope_precision}};
  priors.resize(3 + relations, {0, own_intercept_precision});
  return fit_logistic(examples, priors);
}

}  // namespace

std::vector<Calibration> fit_calibrations(
    const std::vector<FactText>& texts, const Models& models, const RuleSet& rules,
    const std::function<const RelationScorer&(std::size_t)>& scorer_of) {
  const Matcher matcher(rules);
  std::vector<Judgement> judgements;
  const auto relations = scorer_of(0).relations();
  for (std::size_t n = 0; n < texts.size(); ++n) {
    const FactReading reading(texts[n], models, rules, matcher, scorer_of(n));
    reading.judge([&](const JudgedRelation& judged) {
      for (const auto& f : judged.found) {
        const auto& finding = *f.finding;
        const auto r = std::find_if(relations.begin(), relations.end(), [&](const LearnedRelation& l) {
          return l.relation() == judged.relation;
        });
        if (r == relations.end() || finding.relation != judged.relation || !finding.log_odds) continue;
        const bool by_rule = finding.rule != nullptr;
        const double said = by_rule ? finding.said_by_rule() : 0.5;
        judgements.push_back({static_cast<std::size_t>(r - relations.begin()), *finding.log_odds,
                              log_odds_of(said), by_rule, f.right});
      }
    });
  }
  const auto model = fit(judgements, false, relations.size());
  const auto rule = fit(judgements, true, relations.size());
  std::vector<Calibration> out;
  for (std::size_t r = 0; r < relations.size(); ++r)
    out.push_back({.slope = stored(model[1]),
                   .intercept = stored(model[0] + model[3 + r]),
                   .rule_slope = stored(rule[1]),
                   .said_slope = stored(rule[2]),
                   .rule_intercept = stored(rule[0] + rule[3 + r])});
  return out;
}

}  // namespace skein::extract
