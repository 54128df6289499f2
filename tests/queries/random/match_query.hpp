// Random MATCH queries whose rows are known from the brute-force matcher.
#pragma once

#include "tests/queries/random/reference_match.hpp"

namespace skein::tests {

struct MatchQuery {
  std::string text;
  std::vector<std::string> rows;  // as display_text writes them, columns parted by " | "
  bool ordered = false;           // in this order; otherwise in any
};

// Nothing when the query drawn has too many rows.
std::optional<MatchQuery> random_match_query(const SmallGraph& graph, Dice& dice);

}  // namespace skein::tests
