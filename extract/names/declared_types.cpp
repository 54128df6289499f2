#include "extract/names/declared_types.hpp"

#include <algorithm>
#include <array>

#include "extract/discourse/enumerations.hpp"

namespace skein::extract {

namespace {

// The words of a schema go before those of the lists that ship ("carrier") and before what a model is sure
// of.
constexpr double in_so_many_words = 4;
constexpr double by_its_name = 2.5;  // "Skarn Port", "the Curaxil tablets"

class DeclaredTypes {
 public:
  explicit DeclaredTypes(Drafts& drafts)
      : drafts_(drafts),
        document_(drafts.document),
        schema_(drafts.rules.schema()),
        mention_at_(drafts.mention_at) {}

  void vote();

 private:
  void call(std::uint32_t draft, EntityType kind, double vote);
  void call_by_words_inside(const Mention& mention);
  void call_by_words_before(const Mention& mention);
  void call_by_words_behind(const Mention& mention);
  [[nodiscard]] EntityType called(std::uint32_t token) const { return schema_.called(document_, token); }

  Drafts& drafts_;
  Document& document_;
  const Schema& schema_;
  std::vector<std::uint32_t>& mention_at_;
};

// What is a drug is a product, whatever else it looked like.
void DeclaredTypes::call(std::uint32_t draft, EntityType kind, double vote) {
  if (kind == EntityType::none) return;
  drafts_[draft].kind_votes[kind] += vote;
  drafts_[draft].votes[base_of(kind)] += vote;
}

void DeclaredTypes::vote() {
  for (std::uint32_t i = 0; i < document_.mentions.size(); ++i) {
    const auto& m = document_.mentions[i];
    if (m.kind != MentionKind::name || m.cluster == no_cluster || m.type == EntityType::demonym) continue;
    call_by_words_inside(m);
    call_by_words_before(m);
    call_by_words_behind(m);
    if (m.head != no_token) call(m.cluster, declared_predicate(drafts_, m.head), in_so_many_words);
  }
  for (const auto& row : rows_of_names(drafts_)) {
    if (row.size() < 2) continue;
    const auto noun = noun_of_row(drafts_, row);
    if (noun == no_token || document_.tokens[noun].form != Form::plural) continue;
    // The first was called so by the words before it, if it stands right behind.
    for (const auto m : row)
      if (m != row.front() || document_.mentions[m].tokens.first != noun + 1)
        call(document_.mentions[m].cluster, called(noun), in_so_many_words);
  }
}

// "Skarn Port", "Port of Skarn"
void DeclaredTypes::call_by_words_inside(const Mention& m) {
  if (m.tokens.size() < 2) return;
  const auto last = called(m.tokens.last - 1);
  if (last != EntityType::none)
    call(m.cluster, last, by_its_name);
  else if (m.tokens.size() > 2 && document_.lower(m.tokens.first + 1) == "of")
    call(m.cluster, called(m.tokens.first), by_its_name);
}

// "the tanker Aurora", "its drug, Curaxil,", "a tanker named Aurora", "a vaccine known as Helvax"
void DeclaredTypes::call_by_words_before(const Mention& m) {
  static constexpr std::array<std::string_view, 5> naming = {"called", "named", "dubbed", "christened",
                                                             "branded"};
  const auto begin = document_.sentences[document_.tokens[m.tokens.first].sentence].tokens.first;
  auto t = m.tokens.first;
  if (t == begin) return;
  --t;
  if (t > begin && std::find(naming.begin(), naming.end(), document_.lower(t)) != naming.end())
    --t;
  else if (t > begin + 1 && document_.lower(t) == "as" && document_.lower(t - 1) == "known")
    t -= 2;
  else if (t > begin && document_.form(t) == "," && document_.tokens[t - 1].form != Form::plural)
    --t;
  if (t > begin && document_.form(t) == ",") --t;  // "a tanker, named Aurora"
  call(m.cluster, called(t), in_so_many_words);
}

// "the Curaxil tablets", "Curaxil, a new migraine drug for adults"
void DeclaredTypes::call_by_words_behind(const Mention& m) {
  const auto end = document_.sentences[document_.tokens[m.tokens.first].sentence].tokens.last;
  const auto next = m.tokens.last;
  if (next >= end) return;
  const auto noun = [&](std::uint32_t t) {
    return t < end && drafts_.syntax.is_noun(t) && mention_at_[t] == no_cluster;
  };
  if (noun(next)) {
    auto last = next;
    while (noun(last + 1) && last < next + 2) ++last;
    call(m.cluster, called(last), by_its_name);
    return;
  }
  if (document_.form(next) != ",") return;
  auto last = no_token;  // the last noun of the phrase behind the comma
  for (auto t = next + 1; t < end && t < next + 10; ++t) {
    const auto tag = document_.tokens[t].tag;
    if (t == next + 1 && tag != Upos::det && tag != Upos::adj && tag != Upos::noun && tag != Upos::pron)
      return;
    if (mention_at_[t] != no_cluster && document_.mentions[mention_at_[t]].type != EntityType::demonym) {
      if (t + 1 < end && (document_.lower(t + 1) == "'s" || document_.lower(t + 1) == "’s")) continue;
      return;  // a list, or a description of somebody else
    }
    if (tag == Upos::noun) {
      last = t;
    } else if (tag != Upos::det && tag != Upos::adj && tag != Upos::num && tag != Upos::part &&
               tag != Upos::propn && document_.form(t) != "-" && !(tag == Upos::pron && t == next + 1) &&
               document_.tokens[t].form != Form::past_participle &&
               document_.tokens[t].form != Form::gerund) {
      break;
    }
  }
  if (last != no_token && document_.tokens[last].form != Form::plural)
    call(m.cluster, called(last), in_so_many_words);
}

}  // namespace

void vote_for_declared_types(Drafts& drafts) {
  if (!drafts.rules.schema().types().empty()) DeclaredTypes(drafts).vote();
}

EntityType declared_predicate(const Drafts& drafts, std::uint32_t token) {
  const auto& syntax = drafts.syntax;
  if (syntax.relation(token) != Deprel::nsubj || syntax.head(token) == no_token) return EntityType::none;
  const auto noun = syntax.head(token);
  const auto kind = drafts.rules.schema().called(drafts.document, noun);
  if (kind == EntityType::none) return kind;
  bool is = false;
  for (const auto c : syntax.children(noun)) {
    const auto w = drafts.document.lower(c);
    if (w == "not" || w == "n't" || w == "n’t" || w == "no" || w == "never") return EntityType::none;
    is = is || syntax.relation(c) == Deprel::cop;
  }
  return is ? kind : EntityType::none;
}

// The type that most is said for, as far down as the text goes.
void decide_declared_types(Drafts& drafts) {
  const auto& schema = drafts.rules.schema();
  for (auto& d : drafts) {
    double most = 0;
    for (const auto& [kind, vote] : d.kind_votes)
      if (base_of(kind) == d.type && vote > most) {
        most = vote;
        d.kind = kind;
      }
    if (d.kind == EntityType::none) continue;
    const auto top = d.kind;
    most = 0;
    for (const auto& [kind, vote] : d.kind_votes)
      if (kind != top && schema.is(kind, top) && vote > most) {
        most = vote;
        d.kind = kind;
      }
  }
}

}  // namespace skein::extract
