// What a person types to search a text index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph::text {

struct QueryPart {
  enum class Kind : std::uint8_t { word, prefix, phrase, fuzzy };
  enum class Occur : std::uint8_t { should, must, must_not };
  Kind kind = Kind::word;
  Occur occur = Occur::should;
  std::vector<std::string> terms;  // one, but for a phrase
  unsigned edits = 0;              // fuzzy: letters that may differ
  bool operator==(const QueryPart&) const = default;
};

// Words any of which will do; "words in a row"; word* for all that begin so; word~ and word~1 for what is
// spelt nearly so (2 letters, 1 letter); +word that has to be there, -word that must not; AND, OR and NOT
// between and before them. Errors: invalid_argument, which says what stands where and how to write it.
Result<std::vector<QueryPart>> parse_query(std::string_view text);

}  // namespace skein::graph::text
