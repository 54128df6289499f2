#include "extract/text/tokens.hpp"

#include <algorithm>
#include <vector>

#include "extract/text/sentence_breaks.hpp"
#include "extract/text/token_scanner.hpp"
#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

// Texts wrapped at a fixed width have many lines of nearly the same length, none very long.
constexpr std::uint32_t widest_wrap = 110;
constexpr std::uint32_t narrowest_wrap = 45;

struct Line {
  Span span;
  bool empty_before = false;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  bool empty_before = true;
  std::uint32_t begin = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  while (begin < size) {
    auto end = static_cast<std::uint32_t>(std::min<std::size_t>(text.find_first_of("\n\r\f\v", begin), size));
    bool blank = true;
    for (std::uint32_t at = begin; at < end && blank;) {
      const CodePoint c = decode(text, at);
      blank = kind(c.value) == CharKind::space;
      at += c.size;
    }
    if (blank) {
      empty_before = empty_before || end > begin || (end < size && text[end] == '\n');
    } else {
      lines.push_back({{begin, end}, empty_before});
      empty_before = false;
    }
    if (end + 1 < size && text[end] == '\r' && text[end + 1] == '\n') ++end;
    begin = end + 1;
  }
  return lines;
}

// Does line `i` go on with the sentence of the line before it? Only in text that is wrapped by hand.
bool continues(std::string_view text, const std::vector<Line>& lines, std::size_t i, bool wrapped) {
  if (lines[i].empty_before) return false;
  const Span before = lines[i - 1].span;
  const char32_t first = decode(text, lines[i].span.begin).value;
  const char32_t last = decode_before(text, before.end).value;
  if (is_lower(first) && before.size() >= narrowest_wrap && kind(last) != CharKind::symbol && last != '.' &&
      last != '!' && last != '?' && last != ':')
    return true;
  return wrapped && before.size() >= narrowest_wrap;
}

bool is_wrapped(const std::vector<Line>& lines) {
  std::size_t inner = 0;  // lines with another line of the same paragraph below
  std::size_t full = 0;
  std::uint32_t widest = 0;
  for (const Line& l : lines) widest = std::max(widest, l.span.size());
  if (widest > widest_wrap || widest < narrowest_wrap) return false;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i + 1].empty_before) continue;
    ++inner;
    full += lines[i].span.size() + 18 >= widest ? 1 : 0;
  }
  return inner >= 3 && full * 4 >= inner * 3;
}

class Tokenizer {
 public:
  explicit Tokenizer(Document& document) : d_(document) {}

  void run() {
    const std::string_view text = d_.text;
    const std::vector<Line> lines = lines_of(text);
    const bool wrapped = is_wrapped(lines);
    auto paragraph = static_cast<std::uint32_t>(d_.tokens.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i > 0 && !continues(text, lines, i, wrapped)) close(paragraph);
      line(lines[i].span);
    }
    close(paragraph);
  }

 private:
  void close(std::uint32_t& paragraph) {
    const auto end = static_cast<std::uint32_t>(d_.tokens.size());
    if (end > paragraph) break_paragraph(d_, {paragraph, end});
    paragraph = end;
  }

  void line(Span span) {
    const std::string_view text = d_.text;
    std::uint32_t at = span.begin;
    std::uint32_t chunk = at;
    const auto flush = [&](std::uint32_t end) {
      if (end > chunk) this->chunk({chunk, end});
    };
    while (at < span.end) {
      while (next_dropped_ < d_.dropped.size() && d_.dropped[next_dropped_].end <= at) ++next_dropped_;
      if (next_dropped_ < d_.dropped.size() && d_.dropped[next_dropped_].begin <= at) {
        flush(at);
        at = std::min(d_.dropped[next_dropped_].end, span.end);
        chunk = at;
        continue;
      }
      const CodePoint c = decode(text, at);
      if (kind(c.value) == CharKind::space) {
        flush(at);
        chunk = at + c.size;
      }
      at += c.size;
    }
    flush(span.end);
  }

  void chunk(Span span) {
    spans_.clear();
    scan_chunk(d_.text, span, spans_);
    for (const Span& s : spans_) {
      Token t;
      t.begin = s.begin;
      t.end = s.end;
      t.space_before = s.begin == span.begin;
      lower_form(t);
      d_.tokens.push_back(t);
    }
  }

  // Lower case forms share the storage of the form before them where they can: most words repeat none, so
  // simply add.
  void lower_form(Token& t) {
    const std::string_view text = std::string_view(d_.text).substr(t.begin, t.end - t.begin);
    t.lower_begin = static_cast<std::uint32_t>(d_.lemmas.size());
    for (std::size_t at = 0; at < text.size() && at < longest_word;) {
      const CodePoint c = decode(text, at);
      append_utf8(d_.lemmas, to_lower(c.value == 0x2019 ? U'\'' : c.value));
      at += c.size;
    }
    t.lower_size = static_cast<std::uint16_t>(d_.lemmas.size() - t.lower_begin);
    t.lemma_begin = t.lower_begin;
    t.lemma_size = t.lower_size;
  }

  static constexpr std::size_t longest_word = 4096;

  Document& d_;
  std::size_t next_dropped_ = 0;
  std::vector<Span> spans_;
};

}  // namespace

void tokenize(Document& document) {
  document.tokens.clear();
  document.sentences.clear();
  document.mentions.clear();
  document.lemmas.clear();
  Tokenizer(document).run();
}

}  // namespace skein::extract
