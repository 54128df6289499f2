// (a)-->(b)-->(c)<--(a): once a and b are known, c is a neighbour of both. Walking on from b and then looking
// for the relationship from a makes a row for every neighbour of b, most of which are thrown away: for
// triangles in all, as many as there are paths of two hops. Instead the lists of neighbours are intersected,
// which costs no more than the shorter of them is long; so a cyclic pattern never makes more rows than it
// could have results. (Worst-case optimal joins: Ngo, Porat, Re, Rudra, "Worst-case Optimal Join Algorithms",
// 2012; a node at a time as in Veldhuizen, "Leapfrog Triejoin", 2014.)
//
// Turns an Expand and the Expands `into` its end that stand right above it, filters between them aside, into
// one Intersect. The filters stay above it: they look at the new node or at what was known before.
#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan::rules {

namespace {

IntersectArm arm_of(Expand& hop, Symbol to) {
  const bool backwards = hop.to != to;
  auto direction = hop.direction;
  if (backwards && direction == ast::PatternDirection::right)
    direction = ast::PatternDirection::left;
  else if (backwards && direction == ast::PatternDirection::left)
    direction = ast::PatternDirection::right;
  return {backwards ? hop.to : hop.from, hop.relationship, direction, hop.types, std::move(hop.unlike)};
}

// Joins two ends of which just one is `node`.
bool leads_to(const Expand& hop, Symbol node) { return (hop.from == node) != (hop.to == node); }

void visit(NodePtr& place) {
  for (NodePtr& input : place->inputs) visit(input);
  auto* closing = std::get_if<Expand>(&place->op);
  if (!closing || !closing->into) return;
  Node* below = place->inputs[0].get();
  while (std::holds_alternative<Filter>(below->op)) below = below->inputs[0].get();
  if (auto* hop = std::get_if<Expand>(&below->op); hop && !hop->into && leads_to(*closing, hop->to)) {
    Intersect meet{hop->to, {}};
    meet.arms.push_back(arm_of(*hop, meet.to));
    meet.arms.push_back(arm_of(*closing, meet.to));
    below->op = std::move(meet);
  } else if (auto* meet = std::get_if<Intersect>(&below->op); meet && leads_to(*closing, meet->to)) {
    meet->arms.push_back(arm_of(*closing, meet->to));
  } else {
    return;
  }
  // What the hop left, before the filters thinned it out.
  below->rows = std::min(below->rows, place->rows);
  place = std::move(place->inputs[0]);
}

}  // namespace

void intersect_neighbours(Plan& plan) {
  visit(plan.root);
  for (auto& [expr, sub] : plan.subplans) visit(sub.root);
}

}  // namespace skein::dsl::plan::rules
