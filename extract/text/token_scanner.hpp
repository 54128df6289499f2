// One run of characters without white space, cut into tokens.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/document.hpp"

namespace skein::extract {

// Appends the tokens of text[chunk] to `out`, as spans of `text`. The chunk holds no white space and is not
// empty.
void scan_chunk(std::string_view text, Span chunk, std::vector<Span>& out);

}  // namespace skein::extract
