// What stands behind a command of the shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skein::cli {

// Without blanks around it.
std::string_view trimmed(std::string_view text);
// Without blanks around it and the `;` at its end.
std::string_view without_end(std::string_view text);
// 'text' or "text" without its quotes, anything else as it is.
std::string_view unquoted(std::string_view text);
// Cut at blanks; what stands in quotes is one argument, without them.
std::vector<std::string> split_arguments(std::string_view text);

}  // namespace skein::cli
