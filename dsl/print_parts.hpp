// Inner header of printing: what statements and expressions share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"

namespace skein::dsl::print_parts {

// A name as it can be written anywhere: in backticks where it has to be.
std::string name(std::string_view text);
// A string in quotes, escaped.
std::string string(std::string_view text);
std::string label_list(const std::vector<std::string>& labels);  // ":A:B"
std::string path(const ast::PathPattern& path);
std::string pattern(const ast::Pattern& pattern);
std::string query(const ast::Query& query);

}  // namespace skein::dsl::print_parts
