#include "extract/discourse/noun_phrases.hpp"

#include <algorithm>

#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

// Tokens as a name, with or without what stands in parentheses.
std::string written(const Document& document, TokenRange range, bool with_asides) {
  std::string out;
  bool inside = false;
  for (auto t = range.first; t < range.last; ++t) {
    const auto form = document.form(t);
    if (form == "(") inside = true;
    if (!inside || with_asides) {
      if (!out.empty() && document.tokens[t].space_before) out += ' ';
      out += form;
    }
    if (form == ")") inside = false;
  }
  return out;
}

// "AI and cloud computing" where the parse stops at the cloud: a field of work right behind a bare singular
// noun, with nothing that is done to.
bool is_field_behind(const Drafts& drafts, std::uint32_t noun) {
  const auto& document = drafts.document;
  const auto next = noun + 1;
  if (next >= document.tokens.size() || document.tokens[next].sentence != document.tokens[noun].sentence ||
      (document.tokens[next].form != Form::gerund && document.tokens[next].tag != Upos::noun) ||
      document.tokens[noun].form == Form::plural ||
      !drafts.rules.list("field_noun").contains(document.lower(next)))
    return false;
  for (const auto c : drafts.syntax.children(noun))
    if (drafts.syntax.relation(c) == Deprel::det) return false;
  for (const auto c : drafts.syntax.children(next))
    if (drafts.syntax.relation(c) == Deprel::obj) return false;
  return true;
}

// Where "artificial intelligence (AI) infrastructure" begins: a name with its letters in parentheses right
// before a noun belongs to the noun, whatever the parse says.
std::uint32_t first_with_aside(const Drafts& drafts, std::uint32_t noun) {
  const auto& document = drafts.document;
  if (noun < 4 || document.form(noun - 1) != ")" || document.form(noun - 3) != "(") return noun;
  const auto words = drafts.mention_at[noun - 4], letters = drafts.mention_at[noun - 2];
  if (words == no_cluster || letters == no_cluster || document.mentions[words].type != EntityType::concept_ ||
      document.mentions[words].cluster != document.mentions[letters].cluster ||
      document.tokens[noun - 4].sentence != document.tokens[noun].sentence)
    return noun;
  return document.mentions[words].tokens.first;
}

// "artificial intelligence (AI) infrastructure" -> "AI infrastructure"; empty when no letters stand for
// words.
std::string with_letters(const Document& document, TokenRange range) {
  for (auto t = range.first + 1; t + 2 < range.last; ++t) {
    if (document.form(t) != "(" || document.form(t + 2) != ")") continue;
    for (auto first = range.first; first + 1 < t; ++first)
      if (is_acronym_of(document.form(t + 1), written(document, {first, t}, false)))
        return (first > range.first ? written(document, {range.first, first}, false) + " " : "") +
               std::string(document.form(t + 1)) + " " + written(document, {t + 3, range.last}, false);
  }
  return {};
}

}  // namespace

std::optional<NounPhrase> noun_phrase(const Drafts& drafts, std::uint32_t head) {
  const auto& document = drafts.document;
  const auto& rules = drafts.rules;
  auto range = drafts.syntax.noun_group(head);
  const auto leftmost = range.first;
  // "investment in data centres positions the company": a verb that was taken for the last noun.
  if (document.tokens[head].form == Form::plural && head > range.first && head + 1 < document.tokens.size() &&
      drafts.syntax.is_noun(head - 1) &&
      (document.lower(head + 1) == "the" || document.lower(head + 1) == "its" ||
       document.lower(head + 1) == "their"))
    range.last = head--;
  else if (is_field_behind(drafts, head))
    range.last = ++head + 1;
  else if (head > 0 && range.first == head && is_field_behind(drafts, head - 1) &&
           drafts.syntax.is_noun(head - 1))
    --range.first;
  range.first = std::min(range.first, first_with_aside(drafts, head));
  const auto& vague = rules.list("vague_adjective");
  const auto skippable = [&](std::uint32_t t) {
    const auto tag = document.tokens[t].tag;
    return tag == Upos::det || tag == Upos::pron || tag == Upos::num || tag == Upos::adv ||
           tag == Upos::punct || tag == Upos::part || tag == Upos::cconj || tag == Upos::adp ||
           tag == Upos::sym ||
           (tag != Upos::propn &&
            (vague.contains(document.lower(t)) || document.tokens[t].form == Form::superlative));
  };
  for (auto t = range.first; t < head; ++t)  // a name's possessor or a list before it ends the phrase
    if (document.lower(t) == "'s" || document.lower(t) == "’s" || document.form(t) == ",")
      range.first = t + 1;
  for (auto t = range.first; t < head; ++t)  // the maker's name before the thing: "Norvik Corp. engines"
    if (const auto m = drafts.mention_at[t]; m != no_cluster &&
                                             document.mentions[m].kind == MentionKind::name &&
                                             document.mentions[m].tokens.last <= head &&
                                             (document.mentions[m].type == EntityType::organization ||
                                              document.mentions[m].type == EntityType::person))
      range.first = document.mentions[m].tokens.last;
  while (range.first < head && skippable(range.first)) ++range.first;
  // "closely watched plants", not "watched plants"
  if (range.first > leftmost && range.first < head && document.lower(range.first - 1).ends_with("ly") &&
      document.tokens[range.first - 1].tag == Upos::adv)
    --range.first;
  // A vague noun alone names nothing; "Chinese firms" does.
  if (range.size() == 1 && rules.list("vague_noun").contains(document.lemma(head))) return std::nullopt;
  NounPhrase phrase{range, head, written(document, range, false), {}, {}};
  if (phrase.name.size() < 2 || range.size() > 8) return std::nullopt;
  auto full = written(document, range, true);
  if (full != phrase.name) {
    phrase.with_aside = std::move(full);
    phrase.key = concept_key(with_letters(document, range));
  }
  if (phrase.key.empty()) phrase.key = concept_key(phrase.name);
  return phrase;
}

}  // namespace skein::extract
