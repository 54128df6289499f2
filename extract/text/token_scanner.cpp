#include "extract/text/token_scanner.hpp"

#include <algorithm>
#include <array>

#include "extract/text/abbreviations.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr std::uint32_t longest_lowered = 32;  // abbreviations, prefixes and units are shorter

class Scanner {
 public:
  Scanner(std::string_view text, Span chunk, std::vector<Span>& out)
      : text_(text), begin_(chunk.begin), end_(chunk.end), at_(chunk.begin), out_(out) {}

  void run() {
    if (address()) return;
    while (at_ < end_) {
      const char32_t c = peek(at_);
      switch (kind(c)) {
        case CharKind::digit:
          number();
          break;
        case CharKind::letter:
          word(at_);
          break;
        default:
          mark(c);
          break;
      }
    }
  }

 private:
  [[nodiscard]] char32_t peek(std::uint32_t at) const { return at < end_ ? decode(text_, at).value : 0; }
  [[nodiscard]] std::uint32_t step(std::uint32_t at) const { return at + decode(text_, at).size; }
  [[nodiscard]] bool letter(std::uint32_t at) const {
    return at < end_ && kind(peek(at)) == CharKind::letter;
  }
  [[nodiscard]] bool digit(std::uint32_t at) const { return at < end_ && kind(peek(at)) == CharKind::digit; }
  [[nodiscard]] bool alnum(std::uint32_t at) const { return letter(at) || digit(at); }
  [[nodiscard]] std::string low(std::uint32_t from, std::uint32_t to) const {
    return lower(text_.substr(from, std::min(to - from, longest_lowered)));
  }
  void emit(std::uint32_t to) {
    if (to > at_) out_.push_back({at_, to});
    at_ = to;
  }

  // "https://...", "www...", "name@host": one token, with the punctuation around it cut off.
  bool address() {
    std::uint32_t from = begin_;
    while (from < end_ && !alnum(from) && text_[from] != '@') from = step(from);
    std::uint32_t to = end_;
    while (to > from && !ends_address(decode_before(text_, to).value)) to -= decode_before(text_, to).size;
    if (to - from < 4) return false;
    const std::string_view core = text_.substr(from, to - from);
    const bool url = core.find("://") != std::string_view::npos || core.starts_with("www.") ||
                     core.starts_with("mailto:") || handle(core) || email(core) || site(core);
    if (!url) return false;
    while (at_ < from) mark(peek(at_));
    emit(to);
    while (at_ < end_) mark(peek(at_));
    return true;
  }
  static bool ends_address(char32_t c) {
    return kind(c) == CharKind::letter || kind(c) == CharKind::digit || c == '/' || c == '=' || c == '#';
  }
  static bool handle(std::string_view s) {
    return s[0] == '@' && std::all_of(s.begin() + 1, s.end(), [](char c) {
             return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
  }
  static bool email(std::string_view s) {
    const auto sign = s.find('@');
    return sign != std::string_view::npos && sign > 0 && sign + 1 < s.size() &&
           (s.find('.', sign) != std::string_view::npos || s.find('_', sign) != std::string_view::npos);
  }
  // "example.com/path": a slash behind something with a dot in it.
  static bool site(std::string_view s) {
    const auto slash = s.find('/');
    const auto dot = s.find('.');
    if (slash == std::string_view::npos || dot == std::string_view::npos || dot > slash || slash - dot < 3)
      return false;
    return std::all_of(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(slash),
                       [](char c) {
                         return c == '.' || c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                       }) &&
           s[0] >= 'a';
  }

  // "1,000.50", "10:30", "9/11", "20th", "1980s", "4G", "713-853-3989"; a unit behind a figure is cut off.
  void number() {
    if (const std::uint32_t to = telephone(); to != 0) return emit(to);
    std::uint32_t to = at_;
    for (;;) {
      while (digit(to)) to = step(to);
      const char32_t c = peek(to);
      if ((c == '.' || c == ',' || c == ':' || c == '/') && digit(to + 1)) {
        ++to;
        continue;
      }
      break;
    }
    if (!letter(to)) {
      const bool decade = is_apostrophe(peek(to)) && peek(step(to)) == 's' && !alnum(step(to) + 1);
      if (decade && digit_before(to) && text_[to - 1] == '0') to = step(to) + 1;  // "1990's"
      return emit(to);
    }
    std::uint32_t tail = to;
    while (alnum(tail)) tail = step(tail);
    const std::string unit = low(to, tail);
    // "4K" and "910C" are names; "$4M" is an amount.
    if (is_unit(unit) && (tail - to > 1 || !is_upper(peek(to)) || behind_currency())) {
      emit(to);
      return emit(tail);
    }
    word(to);  // "20th", "4G", "737s": a word that begins with figures
  }

  [[nodiscard]] bool behind_currency() const {
    if (at_ == 0) return false;
    const char32_t c = decode_before(text_, at_).value;
    return c == '$' || c == 0xA3 || c == 0x20AC || c == 0xA5;
  }

  [[nodiscard]] std::uint32_t telephone() const {
    std::uint32_t at = at_;
    int groups = 0;
    int figures = 0;
    int last = 0;
    while (digit(at)) {
      last = 0;
      while (digit(at)) {
        at = step(at);
        ++last;
      }
      figures += last;
      ++groups;
      if (peek(at) != '-' || !digit(at + 1)) break;
      ++at;
    }
    return groups >= 2 && figures >= 7 && last >= 4 && !alnum(at) ? at : 0;
  }

  // A word whose first letter is at `from` (figures may stand before it).
  void word(std::uint32_t from) {
    std::uint32_t to = from;
    for (;;) {
      while (alnum(to) || (to < end_ && text_[to] == '_')) to = step(to);
      if (to >= end_) break;
      const char32_t c = peek(to);
      const std::uint32_t next = step(to);
      if (c == '.' && letter(next) && dot_joins(to, next)) {
        to = next;
        continue;
      }
      if (c == '.' && digit(next) && digit_before(to)) {  // "Norvik2.5"
        to = next;
        continue;
      }
      if (c == '&' && joins_capitals(to, next)) {
        to = next;
        continue;
      }
      if (is_apostrophe(c) && letter(next) && apostrophe_joins(to, next)) {
        to = next;
        continue;
      }
      if (c == '-' && alnum(next) && keeps_hyphen(low(at_, to)) && letter(next)) {
        to = next;
        continue;
      }
      break;
    }
    if (clitics(to)) return;
    if (peek(to) == '.' && keeps_stop(to)) ++to;
    emit(to);
  }

  [[nodiscard]] bool digit_before(std::uint32_t at) const {
    return at > at_ && kind(decode_before(text_, at).value) == CharKind::digit;
  }
  // "U.S", "e.g", "Amazon.com", "Node.js" are one word; "error.Report" is two sentences without a space.
  [[nodiscard]] bool dot_joins(std::uint32_t dot, std::uint32_t next) const {
    const std::uint32_t start = segment_start(dot);
    std::uint32_t stop = next;
    while (alnum(stop)) stop = step(stop);
    const bool short_before = step(start) == dot;
    const bool short_after = step(next) == stop;
    if (short_before && short_after) return true;
    if (is_lower(peek(next))) return true;
    return short_before && start > at_ && text_[start - 1] == '.';  // "U.S.A", "J.R.Smith"
  }
  [[nodiscard]] std::uint32_t segment_start(std::uint32_t at) const {
    while (at > at_) {
      const CodePoint c = decode_before(text_, at);
      if (kind(c.value) != CharKind::letter && kind(c.value) != CharKind::digit) break;
      at -= c.size;
    }
    return at;
  }
  // "AT&T", "R&D"
  [[nodiscard]] bool joins_capitals(std::uint32_t at, std::uint32_t next) const {
    return at > at_ && is_upper(decode_before(text_, at).value) && is_upper(peek(next)) && at - at_ <= 4;
  }
  // "O'Connor", "d'état", "o'clock", "Qa'ida": a short beginning, or a capital behind it; not "it's", not
  // "don't".
  [[nodiscard]] bool apostrophe_joins(std::uint32_t at, std::uint32_t next) const {
    std::uint32_t stop = next;
    while (alnum(stop)) stop = step(stop);
    const std::string tail = low(next, stop);
    if (tail == "s" || tail == "t" || tail == "re" || tail == "ve" || tail == "ll" || tail == "d" ||
        tail == "m" || tail == "em")
      return tail == "t" && !negation(at);
    return true;
  }
  [[nodiscard]] bool negation(std::uint32_t apostrophe) const {
    const char32_t n = decode_before(text_, apostrophe).value;
    return (n == 'n' || n == 'N') && apostrophe - at_ >= 2;
  }

  // Cuts "n't", "'s", "'re" ... and the parts of "cannot", "gonna" off. `to` is where the letters end.
  bool clitics(std::uint32_t to) {
    if (is_apostrophe(peek(to))) {
      const std::uint32_t next = step(to);
      std::uint32_t stop = next;
      while (alnum(stop)) stop = step(stop);
      const std::string tail = low(next, stop);
      if (tail == "t" && to > at_ && negation(to)) {
        emit(to - 1);
        emit(stop);
        return true;
      }
      if (tail == "s" || tail == "re" || tail == "ve" || tail == "ll" || tail == "d" || tail == "m") {
        emit(to);
        emit(stop);
        return true;
      }
    }
    struct Pair {
      std::string_view whole;
      std::uint32_t cut;
    };
    static constexpr std::array<Pair, 6> pairs = {
        {{"cannot", 3}, {"gonna", 3}, {"gotta", 3}, {"wanna", 3}, {"dunno", 2}, {"gimme", 3}}};
    const std::string whole = to - at_ <= 6 ? low(at_, to) : std::string();
    for (const Pair& p : pairs) {
      if (whole != p.whole) continue;
      emit(at_ + p.cut);
      emit(to);
      return true;
    }
    return false;
  }

  // Does the full stop at `dot` belong to the word before it?
  [[nodiscard]] bool keeps_stop(std::uint32_t dot) const {
    if (peek(dot + 1) == '.') return false;  // "..."
    const std::string word_before = low(at_, dot);
    if (step(at_) == dot) return is_upper(peek(at_)) && word_before != "i";  // "J."
    if (word_before.size() >= 3 && word_before[1] == '.' && word_before.size() <= 8 && initials(word_before))
      return true;
    switch (abbreviation(word_before)) {
      case Abbreviation::none:
        return false;
      case Abbreviation::number:
        return number_follows(dot + 1);
      default:
        break;
    }
    // "wed", "sat", "sun", "co", "pa", "ill" are words too: only with a capital.
    return is_upper(peek(at_)) || word_before == "etc" || word_before == "vs" || word_before == "v" ||
           word_before == "al" || word_before == "e.g" || word_before == "i.e" || word_before == "cf" ||
           word_before == "approx" || word_before == "ca" || word_before == "incl" || word_before == "esp";
  }
  static bool initials(const std::string& word) {  // "u.s", "a.k.a", "ph.d"
    for (std::size_t i = 1; i < word.size(); i += 2)
      if (word[i] != '.') return false;
    return true;
  }
  [[nodiscard]] bool number_follows(std::uint32_t at) const {
    if (at < end_) return digit(at);
    return end_ + 1 < text_.size() && text_[end_] == ' ' && text_[end_ + 1] >= '0' && text_[end_ + 1] <= '9';
  }

  // Punctuation and symbols: one token each; the same character again and again is one token.
  void mark(char32_t c) {
    std::uint32_t to = step(at_);
    if (is_apostrophe(c) && digit(to) && digit(to + 1) && !digit(to + 2)) {  // "'60s", "'05"
      to += 2;
      if (peek(to) == 's') ++to;
      return emit(to);
    }
    const bool repeats = c == '.' || c == '-' || c == '!' || c == '?' || c == '=' || c == '*' || c == '_' ||
                         c == '~' || c == '<' || c == '>' || c == '`' || c == '\'' || c == '+' || c == '#';
    if (repeats) {
      while (to < end_ && (peek(to) == c || ((c == '!' || c == '?') && (peek(to) == '!' || peek(to) == '?'))))
        ++to;
      if ((c == '<' || c == '>') && to - at_ > 2) to = at_ + 1;
    }
    emit(to);
  }

  std::string_view text_;  // the whole text: what stands behind the chunk may be looked at
  std::uint32_t begin_;
  std::uint32_t end_;
  std::uint32_t at_;  // where the next token begins
  std::vector<Span>& out_;
};

// "US$53": the currency's letters go with its sign.
bool currency_prefix(std::string_view text, Span chunk, std::uint32_t& end) {
  std::uint32_t at = chunk.begin;
  while (at < chunk.end && at - chunk.begin < 4 && text[at] >= 'A' && text[at] <= 'Z') ++at;
  if (at == chunk.begin || at - chunk.begin > 3 || at >= chunk.end) return false;
  const CodePoint c = decode(text, at);
  if (c.value != '$' && c.value != 0xA3 && c.value != 0x20AC && c.value != 0xA5) return false;
  end = at + c.size;
  return end < chunk.end && text[end] >= '0' && text[end] <= '9';
}

}  // namespace

void scan_chunk(std::string_view text, Span chunk, std::vector<Span>& out) {
  if (std::uint32_t end = 0; currency_prefix(text, chunk, end)) {
    out.push_back({chunk.begin, end});
    chunk.begin = end;
  }
  Scanner(text, chunk, out).run();
}

}  // namespace skein::extract
