// Runs rules over a document: every place where a pattern of a rule holds is a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/syntax.hpp"

namespace skein::extract {

struct Finding {
  std::string_view relation;   // "CEO_OF"
  std::string_view source;     // the name of the rule, or "learned"; both live as long as rules and models
  const Rule* rule = nullptr;  // none where a model found it
  Party subject, object;
  std::uint32_t trigger =
      no_token;      // the word that carries the claim: its tense, negation and modality count
  TokenRange words;  // from the first to the last token that the pattern looked at
  double confidence = 1;
  std::optional<double> log_odds = {};  // of the sentence stating it, by a model that has the relation
  graph::Polarity polarity = graph::Polarity::affirmed;  // what found it says at least
  graph::Modality modality = graph::Modality::asserted;

  // How sure its rule is of it, whatever a model thinks. There must be a rule.
  [[nodiscard]] double said_by_rule() const {
    return rule->confidence * static_cast<double>(subject.certainty) * static_cast<double>(object.certainty);
  }
};

// Rules, indexed by the words they start from. Immutable; the rule set must outlive it.
class Matcher {
 public:
  explicit Matcher(const RuleSet& rules);
  // In the order of the text, at most one finding for the same rule and ends in a sentence.
  [[nodiscard]] std::vector<Finding> find(const Document& document, const Syntax& syntax,
                                          Discourse& discourse) const;

 private:
  struct Pattern {
    const Rule* rule;
    const ArcNode* arcs;  // one of these three
    const std::vector<WordItem>* words;
    const RolePattern* role;
  };
  using Index = std::vector<std::vector<std::uint32_t>>;  // patterns by the number of a word
  // Under each word of the test; anywhere without one.
  void index(const Pattern& pattern, const TokenTest* test, Index& by);

  const RuleSet& rules_;
  Index by_word_;      // patterns by the word they start from
  Index by_sentence_;  // patterns that start from anything, by a word that the sentence must have
  std::vector<std::uint32_t> anywhere_;
  std::vector<Pattern> patterns_;
};

}  // namespace skein::extract
