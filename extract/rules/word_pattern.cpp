// Patterns over words in their order.
#include <algorithm>
#include <span>

#include "extract/rules/pattern.hpp"

namespace skein::extract {

namespace {

// A small backtracking matcher. `Rest` is what must match after the items at hand.
class WordRun {
 public:
  WordRun(const PatternContext& context, TokenRange sentence)
      : context_(context), document_(context.document), discourse_(context.discourse), sentence_(sentence) {}

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
          if (form == ";" || form == ":" || (form == "," && n > 0 && item.most > 3 && relative(t + n + 1)) ||
              (item.closed && n == 0 && (form == "," || form == "and") && finite(t + 1)))
            break;
        }
        return false;
      case WordItem::Kind::implied: {
        // Not when the sentence goes on to say it: "chief executive Ann Lee of Norvik".
        if (t < sentence_.last && (document_.lower(t) == "of" || document_.lower(t) == "at") &&
            !(t + 1 < sentence_.last &&
              (document_.tokens[t + 1].tag == Upos::sym || document_.tokens[t + 1].tag == Upos::num)))
          return false;
        auto& parties = item.slot == Slot::subject ? b.subject : b.object;
        const auto anchor = b.trigger != no_token ? b.trigger : sentence_.first;
        const auto m = discourse_.imply(anchor, context_.types_of(item.slot));
        if (m == no_cluster) return false;
        parties = {{m, document_.mentions[m].cluster, 0.75F}};
        return go(after, t, b, rest);
      }
      case WordItem::Kind::possessive: {
        if (t < sentence_.last && context_.is_possessive_mark(t)) return go(after, t + 1, b, rest);
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
      while (n < item.most && t + n < sentence_.last && item.test.matches(document_, context_.words, t + n))
        ++n;
      for (;; --n) {
        auto attempt = b;
        if (n > 0) take_trigger(item, t, attempt);
        if (go(after, t + n, attempt, rest)) return b = std::move(attempt), true;
        if (n == 0) return false;
      }
    }
    if (t >= sentence_.last || !item.test.matches(document_, context_.words, t)) return false;
    take_trigger(item, t, b);
    if (item.most > 1) {
      auto attempt = b;
      if (t + 1 < sentence_.last && item.test.matches(document_, context_.words, t + 1) &&
          go(items, t + 1, attempt, rest))
        return b = std::move(attempt), true;
    }
    return go(after, t + 1, b, rest);
  }

  // ", who …": what is said there is said of whoever stands before it.
  [[nodiscard]] bool relative(std::uint32_t t) const {
    if (t >= sentence_.last) return false;
    const auto w = document_.lower(t);
    return w == "who" || w == "which" || w == "whose";
  }

  // "…, owns", "… and is": the verb of what stands before the name.
  [[nodiscard]] bool finite(std::uint32_t t) const {
    if (t >= sentence_.last) return false;
    const auto form = document_.tokens[t].form;
    return document_.tokens[t].tag == Upos::aux || form == Form::present || form == Form::present_third ||
           form == Form::past;
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
        // "retired vet Ann Lee": behind any noun of its own stands whom it describes.
        const bool describes_person =
            document_.mentions[m].type == EntityType::person && document_.mentions[m].tokens.size() > 1 &&
            document_.tokens[k - 1].tag == Upos::noun && document_.tokens[k - 1].form != Form::plural;
        const bool description = describes_person || discourse_.is_description(noun) ||
                                 discourse_.is_description(word) || word == "'s" || word == "’s" ||
                                 (k > t + 2 && document_.form(k - 2) == "-" &&  // "Oslo-listed Norvik"
                                  document_.tokens[k - 1].form == Form::past_participle);
        std::vector<Party> all;
        if (description) discourse_.parties_of_mention(m, wanted, all);
        if (!all.empty()) return bound(all, discourse_.list_end(m));
      }
      const auto tag = document_.tokens[k].tag;
      const auto form = document_.form(k);
      const bool participle =
          tag == Upos::verb && k + 1 < sentence_.last &&
          (document_.tokens[k].form == Form::past_participle || document_.tokens[k].form == Form::past) &&
          context_.syntax.is_noun(k + 1);
      if (tag != Upos::det && tag != Upos::adj && tag != Upos::noun && tag != Upos::propn &&
          tag != Upos::num && !participle && form != "'s" && form != "’s" && form != "-")
        return false;
    }
    return false;
  }

  bool slot(const WordItem& item, std::span<const WordItem> after, std::uint32_t t, Bindings& b,
            const Rest* rest) {
    if (t >= sentence_.last) return false;
    const auto& wanted = context_.types_of(item.slot);
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
    if (m != no_cluster &&
        (item.test.any_word() ||
         item.test.matches(document_, context_.words, document_.mentions[m].tokens.last - 1))) {
      const auto& mention = document_.mentions[m];
      // "Swedish insurer Norvik", where a country would do: it is the insurer.
      if (mention.type == EntityType::demonym && described_slot(item, t, wanted, bound)) return true;
      const bool at_head = mention.kind == MentionKind::nominal && mention.head == t;
      if (mention.tokens.first != t && !at_head)
        return mention.kind != MentionKind::name && described_slot(item, t, wanted, bound);
      std::vector<Party> all;
      discourse_.parties_of_mention(m, wanted, all);
      const auto end = discourse_.list_end(m);
      // A place that describes one member of a list does not describe the others.
      const bool places = std::any_of(context_.rule.object_types.begin(), context_.rule.object_types.end(),
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
      else if (tag == Upos::verb && context_.syntax.relation(k) == Deprel::amod)
        continue;
      else if (!item.test.any_word() && tag != Upos::adj)
        break;
      else if (tag != Upos::adj && tag != Upos::det && tag != Upos::num && document_.form(k) != "-" &&
               !(k == t && tag == Upos::pron))
        break;
    }
    if (last == no_token || !item.test.matches(document_, context_.words, last)) return false;
    std::vector<Party> parties;
    discourse_.parties(last, wanted, parties);
    return bound(std::move(parties), last + 1);
  }

  const PatternContext& context_;
  const Document& document_;
  Discourse& discourse_;
  TokenRange sentence_;
  int steps_ = 0;
};

}  // namespace

bool match_words(const PatternContext& context, const std::vector<WordItem>& items, TokenRange sentence,
                 std::uint32_t token, Bindings& bindings) {
  return WordRun(context, sentence).match(items, token, bindings);
}

}  // namespace skein::extract
