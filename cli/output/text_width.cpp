#include "cli/output/text_width.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace skein::cli {

namespace {

bool bidi_control(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

std::string shown(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(text, at);
    if (c == '\n') {
      out += keep_lines ? "\n" : "⏎";
    } else if (c == '\t') {
      out += ' ';
    } else if (c == '\r' && keep_lines) {
      continue;
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || bidi_control(c)) {
      out += "·";
    } else if (c == 0xfffd) {
      out += "�";
    } else {
      out.append(text.substr(start, at - start));
    }
  }
  return out;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + position;
  const auto left = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - position, U8_MAX_LENGTH));
  std::int32_t size = 0;
  UChar32 c = 0;
  U8_NEXT(bytes, size, left, c);
  position += c < 0 ? 1 : static_cast<std::size_t>(size);
  return c < 0 ? 0xfffd : static_cast<char32_t>(c);
}

// As terminals do it (wcwidth): marks and format characters take no column, East Asian wide ones two
// (Unicode Standard Annex #11).
std::size_t columns_of(char32_t c) {
  if (c < 0x300) return c == 0 || c == 0xad ? 0 : 1;
  const auto code = static_cast<UChar32>(c);
  if ((U_GET_GC_MASK(code) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) return 0;
  const std::int32_t width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::size_t columns_of(std::string_view utf8) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < utf8.size();) columns += columns_of(next_code_point(utf8, at));
  return columns;
}

std::string fit(std::string_view utf8, std::size_t columns) {
  if (utf8.size() <= columns || columns_of(utf8) <= columns) return std::string(utf8);
  if (columns == 0) return {};
  std::size_t used = 0, at = 0, end = 0;
  while (at < utf8.size()) {
    const std::size_t width = columns_of(next_code_point(utf8, at));
    if (used + width > columns - 1) break;
    used += width;
    end = at;
  }
  return std::string(utf8.substr(0, end)) + "…";
}

std::string pad(std::string_view utf8, std::size_t columns, bool right_aligned) {
  const std::size_t width = columns_of(utf8);
  const std::string spaces(columns > width ? columns - width : 0, ' ');
  return right_aligned ? spaces + std::string(utf8) : std::string(utf8) + spaces;
}

std::string visible(std::string_view utf8) { return shown(utf8, false); }
std::string visible_lines(std::string_view utf8) { return shown(utf8, true); }

std::size_t columns_without_sequences(std::string_view utf8) {
  std::string plain;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (utf8[i] == '\x1b') {
      while (i < utf8.size() && utf8[i] != 'm') ++i;
    } else if (utf8[i] != '\x01' && utf8[i] != '\x02') {  // marks of readline's prompts
      plain += utf8[i];
    }
  }
  return columns_of(plain);
}

std::string wrap_text(std::string_view utf8, std::size_t columns, std::string_view indent) {
  std::string out(indent);
  std::size_t used = columns_of(indent);
  bool line_empty = true;
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t end = utf8.find(' ', at);
    if (end == std::string_view::npos) end = utf8.size();
    const std::string_view word = utf8.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t width = columns_without_sequences(word);
    if (!line_empty && used + 1 + width > columns) {
      out += '\n';
      out += indent;
      used = columns_of(indent);
      line_empty = true;
    }
    if (!line_empty) {
      out += ' ';
      ++used;
    }
    out += word;
    used += width;
    line_empty = false;
  }
  return out;
}

}  // namespace skein::cli
