#include "extract/names/name_features.hpp"

#include <algorithm>
#include <unordered_map>

#include "extract/syntax/tagger.hpp"

namespace skein::extract {

namespace {

bool capitalised(const WordTraits& w) {
  return w.shape == Shape::capital || w.shape == Shape::upper || w.shape == Shape::one_capital ||
         w.shape == Shape::mixed || w.shape == Shape::stopped || w.shape == Shape::letters_figures;
}

// "of", "the", "&", "-" between two capitalised words keep a row together.
bool joins(const Document& d, std::uint32_t i) {
  const std::string_view f = d.lower(i);
  return f == "of" || f == "&" || f == "-" || f == "for" || f == "de" || f == "and" || f == "the" ||
         f == "von" || f == "van" || f == "al" || f == "\u2013" || f == "." || f == "'s";
}

void find_rows(const Document& d, std::span<const WordTraits> words, const Sentence& s,
               std::vector<NameEvidence>& out) {
  const TokenRange r = s.tokens;
  const auto clip = [&](std::uint32_t token) {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(token - r.first, 0xffff));
  };
  for (std::uint32_t i = r.first; i < r.last;) {
    if (!capitalised(words[i])) {
      out[i].run_first = clip(i);
      out[i].run_last = clip(i);
      ++i;
      continue;
    }
    std::uint32_t end = i + 1;
    for (;;) {
      while (end < r.last && capitalised(words[end])) ++end;
      std::uint32_t over = end;
      while (over < r.last && over < end + 2 && joins(d, over) && d.lower(over) != "and") ++over;
      if (over == end || over >= r.last || !capitalised(words[over])) break;
      end = over;
    }
    for (std::uint32_t k = i; k < end; ++k) {
      out[k].run_first = clip(i);
      out[k].run_last = clip(end);
    }
    i = end;
  }
}

void find_phrases(std::span<const WordTraits> words, const Lexicon& lexicon, TokenRange r,
                  std::vector<NameEvidence>& out) {
  for (std::uint32_t i = r.first; i < r.last; ++i) {
    if ((words[i].flags & lex::starts_phrase) == 0) continue;
    std::uint64_t h = words[i].exact;
    for (std::uint32_t end = i + 1; end < r.last && end < i + longest_phrase; ++end) {
      h = phrase_hash(h, words[end].exact);
      const std::uint32_t flags = lexicon.find(h).flags & ~lex::starts_phrase;
      if (flags == 0) continue;
      for (std::uint32_t k = i; k <= end; ++k) {
        out[k].phrase_flags |= flags;
        out[k].phrase_place = k == i ? 1 : k == end ? 3 : 2;
      }
    }
  }
}

// Bits of NameEvidence::company. Stored in model files (as features).
enum Company : std::uint32_t {
  after_title = 1u << 0,
  after_first_name = 1u << 1,
  before_surname = 1u << 2,
  before_legal_form = 1u << 3,
  in_organization = 1u << 4,    // its row ends in "Bank", "University", "Inc."
  after_preposition = 1u << 5,  // "in X", "at X"
  before_speech = 1u << 6,
  after_the = 1u << 7,
  before_possessive = 1u << 8,
  ends_person = 1u << 9,  // last of a row that begins with a first name
  in_place = 1u << 10,    // its row ends in "River", "Street"
  in_event = 1u << 11,
  in_quotes = 1u << 12,
  after_occupation = 1u << 13,
  before_place = 1u << 14,  // "X, California"
  after_demonym = 1u << 15,
  alone = 1u << 16,         // a row by itself, not at the beginning of a sentence
  with_figures = 1u << 17,  // "X 5"
};

std::uint32_t company_of(const Document& d, std::span<const WordTraits> words, TokenRange r,
                         const NameEvidence& e, std::uint32_t i) {
  static constexpr WordTraits edge{};
  const auto word = [&](std::int64_t at) -> const WordTraits& {
    return at >= r.first && at < r.last ? words[static_cast<std::size_t>(at)] : edge;
  };
  const auto low = [&](std::int64_t at) {
    return at >= r.first && at < r.last ? d.lower(static_cast<std::uint32_t>(at)) : std::string_view();
  };
  const std::int64_t first = r.first + e.run_first, last = r.first + e.run_last;
  const WordTraits &before = word(i - 1), &after = word(i + 1), &head = word(first), &tail = word(last - 1);
  const WordTraits &ahead = word(first - 1), &behind = word(last);
  std::uint32_t c = 0;
  const auto set = [&](bool yes, Company bit) { c |= yes ? static_cast<std::uint32_t>(bit) : 0u; };
  set((before.flags & lex::title) != 0, after_title);
  set(capitalised(before) && (before.flags & lex::first_name) != 0, after_first_name);
  set(capitalised(after) && (after.flags & lex::surname) != 0, before_surname);
  set(capitalised(after) && (after.flags & lex::legal_form) != 0, before_legal_form);
  const bool row = last - first >= 2;
  set(row && (tail.flags & (lex::organization_noun | lex::legal_form)) != 0, in_organization);
  set(row && (tail.flags & lex::place_noun) != 0, in_place);
  set(row && (tail.flags & lex::event_noun) != 0, in_event);
  set(row && i + 1 == last && (head.flags & lex::first_name) != 0, ends_person);
  const std::string_view p = low(first - 1), n = low(last);
  set(p == "in" || p == "at" || p == "near" || p == "from", after_preposition);
  set(p == "the", after_the);
  set(p == "\"" || p == "\u201c" || p == "``", in_quotes);
  set(n == "'s" || n == "'", before_possessive);
  set(n == "said" || n == "says" || n == "told" || n == "added" || n == "wrote" || n == "who" ||
          n == "himself" || n == "herself",
      before_speech);
  set((ahead.flags & lex::occupation) != 0, after_occupation);
  set((ahead.flags & lex::demonym) != 0, after_demonym);
  set(n == "," && (word(last + 1).flags & (lex::country | lex::region)) != 0 && capitalised(word(last + 1)),
      before_place);
  set(!row && i > r.first, alone);
  set(behind.shape == Shape::figures, with_figures);
  return c;
}

// The noun that says what the row of capitalised words before `at` is: behind ", a", "is the" and the like,
// the last noun before anything else than adjectives and nouns. no_token when there is none.
std::uint32_t defining_noun(const Document& d, TokenRange r, std::uint32_t at) {
  if (at < r.last && d.lower(at) == "(") {  // "X (born 1950) is a"
    std::uint32_t close = at;
    while (close < r.last && close < at + 24 && d.lower(close) != ")") ++close;
    if (close < r.last && d.lower(close) == ")") at = close + 1;
  }
  if (at + 2 >= r.last) return no_token;
  const std::string_view link = d.lower(at);
  if (link != "," && link != "is" && link != "was" && link != "are" && link != "were" && link != "-" &&
      link != "\u2013" && link != "\u2014")
    return no_token;
  const std::string_view article = d.lower(at + 1);
  if (article != "a" && article != "an" && article != "the" && article != "one" && article != "its")
    return no_token;
  std::uint32_t noun = no_token;
  for (std::uint32_t i = at + 2; i < r.last && i < at + 14; ++i) {
    const Token& t = d.tokens[i];
    if (t.tag == Upos::noun)
      noun = i;
    else if (t.tag != Upos::adj && t.tag != Upos::propn && t.tag != Upos::num && t.tag != Upos::adv &&
             d.lower(i) != "-" && d.lower(i) != "and" &&
             !(noun == no_token && (t.tag == Upos::verb || d.lower(i) == "of")))
      break;
    if (noun != no_token && d.lower(i) == "and") break;
  }
  return noun;
}

void find_definitions(const Document& d, std::span<const WordTraits> words, TokenRange r,
                      std::vector<NameEvidence>& out) {
  for (std::uint32_t i = r.first; i < r.last; ++i) {
    NameEvidence& e = out[i];
    if (e.run_last == e.run_first) continue;
    const std::uint32_t first = r.first + e.run_first;
    if (i != first) {
      e.definition = out[first].definition;
      e.definition_flags = out[first].definition_flags;
      continue;
    }
    const std::uint32_t noun = defining_noun(d, r, r.first + e.run_last);
    if (noun == no_token) continue;
    e.definition = words[noun].lower;
    e.definition_flags = words[noun].flags & (lex::occupation | lex::organization_noun | lex::place_noun |
                                              lex::event_noun | lex::work_noun | lex::title);
  }
}

}  // namespace

std::vector<NameEvidence> name_evidence(const Document& document, std::span<const WordTraits> words,
                                        const Lexicon& lexicon) {
  std::vector<NameEvidence> out(document.tokens.size());
  std::unordered_map<std::uint64_t, std::uint8_t> cases;
  std::unordered_map<std::uint64_t, std::uint32_t> companies;
  for (const Sentence& s : document.sentences) {
    const bool title = is_title_case(words.subspan(s.tokens.first, s.tokens.size()));
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i) {
      out[i].title_case = title ? 1 : 0;
      if (title) continue;
      if (words[i].shape == Shape::lower)
        cases[words[i].exact] |= 1;
      else if (i > s.tokens.first && capitalised(words[i]))
        cases[words[i].exact] |= 2;
    }
    find_rows(document, words, s, out);
    find_phrases(words, lexicon, s.tokens, out);
    find_definitions(document, words, s.tokens, out);
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i)
      if (out[i].run_last > out[i].run_first)
        companies[words[i].form] |= company_of(document, words, s.tokens, out[i], i);
  }
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    const auto found = cases.find(words[i].exact);
    out[i].case_here = found == cases.end() ? 0 : found->second;
    if (out[i].run_last > out[i].run_first) out[i].company = companies.find(words[i].form)->second;
  }
  return out;
}

std::size_t name_features(const Document& document, std::span<const WordTraits> words,
                          std::span<const NameEvidence> evidence, TokenRange range, std::uint32_t i,
                          NameFeatures& out) {
  static constexpr WordTraits edge{};
  static constexpr NameEvidence nothing{};
  const auto inside = [&](std::int64_t at) { return at >= range.first && at < range.last; };
  const auto word = [&](std::int64_t at) -> const WordTraits& {
    return inside(at) ? words[static_cast<std::size_t>(at)] : edge;
  };
  const auto tag = [&](std::int64_t at) -> std::uint64_t {
    return inside(at) ? document.tokens[static_cast<std::size_t>(at)].tag_id : 255u;
  };
  const auto ev = [&](std::int64_t at) -> const NameEvidence& {
    return inside(at) ? evidence[static_cast<std::size_t>(at)] : nothing;
  };
  const std::int64_t at = i;
  const WordTraits &w = words[i], &p = word(at - 1), &p2 = word(at - 2), &n = word(at + 1),
                   &n2 = word(at + 2);
  const NameEvidence& e = evidence[i];
  const auto shape = [](const WordTraits& x) { return static_cast<std::uint64_t>(x.shape); };
  const std::uint64_t first = i == range.first ? 1 : 0;
  const std::uint64_t title = e.title_case;
  const std::uint64_t own = shape(w) + 16 * first + 32 * title;
  const std::uint64_t kind = w.flags & ~lex::starts_phrase;
  std::size_t k = 0;
  const auto put = [&](auto... values) {
    out[k] = feature(600 + k, values...);
    ++k;
  };
  put(1u);
  put(w.form);
  put(w.lower);
  put(w.suffix2, shape(w));
  put(w.suffix3, shape(w));
  put(w.suffix4, shape(w));
  put(w.prefix3, shape(w));
  put(w.prefix4, shape(w));
  put(w.pattern);
  put(own);
  put(own, tag(at));
  put(w.cluster, own);
  put(w.wide_cluster, own);
  put(p2.lower);
  put(n2.lower);
  put(p.lower, own);
  put(n.lower, own);
  put(p.lower, w.lower);
  put(w.lower, n.lower);
  put(p2.lower, p.lower, shape(w));
  put(n.lower, n2.lower, shape(w));
  put(p2.cluster, p.cluster);
  put(n.cluster, n2.cluster);
  put(p.cluster, w.cluster);
  put(w.cluster, n.cluster);
  put(p.wide_cluster, shape(p), own);
  put(n.wide_cluster, shape(n), own);
  put(shape(p), own, shape(n));
  put(tag(at - 1), tag(at));
  put(tag(at), tag(at + 1));
  put(tag(at - 1), tag(at), tag(at + 1));
  put(p.suffix3, shape(p), shape(w));
  put(n.suffix3, shape(n), shape(w));
  // lists
  put(kind, own);
  put(kind & lex::word_classes, own);
  put(kind & ~lex::word_classes, shape(w), n.flags & ~lex::word_classes & ~lex::starts_phrase, shape(n));
  put(kind & ~lex::word_classes, shape(w), p.flags & ~lex::word_classes & ~lex::starts_phrase, shape(p));
  put(e.phrase_flags, e.phrase_place, shape(w));
  put(e.phrase_flags, ev(at + 1).phrase_flags);
  for (std::uint32_t bit = 4; bit < 24; ++bit) {  // every list by itself
    if ((kind >> bit & 1) == 0) continue;
    if (k + 60 > max_name_features) break;
    out[k] = feature(700, bit, shape(w) | (first << 8));
    ++k;
  }
  const auto mark = [&](std::uint64_t id, auto... values) {
    out[k] = feature(720 + id, values...);
    ++k;
  };
  mark(0, p.flags & (lex::title | lex::occupation | lex::organization_noun | lex::first_name | lex::demonym),
       shape(p), shape(w));
  mark(1,
       n.flags & (lex::title | lex::occupation | lex::organization_noun | lex::legal_form | lex::surname |
                  lex::place_noun | lex::event_noun),
       shape(n), shape(w));
  // the document
  mark(2, e.case_here, own);
  mark(3, e.case_here, own, kind & lex::word_classes);
  mark(4, e.case_here, shape(w), kind & lex::names);
  // the row of capitalised words
  const std::int64_t row_first = range.first + e.run_first;
  const std::int64_t row_last = range.first + e.run_last;
  if (row_last > row_first) {
    const std::uint64_t length = static_cast<std::uint64_t>(std::min<std::int64_t>(row_last - row_first, 6));
    const std::uint64_t place = static_cast<std::uint64_t>(std::min<std::int64_t>(at - row_first, 4)) * 8 +
                                static_cast<std::uint64_t>(std::min<std::int64_t>(row_last - 1 - at, 4));
    const WordTraits &head = word(row_first), &last = word(row_last - 1);
    const WordTraits &ahead = word(row_first - 1), &behind = word(row_last);
    const WordTraits &ahead2 = word(row_first - 2), &behind2 = word(row_last + 1);
    const std::uint64_t at_first = row_first == range.first ? 1 : 0;
    const std::uint64_t more = at == row_first ? 1 : 0;
    const auto lists = [](const WordTraits& x) { return x.flags & ~lex::word_classes & ~lex::starts_phrase; };
    mark(10, length, place, title, at_first);
    if (at + 1 != row_last) mark(11, last.lower, more, title);
    mark(12, lists(last), more, shape(last));
    if (at != row_first) mark(13, head.lower, title);
    mark(14, lists(head), more);
    mark(15, lists(head), lists(last), length, place);
    mark(16, ahead.lower, more);
    mark(17, behind.lower, more);
    mark(18, ahead.lower, behind.lower);
    mark(19, ahead2.lower, ahead.lower, more);
    mark(20, behind.lower, behind2.lower, more);
    mark(21, ahead.cluster, behind.cluster, length);
    mark(22, lists(ahead), more, length);
    mark(23, lists(behind), more, length);
    mark(24, tag(row_first - 1), tag(row_last), length, more);
    mark(25, last.suffix3, more);
    mark(28, ahead.wide_cluster, more, length);
    mark(29, behind.wide_cluster, more, length);
    mark(31, e.company, more);
    for (std::uint32_t bit = 0; bit < 18; ++bit)
      if ((e.company >> bit & 1) != 0) mark(40 + bit, shape(w), more);
    if (e.definition != 0) {
      mark(60, e.definition, more);
      mark(61, e.definition_flags, more, length);
    }
  }
  return k;
}

}  // namespace skein::extract
