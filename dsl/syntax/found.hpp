// Words for error messages: what stands where something else was expected.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skein::dsl::syntax {

struct Found {
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::string_view word;           // empty unless it is a word
  std::string words;               // for people: 'RETRUN', "the end of the statement"
};

// What stands at `at`, or after the blanks and comments there.
Found found_at(std::string_view text, std::size_t at);

// Advice on a word that cannot stand where it does: "did you mean RETURN?" when it nearly is a keyword, how
// to write what other languages call LIKE or GROUP BY. Empty when there is nothing to say. `between_clauses`:
// where a clause could begin.
std::string word_hint(std::string_view word, bool between_clauses);

// How many letters have to be inserted, removed, changed or swapped with their neighbour; case does not
// count.
std::size_t spelling_distance(std::string_view a, std::string_view b);

}  // namespace skein::dsl::syntax
