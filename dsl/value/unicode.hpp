// Text by code point, letter case and normal forms. Unicode's rules are ICU's; text is UTF-8.
#pragma once

#include <cstddef>
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

std::size_t length(std::string_view text);  // in code points
// The byte at which the code point number `index` begins; text.size() when there are fewer.
std::size_t byte_of(std::string_view text, std::size_t index);

// Full mappings, of no language in particular: upper("straße") is "STRASSE". Bytes that are no UTF-8 stay.
std::string upper(std::string_view text);
std::string lower(std::string_view text);
bool is_space(char32_t c);  // as Java's trim() in openCypher has it: White_Space, and U+001C to U+001F

enum class Form : std::uint8_t { nfc, nfd, nfkc, nfkd };  // Unicode Standard Annex #15
std::string normalize(std::string_view text, Form form);

}  // namespace skein::dsl::unicode
