// An aggregation over a pattern without circles, ready to be worked out node by node instead of row by row:
// see rules/fold_aggregates.cpp for when that is so, exec/fold.cpp for how it is done.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dsl/ast.hpp"

namespace skein::dsl::plan {

struct Expand;

struct FoldPattern {
  static constexpr std::size_t none = ~std::size_t{0};
  // The nodes of the pattern; nodes[0] is scanned, nodes[i + 1] is where hops[i] leads.
  struct Node {
    ast::Symbol symbol = -1;
    std::vector<const std::string*> labels;         // that it must have, all of them
    std::vector<const ast::Expr*> predicates = {};  // that depend on it alone
  };
  struct Hop {
    const Expand* op = nullptr;
    std::size_t from = 0, to = 0;
    std::vector<const ast::Expr*> predicates = {};  // on properties of the relationship alone
    bool no_loops = false;                          // may be folded only where no relationship is a loop
  };
  std::vector<Node> nodes;
  std::vector<Hop> hops;
  std::vector<std::size_t> key_of;   // by key of the aggregation: the node it depends on
  std::vector<std::size_t> call_of;  // by call: the node its argument depends on; none: every row counts
  // The keys depend on no node, on roots[0], or on both ends of hops[root_hop].
  std::vector<std::size_t> roots;
  std::size_t root_hop = none;
};

}  // namespace skein::dsl::plan
