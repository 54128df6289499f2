#include "extract/rules/matcher.hpp"

#include <algorithm>

#include "extract/rules/pattern.hpp"

namespace skein::extract {

namespace {

// A token test that holds somewhere in every place where the pattern does, the one with the fewest words;
// nullptr when there is none.
const TokenTest* needed(const std::vector<WordItem>& items) {
  // A word that nearly every sentence has tells nothing.
  static const WordSet common = {"of",  "the",  "in",   "at", "a",   "an", "to",  "from",
                                 "by",  "for",  "with", "as", "and", "is", "was", "be",
                                 "has", "have", "on",   "or", "its", "it", ",",   "that"};
  const auto size = [](const TokenTest& test) {
    auto n = test.words.size();
    for (const auto* list : test.lists) n += list->size();
    const bool everywhere =
        std::any_of(test.words.begin(), test.words.end(), [](const auto& w) { return common.contains(w); });
    return everywhere ? n + 10000 : n;
  };
  const TokenTest* best = nullptr;
  for (const auto& item : items)
    if (item.kind == WordItem::Kind::token && item.least > 0 && !item.test.any_word() &&
        (best == nullptr || size(item.test) < size(*best)))
      best = &item.test;
  return best;
}

// The tests of which one holds where the pattern begins.
std::vector<const TokenTest*> first_tests(const std::vector<WordItem>& items) {
  std::vector<const TokenTest*> tests;
  const auto add = [&](const std::vector<WordItem>& more) {
    for (const auto* test : first_tests(more)) tests.push_back(test);
  };
  for (const auto& item : items) {
    if (item.kind == WordItem::Kind::token) tests.push_back(&item.test);
    if (item.kind == WordItem::Kind::group) add(item.group);
    for (const auto& choice : item.choices) add(choice);
    if (item.kind != WordItem::Kind::group && !(item.kind == WordItem::Kind::token && item.least == 0)) break;
  }
  return tests;
}

const TokenTest* needed(const ArcNode& node) {
  if (!node.test.any_word()) return &node.test;
  for (const auto& edge : node.edges)
    if (!edge.optional && !edge.absent)
      if (const auto* found = needed(*edge.to)) return found;
  return nullptr;
}

}  // namespace

Matcher::Matcher(const RuleSet& rules)
    : rules_(rules), by_word_(rules.number_end()), by_sentence_(rules.number_end()) {
  for (const auto& rule : rules.rules()) {
    for (const auto& node : rule.arcs) {
      const Pattern pattern{&rule, &node, nullptr, nullptr};
      if (node.slot != Slot::none && node.test.any_word())
        index(pattern, needed(node), by_sentence_);
      else
        index(pattern, &node.test, by_word_);
    }
    for (const auto& items : rule.words) {
      const Pattern pattern{&rule, nullptr, &items, nullptr};
      const auto& first = items.front();
      if (first.kind == WordItem::Kind::token && first.least > 0)
        index(pattern, &first.test, by_word_);
      else
        index(pattern, needed(items), by_sentence_);
    }
    for (const auto& role : rule.roles)
      for (const auto* test : first_tests(role.noun)) index({&rule, nullptr, nullptr, &role}, test, by_word_);
  }
}

void Matcher::index(const Pattern& pattern, const TokenTest* test, Index& by) {
  const auto number = static_cast<std::uint32_t>(patterns_.size());
  patterns_.push_back(pattern);
  if (test == nullptr || test->any_word()) {
    anywhere_.push_back(number);
    return;
  }
  const auto add = [&](const WordSet& words) {
    for (const auto& w : words) {
      auto& list = by[rules_.number(w)];
      if (list.empty() || list.back() != number) list.push_back(number);
    }
  };
  add(test->words);
  for (const auto* list : test->lists) add(*list);
}

std::vector<Finding> Matcher::find(const Document& document, const Syntax& syntax,
                                   Discourse& discourse) const {
  std::vector<Finding> findings;
  const auto found = [](const Pattern& pattern, const Party& s, const Party& o, const Bindings& b) {
    return Finding{pattern.rule->relation,
                   pattern.rule->name,
                   pattern.rule,
                   s,
                   o,
                   b.trigger,
                   {b.low, b.high},
                   pattern.rule->confidence * s.certainty * o.certainty};
  };
  const RuleWords words(document, rules_);
  // Patterns that the sentence has the word for, ascending, with the last place where it has it.
  struct Possible {
    std::uint32_t pattern, last;
  };
  std::vector<Possible> possible;
  std::vector<std::uint32_t> at_word, at_token;
  const auto of_token = [&](const Index& index, std::uint32_t t, const auto& take) {
    const auto lower = words.lower(t), lemma = words.lemma(t);
    for (const auto number : index[lower]) take(number);
    if (lemma != lower)
      for (const auto number : index[lemma]) take(number);
  };
  for (const auto& sentence : document.sentences) {
    const auto first_finding = findings.size();
    possible.clear();
    for (const auto number : anywhere_) possible.push_back({number, sentence.tokens.last});
    for (auto t = sentence.tokens.first; t < sentence.tokens.last; ++t)
      of_token(by_sentence_, t, [&](std::uint32_t number) { possible.push_back({number, t}); });
    std::sort(possible.begin(), possible.end(), [](const Possible& a, const Possible& b) {
      return a.pattern != b.pattern ? a.pattern < b.pattern : a.last > b.last;
    });
    possible.erase(std::unique(possible.begin(), possible.end(),
                               [](const Possible& a, const Possible& b) { return a.pattern == b.pattern; }),
                   possible.end());
    for (auto t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
      at_word.clear();
      of_token(by_word_, t, [&](std::uint32_t number) { at_word.push_back(number); });
      const auto own = at_word.size();
      for (const auto& p : possible)
        if (p.last >= t || patterns_[p.pattern].words == nullptr) at_word.push_back(p.pattern);
      std::sort(at_word.begin(), at_word.begin() + static_cast<std::ptrdiff_t>(own));
      at_token.resize(at_word.size());
      std::merge(at_word.begin(), at_word.begin() + static_cast<std::ptrdiff_t>(own),
                 at_word.begin() + static_cast<std::ptrdiff_t>(own), at_word.end(), at_token.begin());
      at_token.erase(std::unique(at_token.begin(), at_token.end()), at_token.end());
      for (const auto number : at_token) {
        const auto& pattern = patterns_[number];
        const PatternContext context{rules_, document, words, syntax, discourse, *pattern.rule};
        Bindings b;
        if (pattern.arcs != nullptr) {
          if (pattern.arcs->slot != Slot::none && pattern.arcs->test.any_word() &&
              (discourse.mention_at(t) == no_cluster ||
               document.mentions[discourse.mention_at(t)].head != t) &&
              document.tokens[t].tag != Upos::noun)
            continue;
          if (!match_arcs(context, *pattern.arcs, t, b)) continue;
        } else if (pattern.role != nullptr) {
          if (!match_role(context, *pattern.role, sentence.tokens, t, b)) continue;
        } else {
          if (!match_words(context, *pattern.words, sentence.tokens, t, b)) continue;
          b.touch(t, t + 1);
        }
        if (b.trigger == no_token) b.trigger = t;
        for (const auto& s : b.subject)
          for (const auto& o : b.object) {
            if (s.entity == no_cluster || s.mention == o.mention ||
                (s.entity != no_cluster && s.entity == o.entity))
              continue;
            const auto same = [&](const Finding& f) {
              return f.relation == pattern.rule->relation && f.subject.entity == s.entity &&
                     (o.entity != no_cluster ? f.object.entity == o.entity : f.object.mention == o.mention);
            };
            const auto known = std::find_if(findings.begin() + static_cast<std::ptrdiff_t>(first_finding),
                                            findings.end(), same);
            if (known != findings.end()) {
              // "will be led by Norvik's chief executive, Ann Lee": that she is one is no plan.
              if (syntax.is_verb(known->trigger) && syntax.is_noun(b.trigger) &&
                  !rules_.list("action_noun").contains(document.lemma(b.trigger)))
                *known = found(pattern, s, o, b);
              continue;
            }
            findings.push_back(found(pattern, s, o, b));
          }
      }
    }
    const auto begin = findings.begin() + static_cast<std::ptrdiff_t>(first_finding);
    const std::vector<Finding> said(begin, findings.end());
    findings.erase(std::remove_if(begin, findings.end(),
                                  [&](const Finding& f) {
                                    return std::any_of(said.begin(), said.end(), [&](const Finding& g) {
                                      return g.subject.entity == f.subject.entity &&
                                             g.object.entity == f.object.entity &&
                                             f.object.entity != no_cluster &&
                                             rules_.implies(std::string(g.relation), std::string(f.relation));
                                    });
                                  }),
                   findings.end());
  }
  return findings;
}

}  // namespace skein::extract
