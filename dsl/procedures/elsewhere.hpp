// Procedures and functions of other databases' libraries that people try by habit, and what to write here
// instead.
#pragma once

#include <string>
#include <string_view>

namespace skein::dsl::procedures {

// For a name that nothing here has: a sentence on what to write. Empty when the name is of no library that is
// known.
std::string written_here(std::string_view name);

}  // namespace skein::dsl::procedures
