// count(DISTINCT x) over (a)-[:R*1..3]->(x), or RETURN DISTINCT x, asks who is reached, not along how many
// paths: the ends are found breadth first, each once, instead of walking all paths, whose number grows with
// every hop.
//
// Directed walks of at least 0 or 1 hops only: then whoever is reached by a walk is reached by a path without
// repeated relationships that is no longer (leave out the circles). Back at its start, the shortest directed
// circle repeats nothing either; an undirected one could go to and fro over one relationship.
#include <algorithm>

#include "dsl/functions/registry.hpp"
#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan::rules {

namespace {

// Is the result the same when equal rows come once instead of many times, and in another order?
bool ignores_repetition(const AggregateCall& call) {
  const auto* function = std::get_if<ast::FunctionCall>(&call.call->node);
  if (!function) return false;
  const auto* info = find_function(function->name);
  return info &&
         ((info->name == "count" && function->distinct) || info->name == "min" || info->name == "max");
}

bool ignores_repetition(const Node& node) {
  if (std::holds_alternative<Distinct>(node.op)) return true;
  const auto* aggregate = std::get_if<Aggregate>(&node.op);
  return aggregate && std::all_of(aggregate->calls.begin(), aggregate->calls.end(),
                                  [](const auto& call) { return ignores_repetition(call); });
}

void visit(Node& node) {
  for (NodePtr& input : node.inputs) visit(*input);
  if (!ignores_repetition(node)) return;
  Node* below = node.inputs[0].get();
  while (std::holds_alternative<Filter>(below->op) || std::holds_alternative<Project>(below->op) ||
         std::holds_alternative<Keep>(below->op))
    below = below->inputs[0].get();
  auto* walk = std::get_if<VarExpand>(&below->op);
  if (!walk || walk->into || walk->keep_relationship) return;
  walk->distinct_ends = walk->min <= 1 && walk->direction != ast::PatternDirection::either &&
                        walk->tests.empty() && walk->unlike.empty();
}

}  // namespace

void distinct_ends(Plan& plan) {
  visit(*plan.root);
  for (auto& [expr, sub] : plan.subplans) visit(*sub.root);
}

}  // namespace skein::dsl::plan::rules
