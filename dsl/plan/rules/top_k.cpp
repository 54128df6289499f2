// ORDER BY ... LIMIT k: the sort below the limit need only keep the k first rows (with SKIP s: k + s), so it holds a
// small heap instead of all rows. Helps whenever the input is larger than the limit.
#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan::rules {

namespace {

void visit(Node& node) {
  for (NodePtr& input : node.inputs) visit(*input);
  if (const auto* limit = std::get_if<Limit>(&node.op))
    if (auto* sort = std::get_if<Sort>(&node.inputs[0]->op)) sort->limit = limit->count;
}

}  // namespace

void top_k(Plan& plan) {
  visit(*plan.root);
  for (auto& [expr, sub] : plan.subplans) visit(*sub.root);
}

}  // namespace skein::dsl::plan::rules
