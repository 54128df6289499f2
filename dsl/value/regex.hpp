// The regular expressions of `=~`: a whole text matches a pattern or does not. They are ICU's, whose syntax
// is Java's (https://unicode-org.github.io/icu/userguide/strings/regexp.html), which openCypher refers to:
// classes, groups, lazy and possessive repeats, look-around, back-references, flags.
#pragma once

#include <string_view>

#include "storage/result.hpp"

namespace skein::dsl {

// Compiled patterns are kept per thread. Errors: ArgumentError InvalidArgumentValue for a pattern that is
// wrong, or one that needs more steps or memory for this text than a query may spend on it.
Result<bool> regex_matches(std::string_view pattern, std::string_view text);

}  // namespace skein::dsl
