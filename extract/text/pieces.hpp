// Some stages look back over a whole document, so its size must have a bound. A longer text is read in
// pieces, cut at a line's end where there is one; local entities that share a key across pieces are one.
#pragma once

#include <cstddef>
#include <string_view>

namespace skein::extract {

inline constexpr std::size_t longest_piece = 192u << 10;

// One past the last byte of the piece that begins at `begin`.
std::size_t piece_end(std::string_view text, std::size_t begin);

}  // namespace skein::extract
