// How a pattern's first node is found: all nodes, those of a label, or an index; or its first relationship:
// an index.
#pragma once

#include <optional>

#include "dsl/plan/match/cardinality.hpp"

namespace skein::dsl::plan {

struct Access {
  decltype(Node::op) op;
  double rows = 0;                      // that it gives, for each row before it
  std::vector<const Expr*> answered{};  // predicates that it takes care of
};

// The best one for `node`. `bound`: the symbols whose values it may use. `open`: predicates still to be
// decided.
Access best_access(Planner& planner, const QueryGraph& graph, Cardinality& count, Symbol node,
                   const Bound& bound, const std::vector<const Expr*>& open);
// By an index over relationships; nothing where none helps.
std::optional<Access> index_access(Planner& planner, const QueryGraph& graph,
                                   const PatternRelationship& relationship, const Bound& bound,
                                   const std::vector<const Expr*>& open);

}  // namespace skein::dsl::plan
