#include "extract/train/fact_reading.hpp"

#include <algorithm>
#include <map>

#include "extract/claims/claims.hpp"
#include "extract/names/listed_names.hpp"
#include "extract/readers/clean.hpp"

namespace skein::extract {

namespace {

Document prepared(const FactText& text, const Models& models, const std::vector<GoldMention>& gold) {
  Document document(text.text);
  document.metadata.id = "unseen";
  clean(document);
  read_dateline(document);
  read(document, models, nullptr, [&](Document& d) { mark_gold_names(d, gold); });
  return document;
}

}  // namespace

FactReading::FactReading(const FactText& text, const Models& models, const RuleSet& rules,
                         const Matcher& matcher, const RelationScorer& scorer, MentionSource mentions)
    : text_(text),
      rules_(rules),
      gold_(mentions == MentionSource::found ? std::vector<GoldMention>()
                                             : gold_mentions(text, scorer.relations())),
      document_(prepared(text, models, gold_)),
      figures_(find_values(document_)),
      syntax_(document_),
      discourse_(document_, syntax_, rules, name_lists_of(models)) {
  if (mentions != MentionSource::found)
    mark_gold_entities(document_, discourse_, gold_, mentions == MentionSource::gold_only);
  rule_findings_ = matcher.find(document_, syntax_, discourse_);
  findings_ = rule_findings_;
  scorer.find(document_, syntax_, discourse_, findings_, rules);
}

// A chief executive, a chair and a leader are employed, as KnowledgeNet understands it.
bool FactReading::says(const Finding& f, const std::string& relation) const {
  const auto said = f.relation;
  const bool implied =
      relation == "EMPLOYED_BY" && (said == "CEO_OF" || said == "CHAIR_OF" || said == "LEADS");
  if (said != relation && !implied) return false;
  const auto stance = stance_of(f, document_, syntax_, discourse_, rules_, figures_);
  return stance.polarity == graph::Polarity::affirmed && stance.modality == graph::Modality::asserted;
}

void FactReading::judge(const std::function<void(const JudgedRelation&)>& use) const {
  for (const auto& p : text_.passages)
    for (const auto& relation : p.relations) {
      JudgedRelation judged{relation, {}, 0, {}};
      for (const auto& f : text_.facts)
        if (f.relation == relation && f.subject.begin >= p.span.begin && f.subject.end <= p.span.end)
          judged.missed.push_back(f);
      std::map<std::pair<Span, Span>, const Finding*> found;
      const auto add = [&](Span s, Span o, const Finding& f) {
        const auto [it, fresh] = found.emplace(std::pair{s, o}, &f);
        if (!fresh && f.confidence > it->second->confidence) it->second = &f;
      };
      const auto within = [&](Span s) { return s.begin >= p.span.begin && s.begin < p.span.end; };
      for (const auto& f : findings_) {
        if (!says(f, relation)) continue;
        const auto s = document_.mentions[f.subject.mention].span,
                   o = document_.mentions[f.object.mention].span;
        if (!within(s) || !within(o)) continue;
        add(s, o, f);
        if (relation == "SPOUSE") add(o, s, f);
      }
      for (const auto& [ends, f] : found) {
        const auto hit = std::find_if(judged.missed.begin(), judged.missed.end(), [&](const MarkedFact& m) {
          return overlap(m.subject, ends.first) && overlap(m.object, ends.second);
        });
        judged.found.push_back({f, ends.first, ends.second, hit != judged.missed.end(), {}});
        if (hit == judged.missed.end()) continue;
        ++judged.right;
        judged.found.back().fact = std::move(*hit);
        judged.missed.erase(hit);
      }
      use(judged);
    }
}

}  // namespace skein::extract
