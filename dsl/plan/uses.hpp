// Which expressions a node of a plan evaluates, and which symbols it reads.
#pragma once

#include <functional>
#include <set>

#include "dsl/plan/plan.hpp"

namespace skein::dsl::plan {

using Symbols = std::set<Symbol>;

// Calls back for each expression that the node itself evaluates.
void for_each_expression(const Node& node, const std::function<void(const Expr&)>& visit);
// What evaluating the expression reads, patterns and queries inside it included. May name too much, never too little.
void reads(const Plan& plan, const Expr& expr, Symbols& out);
// What the node itself reads (not its inputs; of nested plans, everything in them).
void reads(const Plan& plan, const Node& node, Symbols& out);
// The same for a whole tree.
void reads_of_tree(const Plan& plan, const Node& node, Symbols& out);

// Calls back for every node, with the symbols that are looked at after it. `node` may be changed, its inputs too.
// `after`: what is looked at above the root.
void visit_with_needs(const Plan& plan, Node& node, const Symbols& after,
                      const std::function<void(Node& node, const Symbols& after)>& visit);

}  // namespace skein::dsl::plan
