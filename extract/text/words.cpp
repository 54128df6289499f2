#include "extract/text/words.hpp"

#include <algorithm>
#include <array>

#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr std::size_t longest_looked_at = 40;  // bytes: what is longer is no word

// Replaces figures by 0.
struct Masked {
  std::array<char, longest_looked_at> bytes{};
  std::size_t size = 0;
  bool figures = false;

  explicit Masked(std::string_view word) {
    size = std::min(word.size(), longest_looked_at);
    for (std::size_t i = 0; i < size; ++i) {
      const bool figure = word[i] >= '0' && word[i] <= '9';
      figures = figures || figure;
      bytes[i] = figure ? '0' : word[i];
    }
  }
  [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
};

struct Make {
  Shape shape = Shape::other;
  std::uint64_t pattern = 0;
};

Make make_of(std::string_view word) {
  std::array<char, 12> runs{};
  std::size_t n = 0;
  int uppers = 0, lowers = 0, figures = 0, others = 0, count = 0;
  bool first_upper = false, first_figure = false, stop = false;
  char last = 0;
  int same = 0;
  for (std::size_t at = 0; at < word.size() && at < longest_looked_at;) {
    const CodePoint c = decode(word, at);
    char k = '?';
    if (is_upper(c.value)) {
      k = 'X';
      ++uppers;
      first_upper = first_upper || count == 0;
    } else if (const CharKind what = kind(c.value); what == CharKind::letter) {
      k = 'x';
      ++lowers;
    } else if (what == CharKind::digit) {
      k = 'd';
      ++figures;
      first_figure = first_figure || count == 0;
    } else {
      k = c.value < 0x80 ? static_cast<char>(c.value) : '?';
      stop = stop || c.value == '.';
      ++others;
    }
    same = k == last ? same + 1 : 1;
    last = k;
    if (same <= 2 && n < runs.size()) runs[n++] = k;
    ++count;
    at += c.size;
  }
  Make m;
  m.pattern = hash_text({runs.data(), n});
  if (uppers + lowers == 0) {
    m.shape = figures > 0 ? Shape::figures : Shape::mark;
  } else if (figures > 0) {
    m.shape = first_figure ? Shape::figures_letters : Shape::letters_figures;
  } else if (stop && uppers > 0) {
    m.shape = lowers > 1 ? Shape::capital : Shape::stopped;
  } else if (uppers == 0) {
    m.shape = Shape::lower;
  } else if (lowers == 0) {
    m.shape = uppers == 1 ? Shape::one_capital : Shape::upper;
  } else {
    m.shape = first_upper && uppers == 1 ? Shape::capital : Shape::mixed;
  }
  return m;
}

// The last (or first) n bytes, cut on the border of a code point.
std::string_view tail(std::string_view word, std::size_t n) {
  if (word.size() <= n) return word;
  std::size_t at = word.size() - n;
  while (at > 0 && (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80) --at;
  return word.substr(at);
}
std::string_view front(std::string_view word, std::size_t n) {
  while (n < word.size() && (static_cast<unsigned char>(word[n]) & 0xC0) == 0x80) ++n;
  return word.substr(0, n);
}

}  // namespace

std::vector<WordTraits> word_traits(const Document& document, const Lexicon& lexicon) {
  std::vector<WordTraits> all(document.tokens.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    WordTraits& w = all[i];
    const std::string_view form = document.form(i);
    const std::string_view low = document.lower(i);
    const Masked masked(low);
    w.form = hash_text(Masked(form).view());
    w.exact = hash_text(low);
    w.lower = masked.figures || low.size() > longest_looked_at ? hash_text(masked.view()) : w.exact;
    w.suffix2 = hash_text(tail(masked.view(), 2));
    w.suffix3 = hash_text(tail(masked.view(), 3));
    w.suffix4 = hash_text(tail(masked.view(), 4));
    w.prefix2 = hash_text(front(masked.view(), 2));
    w.prefix3 = hash_text(front(masked.view(), 3));
    w.prefix4 = hash_text(front(masked.view(), 4));
    const Make m = make_of(form);
    w.shape = m.shape;
    w.pattern = m.pattern;
    const Lexicon::Entry entry = lexicon.find(w.exact);
    w.flags = entry.flags;
    const Lexicon::Entry clusters = w.lower == w.exact ? entry : lexicon.find(w.lower);
    w.cluster = clusters.cluster;
    w.wide_cluster = clusters.wide_cluster;
  }
  return all;
}

}  // namespace skein::extract
