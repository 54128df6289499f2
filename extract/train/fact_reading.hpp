// A text with marked facts, read as `skein build` reads it, by given models, and its findings held against
// the facts: for tables of what is lost and for how sure findings may be.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "extract/claims/relation_scorer.hpp"
#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/pipeline.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/syntax/syntax.hpp"
#include "extract/train/fact_data.hpp"
#include "extract/train/gold_mentions.hpp"
#include "extract/values/values.hpp"

namespace skein::extract {

// A pair of spans for which a finding says a relation.
struct JudgedFinding {
  const Finding* finding;
  Span subject, object;  // bytes
  bool right;
  MarkedFact fact;  // the one that it finds, where it is right
};

// A passage that was searched for a relation.
struct JudgedRelation {
  const std::string& relation;
  std::vector<JudgedFinding> found;  // of several findings for the same spans the surest
  std::size_t right = 0;
  std::vector<MarkedFact> missed;
};

// What the ends of findings may be: the mentions that the models find; besides, and where both stand, the
// ends of the text's facts with their entities; or these ends (and dates) alone.
enum class MentionSource : std::uint8_t { found, gold_too, gold_only };

class FactReading {
 public:
  // All must outlive it.
  FactReading(const FactText& text, const Models& models, const RuleSet& rules, const Matcher& matcher,
              const RelationScorer& scorer, MentionSource mentions = MentionSource::found);
  FactReading(const FactReading&) = delete;
  FactReading& operator=(const FactReading&) = delete;

  // Passage by passage and relation by relation; a fact counts as found when both ends overlap.
  void judge(const std::function<void(const JudgedRelation&)>& use) const;

  [[nodiscard]] Document& document() { return document_; }
  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] const Syntax& syntax() const { return syntax_; }
  [[nodiscard]] Discourse& discourse() { return discourse_; }
  [[nodiscard]] const Discourse& discourse() const { return discourse_; }
  [[nodiscard]] const std::vector<Finding>& rule_findings() const { return rule_findings_; }
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

 private:
  [[nodiscard]] bool says(const Finding& f, const std::string& relation) const;

  const FactText& text_;
  const RuleSet& rules_;
  std::vector<GoldMention> gold_;  // none unless asked for
  Document document_;
  std::vector<Figure> figures_;
  Syntax syntax_;
  Discourse discourse_;
  std::vector<Finding> rule_findings_, findings_;
};

[[nodiscard]] inline bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

}  // namespace skein::extract
