// Small helpers for text by lines and words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/document.hpp"

namespace skein::extract {

std::vector<Span> split_lines(std::string_view text);  // non-empty lines, white space around them cut away
std::vector<std::string> lower_words(std::string_view text);  // letters, digits and apostrophes; ’ becomes '
std::string ascii_lower(std::string_view text);
std::string fold_spaces(std::string_view text);  // runs of white space become one space, ends trimmed

}  // namespace skein::extract
