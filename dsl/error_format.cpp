#include <algorithm>

#include <fmt/format.h>

#include "dsl/query.hpp"

namespace skein::dsl {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// East Asian wide characters take two columns on a terminal; the caret has to stand below the right one.
bool is_wide(unsigned char lead, unsigned char second) {
  return (lead >= 0xE3 && lead <= 0xED) || (lead == 0xE2 && second >= 0xBA && second <= 0xBF) ||
         (lead == 0xEF && second >= 0xBC && second < 0xBF) || lead == 0xF0;
}

// Spaces that reach as far as `text` does; tabs stay tabs.
std::string padding(std::string_view text) {
  std::string pad;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!starts_character(text[i])) continue;
    if (text[i] == '\t') {
      pad += '\t';
      continue;
    }
    const auto second = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    pad += is_wide(static_cast<unsigned char>(text[i]), static_cast<unsigned char>(second)) ? "  " : " ";
  }
  return pad;
}

// Of a very long line only the part around the caret is shown. True when something was cut off.
constexpr std::size_t shown_before = 80, shown_after = 60;
bool keep_end(std::string_view& text) {
  if (text.size() <= shown_before) return false;
  text.remove_prefix(text.size() - shown_before);
  while (!text.empty() && !starts_character(text.front())) text.remove_prefix(1);
  return true;
}
bool keep_begin(std::string_view& text) {
  if (text.size() <= shown_after) return false;
  std::size_t end = shown_after;
  while (end > 0 && !starts_character(text[end])) --end;
  text = text.substr(0, end);
  return true;
}

}  // namespace

std::string format_error(const Error& error, std::string_view text) {
  std::string out;
  const bool located = error.end > 0 || error.begin > 0 || error.phase == "compile time";
  if (!located || text.empty()) {
    out = error.message;
  } else {
    const std::size_t at = std::min(error.begin, text.size());
    const std::string_view before = text.substr(0, at);
    const std::size_t line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    std::size_t line_end = text.find('\n', at);
    if (line_end == std::string_view::npos) line_end = text.size();
    std::string_view whole = text.substr(line_begin, line_end - line_begin);
    if (!whole.empty() && whole.back() == '\r') whole.remove_suffix(1);
    std::string_view left = text.substr(line_begin, at - line_begin);
    const auto column = std::count_if(left.begin(), left.end(), starts_character) + 1;
    std::string_view right = whole.substr(std::min(left.size(), whole.size()));
    const std::string_view dots_before = keep_end(left) ? "..." : "";
    const std::string_view dots_after = keep_begin(right) ? "..." : "";
    out = fmt::format("line {}, column {}: {}\n  {}{}{}{}\n  {}{}^", line, column, error.message, dots_before,
                      left, right, dots_after, std::string(dots_before.size(), ' '), padding(left));
  }
  if (!error.hint.empty()) out += fmt::format("\n{}", error.hint);
  return out;
}

}  // namespace skein::dsl
