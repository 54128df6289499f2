// A pattern in WHERE, asked for or refused: `EXISTS { (a)-[:R]->(:B {k: 1}) }`, `(a)-->(b)`, `NOT (a)--(:B)`,
// `COUNT { (a)-->() } = 0`. Row by row it is looked for from the nodes that the row has. Where it is found
// more cheaply from its other end, or its nodes come again in many rows, it is found once, for all nodes, and
// the rows are joined with what was found: those with a partner stay (semi-join), or those without
// (anti-join). Helps when there are many rows and few matches.
#pragma once

#include <optional>

#include "dsl/plan/planner_impl.hpp"

namespace skein::dsl::plan::rules {

struct PatternTest {
  const Expr* pattern;  // a pattern predicate, EXISTS { } or COUNT { }
  bool anti;            // is there to be no match?
};
// What the predicate is, if it is one of those.
std::optional<PatternTest> pattern_test(const Expr& predicate);

// Puts the join on top of `plan` where that is cheaper than a filter; false: it is not, and nothing was done.
bool semi_join(Planner& planner, const Expr& predicate, NodePtr& plan);

}  // namespace skein::dsl::plan::rules
