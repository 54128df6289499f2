#include "extract/text/sentence_breaks.hpp"

#include <algorithm>

#include "extract/text/abbreviations.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

class Breaker {
 public:
  Breaker(Document& document, TokenRange paragraph) : d_(document), range_(paragraph) {}

  void run() {
    std::uint32_t start = range_.first;
    for (std::uint32_t i = range_.first; i < range_.last; ++i) {
      if (!may_end(i)) continue;
      const std::uint32_t next = after_closers(i + 1);
      if (next >= range_.last) break;
      if (!ends(start, i, next)) continue;
      add(start, next);
      start = next;
      i = next - 1;
    }
    if (start < range_.last) add(start, range_.last);
  }

 private:
  [[nodiscard]] std::string_view form(std::uint32_t i) const { return d_.form(i); }

  [[nodiscard]] bool may_end(std::uint32_t i) const {
    const std::string_view f = form(i);
    const char last = f.back();
    if (last == '.' || last == '!' || last == '?') return true;
    return f == "\u2026" || f == "\u3002";
  }

  // Quotes and brackets that close behind the full stop belong to the sentence.
  [[nodiscard]] std::uint32_t after_closers(std::uint32_t i) const {
    while (i < range_.last && !d_.tokens[i].space_before) {
      const std::string_view f = form(i);
      const char32_t c = decode(f, 0).value;
      const bool closer =
          c == ')' || c == ']' || c == '}' || c == 0x201D || c == 0x2019 || c == 0xBB ||
          ((c == '"' || c == '\'') && (i + 1 >= range_.last || d_.tokens[i + 1].space_before));
      if (!closer || (c == 0x2019 && f.size() > 3)) break;
      ++i;
    }
    return i;
  }

  [[nodiscard]] bool ends(std::uint32_t start, std::uint32_t i, std::uint32_t next) const {
    const std::string_view f = form(i);
    // The first word of what would be the next sentence, behind its opening quote or bracket.
    std::uint32_t word = next;
    while (word + 1 < range_.last && is_opener(form(word))) ++word;
    const std::string_view w = form(word);
    const char32_t c = decode(w, 0).value;
    if (!d_.tokens[next].space_before && next == i + 1 && !is_upper(c)) return false;
    if (is_lower(c) && !inner_capital(w)) return false;
    if (c == ',' || c == ';' || c == ':' || c == ')' || c == '-' || c == 0x2013 || c == 0x2014) return false;
    if (f.size() > 1 && f[0] != '.' && f.back() == '.') return abbreviation_ends(f, w);
    if (next > i + 1 && speaker_follows(next)) return false;
    if (f == "..." || f == "\u2026") return is_upper(c);
    if (f == "." && i == start + 1 && is_number(form(start))) return false;  // "1. First of a list"
    return f != "." || i == start || !shortened(start, i, w);
  }

  // "b. 1842", "c. 1480", "Ph. D", "Karen I. Doe": what the tokenizer takes for a word and a full stop.
  [[nodiscard]] bool shortened(std::uint32_t start, std::uint32_t stop, std::string_view next_word) const {
    const std::string_view word = form(stop - 1);
    if (d_.tokens[stop].space_before) return false;
    if (word == "b" || word == "c" || word == "d" || word == "m" || word == "r" || word == "ca" ||
        word == "fl")
      return next_word[0] >= '0' && next_word[0] <= '9';
    if (word == "Ph" || word == "PH") return next_word.starts_with('D');
    return word == "I" && stop >= start + 2 && starts_upper(form(stop - 2)) && starts_upper(next_word) &&
           !opens_sentences(lower(next_word));
  }

  static bool is_opener(std::string_view f) {
    const char32_t c = decode(f, 0).value;
    return c == '(' || c == '[' || c == '{' || is_quote(c);
  }
  static bool inner_capital(std::string_view w) {  // "zPad"
    for (std::size_t at = 1; at < w.size(); ++at)
      if (w[at] >= 'A' && w[at] <= 'Z') return true;
    return false;
  }
  static bool is_number(std::string_view f) {
    return std::all_of(f.begin(), f.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  [[nodiscard]] bool abbreviation_ends(std::string_view f, std::string_view next_word) const {
    const std::string word = lower(f.substr(0, f.size() - 1));
    const std::string after = lower(next_word);
    if (abbreviation(word) == Abbreviation::leads || abbreviation(word) == Abbreviation::number) return false;
    return opens_sentences(after) && starts_upper(next_word);
  }

  // `"...?" Wu said`: a verb of saying close behind the quotation.
  [[nodiscard]] bool speaker_follows(std::uint32_t next) const {
    const std::string_view closer = form(next - 1);
    if (!is_quote(decode(closer, 0).value)) return false;
    for (std::uint32_t i = next; i < std::min(next + 5, range_.last); ++i) {
      const std::string w = lower(form(i));
      if (speaks(w)) return true;
      if (w == "," || w == "." || w == "to") return false;
    }
    return false;
  }

  void add(std::uint32_t first, std::uint32_t last) {
    while (last - first > longest_sentence) {  // no sentence: a table, a dump, a list
      add_one(first, first + longest_sentence);
      first += longest_sentence;
    }
    add_one(first, last);
  }

  void add_one(std::uint32_t first, std::uint32_t last) {
    Sentence s;
    s.tokens = {first, last};
    s.span = {d_.tokens[first].begin, d_.tokens[last - 1].end};
    s.paragraph_start = first == range_.first;
    const bool whole_line = first == range_.first && last == range_.last;
    s.headline = (whole_line && !closed(last) && last - first <= 25) || title_case(first, last);
    for (std::uint32_t i = first; i < last; ++i) {
      d_.tokens[i].sentence = static_cast<std::uint32_t>(d_.sentences.size());
      d_.tokens[i].sentence_start = i == first;
    }
    d_.sentences.push_back(s);
  }

  [[nodiscard]] bool closed(std::uint32_t last) const {
    const char c = form(last - 1).back();
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == ',';
  }

  // A sentence that ends in a full stop is a headline only when all of its longer words have capitals.
  [[nodiscard]] bool title_case(std::uint32_t first, std::uint32_t last) const {
    int words = 0;
    int capitals = 0;
    for (std::uint32_t i = first + 1; i < last; ++i) {
      const std::string_view f = form(i);
      if (f.size() < 4 || kind(decode(f, 0).value) != CharKind::letter) continue;
      ++words;
      capitals += starts_upper(f) ? 1 : 0;
    }
    if (closed(last)) return words >= 3 && capitals == words;
    return words >= 3 && capitals * 4 >= words * 3;
  }

  static constexpr std::uint32_t longest_sentence = 500;  // tokens

  Document& d_;
  TokenRange range_;
};

}  // namespace

void break_paragraph(Document& document, TokenRange paragraph) { Breaker(document, paragraph).run(); }

}  // namespace skein::extract
