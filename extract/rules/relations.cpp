#include "extract/rules/relations.hpp"

#include <algorithm>
#include <functional>
#include <span>

namespace skein::extract {

namespace {

struct Bindings {
  std::vector<Party> subject, object;
  std::uint32_t low = no_token, high = 0;
  std::uint32_t trigger = no_token;

  void touch(std::uint32_t first, std::uint32_t last) {
    low = std::min(low, first);
    high = std::max(high, last);
  }
};

const std::vector<EntityType>& types_of(const Rule& rule, Slot slot) {
  return slot == Slot::subject ? rule.subject_types : rule.object_types;
}

// ---------------------------------------------------------------- arcs
class ArcRun {
 public:
  ArcRun(const Document& document, const RuleWords& words, const Syntax& syntax, Discourse& discourse,
         const Rule& rule)
      : document_(document), words_(words), syntax_(syntax), discourse_(discourse), rule_(rule) {}

  bool match(const ArcNode& node, std::uint32_t token, Bindings& bindings) {
    if (node.slot == Slot::none) {
      if (!node.test.matches(document_, words_, token)) return false;
      if (bindings.trigger == no_token) bindings.trigger = token;
    } else if (!node.test.matches(document_, words_, token) || !bind(node.slot, {token}, bindings)) {
      return false;
    }
    bindings.touch(token, token + 1);
    for (const auto& edge : node.edges) {
      const auto candidates = follow(edge, token);
      bool found = false;
      if (edge.to->slot != Slot::none && edge.to->edges.empty() && edge.to->test.any_word()) {
        found = bind(edge.to->slot, candidates, bindings);
      } else {
        for (const auto c : candidates) {
          auto attempt = bindings;
          if (!match(*edge.to, c, attempt)) continue;
          bindings = std::move(attempt);
          found = true;
          break;
        }
      }
      if (!found && !edge.optional) return false;
    }
    return true;
  }

 private:
  bool bind(Slot slot, const Tokens& tokens, Bindings& bindings) {
    auto& parties = slot == Slot::subject ? bindings.subject : bindings.object;
    const auto before = parties.size();
    for (const auto t : tokens) {
      discourse_.parties(t, types_of(rule_, slot), parties);
      if (parties.size() > before) bindings.touch(t, t + 1);
    }
    return parties.size() > before;
  }

  Tokens follow(const ArcNode::Edge& edge, std::uint32_t token) const {
    Tokens out;
    for (const auto& label : edge.labels) follow(label, token, out);
    if (!edge.prepositions.empty())
      for (const auto t : syntax_.prepositional(token, edge.prepositions)) out.push_back(t);
    return out;
  }

  void follow(std::string_view label, std::uint32_t token, Tokens& out) const {
    const auto append = [&](const Tokens& more) { out.insert(out.end(), more.begin(), more.end()); };
    if (label == "subj") return append(syntax_.subjects(token));
    if (label == "obj") return append(syntax_.objects(token));
    if (label == "poss") return append(syntax_.possessors(token));
    if (label == "is") {  // what a predicate noun is said of
      for (const auto c : syntax_.children(token))
        if (syntax_.relation(c) == Deprel::nsubj || syntax_.relation(c) == Deprel::nsubj_outer)
          out.push_back(c);
      return;
    }
    if (label == "any") return below(token, 0, out);
    if (label == "head") {
      if (syntax_.head(token) != no_token) out.push_back(syntax_.head(token));
      return;
    }
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      const bool modifier = r == Deprel::compound || r == Deprel::amod || r == Deprel::nmod_desc ||
                            r == Deprel::nmod_unmarked || r == Deprel::flat || r == Deprel::nummod;
      const bool complement = r == Deprel::xcomp || r == Deprel::ccomp;
      const bool clause = r == Deprel::acl || r == Deprel::acl_relcl || r == Deprel::advcl;
      if ((label == "mod" && modifier) || (label == "comp" && complement) || (label == "acl" && clause) ||
          (label == "appos" && r == Deprel::appos))
        out.push_back(c);
    }
    if (label == "appos" && syntax_.relation(token) == Deprel::appos && syntax_.head(token) != no_token)
      out.push_back(syntax_.head(token));
    if (label == "comp")
      for (const auto o : syntax_.objects(token))
        for (const auto c : syntax_.children(o))
          if (syntax_.relation(c) == Deprel::acl) out.push_back(c);
  }

  [[nodiscard]] bool is_figure(std::uint32_t t) const {
    return document_.tokens[t].tag == Upos::sym || document_.tokens[t].tag == Upos::num;
  }

  void below(std::uint32_t token, int depth, Tokens& out) const {
    if (depth > 4) return;
    for (const auto c : syntax_.children(token)) {
      const auto r = syntax_.relation(c);
      if (r == Deprel::acl_relcl || r == Deprel::advcl || r == Deprel::ccomp ||
          ((r == Deprel::parataxis || r == Deprel::punct) && !is_figure(c)))
        continue;
      if (r == Deprel::conj && syntax_.is_verb(c)) continue;
      out.push_back(c);
      below(c, depth + 1, out);
    }
  }

  const Document& document_;
  const RuleWords& words_;
  const Syntax& syntax_;
  Discourse& discourse_;
  const Rule& rule_;
};

// ---------------------------------------------------------------- words
// A small backtracking matcher. `Rest` is what must match after the items at hand.
class WordRun {
 public:
  WordRun(const Document& document, const RuleWords& words, const Syntax& syntax, Discourse& discourse,
          const Rule& rule, TokenRange sentence)
      : document_(document),
        words_(words),
        syntax_(syntax),
        discourse_(discourse),
        rule_(rule),
        sentence_(sentence) {}

  bool match(std::span<const WordItem> items, std::uint32_t token, Bindings& bindings) {
    steps_ = 0;
    return go(items, token, bindings, nullptr);
  }

 private:
  struct Rest {
    std::span<const WordItem> items;
    const Rest* next;
  };

  bool go(std::span<const WordItem> items, std::uint32_t t, Bindings& b, const Rest* rest) {
    if (++steps_ > 4000) return false;
    if (items.empty()) {
      if (rest == nullptr) {
        b.high = std::max(b.high, t);
        return true;
      }
      return go(rest->items, t, b, rest->next);
    }
    const auto& item = items.front();
    const auto after = items.subspan(1);
    switch (item.kind) {
      case WordItem::Kind::start:
        return t == sentence_.first && go(after, t, b, rest);
      case WordItem::Kind::gap:
        for (std::uint32_t n = 0; n <= item.most && t + n <= sentence_.last; ++n) {
          auto attempt = b;
          if (go(after, t + n, attempt, rest)) return b = std::move(attempt), true;
          if (t + n >= sentence_.last) break;
          const auto form = document_.form(t + n);
          if (form == ";" || form == ":" ||
              (item.closed && n == 0 && (form == "," || form == "and") && finite(t + 1)))
            break;
        }
        return false;
      case WordItem::Kind::implied: {
        // Not when the sentence goes on to say it: "chief executive Ann Lee of Norvik".
        if (t < sentence_.last && (document_.lower(t) == "of" || document_.lower(t) == "at")) return false;
        auto& parties = item.slot == Slot::subject ? b.subject : b.object;
        const auto anchor = b.trigger != no_token ? b.trigger : sentence_.first;
        const auto m = discourse_.imply(anchor, types_of(rule_, item.slot));
        if (m == no_cluster) return false;
        parties = {{m, document_.mentions[m].cluster, 0.75F}};
        return go(after, t, b, rest);
      }
      case WordItem::Kind::possessive: {
        if (t < sentence_.last && is_possessive_mark(t)) return go(after, t + 1, b, rest);
        const auto m = t > sentence_.first ? discourse_.mention_at(t - 1) : no_cluster;
        const bool pronoun = m != no_cluster && document_.mentions[m].kind == MentionKind::pronoun &&
                             document_.tokens[t - 1].relation == Deprel::nmod_poss;
        return pronoun && go(after, t, b, rest);
      }
      case WordItem::Kind::aside: {
        if (go(after, t, b, rest)) return true;
        if (t >= sentence_.last) return false;
        const auto open = document_.form(t);
        const bool dash = open == "—" || open == "–" || open == "-";
        if (open != "," && open != "(" && !dash) return false;
        for (auto end = t + 2; end < sentence_.last && end < t + 18; ++end) {
          const auto close = document_.form(end);
          if (open == "(" ? close != ")" : dash ? close != open : close != ",") continue;
          auto attempt = b;
          if (go(after, end + 1, attempt, rest)) return b = std::move(attempt), true;
        }
        return false;
      }
      case WordItem::Kind::choice: {
        const Rest more{after, rest};
        for (const auto& one : item.choices) {
          auto attempt = b;
          if (go(one, t, attempt, &more)) return b = std::move(attempt), true;
        }
        return false;
      }
      case WordItem::Kind::group: {
        auto attempt = b;
        const Rest more{after, rest};
        if (go(item.group, t, attempt, &more)) return b = std::move(attempt), true;
        return go(after, t, b, rest);
      }
      case WordItem::Kind::slot:
        return slot(item, after, t, b, rest);
      case WordItem::Kind::token:
        break;
    }
    if (item.least == 0) {
      // As many as there are, then fewer.
      std::uint32_t n = 0;
      while (n < item.most && t + n < sentence_.last && item.test.matches(document_, words_, t + n)) ++n;
      for (;; --n) {
        auto attempt = b;
        if (n > 0) take_trigger(item, t, attempt);
        if (go(after, t + n, attempt, rest)) return b = std::move(attempt), true;
        if (n == 0) return false;
      }
    }
    if (t >= sentence_.last || !item.test.matches(document_, words_, t)) return false;
    take_trigger(item, t, b);
    if (item.most > 1) {
      auto attempt = b;
      if (t + 1 < sentence_.last && item.test.matches(document_, words_, t + 1) &&
          go(items, t + 1, attempt, rest))
        return b = std::move(attempt), true;
    }
    return go(after, t + 1, b, rest);
  }

  // "…, owns", "… and is": the verb of what stands before the name.
  [[nodiscard]] bool finite(std::uint32_t t) const {
    if (t >= sentence_.last) return false;
    const auto form = document_.tokens[t].form;
    return document_.tokens[t].tag == Upos::aux || form == Form::present || form == Form::present_third ||
           form == Form::past;
  }

  [[nodiscard]] bool is_possessive_mark(std::uint32_t t) const {
    const auto form = document_.form(t);
    return form == "'s" || form == "’s" || form == "'" || form == "’";
  }

  void take_trigger(const WordItem& item, std::uint32_t t, Bindings& b) const {
    const auto tag = document_.tokens[t].tag;
    if (item.test.words.empty() && item.test.lists.empty()) return;
    const bool verb = tag == Upos::verb, noun = tag == Upos::noun || tag == Upos::propn;
    const auto rank = [&](std::uint32_t k) {
      return k == no_token                           ? 0
             : document_.tokens[k].tag == Upos::verb ? 3
             : document_.tokens[k].tag == Upos::noun ? 2
                                                     : 1;
    };
    if ((verb ? 3 : noun ? 2 : 1) > rank(b.trigger)) b.trigger = t;
  }

  // "the Spanish utility Gresolar", "Taiwan's Yunji", "former banker Ann Lee": the name behind its
  // description.
  template <typename Bound>
  bool described_slot(const WordItem& item, std::uint32_t t, const std::vector<EntityType>& wanted,
                      const Bound& bound) {
    if (!item.test.any_word()) return false;
    for (auto k = t; k < sentence_.last && k < t + 6; ++k) {
      const auto m = discourse_.mention_at(k);
      if (k > t && m != no_cluster && document_.mentions[m].kind == MentionKind::name &&
          document_.mentions[m].tokens.first == k && document_.mentions[m].type != EntityType::demonym) {
        const auto noun = document_.lemma(k - 1);
        const auto word = document_.lower(k - 1);
        const bool description = discourse_.is_description(noun) || discourse_.is_description(word) ||
                                 word == "'s" || word == "’s";
        std::vector<Party> all;
        if (description) discourse_.parties_of_mention(m, wanted, all);
        if (!all.empty()) return bound(all, discourse_.list_end(m));
      }
      const auto tag = document_.tokens[k].tag;
      const auto form = document_.form(k);
      if (tag != Upos::det && tag != Upos::adj && tag != Upos::noun && tag != Upos::propn &&
          tag != Upos::num && form != "'s" && form != "’s" && form != "-")
        return false;
    }
    return false;
  }

  bool slot(const WordItem& item, std::span<const WordItem> after, std::uint32_t t, Bindings& b,
            const Rest* rest) {
    if (t >= sentence_.last) return false;
    const auto& wanted = types_of(rule_, item.slot);
    const auto m = discourse_.mention_at(t);
    const auto bound = [&](std::vector<Party> parties, std::uint32_t end) {
      if (parties.empty()) return false;
      auto attempt = b;
      attempt.touch(t, end);
      (item.slot == Slot::subject ? attempt.subject : attempt.object) = std::move(parties);
      if (!go(after, end, attempt, rest)) return false;
      b = std::move(attempt);
      return true;
    };
    if (m != no_cluster && (item.test.any_word() ||
                            item.test.matches(document_, words_, document_.mentions[m].tokens.last - 1))) {
      const auto& mention = document_.mentions[m];
      const bool at_head = mention.kind == MentionKind::nominal && mention.head == t;
      if (mention.tokens.first != t && !at_head)
        return mention.kind != MentionKind::name && described_slot(item, t, wanted, bound);
      std::vector<Party> all;
      discourse_.parties_of_mention(m, wanted, all);
      const auto end = discourse_.list_end(m);
      // A place that describes one member of a list does not describe the others.
      const bool places = std::any_of(rule_.object_types.begin(), rule_.object_types.end(),
                                      [](EntityType type) { return base_of(type) == EntityType::place; });
      if (places && discourse_.in_described_list(m))
        std::erase_if(all, [&](const Party& p) { return p.mention != m; });
      if (bound(all, end)) return true;
      if (all.empty() && described_slot(item, t, wanted, bound)) return true;
      if (end == mention.tokens.last) return false;
      std::erase_if(all, [&](const Party& p) { return p.mention != m; });
      return bound(std::move(all), mention.tokens.last);
    }
    if (described_slot(item, t, wanted, bound)) return true;
    const bool free_phrase = std::any_of(wanted.begin(), wanted.end(), [](EntityType type) {
      return base_of(type) == EntityType::concept_ || base_of(type) == EntityType::event;
    });
    if (!free_phrase) return false;
    // A noun phrase that starts here: up to its last noun.
    std::uint32_t last = no_token;
    for (auto k = t; k < sentence_.last && k < t + 8; ++k) {
      const auto tag = document_.tokens[k].tag;
      if (tag == Upos::noun || tag == Upos::propn)
        last = k;
      else if (tag == Upos::verb && syntax_.relation(k) == Deprel::amod)
        continue;
      else if (!item.test.any_word() && tag != Upos::adj)
        break;
      else if (tag != Upos::adj && tag != Upos::det && tag != Upos::num && document_.form(k) != "-" &&
               !(k == t && tag == Upos::pron))
        break;
    }
    if (last == no_token || !item.test.matches(document_, words_, last)) return false;
    std::vector<Party> parties;
    discourse_.parties(last, wanted, parties);
    return bound(std::move(parties), last + 1);
  }

  const Document& document_;
  const RuleWords& words_;
  const Syntax& syntax_;
  Discourse& discourse_;
  const Rule& rule_;
  TokenRange sentence_;
  int steps_ = 0;
};

}  // namespace

namespace {

// A token test that holds somewhere in every place where the pattern does, the one with the fewest words;
// nullptr when there is none.
const TokenTest* needed(const std::vector<WordItem>& items) {
  const auto size = [](const TokenTest& test) {
    auto n = test.words.size();
    for (const auto* list : test.lists) n += list->size();
    return n;
  };
  const TokenTest* best = nullptr;
  for (const auto& item : items)
    if (item.kind == WordItem::Kind::token && item.least > 0 && !item.test.any_word() &&
        (best == nullptr || size(item.test) < size(*best)))
      best = &item.test;
  return best;
}

const TokenTest* needed(const ArcNode& node) {
  if (!node.test.any_word()) return &node.test;
  for (const auto& edge : node.edges)
    if (!edge.optional)
      if (const auto* found = needed(*edge.to)) return found;
  return nullptr;
}

}  // namespace

Matcher::Matcher(const RuleSet& rules)
    : rules_(rules), by_word_(rules.number_end()), by_sentence_(rules.number_end()) {
  for (const auto& rule : rules.rules()) {
    for (const auto& node : rule.arcs) {
      const Pattern pattern{&rule, &node, nullptr};
      if (node.slot != Slot::none && node.test.any_word())
        index(pattern, needed(node), by_sentence_);
      else
        index(pattern, &node.test, by_word_);
    }
    for (const auto& items : rule.words) {
      const Pattern pattern{&rule, nullptr, &items};
      const auto& first = items.front();
      if (first.kind == WordItem::Kind::token && first.least > 0)
        index(pattern, &first.test, by_word_);
      else
        index(pattern, needed(items), by_sentence_);
    }
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
        Bindings b;
        if (pattern.arcs != nullptr) {
          if (pattern.arcs->slot != Slot::none && pattern.arcs->test.any_word() &&
              (discourse.mention_at(t) == no_cluster ||
               document.mentions[discourse.mention_at(t)].head != t) &&
              document.tokens[t].tag != Upos::noun)
            continue;
          if (!ArcRun(document, words, syntax, discourse, *pattern.rule).match(*pattern.arcs, t, b)) continue;
        } else {
          if (!WordRun(document, words, syntax, discourse, *pattern.rule, sentence.tokens)
                   .match(*pattern.words, t, b))
            continue;
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
