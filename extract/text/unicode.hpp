// The little of Unicode that reading English news needs: decoding, and what kind of character one is looking
// at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skein::extract {

enum class CharKind : std::uint8_t { letter, digit, space, punctuation, symbol };

struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 1;  // bytes; a byte that is not UTF-8 stands for itself as U+FFFD
};

// The code point at text[at]; at < text.size().
CodePoint decode(std::string_view text, std::size_t at);
// The code point that ends right before text[at]; at > 0.
CodePoint decode_before(std::string_view text, std::size_t at);

CharKind kind(char32_t c);
bool is_upper(char32_t c);  // Latin, Greek, Cyrillic
bool is_lower(char32_t c);
char32_t to_lower(char32_t c);

inline bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB;
}
inline bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019; }
inline bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015); }

void append_utf8(std::string& out, char32_t c);
std::string lower(std::string_view text);
bool starts_upper(std::string_view text);

}  // namespace skein::extract
