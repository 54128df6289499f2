// count(*) over (a)-[:R]->(b)-[:R]->(c) is, for each b, the number of its a times the number of its c: no row
// need be made. Any aggregation folds so whose pattern is a tree of hops, whose predicates look at one node
// or relationship each, and whose keys belong to one node or to the two ends of one hop: sums go from the
// leaves of the tree to the node that the keys belong to. (Message passing on acyclic joins: Yannakakis,
// "Algorithms for Acyclic Database Schemes", 1981; with sums: Abo Khamis, Ngo, Rudra, "FAQ: Questions Asked
// Frequently", 2016.)
//
// Relationships of one MATCH must differ. Two hops that meet head to tail take the same relationship only
// where it is a loop, so they fold where there is none; others that could be the same are left as they are.
//
// Helps when many rows come out of few nodes; below that the rows are as quick.
#include <algorithm>
#include <map>

#include "dsl/functions/registry.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/fold_pattern.hpp"
#include "dsl/plan/rules/rules.hpp"
#include "dsl/plan/uses.hpp"

namespace skein::dsl::plan::rules {

namespace {

constexpr double least_rows = 20'000;

Symbol tail(const Expand& hop) { return hop.direction == ast::PatternDirection::right ? hop.from : hop.to; }
Symbol head(const Expand& hop) { return hop.direction == ast::PatternDirection::right ? hop.to : hop.from; }

bool head_to_tail(const Expand& a, const Expand& b) {
  const auto directed = [](const Expand& hop) { return hop.direction != ast::PatternDirection::either; };
  return directed(a) && directed(b) && (head(a) == tail(b) || tail(a) == head(b)) && head(a) != head(b) &&
         tail(a) != tail(b);
}

class Rule {
 public:
  Rule(Plan& plan, bool eager) : plan_(plan), least_rows_(eager ? 0 : least_rows) {}

  void visit(Node& node) {
    if (auto* aggregate = std::get_if<Aggregate>(&node.op))
      if (double rows = 0; chain(*node.inputs[0], rows) && rows >= least_rows_ && outputs(*aggregate))
        aggregate->fold = std::make_shared<const FoldPattern>(std::move(pattern_));
    // The Argument of a nested plan stands for rows that come from outside.
    const bool nested = std::holds_alternative<Apply>(node.op) || std::holds_alternative<HashJoin>(node.op) ||
                        std::holds_alternative<Merge>(node.op) || std::holds_alternative<Foreach>(node.op);
    for (std::size_t i = 0; i < (nested ? 1 : node.inputs.size()); ++i) visit(*node.inputs[i]);
  }

 private:
  // The pattern below the aggregation. `rows`: the most that come out of one of its steps.
  bool chain(const Node& top, double& rows) {
    pattern_ = {};
    node_of_.clear();
    hop_of_.clear();
    std::vector<const Expr*> predicates;
    std::vector<const Expand*> hops;
    const Node* node = &top;
    for (;; node = node->inputs[0].get()) {
      rows = std::max(rows, node->rows);
      if (const auto* filter = std::get_if<Filter>(&node->op)) {
        for (const Expr* predicate : filter->predicates) conjuncts(*predicate, predicates);
      } else if (const auto* hop = std::get_if<Expand>(&node->op)) {
        if (hop->into) return false;
        hops.push_back(hop);
      } else if (!std::holds_alternative<Group>(node->op) && !std::holds_alternative<Keep>(node->op)) {
        break;
      }
    }
    const auto* label = std::get_if<LabelScan>(&node->op);
    const auto* all = std::get_if<AllNodesScan>(&node->op);
    if ((!label && !all) || hops.empty() || !std::holds_alternative<Argument>(node->inputs[0]->op))
      return false;
    add_node(label ? label->node : all->node);
    if (label) pattern_.nodes[0].labels.push_back(&label->label);
    for (auto it = hops.rbegin(); it != hops.rend(); ++it) {
      if (!node_of_.contains((*it)->from) || node_of_.contains((*it)->to)) return false;
      FoldPattern::Hop hop{*it, node_of_.at((*it)->from), pattern_.nodes.size()};
      for (const Symbol other : (*it)->unlike) {
        const auto known = hop_of_.find(other);
        if (known == hop_of_.end() || !head_to_tail(*pattern_.hops[known->second].op, **it)) return false;
        hop.no_loops = true;
      }
      hop_of_[(*it)->relationship] = pattern_.hops.size();
      pattern_.hops.push_back(std::move(hop));
      add_node((*it)->to);
    }
    return std::all_of(predicates.begin(), predicates.end(),
                       [&](const Expr* predicate) { return take(*predicate); });
  }

  void add_node(Symbol symbol) {
    node_of_[symbol] = pattern_.nodes.size();
    pattern_.nodes.push_back({symbol, {}});
  }

  bool take(const Expr& predicate) {
    const Expr& bare = unparenthesized(predicate);
    if (const auto* has = std::get_if<ast::HasLabels>(&bare.node)) {
      const auto* of = std::get_if<ast::Variable>(&unparenthesized(*has->of).node);
      const auto* name = has->labels ? std::get_if<ast::LabelName>(&has->labels->node) : nullptr;
      if (of && name && node_of_.contains(of->symbol)) {
        pattern_.nodes[node_of_.at(of->symbol)].labels.push_back(&name->name);
        return true;
      }
    }
    const auto symbol = depends_on(predicate);
    if (!symbol) return false;
    if (const auto node = node_of_.find(*symbol); node != node_of_.end()) {
      pattern_.nodes[node->second].predicates.push_back(&predicate);
      return true;
    }
    const auto hop = hop_of_.find(*symbol);
    if (hop == hop_of_.end() || !properties_only(predicate, *symbol)) return false;
    pattern_.hops[hop->second].predicates.push_back(&predicate);
    return true;
  }

  // The one symbol that decides the value.
  [[nodiscard]] std::optional<Symbol> depends_on(const Expr& expr) const {
    if (!plain(expr)) return std::nullopt;
    Symbols symbols;
    reads(plan_, expr, symbols);
    if (symbols.size() != 1) return std::nullopt;
    return *symbols.begin();
  }

  // No patterns inside, nothing that another step works out, nothing random.
  [[nodiscard]] bool plain(const Expr& expr) const {
    if (plan_.subplans.contains(&expr) || plan_.replaced.contains(&expr)) return false;
    if (const auto* call = std::get_if<ast::FunctionCall>(&expr.node)) {
      const FunctionInfo* function = find_function(call->name);
      if (!function || !function->pure) return false;
    }
    bool all = true;
    for_each_child(expr, [&](const Expr& child) { all = all && plain(child); });
    return all;
  }

  static bool properties_only(const Expr& expr, Symbol symbol) {
    if (const auto property = as_property(expr); property && property->symbol == symbol) return true;
    if (const auto* variable = std::get_if<ast::Variable>(&expr.node)) return variable->symbol != symbol;
    bool all = true;
    for_each_child(expr, [&](const Expr& child) { all = all && properties_only(child, symbol); });
    return all;
  }

  bool outputs(const Aggregate& aggregate) {
    for (const Assignment& key : aggregate.keys) {
      const auto symbol = depends_on(*key.value);
      if (!symbol || !node_of_.contains(*symbol)) return false;
      const auto node = node_of_.at(*symbol);
      pattern_.key_of.push_back(node);
      if (std::find(pattern_.roots.begin(), pattern_.roots.end(), node) == pattern_.roots.end())
        pattern_.roots.push_back(node);
    }
    if (pattern_.roots.size() > 2) return false;
    if (pattern_.roots.size() == 2) {
      for (std::size_t i = 0; i < pattern_.hops.size(); ++i) {
        const auto& hop = pattern_.hops[i];
        if (std::minmax(hop.from, hop.to) == std::minmax(pattern_.roots[0], pattern_.roots[1]))
          pattern_.root_hop = i;
      }
      if (pattern_.root_hop == FoldPattern::none) return false;
    }
    for (const AggregateCall& call : aggregate.calls) {
      const auto* function = std::get_if<ast::FunctionCall>(&call.call->node);
      if (!function) {  // count(*)
        pattern_.call_of.push_back(FoldPattern::none);
        continue;
      }
      const FunctionInfo* info = find_function(function->name);
      if (!info || function->distinct || function->arguments.size() != 1) return false;
      const Expr& argument = unparenthesized(*function->arguments[0]);
      const bool counts = info->name == "count";
      if (!counts && info->name != "sum" && info->name != "avg") return false;
      const auto* variable = std::get_if<ast::Variable>(&argument.node);
      if (counts && variable && (node_of_.contains(variable->symbol) || hop_of_.contains(variable->symbol))) {
        pattern_.call_of.push_back(FoldPattern::none);
        continue;
      }
      const auto symbol = depends_on(argument);
      if (!symbol || !node_of_.contains(*symbol)) return false;
      pattern_.call_of.push_back(node_of_.at(*symbol));
    }
    return true;
  }

  Plan& plan_;
  double least_rows_;
  FoldPattern pattern_;
  std::map<Symbol, std::size_t> node_of_, hop_of_;
};

}  // namespace

void fold_aggregates(Plan& plan, bool eager) { Rule(plan, eager).visit(*plan.root); }

}  // namespace skein::dsl::plan::rules
