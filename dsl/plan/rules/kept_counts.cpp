// The store keeps how many nodes a label and how many relationships a type has, so `MATCH (n:L) RETURN
// count(*)` and `MATCH ()-[r:T]->() RETURN count(r)` need not look at any, nor does the histogram `RETURN
// type(r), count(*)`. These are the first questions to a graph one does not know, and a large one need not be
// read for them.
#include "dsl/functions/registry.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan::rules {

namespace {

// The variable that the function is called with, where it is called with nothing else; no_symbol else.
Symbol only_argument(const ast::FunctionCall& call) {
  if (call.arguments.size() != 1) return no_symbol;
  const auto* variable = std::get_if<ast::Variable>(&unparenthesized(*call.arguments[0]).node);
  return variable ? variable->symbol : no_symbol;
}

const ast::FunctionCall* call_of(const Expr& expr, std::string_view name) {
  const auto* call = std::get_if<ast::FunctionCall>(&unparenthesized(expr).node);
  const FunctionInfo* info = call ? find_function(call->name) : nullptr;
  return info && info->name == name ? call : nullptr;
}

// `Keep` and `Group` change neither how many rows there are, weights counted, nor what they hold of the rest.
Node& below(Node& node) {
  Node* at = &node;
  while (std::holds_alternative<Keep>(at->op) || std::holds_alternative<Group>(at->op))
    at = at->inputs[0].get();
  return *at;
}

void rewrite(Node& node) {
  auto& aggregate = std::get<Aggregate>(node.op);
  KeptCounts counts;
  Node* scan = &below(*node.inputs[0]);
  Symbol counted = no_symbol;  // comes once, so it may be counted DISTINCT
  std::vector<Symbol> bound;   // never null
  if (const auto* hop = std::get_if<Expand>(&scan->op)) {
    if (hop->into || hop->direction == ast::PatternDirection::either || !hop->unlike.empty()) return;
    counts.relationships = true;
    counts.types = hop->types;
    counted = hop->relationship;
    bound = {hop->from, hop->relationship, hop->to};
    scan = &below(*scan->inputs[0]);
    if (!std::holds_alternative<AllNodesScan>(scan->op)) return;
  }
  if (const auto* all = std::get_if<AllNodesScan>(&scan->op)) {
    if (!counts.relationships) counted = all->node;
  } else if (const auto* label = std::get_if<LabelScan>(&scan->op)) {
    counts.label = label->label;
    counted = label->node;
  } else {
    return;
  }
  bound.push_back(counted);
  if (!std::holds_alternative<Argument>(scan->inputs[0]->op)) return;
  for (const Assignment& key : aggregate.keys) {
    const auto* type = call_of(*key.value, "type");
    if (!type || !counts.relationships || only_argument(*type) != counted) return;
    counts.type_names.push_back(key.symbol);
  }
  for (const AggregateCall& call : aggregate.calls) {
    if (!std::holds_alternative<ast::CountStar>(call.call->node)) {
      const auto* count = call_of(*call.call, "count");
      if (!count) return;
      const Symbol argument = only_argument(*count);
      if (count->distinct ? argument != counted
                          : std::find(bound.begin(), bound.end(), argument) == bound.end())
        return;
    }
    counts.counts.push_back(call.symbol);
  }
  auto argument = std::move(scan->inputs[0]);
  node.inputs[0] = std::move(argument);
  node.op = std::move(counts);
}

void visit(Node& node) {
  // The Argument of a nested plan stands for rows that come from outside.
  const bool nested = std::holds_alternative<Apply>(node.op) || std::holds_alternative<HashJoin>(node.op) ||
                      std::holds_alternative<Merge>(node.op) || std::holds_alternative<Foreach>(node.op);
  for (std::size_t i = 0; i < (nested ? 1 : node.inputs.size()); ++i) visit(*node.inputs[i]);
  if (std::holds_alternative<Aggregate>(node.op)) rewrite(node);
}

}  // namespace

void kept_counts(Plan& plan) { visit(*plan.root); }

}  // namespace skein::dsl::plan::rules
