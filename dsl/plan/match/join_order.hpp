// In which order a connected part of a pattern is found: by dynamic programming over its sets of
// relationships (Selinger et al., "Access Path Selection in a Relational Database Management System", 1979;
// with joins of two sides that are found independently, as Moerkotte and Neumann have them in "Dynamic
// Programming Strikes Back", 2008). Parts of more relationships than that is good for are walked greedily.
#pragma once

#include <memory>
#include <vector>

#include "dsl/plan/match/access.hpp"

namespace skein::dsl::plan {

// Nodes that hang together, and the relationships between them (their places in the query graph).
struct PatternPart {
  std::vector<Symbol> nodes;
  std::vector<std::size_t> relationships;
};

// A way to find a part, or some of it: a tree.
struct Order;
using OrderPtr = std::shared_ptr<const Order>;
struct Order {
  enum class Kind : std::uint8_t {
    given,  // the rows that come from before
    start,  // `node` by its best access
    seek,   // `relationship` by an index, and the nodes at its ends
    hop,    // `relationship`, from a node that `input` has
    join,   // `input` and `side`, which have nodes in common, by hash
  };
  Kind kind = Kind::given;
  Symbol node = no_symbol;
  std::size_t relationship = 0;
  bool from_left = true;  // hop: from the relationship's left end
  OrderPtr input = nullptr, side = nullptr;
  double rows = 1, cost = 0;
};

struct OrderTask {
  Planner& planner;
  const QueryGraph& graph;
  Cardinality& count;
  const PatternPart& part;
  const Bound& bound;                    // what the given rows have
  const std::vector<const Expr*>& open;  // predicates still to be decided
  const std::vector<bool>& walked;       // relationships of other parts that are found already
  double given_rows;
};

// On top of the given rows: from their nodes where the part has some, else started anew for each of them.
OrderPtr order_on_top(const OrderTask& task);
// By itself, without looking at what was bound before; null where that cannot be.
OrderPtr order_alone(const OrderTask& task);

}  // namespace skein::dsl::plan
