#include "extract/name_features.hpp"

#include <algorithm>
#include <unordered_map>

#include "extract/tagger.hpp"

namespace skein::extract {

namespace {

bool capitalised(const WordTraits& w) {
  return w.shape == Shape::capital || w.shape == Shape::upper || w.shape == Shape::one_capital ||
         w.shape == Shape::mixed || w.shape == Shape::stopped || w.shape == Shape::letters_figures;
}

// "of", "the", "&", "-" between two capitalised words keep a row together.
bool joins(const Document& d, std::uint32_t i) {
  const std::string_view f = d.lower(i);
  return f == "of" || f == "&" || f == "-" || f == "for" || f == "de" || f == "and" || f == "the" || f == "von" ||
         f == "van" || f == "al" || f == "\u2013" || f == "." || f == "'s";
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

}  // namespace

std::vector<NameEvidence> name_evidence(const Document& document, std::span<const WordTraits> words,
                                        const Lexicon& lexicon) {
  std::vector<NameEvidence> out(document.tokens.size());
  std::unordered_map<std::uint64_t, std::uint8_t> cases;
  for (const Sentence& s : document.sentences) {
    const bool title = is_title_case(words.subspan(s.tokens.first, s.tokens.size()));
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i) {
      out[i].title_case = title ? 1 : 0;
      if (title) continue;
      if (words[i].shape == Shape::lower) cases[words[i].exact] |= 1;
      else if (i > s.tokens.first && capitalised(words[i])) cases[words[i].exact] |= 2;
    }
    find_rows(document, words, s, out);
    find_phrases(words, lexicon, s.tokens, out);
  }
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    const auto found = cases.find(words[i].exact);
    out[i].case_here = found == cases.end() ? 0 : found->second;
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
  const WordTraits &w = words[i], &p = word(at - 1), &p2 = word(at - 2), &n = word(at + 1), &n2 = word(at + 2);
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
  put(w.lower, own);
  put(w.suffix2, shape(w));
  put(w.suffix3, shape(w));
  put(w.suffix4, shape(w));
  put(w.prefix2, shape(w));
  put(w.prefix3, shape(w));
  put(w.prefix4, shape(w));
  put(w.pattern);
  put(w.pattern, title, first);
  put(own);
  put(own, tag(at));
  put(w.cluster);
  put(w.cluster, own);
  put(w.wide_cluster, own);
  put(p.lower);
  put(n.lower);
  put(p2.lower);
  put(n2.lower);
  put(word(at - 3).lower);
  put(word(at + 3).lower);
  put(p.lower, own);
  put(n.lower, own);
  put(p.lower, w.lower);
  put(w.lower, n.lower);
  put(p2.lower, p.lower);
  put(n.lower, n2.lower);
  put(p2.lower, p.lower, shape(w));
  put(n.lower, n2.lower, shape(w));
  put(p.cluster, shape(w));
  put(n.cluster, shape(w));
  put(p2.cluster, p.cluster);
  put(n.cluster, n2.cluster);
  put(p.cluster, w.cluster);
  put(w.cluster, n.cluster);
  put(p.wide_cluster, shape(p), own);
  put(n.wide_cluster, shape(n), own);
  put(shape(p), own);
  put(own, shape(n));
  put(shape(p), own, shape(n));
  put(shape(p2), shape(p), own);
  put(own, shape(n), shape(n2));
  put(p.pattern, w.pattern);
  put(w.pattern, n.pattern);
  put(tag(at));
  put(tag(at - 1), tag(at));
  put(tag(at), tag(at + 1));
  put(tag(at - 1), tag(at), tag(at + 1));
  put(tag(at - 2), tag(at - 1), tag(at));
  put(tag(at), tag(at + 1), tag(at + 2));
  put(p.suffix3, shape(w));
  put(n.suffix3, shape(w));
  put(p.suffix3, shape(p), shape(w));
  put(n.suffix3, shape(n), shape(w));
  // lists
  put(kind, own);
  put(kind & lex::names);
  put(kind & lex::word_classes, own);
  put(kind & ~lex::word_classes, shape(w), n.flags & ~lex::word_classes & ~lex::starts_phrase, shape(n));
  put(kind & ~lex::word_classes, shape(w), p.flags & ~lex::word_classes & ~lex::starts_phrase, shape(p));
  put(e.phrase_flags, e.phrase_place);
  put(e.phrase_flags, e.phrase_place, shape(w));
  put(e.phrase_flags, ev(at + 1).phrase_flags);
  for (std::uint32_t bit = 4; bit < 24; ++bit) {  // every list by itself
    if ((kind >> bit & 1) == 0) continue;
    if (k + 32 > max_name_features) break;
    out[k] = feature(700, bit, shape(w) | (first << 8));
    ++k;
  }
  const auto mark = [&](std::uint64_t id, auto... values) {
    out[k] = feature(720 + id, values...);
    ++k;
  };
  mark(0, p.flags & (lex::title | lex::occupation | lex::organization_noun | lex::first_name | lex::demonym), shape(p),
       shape(w));
  mark(1, n.flags & (lex::title | lex::occupation | lex::organization_noun | lex::legal_form | lex::surname |
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
    mark(11, last.lower, more, title);
    mark(12, lists(last), more, shape(last));
    mark(13, head.lower, more, title);
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
    mark(26, ahead.lower, length, place);
    mark(27, behind.lower, length, place);
    mark(28, ahead.wide_cluster, more, length);
    mark(29, behind.wide_cluster, more, length);
    mark(30, shape(w), length, place, at_first, kind & lex::names);
  }
  return k;
}

}  // namespace skein::extract
