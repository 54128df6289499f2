// Text for GraphViz's HTML-like labels.
#pragma once

#include <string>
#include <string_view>

namespace skein::graph::formats {

// Escaped; control characters, bidirectional overrides and broken UTF-8 replaced.
std::string html_text(std::string_view utf8);
// Broken into at most `lines` lines of about `columns` columns (CJK counts double), escaped, with <br/>
// between; what is left over becomes "…".
std::string html_lines(std::string_view utf8, std::size_t columns, std::size_t lines);
// "PLANS_INVESTMENT" -> "plans investment"; a type that is not in capitals stays as it is.
std::string readable_type(std::string_view type);

}  // namespace skein::graph::formats
