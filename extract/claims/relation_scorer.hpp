// Relations that were learned from examples: a linear model looks at every two mentions of a sentence whose
// types fit and says how likely the sentence states each relation of them. The second source of findings
// beside the rules.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/claims/mention_pairs.hpp"
#include "extract/model/model_file.hpp"
#include "extract/model/weights.hpp"
#include "extract/pipeline.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract {

// One relation of the model, as it is stored in the file.
struct LearnedRelation {
  char name[24] = {};               // "BORN_IN", zero-padded
  std::uint32_t subject_types = 0;  // bit t: EntityType t
  std::uint32_t object_types = 0;
  std::uint32_t symmetric = 0;  // 1: asked once for two mentions, the first one as its subject
  std::int32_t bias = 0;
  std::int32_t threshold = 0;  // a score below it is no finding
  // Two mentions with a score of `own` that stand for the same entities as those with the score `best` state
  // the relation with the probability 1 / (1 + exp(-(slope * best + own_slope * own + intercept) / 2^20)).
  std::int32_t slope = 0;
  std::int32_t own_slope = 0;
  std::int32_t intercept = 0;

  [[nodiscard]] std::string_view relation() const { return name; }
  [[nodiscard]] bool fits(EntityType subject, EntityType object) const {
    return (subject_types >> static_cast<unsigned>(subject) & 1) != 0 &&
           (object_types >> static_cast<unsigned>(object) & 1) != 0;
  }
  [[nodiscard]] double log_odds(std::int32_t best, std::int32_t own) const;
  [[nodiscard]] double probability(std::int32_t best, std::int32_t own) const;
};

// How likely a finding is right, by what the model and a rule say of it; one per relation. Fitted on findings
// in texts that the model had not seen.
struct Calibration {
  // In 2^-20. The log-odds of a finding of the model alone: slope * x + intercept, where x are the model's
  // own; of a rule's finding: rule_slope * x + said_slope * those of the rule's confidence + rule_intercept.
  std::int32_t slope = 1 << 20;
  std::int32_t intercept = 0;
  std::int32_t rule_slope = 0;
  std::int32_t said_slope = 1 << 20;
  std::int32_t rule_intercept = 0;

  [[nodiscard]] double of_model(double log_odds) const;
  // `said`: the confidence that the rule gives its finding.
  [[nodiscard]] double of_rule(double log_odds, double said) const;
};

// The two ends of a relation in a sentence, by what they stand for; every pair of mentions that says so.
struct PairGroup {
  struct Pair {
    std::size_t subject = 0, object = 0;  // indexes of ends
    std::int32_t score = 0;
  };
  std::uint32_t label = 0;  // which relation
  Pair best;
  std::vector<Pair> pairs;
};

// Scores an ordered pair: adds to one sum per relation.
using PairScore =
    std::function<void(const PairReader&, std::size_t subject, std::size_t object, std::int32_t* sums)>;

// All pairs of a sentence that fit some relation, grouped by relation and entities, each group with its best
// score.
std::vector<PairGroup> group_pairs(const std::vector<PairEnd>& ends, const PairReader& reader,
                                   std::span<const LearnedRelation> relations, const PairScore& score);

// Does one of the group's pairs have the words that its relation needs? See RuleSet::told_by() and
// named_by().
bool is_told(const PairGroup& group, const PairReader& reader);

class RelationScorer {
 public:
  // The models must outlive it.
  static Result<RelationScorer> open(const std::filesystem::path& path, const RuleSet& rules,
                                     const Models& models);

  // Adds what the model finds to what the rules found. A relation that a rule found in the same sentence
  // between the same two stays the rule's; how sure it is, both decide.
  void find(const Document& document, const Syntax& syntax, Discourse& discourse,
            std::vector<Finding>& findings, const RuleSet& rules) const;

  // All pairs of a sentence with their scores, whether they are findings or not.
  [[nodiscard]] std::vector<PairGroup> groups(const std::vector<PairEnd>& ends,
                                              const PairReader& reader) const;
  [[nodiscard]] std::span<const LearnedRelation> relations() const { return relations_; }
  [[nodiscard]] const TellingWords& telling_words() const { return *telling_; }

 private:
  RelationScorer(ModelFile file, const Lexicon& lexicon) : file_(std::move(file)), lexicon_(&lexicon) {}

  void join_rule(const PairGroup& group, const std::vector<PairEnd>& ends, Finding& finding,
                 std::vector<Finding>* more) const;
  [[nodiscard]] bool outdone(const PairGroup& group, const std::vector<PairGroup>& all,
                             const std::vector<PairEnd>& ends) const;

  ModelFile file_;
  SparseWeights weights_;
  std::span<const LearnedRelation> relations_;
  std::span<const Calibration> calibrations_;  // of the same relations
  const Lexicon* lexicon_;
  std::optional<TellingWords> telling_;
};

inline constexpr std::uint32_t most_learned_relations = 64;

}  // namespace skein::extract
