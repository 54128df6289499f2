#include "extract/claims/claims.hpp"

#include <algorithm>
#include <cstdlib>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

using graph::Modality;
using graph::Polarity;

class Reader {
 public:
  Reader(const Document& document, const Syntax& syntax, const RuleSet& rules)
      : document_(document), syntax_(syntax), rules_(rules) {}

  // Climbs from the trigger through the verbs and nouns that govern it; each may plan, doubt or deny what is
  // below.
  void climb(std::uint32_t token, Stance& stance) const {
    const auto sentence = document_.tokens[token].sentence;
    for (int steps = 0; steps < 6 && token != no_token && document_.tokens[token].sentence == sentence;
         ++steps) {
      look_at(token, stance, steps);
      // A carrier that cancels flights is a carrier all the same.
      if (steps == 0 && syntax_.is_noun(token) &&
          !rules_.list("action_noun").contains(document_.lemma(token)) &&
          !rules_.list("plan_noun").contains(document_.lemma(token)))
        break;
      // "dismissed a report in the paper that Norvik would sell", wherever the parser hangs the clause
      if (const auto report = report_of(token); report != no_token) {
        token = report;
        if (syntax_.relation(token) == Deprel::nsubj && syntax_.head(token) != no_token &&
            rules_.list("untrue_word").contains(document_.lemma(syntax_.head(token))))
          stance.polarity = Polarity::denied;
        if (const auto verb = verb_before(token);
            verb != no_token && rules_.list("denial_verb").contains(document_.lemma(verb)))
          stance.polarity = Polarity::denied;
        break;
      }
      const auto r = syntax_.relation(token);
      const bool governed = r == Deprel::xcomp || r == Deprel::ccomp || r == Deprel::obj ||
                            r == Deprel::conj || r == Deprel::csubj ||
                            (r == Deprel::acl && infinitive(token)) || r == Deprel::nsubj_pass ||
                            (r == Deprel::nmod && !syntax_.is_verb(token)) || r == Deprel::obl ||
                            (r == Deprel::advcl && infinitive(token) && steps == 0);
      if (!governed) break;
      const auto up = syntax_.head(token);
      if (up == no_token || clause_between(token, up)) break;
      if (r == Deprel::advcl) {  // "pays $2 billion to buy": a purpose is a plan
        if (stance.modality == Modality::asserted &&
            !rules_.list("factive_verb").contains(document_.lemma(up)))
          stance.modality = Modality::planned;
        break;
      }
      if (r == Deprel::conj) {
        // The second of two verbs shares the modal of the first, not its complements.
        if (!has_own_auxiliary(token)) auxiliaries(up, stance);
        break;
      }
      if ((r == Deprel::obj || r == Deprel::obl || r == Deprel::nmod || r == Deprel::nsubj_pass) &&
          !governs_nouns(up))
        break;
      token = up;
    }
  }

 private:
  // "…; the bank denies the claim": what a semicolon sets apart governs nothing.
  [[nodiscard]] bool clause_between(std::uint32_t a, std::uint32_t b) const {
    for (auto t = std::min(a, b); t < std::max(a, b); ++t)
      if (document_.form(t) == ";") return true;
    return false;
  }
  [[nodiscard]] bool infinitive(std::uint32_t verb) const {
    for (const auto c : syntax_.children(verb))
      if (syntax_.relation(c) == Deprel::mark && document_.lower(c) == "to") return true;
    return false;
  }
  // The noun for something said, before the "that" of the clause: "a report that Norvik was preparing to
  // sell".
  [[nodiscard]] std::uint32_t report_of(std::uint32_t verb) const {
    constexpr std::uint32_t farthest = 6;
    for (const auto c : syntax_.children(verb)) {
      if (c > verb || document_.lower(c) != "that") continue;
      const auto first = document_.sentences[document_.tokens[c].sentence].tokens.first;
      for (auto t = c; t > first && c - t < farthest; --t) {
        const auto tag = document_.tokens[t - 1].tag;
        if (tag == Upos::verb || document_.form(t - 1) == ",") break;
        if (tag == Upos::noun && rules_.list("report_noun").contains(document_.lemma(t - 1))) return t - 1;
      }
    }
    return no_token;
  }
  [[nodiscard]] std::uint32_t verb_before(std::uint32_t noun) const {
    const auto first = document_.sentences[document_.tokens[noun].sentence].tokens.first;
    for (auto t = noun; t > first && noun - t < 4; --t)
      if (document_.tokens[t - 1].tag == Upos::verb) return t - 1;
    return no_token;
  }
  [[nodiscard]] bool has_own_auxiliary(std::uint32_t verb) const {
    for (const auto c : syntax_.children(verb))
      if (const auto r = syntax_.relation(c); r == Deprel::aux || r == Deprel::aux_pass ||
                                              r == Deprel::nsubj || r == Deprel::nsubj_pass ||
                                              r == Deprel::cop)
        return true;
    return false;
  }
  [[nodiscard]] bool governs_nouns(std::uint32_t token) const {
    const auto lemma = document_.lemma(token);
    return rules_.list("denial_verb").contains(lemma) || rules_.list("plan_noun").contains(lemma) ||
           rules_.list("possibility_noun").contains(lemma) ||
           rules_.list("possibility_verb").contains(lemma) || rules_.list("plan_verb").contains(lemma);
  }

  static void at_least(Modality m, Stance& stance) { stance.modality = std::max(stance.modality, m); }

  // "the bank said it would sell": the plan of somebody who is reported on.
  [[nodiscard]] bool reported(std::uint32_t verb) const {
    const auto up = syntax_.head(verb);
    const auto r = syntax_.relation(verb);
    return up != no_token && (r == Deprel::ccomp || r == Deprel::parataxis) &&
           rules_.list("say_verb").contains(document_.lemma(up));
  }

  void auxiliaries(std::uint32_t token, Stance& stance) const {
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      const auto w = document_.lower(c);
      if (r == Deprel::aux || r == Deprel::aux_pass) {
        if (w == "will" || w == "shall" || w == "'ll" || w == "’ll")
          at_least(Modality::planned, stance);
        else if (w == "would" && reported(token))
          at_least(Modality::planned, stance);
        else if (w == "may" || w == "might" || w == "could" || w == "can" || w == "would" || w == "should")
          at_least(Modality::possible, stance);
      }
      if (w == "not" || w == "n't" || w == "n’t" || w == "never" || w == "no") {
        if (r == Deprel::advmod || r == Deprel::det) stance.polarity = Polarity::denied;
      }
      if (r == Deprel::advmod && rules_.list("doubt_adverb").contains(w))
        at_least(Modality::possible, stance);
      if (r == Deprel::mark && (w == "if" || w == "whether" || w == "unless"))
        at_least(Modality::possible, stance);
    }
  }

  void look_at(std::uint32_t token, Stance& stance, int steps) const {
    auxiliaries(token, stance);
    if (steps == 0) {
      // A bare "to" in a headline: "Norvik to buy …".
      if (syntax_.relation(token) == Deprel::root && infinitive(token)) at_least(Modality::planned, stance);
      if (token > 0 && document_.lower(token - 1) == "to" && document_.tokens[token].form == Form::base &&
          !purpose_of_factive(token))
        at_least(Modality::planned, stance);
      // "is weighing an offer": the verb that the words begin with says itself that nothing is done yet.
      if (document_.tokens[token].tag == Upos::verb && acts_on_action(token)) {
        const auto verb = document_.lemma(token);
        if (rules_.list("giving_up_verb").contains(verb)) stance.polarity = Polarity::denied;
        if (rules_.list("possibility_verb").contains(verb)) at_least(Modality::possible, stance);
        if (rules_.list("plan_verb").contains(verb)) at_least(Modality::planned, stance);
      }
      return;
    }
    const auto lemma = document_.lemma(token);
    // "has ruled out selling"
    const bool rules_out =
        lemma == "rule" && token + 1 < document_.tokens.size() && document_.lower(token + 1) == "out";
    if (rules_out || rules_.list("denial_verb").contains(lemma))
      stance.polarity = Polarity::denied;
    else if (rules_.list("possibility_verb").contains(lemma) ||
             rules_.list("possibility_noun").contains(lemma))
      at_least(Modality::possible, stance);
    else if (rules_.list("plan_verb").contains(lemma) || rules_.list("plan_noun").contains(lemma))
      at_least(Modality::planned, stance);
  }

  [[nodiscard]] bool acts_on_action(std::uint32_t verb) const {
    const auto objects = syntax_.objects(verb);
    return std::any_of(objects.begin(), objects.end(), [&](std::uint32_t o) {
      return rules_.list("action_noun").contains(document_.lemma(o));
    });
  }

  // "managed to buy", "continues to own", "helped to found": it happens.
  [[nodiscard]] bool purpose_of_factive(std::uint32_t verb) const {
    const auto up = syntax_.head(verb);
    if (up == no_token) return false;
    // "became the first woman to lead": she does.
    if (syntax_.is_noun(up))
      for (const auto c : syntax_.children(up))
        if (const auto w = document_.lower(c); w == "first" || w == "only" || w == "youngest" || w == "last")
          return true;
    return rules_.list("factive_verb").contains(document_.lemma(up));
  }

  const Document& document_;
  const Syntax& syntax_;
  const RuleSet& rules_;
};

std::string attribution_of(const Finding& finding, const Document& document, const Syntax& syntax,
                           const Discourse& discourse, const RuleSet& rules) {
  const auto sentence = document.tokens[finding.trigger].sentence;
  const auto range = document.sentences[sentence].tokens;
  const auto phrase = [&](std::uint32_t head) {
    const auto m = discourse.mention_at(head);
    if (m != no_cluster) {
      const auto& mention = document.mentions[m];
      if (mention.kind == MentionKind::name || mention.kind == MentionKind::nominal)
        return fold_spaces(document.form(mention));
    }
    const auto group = syntax.noun_group(head);
    return fold_spaces(
        document.slice({document.tokens[group.first].begin, document.tokens[group.last - 1].end}));
  };
  // "according to analysts"
  for (auto t = range.first; t + 2 < range.last; ++t)
    if (document.lower(t) == "according" && document.lower(t + 1) == "to") {
      std::uint32_t head = t + 2;
      while (head + 1 < range.last && document.tokens[head].tag == Upos::det) ++head;
      if (const auto m = discourse.mention_at(head); m != no_cluster)
        return fold_spaces(document.form(document.mentions[m]));
      while (head + 1 < range.last && (syntax.is_noun(head + 1) || document.tokens[head].tag == Upos::adj))
        ++head;
      return phrase(head);
    }
  // "analysts said that …", "…, the bank said"
  const auto& says = rules.list("say_verb");
  for (auto t = finding.trigger; t != no_token; t = syntax.head(t)) {
    const auto r = syntax.relation(t);
    const auto up = syntax.head(t);
    if (up != no_token && (r == Deprel::ccomp || r == Deprel::parataxis) && says.contains(document.lemma(up)))
      for (const auto s : syntax.subjects(up)) return phrase(s);
    for (const auto c : syntax.children(t))
      if (syntax.relation(c) == Deprel::parataxis && says.contains(document.lemma(c)))
        for (const auto s : syntax.subjects(c)) return phrase(s);
  }
  for (auto t = range.first; t < range.last; ++t)
    if (rules.list("hearsay_adverb").contains(document.lower(t))) return std::string(document.lower(t));
  return {};
}

// The time that stands nearest to the trigger in its sentence, rather behind than before.
std::string time_of(const Finding& finding, const Document& document, const std::vector<Figure>& figures) {
  const auto sentence = document.tokens[finding.trigger].sentence;
  std::string best;
  long nearest = 40;
  for (const auto& m : document.mentions) {
    if (m.kind != MentionKind::value || (m.type != EntityType::date && m.type != EntityType::period))
      continue;
    if (document.tokens[m.tokens.first].sentence != sentence) continue;
    long distance = static_cast<long>(m.tokens.first) - static_cast<long>(finding.trigger);
    if (distance < 0) distance = 2 * -distance;
    if (distance < nearest) {
      nearest = distance;
      best = figures[m.cluster].name;
    }
  }
  return best;
}

}  // namespace

Stance stance_of(const Finding& finding, const Document& document, const Syntax& syntax,
                 const Discourse& discourse, const RuleSet& rules, const std::vector<Figure>& figures) {
  Stance stance;
  Reader(document, syntax, rules).climb(finding.trigger, stance);
  stance.modality = std::max(stance.modality, finding.modality);
  if (finding.polarity == Polarity::denied) stance.polarity = Polarity::denied;
  if (finding.rule != nullptr) {
    stance.modality = std::max(stance.modality, finding.rule->modality);
    if (finding.rule->polarity == Polarity::denied) stance.polarity = Polarity::denied;
    if (finding.rule->pledge && stance.modality == Modality::planned) stance.modality = Modality::asserted;
  }
  stance.attribution = attribution_of(finding, document, syntax, discourse, rules);
  stance.when = time_of(finding, document, figures);
  return stance;
}

}  // namespace skein::extract
