// The regular expressions of `=~`: a whole text matches a pattern or does not. Time is linear in the text whatever
// the pattern (a simulated automaton: Thompson, "Regular Expression Search Algorithm", 1968), so no pattern can hang
// a query, and nothing recurses on the text.
//
// Understood, as in Java: . [abc] [^a-z] \d \w \s \D \W \S \b \B \t \n \r \f \xHH \uHHHH, escapes, \p{L} \p{Lu}
// \p{Ll} \p{N} \p{P} and \p{IsHan}-like names are not; ^ $ | ( ) (?: ) * + ? {n} {n,} {n,m} with lazy and possessive
// marks (which change nothing for whole matches), \Q...\E, and the flags (?i) (?s) (?m) (?u) at the front.
// Look-around and back-references are refused with an error.
#pragma once

#include <string_view>

#include "storage/result.hpp"

namespace skein::dsl {

// Compiled patterns are kept per thread. Errors: ArgumentError InvalidArgumentValue for a pattern that is wrong.
Result<bool> regex_matches(std::string_view pattern, std::string_view text);

}  // namespace skein::dsl
