#include "graph/text/words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace skein::graph::text {

namespace {

constexpr std::size_t longest_term = 64;

bool is_word(UChar32 c) {
  return c >= 0 &&
         (u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_COMBINING_SPACING_MARK);
}

bool stands_alone(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30ff);
}

bool is_apostrophe(UChar32 c) { return c == '\'' || c == 0x2019; }

// Case and compatibility away, then the marks: "Ångström" gives "angstrom", "ﬁbre" "fibre".
std::string folded(std::string_view word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string out(word);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* apart = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return std::string(word);  // ICU lacks its own data
  const auto text = apart->normalize(
      fold->normalize(icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())}),
                      status),
      status);
  if (U_FAILURE(status)) return std::string(word);
  icu::UnicodeString bare;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (const UChar32 c = text.char32At(i); u_charType(c) != U_NON_SPACING_MARK) bare.append(c);
  std::string out;
  return bare.toUTF8String(out);
}

// Whole characters only.
void cut(std::string& term) {
  if (term.size() <= longest_term) return;
  std::size_t size = longest_term;
  while (size > 0 && (static_cast<unsigned char>(term[size]) & 0xC0) == 0x80) --size;
  term.resize(size);
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Word> run() {
    while (at_ < text_.size()) {
      const auto begin = at_;
      const UChar32 c = next();
      if (!is_word(c)) continue;
      if (stands_alone(c)) {
        add(begin, at_);
        continue;
      }
      take_word(begin, c);
    }
    return std::move(words_);
  }

 private:
  // The character at `at_`, which moves on; below 0 for what is no UTF-8.
  UChar32 next() {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    auto i = static_cast<std::int64_t>(at_);
    const auto size = static_cast<std::int64_t>(text_.size());
    U8_NEXT(bytes, i, size, c);
    at_ = static_cast<std::size_t>(i);
    return c;
  }

  void take_word(std::size_t begin, UChar32 first) {
    UChar32 last = first;
    auto end = at_;
    while (at_ < text_.size()) {
      const auto here = at_;
      UChar32 c = next();
      if (is_apostrophe(c) || ((c == '.' || c == ',') && u_isdigit(last))) {
        const auto mark = here;
        const bool apostrophe = is_apostrophe(c);
        if (at_ >= text_.size()) break;
        const UChar32 after = next();
        if (apostrophe ? !u_isalpha(after) : !u_isdigit(after)) {
          at_ = mark + 1;
          break;
        }
        // A lone s behind an apostrophe ends the word and is no part of it.
        if (apostrophe && (after == 's' || after == 'S') && ends_here()) break;
        c = after;
      } else if (!is_word(c) || stands_alone(c)) {
        at_ = here;
        break;
      }
      end = at_;
      last = c;
    }
    add(begin, end);
  }

  bool ends_here() {
    if (at_ >= text_.size()) return true;
    const auto here = at_;
    const bool more = is_word(next());
    at_ = here;
    return !more;
  }

  void add(std::size_t begin, std::size_t end) {
    std::string term = folded(text_.substr(begin, end - begin));
    std::erase_if(term, [](char c) { return c == '\'' || c == '\0'; });
    for (std::size_t quote; (quote = term.find("\xe2\x80\x99")) != std::string::npos;) term.erase(quote, 3);
    cut(term);
    if (!term.empty())
      words_.push_back({std::move(term), static_cast<std::uint32_t>(words_.size()), begin, end});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> words(std::string_view text) { return Scanner(text).run(); }

std::vector<std::string> terms(std::string_view text) {
  std::vector<std::string> out;
  for (auto& word : words(text)) out.push_back(std::move(word.term));
  return out;
}

}  // namespace skein::graph::text
