#include "extract/claims/relation_scorer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace skein::extract {

namespace {

constexpr std::size_t longest_reach = 24;        // ends between two that are looked at together
constexpr std::string_view learned = "learned";  // what a claim gives as its rule
// Other mentions of the same two entities in a sentence are evidence, too, when they are this likely.
constexpr double least_beside_best = 0.5, least_beside_rule = 0.3;

// What an end is for a group: its entity; of a figure the mention itself.
std::uint64_t identity(const PairEnd& end) {
  return end.party.entity != no_cluster ? end.party.entity : (std::uint64_t{1} << 32) + end.party.mention;
}

// Rounded, so that it does not depend on the last bits of a machine's exp().
double logistic(double x) { return std::round(1e4 / (1 + std::exp(-x))) / 1e4; }

}  // namespace

double LearnedRelation::log_odds(std::int32_t best, std::int32_t own) const {
  return (static_cast<double>(slope) * best + static_cast<double>(own_slope) * own + intercept) / (1 << 20);
}

double LearnedRelation::probability(std::int32_t best, std::int32_t own) const {
  return logistic(log_odds(best, own));
}

double Calibration::of_model(double log_odds) const {
  return logistic((slope * log_odds + intercept) / (1 << 20));
}

double Calibration::of_rule(double log_odds, double said) const {
  constexpr double surest = 0.99;
  const double p = std::clamp(said, 1 - surest, surest);
  return logistic((rule_slope * log_odds + said_slope * std::log(p / (1 - p)) + rule_intercept) / (1 << 20));
}

std::vector<PairGroup> group_pairs(const std::vector<PairEnd>& ends, const PairReader& reader,
                                   std::span<const LearnedRelation> relations, const PairScore& score) {
  std::map<std::tuple<std::uint32_t, std::uint64_t, std::uint64_t>, PairGroup> groups;
  std::array<std::int32_t, most_learned_relations> sums;
  for (std::size_t s = 0; s < ends.size(); ++s)
    for (std::size_t o = 0; o < ends.size(); ++o) {
      if (s == o || (s < o ? o - s : s - o) > longest_reach || ends[s].party.entity == no_cluster ||
          identity(ends[s]) == identity(ends[o]))
        continue;
      const auto fits = [&](const LearnedRelation& r) {
        return r.fits(ends[s].type, ends[o].type) && (r.symmetric == 0 || s < o);
      };
      if (std::none_of(relations.begin(), relations.end(), fits)) continue;
      for (std::size_t r = 0; r < relations.size(); ++r) sums[r] = relations[r].bias;
      score(reader, s, o, sums.data());
      for (std::uint32_t r = 0; r < relations.size(); ++r) {
        if (!fits(relations[r])) continue;
        auto a = identity(ends[s]), b = identity(ends[o]);
        if (relations[r].symmetric != 0 && b < a) std::swap(a, b);
        auto [it, fresh] = groups.try_emplace({r, a, b});
        auto& group = it->second;
        group.label = r;
        group.pairs.push_back({s, o, sums[r]});
        if (fresh || sums[r] > group.best.score) group.best = group.pairs.back();
      }
    }
  std::vector<PairGroup> out;
  for (auto& [key, group] : groups) out.push_back(std::move(group));
  return out;
}

bool is_told(const PairGroup& group, const PairReader& reader) {
  const auto bit = TellingWords::Relations{1} << group.label;
  return std::any_of(group.pairs.begin(), group.pairs.end(), [&](const auto& pair) {
    return (reader.told(pair.subject, pair.object) & reader.named(pair.object) & bit) != 0;
  });
}

Result<RelationScorer> RelationScorer::open(const std::filesystem::path& path, const RuleSet& rules,
                                            const Models& models) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "relations"));
  RelationScorer scorer(std::move(file), lexicon_of(models));
  SKEIN_ASSIGN(scorer.relations_, scorer.file_.section<LearnedRelation>("relations"));
  const auto damaged = [&](const char* what) {
    return Error{.code = ErrorCode::corruption, .message = "model file " + path.string() + ": " + what};
  };
  SKEIN_ASSIGN(scorer.calibrations_, scorer.file_.section<Calibration>("calibration"));
  if (scorer.calibrations_.size() != scorer.relations_.size())
    return damaged("its calibrations are not one for each relation");
  if (scorer.relations_.size() > most_learned_relations) return damaged("too many relations");
  for (const auto& r : scorer.relations_)
    if (r.name[sizeof r.name - 1] != 0) return damaged("a relation's name does not end");
  SKEIN_ASSIGN(scorer.weights_,
               SparseWeights::open(scorer.file_, "w", static_cast<std::uint32_t>(scorer.relations_.size())));
  std::vector<std::string> names;
  for (const auto& r : scorer.relations_) names.emplace_back(r.relation());
  scorer.telling_.emplace(rules, names);
  return scorer;
}

std::vector<PairGroup> RelationScorer::groups(const std::vector<PairEnd>& ends,
                                              const PairReader& reader) const {
  std::vector<Feature> features;
  return group_pairs(ends, reader, relations_,
                     [&](const PairReader& r, std::size_t s, std::size_t o, std::int32_t* sums) {
                       r.read(s, o, features);
                       for (const auto f : features) weights_.prefetch(f);
                       for (const auto f : features) weights_.add(f, sums);
                     });
}

// A life and an enterprise have one beginning and one end, and a day is one of them: is another date
// likelier, or does this date more likely say something else?
bool RelationScorer::outdone(const PairGroup& group, const std::vector<PairGroup>& all,
                             const std::vector<PairEnd>& ends) const {
  if (ends[group.best.object].type != EntityType::date) return false;
  const auto probability = [&](const PairGroup& g) {
    return relations_[g.label].probability(g.best.score, g.best.score);
  };
  return std::any_of(all.begin(), all.end(), [&](const PairGroup& other) {
    if (&other == &group || ends[other.best.object].type != EntityType::date ||
        ends[other.best.subject].party.entity != ends[group.best.subject].party.entity)
      return false;
    const bool same_day = ends[other.best.object].party.mention == ends[group.best.object].party.mention;
    return (same_day || other.label == group.label) && probability(other) > probability(group);
  });
}

// Says how sure a rule's finding is; `more`, if any, gets the same by other mentions of the two in the
// sentence.
void RelationScorer::join_rule(const PairGroup& group, const std::vector<PairEnd>& ends, Finding& finding,
                               std::vector<Finding>* more) const {
  const auto& relation = relations_[group.label];
  const auto judge = [&](Finding& f, const PairGroup::Pair& pair, double said) {
    f.log_odds = relation.log_odds(group.best.score, pair.score);
    f.confidence = calibrations_[group.label].of_rule(*f.log_odds, said);
  };
  const double said = finding.confidence;
  const auto is_own = [&](const PairGroup::Pair& pair) {
    return ends[pair.subject].party.mention == finding.subject.mention &&
           ends[pair.object].party.mention == finding.object.mention;
  };
  const auto own = std::find_if(group.pairs.begin(), group.pairs.end(), is_own);
  judge(finding, own == group.pairs.end() ? group.best : *own, said);
  if (more == nullptr) return;
  for (const auto& pair : group.pairs) {
    if (is_own(pair) || relation.probability(group.best.score, pair.score) < least_beside_rule) continue;
    auto again = finding;
    again.subject = ends[pair.subject].party;
    again.object = ends[pair.object].party;
    judge(again, pair, said);
    more->push_back(std::move(again));
  }
}

void RelationScorer::find(const Document& document, const Syntax& syntax, Discourse& discourse,
                          std::vector<Finding>& findings, const RuleSet& rules) const {
  const auto mentions = mentions_by_sentence(document);
  std::vector<Finding> more;
  for (std::size_t i = 0; i < document.sentences.size(); ++i) {
    const auto& sentence = document.sentences[i];
    const auto ends = pair_ends(document, discourse, sentence, mentions[i]);
    if (ends.size() < 2) continue;
    const PairReader reader(document, syntax, discourse, sentence, ends, findings, *telling_, *lexicon_);
    const auto all = groups(ends, reader);
    for (const auto& group : all) {
      const auto& relation = relations_[group.label];
      const auto probability = [&](const PairGroup::Pair& p) {
        return relation.probability(group.best.score, p.score);
      };
      const auto log_odds = [&](const PairGroup::Pair& p) {
        return relation.log_odds(group.best.score, p.score);
      };
      bool by_rule = false;
      for (auto& f : findings) {
        if (document.tokens[f.trigger].sentence != i) continue;
        // What a rule's finding implies ("chief executive": employed) is not said twice.
        const bool implied = rules.implies(std::string(f.relation), std::string(relation.relation()));
        if (f.relation != relation.relation() && !implied) continue;
        const auto& [s, o, score] = group.pairs.front();
        const auto is = [&](const Party& p, const PairEnd& e) {
          return p.entity != no_cluster ? p.entity == e.party.entity : p.mention == e.party.mention;
        };
        if (!(is(f.subject, ends[s]) && is(f.object, ends[o])) &&
            !(relation.symmetric != 0 && is(f.subject, ends[o]) && is(f.object, ends[s])))
          continue;
        const bool first = !by_rule;
        by_rule = true;
        if (!implied) join_rule(group, ends, f, first ? &more : nullptr);
      }
      if (by_rule || group.best.score < relation.threshold || !is_told(group, reader) ||
          outdone(group, all, ends))
        continue;
      const auto trigger = reader.trigger(group.best.subject, group.best.object);
      for (const auto& pair : group.pairs) {
        const auto& s = ends[pair.subject];
        const auto& o = ends[pair.object];
        if (pair.score < group.best.score && probability(pair) < least_beside_best) continue;
        more.push_back(
            {.relation = relation.relation(),
             .source = learned,
             .rule = nullptr,
             .subject = s.party,
             .object = o.party,
             .trigger = trigger,
             .words = {std::min(s.tokens.first, o.tokens.first), std::max(s.tokens.last, o.tokens.last)},
             .confidence = calibrations_[group.label].of_model(log_odds(pair)),
             .log_odds = log_odds(pair)});
      }
    }
  }
  findings.insert(findings.end(), more.begin(), more.end());
}

}  // namespace skein::extract
