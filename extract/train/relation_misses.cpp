#include "extract/train/relation_misses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "extract/claims/claims.hpp"
#include "extract/claims/relation_scorer.hpp"
#include "extract/pipeline.hpp"
#include "extract/readers/clean.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/lines.hpp"
#include "extract/train/fact_data.hpp"
#include "extract/train/fact_reading.hpp"
#include "extract/train/train.hpp"
#include "extract/values/values.hpp"

namespace skein::extract {

namespace {

struct Tally {
  std::size_t stated = 0, found = 0, right = 0;
  std::map<std::string, std::size_t> lost;  // by the stage that lost it
};

// A text on its way through all stages, and what became of its facts.
class Loss {
 public:
  Loss(const FactText& text, const Models& models, const RuleSet& rules, const Matcher& matcher,
       const RelationScorer& scorer)
      : models_(models), scorer_(scorer), reading_(text, models, rules, matcher, scorer) {}

  void count(std::map<std::string, Tally>& tallies, const std::function<void(std::string_view)>& tell) {
    reading_.judge([&](const JudgedRelation& judged) {
      auto& tally = tallies[judged.relation];
      tally.stated += judged.right + judged.missed.size();
      tally.found += judged.found.size();
      tally.right += judged.right;
      for (const auto& f : judged.found)
        if (!f.right)
          tell(line("WRONG", judged.relation, f.subject, f.object,
                    fmt::format("{} {:.2f}", f.finding->source, f.finding->confidence)));
      for (const auto& f : judged.missed) {
        const auto why = lost(f);
        ++tally.lost[why];
        tell(line("MISSED", judged.relation, f.subject, f.object, why));
      }
    });
  }

 private:
  [[nodiscard]] std::string line(std::string_view what, const std::string& relation, Span subject,
                                 Span object, const std::string& why) const {
    std::string sentence;
    for (const auto& s : reading_.document().sentences)
      if (overlap(s.span, subject) || overlap(s.span, object))
        sentence += fold_spaces(reading_.document().slice(s.span)) + " | ";
    return fmt::format("{}\t{}\t{}\t[{}] [{}]\t{}", what, relation, why, reading_.document().slice(subject),
                       reading_.document().slice(object), sentence);
  }

  [[nodiscard]] std::vector<std::uint32_t> mentions_at(Span s) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t m = 0; m < reading_.document().mentions.size(); ++m)
      if (overlap(reading_.document().mentions[m].span, s)) out.push_back(m);
    return out;
  }

  [[nodiscard]] std::string end_lost(std::string_view which, Span s, std::uint32_t types) const {
    const auto text = reading_.document().slice(s);
    const bool name = std::any_of(text.begin(), text.end(),
                                  [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }) &&
                      !text.starts_with("The ") && !text.starts_with("the ") && text != "He" &&
                      text != "She" && text != "It" && text != "They" && text != "His" && text != "Her" &&
                      text != "Its" && text != "Their" && text != "I" && text != "We" && text != "My" &&
                      text != "Our";
    const auto kind = name                                       ? "name"
                      : text.find(' ') == std::string_view::npos ? "pronoun or noun"
                                                                 : "description";
    const auto at = mentions_at(s);
    if (at.empty()) return fmt::format("{} {}: no mention", which, kind);
    bool clustered = false;
    for (const auto m : at) {
      const auto& mention = reading_.document().mentions[m];
      if (mention.kind == MentionKind::value && (types >> static_cast<unsigned>(mention.type) & 1) != 0)
        return {};
      if (mention.kind == MentionKind::value) {
        clustered = true;
        continue;
      }
      if (mention.cluster == no_cluster && mention.type != EntityType::demonym) continue;
      clustered = true;
      const auto type = mention.type == EntityType::demonym
                            ? mention.type
                            : reading_.discourse().drafts()[mention.cluster].type;
      if ((types >> static_cast<unsigned>(type) & 1) != 0) return {};
    }
    return fmt::format("{} {}: {}", which, kind, clustered ? "type" : "no entity");
  }

  // Where was the fact lost?
  [[nodiscard]] std::string lost(const MarkedFact& fact) {
    const auto relations = scorer_.relations();
    const auto r = std::find_if(relations.begin(), relations.end(),
                                [&](const LearnedRelation& l) { return l.relation() == fact.relation; });
    if (r == relations.end()) return "relation unknown";
    if (const auto why = end_lost("subject", fact.subject, r->subject_types); !why.empty()) return why;
    if (const auto why = end_lost("object", fact.object, r->object_types); !why.empty()) return why;
    for (const auto& f : reading_.findings())
      if (f.relation == fact.relation &&
          overlap(reading_.document().mentions[f.subject.mention].span, fact.subject) &&
          overlap(reading_.document().mentions[f.object.mention].span, fact.object))
        return "found, not asserted or counted for another";
    const auto by_sentence = mentions_by_sentence(reading_.document());
    const auto& rule_findings = reading_.rule_findings();
    std::string why = "ends in two sentences";
    for (std::size_t i = 0; i < reading_.document().sentences.size(); ++i) {
      const auto& sentence = reading_.document().sentences[i];
      const auto ends = pair_ends(reading_.document(), reading_.discourse(), sentence, by_sentence[i]);
      const auto at = [&](Span s, const PairEnd& e) {
        return overlap(reading_.document().mentions[e.party.mention].span, s);
      };
      const auto has = [&](Span s) {
        return std::any_of(ends.begin(), ends.end(), [&](const PairEnd& e) { return at(s, e); });
      };
      if (!overlap(sentence.span, fact.subject) || !overlap(sentence.span, fact.object)) continue;
      if (!has(fact.subject) || !has(fact.object)) return "end covered by another";
      why = "no pair (same entity, too far)";
      const PairReader reader(reading_.document(), reading_.syntax(), reading_.discourse(), sentence, ends,
                              rule_findings, scorer_.telling_words(), lexicon_of(models_));
      for (const auto& group : scorer_.groups(ends, reader)) {
        if (relations[group.label].relation() != fact.relation) continue;
        for (const auto& [s, o, score] : group.pairs) {
          const bool there = at(fact.subject, ends[s]) && at(fact.object, ends[o]);
          const bool turned = r->symmetric != 0 && at(fact.subject, ends[o]) && at(fact.object, ends[s]);
          if (!there && !turned) continue;
          const auto p = r->probability(group.best.score, score);
          const bool told = is_told(group, reader);
          if (group.best.score < r->threshold)
            return fmt::format("scored {}{}",
                               p < 0.1   ? "below .1"
                               : p < 0.3 ? ".1 to .3"
                               : p < 0.5 ? ".3 to .5"
                                         : "above .5",
                               told ? "" : ", no word");
          return told ? "other mentions likelier" : "no word for it";
        }
      }
    }
    return why;
  }

  const Models& models_;
  const RelationScorer& scorer_;
  FactReading reading_;
};

}  // namespace

std::filesystem::path relation_part_file(const std::filesystem::path& models, std::uint32_t part) {
  return models / fmt::format("relations-{}.bin", part);
}

Result<std::string> relation_misses(const std::filesystem::path& data, const std::filesystem::path& models,
                                    const std::function<void(std::string_view)>& tell) {
  SKEIN_ASSIGN(const auto read_models, Models::load(models));
  SKEIN_ASSIGN(const auto rules, RuleSet::load({default_rule_directory()}));
  const Matcher matcher(rules);
  std::vector<RelationScorer> scorers;
  for (std::uint32_t part = 0; part < relation_parts; ++part) {
    SKEIN_ASSIGN(auto scorer, RelationScorer::open(relation_part_file(models, part), rules, read_models));
    scorers.push_back(std::move(scorer));
  }
  std::map<std::string, Tally> tallies;
  std::size_t number = 0;
  for (const char* fold : {"fold1.jsonl", "fold2.jsonl"}) {
    SKEIN_ASSIGN(const auto texts, read_knowledge_net_facts(data / "knowledge-net" / fold));
    for (const auto& text : texts) {
      const auto& scorer = scorers[number++ % relation_parts];
      Loss(text, read_models, rules, matcher, scorer).count(tallies, tell);
    }
  }
  Tally all;
  std::string table = "KnowledgeNet folds 1 and 2, each text by a model that never saw it:\n";
  const auto row = [&](const std::string& name, const Tally& t) {
    const auto share = [](std::size_t a, std::size_t b) { return b == 0 ? 0.0 : double(a) / double(b); };
    table += fmt::format("  {:24} precision {:.3f} recall {:.3f} F1 {:.3f} ({} stated)\n", name,
                         share(t.right, t.found), share(t.right, t.stated),
                         share(2 * t.right, t.found + t.stated), t.stated);
  };
  for (const auto& [name, t] : tallies) {
    row(name, t);
    all.stated += t.stated;
    all.found += t.found;
    all.right += t.right;
    for (const auto& [why, n] : t.lost) all.lost[why] += n;
  }
  row("all", all);
  for (const auto& [why, n] : all.lost) table += fmt::format("  {:5} {}\n", n, why);
  return table;
}

}  // namespace skein::extract
