#include "cli/text_width.hpp"

#include <algorithm>
#include <array>

namespace skein::cli {

namespace {

struct Range {
  char32_t first, last;
};

// East Asian Wide and Fullwidth (Unicode 15 EastAsianWidth.txt), neighbouring blocks joined where the gaps
// between them are unassigned.
constexpr std::array<Range, 44> wide{{
    {0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
    {0x23f3, 0x23f3}, {0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653},   {0x267f, 0x267f},
    {0x2693, 0x2693}, {0x26a1, 0x26a1}, {0x26aa, 0x26ab}, {0x26bd, 0x26be},   {0x26c4, 0x26c5},
    {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea}, {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa}, {0x26fd, 0x26fd}, {0x2705, 0x2705}, {0x270a, 0x270b},   {0x2728, 0x2728},
    {0x274c, 0x274c}, {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50},   {0x2b55, 0x2b55},
    {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18cff},
}};
constexpr std::array<Range, 5> wide_high{{
    {0x1aff0, 0x1b2ff},
    {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff},
    {0x1f900, 0x1faff},
    {0x20000, 0x3fffd},
}};

// Combining marks and other characters without a width of their own, as news texts contain them.
constexpr std::array<Range, 30> zero{{
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc},
    {0x06df, 0x06e4}, {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x0900, 0x0902}, {0x093c, 0x093c},
    {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},
    {0x20d0, 0x20ff}, {0x302a, 0x302d}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
  const auto it = std::upper_bound(ranges.begin(), ranges.end(), c,
                                   [](char32_t x, const Range& r) { return x < r.first; });
  return it != ranges.begin() && c <= std::prev(it)->last;
}

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
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(position);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xf0 && first < 0xf5 ? 4
                             : first >= 0xe0                 ? 3
                             : first >= 0xc2                 ? 2
                                                             : 0;
  if (length == 0 || first >= 0xf5 || position + length > text.size()) {
    ++position;
    return 0xfffd;
  }
  char32_t c = length == 1 ? first : first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(position + i) & 0xc0) != 0x80) {
      ++position;
      return 0xfffd;
    }
    c = (c << 6) | (byte(position + i) & 0x3f);
  }
  position += length;
  return c;
}

std::size_t columns_of(char32_t c) {
  if (c < 0x300) return c == 0 || c == 0xad ? 0 : 1;
  if (within(zero, c) || (c >= 0xe0100 && c <= 0xe01ef)) return 0;
  return within(wide, c) || within(wide_high, c) ? 2 : 1;
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
    const std::size_t width = columns_of(word);
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
