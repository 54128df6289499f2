#include "dsl/value/unicode.hpp"

#include <algorithm>

#include "dsl/value/unicode_tables.hpp"

namespace skein::dsl::unicode {

namespace {

// The last run that begins at or before c, if c lies in it.
template <typename Run>
const Run* find_run(const Run* runs, std::size_t count, char32_t c) {
  const Run* next = std::upper_bound(runs, runs + count, c, [](char32_t x, const Run& r) { return x < r.first; });
  if (next == runs || c > (next - 1)->last) return nullptr;
  return next - 1;
}

// Runs with a stride may interleave (upper and lower case by turns), so a few earlier ones are looked at, too.
char32_t mapped(const tables::CaseRun* runs, std::size_t count, char32_t c) {
  const tables::CaseRun* next =
      std::upper_bound(runs, runs + count, c, [](char32_t x, const tables::CaseRun& r) { return x < r.first; });
  for (int back = 0; back < 4 && next != runs; ++back) {
    --next;
    if (c <= next->last && (c - next->first) % next->stride == 0)
      return static_cast<char32_t>(static_cast<std::int32_t>(c) + next->delta);
  }
  return c;
}

constexpr char32_t capital_sigma = 0x3A3, small_sigma = 0x3C3, final_sigma = 0x3C2;

bool letter_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_letter(decode(text, at).value);
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto follows = [&](std::size_t i) { return at + i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && follows(1))
    return {static_cast<char32_t>((first & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2))
    return {static_cast<char32_t>((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)), 3};
  if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3))
    return {static_cast<char32_t>((first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
                                  (byte(3) & 0x3F)),
            4};
  return {first, 1};
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | c >> 18));
    out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).size) ++count;
  return count;
}

std::size_t byte_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += decode(text, at).size;
  return std::min(at, text.size());
}

char32_t to_upper(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return mapped(tables::upper_runs, tables::upper_run_count, c);
}

char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return mapped(tables::lower_runs, tables::lower_run_count, c);
}

std::string upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (c.value >= 0x80 && c.size == 1) {  // no UTF-8: kept as it is
      out.push_back(text[at]);
    } else {
      const auto* end = tables::long_uppers + tables::long_upper_count;
      const auto* it = c.value < 0x80 ? end
                                      : std::lower_bound(tables::long_uppers, end, c.value,
                                                         [](const tables::LongUpper& u, char32_t x) { return u.from < x; });
      if (it != end && it->from == c.value) {
        for (const char32_t u : it->to)
          if (u) append(out, u);
      } else {
        append(out, to_upper(c.value));
      }
    }
    at += c.size;
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_letter = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (c.value >= 0x80 && c.size == 1) {
      out.push_back(text[at]);
    } else if (c.value == 0x130) {  // I with a dot keeps its dot
      append(out, 'i');
      append(out, 0x307);
    } else if (c.value == capital_sigma) {
      append(out, after_letter && !letter_at(text, at + c.size) ? final_sigma : small_sigma);
    } else {
      append(out, to_lower(c.value));
    }
    after_letter = is_letter(c.value);
    at += c.size;
  }
  return out;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return find_run(tables::letter_ranges, tables::letter_range_count, c) != nullptr;
}

bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return find_run(tables::digit_ranges, tables::digit_range_count, c) != nullptr;
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace skein::dsl::unicode
