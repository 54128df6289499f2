// UTF-8 by code point, and the letters' cases (Unicode 14, simple mappings and the few that change the length).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skein::dsl::unicode {

// The code point at text[at] (at < size) and its length in bytes. A byte that is no UTF-8 counts as itself.
struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 1;
};
CodePoint decode(std::string_view text, std::size_t at);
void append(std::string& out, char32_t c);

std::size_t length(std::string_view text);  // in code points
// The byte at which the code point number `index` begins; text.size() when there are fewer.
std::size_t byte_of(std::string_view text, std::size_t index);

char32_t to_upper(char32_t c);  // simple mapping: one code point
char32_t to_lower(char32_t c);
std::string upper(std::string_view text);  // full: "straße" gives "STRASSE"
std::string lower(std::string_view text);
bool is_letter(char32_t c);
bool is_digit(char32_t c);  // Nd
bool is_space(char32_t c);  // White_Space

enum class Form : std::uint8_t { nfc, nfd, nfkc, nfkd };
std::string normalize(std::string_view text, Form form);

}  // namespace skein::dsl::unicode
