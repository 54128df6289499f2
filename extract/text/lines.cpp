#include "extract/text/lines.hpp"

#include <cctype>

namespace skein::extract {

namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

}  // namespace

std::vector<Span> split_lines(std::string_view text) {
  std::vector<Span> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    auto end = text.find('\n', begin);
    if (end == text.npos) end = text.size();
    auto first = begin, last = end;
    while (first < last && (blank(text[first]) || text.substr(first, 2) == "\xC2\xA0"))
      first += blank(text[first]) ? 1 : 2;
    while (last > first && blank(text[last - 1])) --last;
    if (first < last) lines.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    begin = end + 1;
  }
  return lines;
}

std::vector<std::string> lower_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    while (!word.empty() && word.back() == '\'') word.pop_back();
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isalnum(c)) {
      word += static_cast<char>(std::tolower(c));
    } else if (text.substr(i, 3) == "’") {
      if (!word.empty()) word += '\'';
      i += 2;
    } else if (c == '\'') {
      if (!word.empty()) word += '\'';
    } else if (c >= 0xC3 && (c < 0xE2 || c > 0xE3)) {  // other letters; E2 and E3 lead punctuation
      word += static_cast<char>(c);
    } else if (c >= 0x80 && c < 0xC0 && !word.empty() && static_cast<unsigned char>(word.back()) >= 0x80) {
      word += static_cast<char>(c);
    } else {
      flush();
    }
  }
  flush();
  return words;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

std::string fold_spaces(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = !out.empty();
    } else {
      if (gap) out += ' ';
      gap = false;
      out += c;
    }
  }
  return out;
}

}  // namespace skein::extract
