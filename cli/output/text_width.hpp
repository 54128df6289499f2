// How wide text stands in a terminal: CJK characters take two columns, combining marks none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skein::cli {

// The code point at text[position], which moves past it; U+FFFD for a byte that begins none.
char32_t next_code_point(std::string_view text, std::size_t& position);

[[nodiscard]] std::size_t columns_of(char32_t code_point);
[[nodiscard]] std::size_t columns_of(std::string_view utf8);

// The text cut to at most `columns`, with "…" for what is missing. Control characters must be gone already.
[[nodiscard]] std::string fit(std::string_view utf8, std::size_t columns);
// Spaces added behind (or before) up to `columns`.
[[nodiscard]] std::string pad(std::string_view utf8, std::size_t columns, bool right_aligned = false);

// Line breaks as "⏎", tabs as a space, other control characters and bidirectional overrides as "·": what a
// document contains must not steer the terminal.
[[nodiscard]] std::string visible(std::string_view utf8);
// The same, but line breaks stay.
[[nodiscard]] std::string visible_lines(std::string_view utf8);

// Columns of a text with SGR sequences in it, which take none.
[[nodiscard]] std::size_t columns_without_sequences(std::string_view utf8);

// Words broken into lines of at most `columns`, where no word is longer. SGR sequences may stand in the text.
[[nodiscard]] std::string wrap_text(std::string_view utf8, std::size_t columns, std::string_view indent);

}  // namespace skein::cli
