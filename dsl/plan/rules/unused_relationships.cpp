// A relationship that nobody looks at after it was walked need not be carried along: `(a)-[:R]->(b) RETURN b` gives out
// nodes alone, and a walk of several hops makes no lists. Helps most patterns, since most relationships have no name.
#include "dsl/plan/rules/rules.hpp"
#include "dsl/plan/uses.hpp"

namespace skein::dsl::plan::rules {

namespace {

void visit(Node& node, const Symbols& after) {
  if (auto* expand = std::get_if<Expand>(&node.op)) expand->keep_relationship = after.contains(expand->relationship);
  if (auto* meet = std::get_if<Intersect>(&node.op))
    for (IntersectArm& arm : meet->arms) arm.keep_relationship = after.contains(arm.relationship);
  if (auto* walk = std::get_if<VarExpand>(&node.op)) walk->keep_relationship = after.contains(walk->relationship);
}

}  // namespace

void unused_relationships(Plan& plan) {
  const Symbols columns(plan.columns.begin(), plan.columns.end());
  visit_with_needs(plan, *plan.root, columns, visit);
  for (auto& [expr, sub] : plan.subplans) {
    Symbols needs{sub.row};
    if (sub.value) reads(plan, *sub.value, needs);
    if (sub.value_symbol != no_symbol) needs.insert(sub.value_symbol);
    visit_with_needs(plan, *sub.root, needs, visit);
  }
}

}  // namespace skein::dsl::plan::rules
