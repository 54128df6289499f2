// Random statements of many clauses whose result depends on the graph alone, not on the order of rows:
// nothing is cut off without an ORDER BY over everything, lists that aggregation makes are only measured, and
// updates do the same whatever row comes first.
#pragma once

#include <string>

#include "tests/queries/random/small_graph.hpp"

namespace skein::tests {

struct RandomStatement {
  std::string text;
  bool updates = false;
  bool ordered = false;  // rows come in an order that the statement gives
};

RandomStatement random_statement(Dice& dice);

}  // namespace skein::tests
