// Patterns over what somebody is to something: "Norvik's chief executive, Ann Lee", "Ann Lee, who became head
// of Norvik", "Norvik named Ann Lee its chief executive", "chairman Ann Lee".
#include <algorithm>

#include "extract/rules/pattern.hpp"

namespace skein::extract {

namespace {

constexpr std::uint32_t longest_title = 8;        // words before the noun
constexpr std::uint32_t longest_apposition = 14;  // from a name to the noun that is said of it

class RoleRun {
 public:
  RoleRun(const PatternContext& context, const RolePattern& role, TokenRange sentence)
      : context_(context),
        document_(context.document),
        syntax_(context.syntax),
        discourse_(context.discourse),
        role_(role),
        sentence_(sentence) {
    const auto& types = context.rule.subject_types;
    const bool subject_is_person = std::any_of(types.begin(), types.end(),
                                               [](EntityType t) { return base_of(t) == EntityType::person; });
    holder_ = subject_is_person ? Slot::subject : Slot::object;
    body_ = subject_is_person ? Slot::object : Slot::subject;
  }

  bool match(std::uint32_t token, Bindings& out) {
    noun_ = token;
    if (name_at(token) != no_cluster) return false;
    Bindings noun;
    if (!match_words(context_, role_.noun, sentence_, token, noun)) return false;
    end_ = noun.high;
    if (const auto tag = document_.tokens[end_ - 1].tag; tag == Upos::verb || tag == Upos::aux) return false;
    // "chief" of "chief financial officer"
    if (inside(end_) && name_at(end_) == no_cluster)
      if (const auto next = document_.tokens[end_].tag;
          next == Upos::noun || next == Upos::propn || next == Upos::adj)
        return false;
    if (!title()) return false;
    out.trigger = end_ - 1;
    out.touch(first_, end_);
    find_body_before();
    if (barred_) return false;
    find_body_behind();
    if (part_ && !role_.with.any_word()) return false;
    const auto start = start_of_phrase();
    // "a director of Norvik" is one of several.
    if (!role_.with.any_word() && (lower(start) == "a" || lower(start) == "an") && start < first_)
      return false;
    if (!holder_right_behind() && !holder_by_verb(start) && !holder_before(start) && !holder_behind_comma())
      return false;
    keep_one_holder();
    if (bodies_.empty() && bodiless_ && role_.implied && !said_of_) {
      const auto m = discourse_.imply(token, context_.types_of(body_), kind_);
      if (m != no_cluster) bodies_ = {{m, document_.mentions[m].cluster, 0.75F}};
    }
    if (bodies_.empty()) return false;
    if (trigger_ != no_token) out.trigger = trigger_;
    out.touch(low_, high_);
    (holder_ == Slot::subject ? out.subject : out.object) = holders_;
    (body_ == Slot::subject ? out.subject : out.object) = bodies_;
    return true;
  }

 private:
  [[nodiscard]] bool inside(std::uint32_t t) const { return t >= sentence_.first && t < sentence_.last; }
  [[nodiscard]] std::string_view form(std::uint32_t t) const { return inside(t) ? document_.form(t) : ""; }
  [[nodiscard]] std::string_view lower(std::uint32_t t) const { return inside(t) ? document_.lower(t) : ""; }
  [[nodiscard]] bool listed(std::string_view list, std::uint32_t t) const {
    return inside(t) && (context_.rules.list(list).contains(document_.lower(t)) ||
                         context_.rules.list(list).contains(document_.lemma(t)));
  }
  [[nodiscard]] bool possessive_mark(std::uint32_t t) const {
    return inside(t) && context_.is_possessive_mark(t);
  }
  [[nodiscard]] std::uint32_t name_at(std::uint32_t t) const {
    const auto m = inside(t) ? discourse_.mention_at(t) : no_cluster;
    return m != no_cluster && document_.mentions[m].kind == MentionKind::name ? m : no_cluster;
  }
  // The mention whose last token this is.
  [[nodiscard]] std::uint32_t ends_at(std::uint32_t t) const {
    const auto m = inside(t) ? discourse_.mention_at(t) : no_cluster;
    return m != no_cluster && document_.mentions[m].tokens.last == t + 1 ? m : no_cluster;
  }
  void touch(std::uint32_t first, std::uint32_t last) {
    low_ = std::min(low_, first);
    high_ = std::max(high_, last);
  }
  bool take(std::uint32_t mention, Slot slot, std::vector<Party>& into) {
    if (mention == no_cluster) return false;
    discourse_.parties_of_mention(mention, context_.types_of(slot), into);
    if (!into.empty() && slot == holder_) first_holder_ = mention;
    if (!into.empty())
      touch(document_.mentions[mention].tokens.first, document_.mentions[mention].tokens.last);
    return !into.empty();
  }
  bool take_phrases(const Tokens& heads, Slot slot, std::vector<Party>& into) {
    for (const auto t : heads) {
      discourse_.parties(t, context_.types_of(slot), into);
      if (!into.empty()) touch(t, t + 1);
    }
    return !into.empty();
  }
  // "A", "the former banker A", "A and B": what a slot of a pattern over words takes there. 0 when nothing.
  std::uint32_t slot_at(std::uint32_t t, Slot slot, std::vector<Party>& into) {
    WordItem item;
    item.kind = WordItem::Kind::slot;
    item.slot = slot;
    Bindings b;
    if (!inside(t) || !match_words(context_, {item}, sentence_, t, b)) return 0;
    into = slot == Slot::subject ? b.subject : b.object;
    touch(t, b.high);
    return b.high;
  }

  // The words before the noun that belong to it: "new group", "founder and". False where one of them forbids
  // it.
  bool title() {
    first_ = noun_;
    const auto fits = [&](std::uint32_t t) {
      if (!role_.unless.any_word() && role_.unless.matches(document_, context_.words, t)) return false;
      return role_.with.any_word() || role_.with.matches(document_, context_.words, t) ||
             listed("role_word", t) || document_.form(t) == "-";
    };
    while (inside(first_ - 1) && noun_ - first_ < longest_title) {
      const auto t = first_ - 1;
      const auto tag = document_.tokens[t].tag;
      const auto m = discourse_.mention_at(t);
      const auto w = document_.lower(t);
      if (name_at(t) != no_cluster) {
        if (document_.mentions[m].type != EntityType::demonym || !possessive_mark(t - 1)) break;
      } else if (w == "and" || w == "&" || w == ",") {
        if (!listed("office_noun", t - 1) || name_at(t - 1) != no_cluster) break;
      } else if (tag == Upos::adj || tag == Upos::noun || tag == Upos::propn || document_.form(t) == "-" ||
                 w == "then" || w == "former" || w == "vice") {
        if (m != no_cluster && document_.mentions[m].kind == MentionKind::value) break;
        if (!fits(t)) return false;
      } else {
        // A noun that was taken for a verb: "finance chief Ann Lee".
        if (!role_.with.any_word() && tag == Upos::verb && !listed("naming_verb", t) &&
            !listed("being_verb", t) && !listed("say_verb", t))
          return false;
        break;
      }
      if (listed("organization_noun", t)) kind_ = document_.lemma(t);
      first_ = t;
    }
    return true;
  }

  // "Norvik's chief executive", "its chief executive", "whose chief executive", "Norvik chief executive"
  void find_body_before() {
    const auto before = first_ - 1;
    if (!inside(before)) return;
    const auto w = lower(before);
    if (possessive_mark(before)) {
      bodiless_ = false;
      const auto m = ends_at(before - 1);
      if (take(m, body_, bodies_)) first_ = document_.mentions[m].tokens.first;
      skip_description();
      return;
    }
    if (w == "whose") {
      bodiless_ = false;
      whose_ = true;
      const auto named = syntax_.antecedent(before);
      if (named == no_token || !take_phrases({named}, body_, bodies_))
        take(ends_at(form(before - 1) == "," ? before - 2 : before - 1), body_, bodies_);
      first_ = before;
      return;
    }
    const auto m = discourse_.mention_at(before);
    if (m == no_cluster) return;
    const auto& mention = document_.mentions[m];
    if (mention.kind == MentionKind::pronoun && (w == "its" || w == "their" || w == "his" || w == "her")) {
      bodiless_ = false;
      own_ = w == "its" || w == "their";
      if (take(m, body_, bodies_)) first_ = before;
    } else if (mention.kind == MentionKind::name && mention.tokens.last == first_ &&
               base_of(mention.type) != EntityType::person) {
      bodiless_ = false;
      if (!take(m, body_, bodies_)) return;
      first_ = mention.tokens.first;
      skip_description();
    }
  }

  // "the brewer" of "the brewer Norvik's chairman", "former" of "a former Norvik manager"
  void skip_description() {
    for (int n = 0; n < 4 && inside(first_ - 1); ++n, --first_) {
      const auto t = first_ - 1;
      const auto tag = document_.tokens[t].tag;
      if (!role_.unless.any_word() && role_.unless.matches(document_, context_.words, t)) {
        barred_ = true;
        return;
      }
      const auto m = name_at(t);
      if (m != no_cluster ? document_.mentions[m].type != EntityType::demonym
                          : tag != Upos::adj && tag != Upos::noun)
        return;
    }
  }

  // "chief executive and founder of the brewer Norvik"
  void find_body_behind() {
    behind_ = end_;
    for (int more = 0; more < 3; ++more) {
      auto t = behind_;
      if (lower(t) != "and" && form(t) != "&" && form(t) != ",") break;
      auto last = no_token;
      for (auto k = t + 1; k < t + 5 && inside(k); ++k) {
        if (name_at(k) != no_cluster) break;
        if (listed("office_noun", k)) last = k;
        const auto tag = document_.tokens[k].tag;
        if (tag != Upos::noun && tag != Upos::adj && tag != Upos::propn && lower(k) != "and") break;
      }
      if (last == no_token) break;
      behind_ = last + 1;
    }
    const auto w = lower(behind_);
    if (w != "of" && w != "at" && w != "for" && w != "to" && w != "with") return;
    // "its head of lending" leads the lending alone.
    part_ = w == "of" && inside(behind_ + 1) && document_.tokens[behind_ + 1].tag == Upos::noun &&
            discourse_.mention_at(behind_ + 1) == no_cluster;
    if (!bodies_.empty()) return;
    bodiless_ = false;
    auto t = behind_ + 1;
    if (lower(t) == "the" || lower(t) == "a" || lower(t) == "an") ++t;
    if (const auto past = slot_at(t, body_, bodies_); past != 0) behind_ = past;
  }

  // "chairman Ann Lee and chief executive Ravi Das": an office in the singular is one person's.
  void keep_one_holder() {
    if (holders_.size() < 2 || document_.tokens[end_ - 1].form == Form::plural) return;
    holders_.resize(1);
    if (first_holder_ == no_cluster) return;
    const auto only = discourse_.party(first_holder_);
    if (only) holders_ = {*only};
  }

  // Where the phrase begins, its article and its owner included.
  [[nodiscard]] std::uint32_t start_of_phrase() const {
    auto start = first_;
    const auto w = lower(start - 1);
    if (w == "the" || w == "a" || w == "an" || w == "its" || w == "their") --start;
    return start;
  }

  // "chairman Ann Lee", "chairman of Norvik Ann Lee"
  bool holder_right_behind() {
    for (const auto t : {end_, behind_}) {
      const auto m = name_at(t);
      if (m == no_cluster || document_.mentions[m].tokens.first != t) continue;
      if (take(m, holder_, holders_)) return true;
    }
    return false;
  }

  // "is", "became", "serves as", "was named", "named Ann Lee as": the verb says who it is.
  bool holder_by_verb(std::uint32_t start) {
    if (whose_) return holder_after_copula();
    auto t = start - 1;
    for (; listed("role_adverb", t); --t)
      if (const auto w = lower(t); w == "not" || w == "n't" || w == "n’t") return false;
    if (!inside(t)) return false;
    const bool as = lower(t) == "as" || (lower(t) == "be" && lower(t - 1) == "to");
    const auto person_before = [&](std::uint32_t k) {
      const auto m = ends_at(k);
      if (m == no_cluster) return false;
      std::vector<Party> found;
      discourse_.parties_of_mention(m, context_.types_of(holder_), found);
      return !found.empty();
    };
    // "named Ann Lee as", "named Ann Lee"
    auto k = as ? t - 1 : t;
    if (as && form(k) == ",")  // "named Ann Lee, a former banker, as"
      for (--k; inside(k) && t - k < 18; --k)
        if (form(k) == ",") {
          --k;
          break;
        }
    if (person_before(k)) {
      const auto m = ends_at(k);
      const auto verb = verb_before(document_.mentions[m].tokens.first);
      if (verb != no_token && listed("naming_verb", verb) && take(m, holder_, holders_)) {
        trigger_ = verb;
        body_of_naming(verb);
        return true;
      }
    }
    if (as) {
      for (auto v = t - 1; inside(v) && t - v < 8; --v) {
        if (document_.tokens[v].tag != Upos::verb) continue;
        if (listed("naming_verb", v)) return named(v);
        if (!listed("serving_verb", v)) return false;
        if (!keeps(v)) trigger_ = v;
        return subject_of(v);
      }
      return false;
    }
    if (listed("naming_verb", t) && document_.tokens[t].tag == Upos::verb && syntax_.passive(t))
      return named(t);
    if (!listed("being_verb", t)) return false;
    said_of_ = !keeps(t);
    if (document_.lemma(t) != "be" && !keeps(t)) trigger_ = t;
    return subject_of(t);
  }

  // "will remain managing director": so it is today.
  [[nodiscard]] bool keeps(std::uint32_t verb) const {
    const auto lemma = document_.lemma(verb);
    return lemma == "remain" || lemma == "stay" || lemma == "continue";
  }

  // "whose chief executive is Ann Lee"
  bool holder_after_copula() {
    auto t = behind_;
    if (!listed("being_verb", t)) return false;
    return slot_at(t + 1, holder_, holders_) != 0;
  }

  // The verb right before a phrase, its article and description skipped.
  [[nodiscard]] std::uint32_t verb_before(std::uint32_t t) const {
    for (auto k = t - 1; inside(k) && t - k < 6; --k) {
      const auto tag = document_.tokens[k].tag;
      if (tag == Upos::verb) return k;
      if (tag != Upos::det && tag != Upos::adj && tag != Upos::noun && tag != Upos::propn && tag != Upos::adv)
        return no_token;
    }
    return no_token;
  }

  bool named(std::uint32_t verb) {
    trigger_ = verb;
    if (!take_phrases(syntax_.objects(verb), holder_, holders_)) return false;
    body_of_naming(verb);
    return true;
  }

  // "Norvik named Ann Lee its chief executive": who names has the role to give.
  void body_of_naming(std::uint32_t verb) {
    if (!bodiless_ && !own_) return;
    const auto namers = syntax_.subjects(verb);
    if (namers.empty()) return;
    bodies_.clear();
    take_phrases(namers, body_, bodies_);
  }

  // Who is, becomes or serves: by the words before the verb, else by the parser.
  bool subject_of(std::uint32_t verb) {
    auto t = verb - 1;
    while (inside(t) &&
           (document_.tokens[t].tag == Upos::aux || document_.tokens[t].tag == Upos::adv ||
            document_.tokens[t].tag == Upos::part || lower(t) == "who" ||
            document_.tokens[t].tag == Upos::verb) &&
           verb - t < 8)
      --t;
    if (form(t) == ",") {
      if (take(ends_at(t - 1), holder_, holders_)) return true;
      // "Ann Lee, 51, is": over the aside
      for (auto k = t - 1; inside(k) && t - k < 18; --k)
        if (form(k) == ",") {
          if (take(ends_at(k - 1), holder_, holders_)) return true;
          break;
        }
    }
    if (take(ends_at(t), holder_, holders_)) return true;
    Tokens heads;
    if (document_.lemma(verb) == "be")
      for (const auto c : syntax_.children(end_ - 1))
        if (syntax_.relation(c) == Deprel::nsubj) {
          const auto named = syntax_.antecedent(c);
          heads.push_back(named == no_token ? c : named);
        }
    if (heads.empty()) heads = syntax_.subjects(verb);
    return take_phrases(heads, holder_, holders_);
  }

  // "Ann Lee, 51, chief executive of Norvik", "Ann Lee (chief executive of Norvik", "Ann Lee, founder of
  // Helvia and chair of Norvik"
  bool holder_before(std::uint32_t start) {
    auto t = start - 1;
    if (const auto w = lower(t); w == "currently" || w == "now" || w == "formerly" || w == "previously") --t;
    const auto mark = form(t);
    const bool joined = lower(t) == "and";
    if (mark != "," && mark != "(" && mark != "—" && mark != "–" && !joined) return false;
    if (whose_) return false;
    // "According to Ann Lee, the chairman of Norvik lied": he is somebody else.
    if (mark == "," && inside(behind_) && syntax_.is_verb(behind_) &&
        document_.tokens[behind_].form != Form::past_participle &&
        document_.tokens[behind_].form != Form::gerund)
      return false;
    if (!joined) {
      auto k = t - 1;
      if (form(k) == ")")
        while (inside(k) && t - k < 8 && form(k) != "(") --k;
      if (form(k) == "(") --k;
      if (inside(k) && document_.tokens[k].tag == Upos::num && form(k - 1) == ",") k -= 2;  // "Ann Lee, 51,"
      if (take(ends_at(k), holder_, holders_)) return true;
    }
    // "Ann Lee is an adviser to Norvik and a lecturer at Helvia"
    if (joined)
      if (auto up = end_ - 1; syntax_.relation(up) == Deprel::conj) {
        while (syntax_.relation(up) == Deprel::conj) up = syntax_.head(up);
        for (const auto c : syntax_.children(up))
          if (syntax_.relation(c) == Deprel::nsubj) {
            const auto named = syntax_.antecedent(c);
            if (take_phrases({named == no_token ? c : named}, holder_, holders_)) return true;
          }
      }
    // Another thing that is said of the same person stands between.
    for (auto k = t - 1; inside(k) && t - k < longest_apposition; --k) {
      const auto tag = document_.tokens[k].tag;
      if (tag == Upos::verb || tag == Upos::aux || tag == Upos::sconj) return false;
      const auto m = ends_at(k);
      if (m == no_cluster || document_.mentions[m].kind != MentionKind::name) continue;
      std::vector<Party> found;
      discourse_.parties_of_mention(m, context_.types_of(holder_), found);
      if (found.empty()) continue;
      if (form(k + 1) != ",") return false;
      return take(m, holder_, holders_);
    }
    return false;
  }

  // "Norvik's chief executive, Ann Lee, said", "the chairman of Norvik, Ann Lee"
  bool holder_behind_comma() {
    if (form(behind_) != ",") return false;
    const auto past = slot_at(behind_ + 1, holder_, holders_);
    if (past == 0) return false;
    // A list that goes on is no apposition: "the chairman of Norvik, Ann Lee and …"
    if (lower(past) == "and" && !holders_.empty() && bodies_.empty()) return false;
    return true;
  }

  const PatternContext& context_;
  const Document& document_;
  const Syntax& syntax_;
  Discourse& discourse_;
  const RolePattern& role_;
  TokenRange sentence_;
  Slot holder_ = Slot::subject, body_ = Slot::object;
  std::uint32_t noun_ = 0, first_ = 0, end_ = 0, behind_ = 0;
  std::uint32_t first_holder_ = no_cluster;
  std::uint32_t low_ = no_token, high_ = 0, trigger_ = no_token;
  std::string_view kind_;  // of the body: "club" of "club captain Ann Lee"
  bool bodiless_ = true;   // the words say nothing of the body
  bool own_ = false;       // "its"
  bool said_of_ = false;   // "she became chairman": of what, only a text about one body would tell
  bool whose_ = false;
  bool part_ = false;    // the office is of a part of the body
  bool barred_ = false;  // a word before the body says that the role is none: "former"
  std::vector<Party> holders_, bodies_;
};

}  // namespace

bool match_role(const PatternContext& context, const RolePattern& role, TokenRange sentence,
                std::uint32_t token, Bindings& bindings) {
  return RoleRun(context, role, sentence).match(token, bindings);
}

}  // namespace skein::extract
