// count(*) over (a)-[:R]->(b)-[:R]->(c) need not make every path: once only b matters for what comes, the rows that
// share a b become one row with a weight, and the second hop is walked once for each b. A weight counts in every
// aggregate. Two million paths of one hop onto a hundred thousand nodes then cost two million steps, not the sixty
// million paths of two hops. (Factorised counting: Bakibayev, Kocisky, Olteanu, Zavodny, "Aggregation and Ordering in
// Factorised Databases", 2013.)
//
// Relationships of one MATCH must differ, so the first one may still matter to the second hop. Where one begins at the
// node at which the other ends, they can be the same only if it is a loop: then it is kept just for loops.
//
// And where nothing is looked at of the last hop, not even its end, its rows need not be made at all: each row's weight
// is multiplied by the node's degree.
//
// Grouping helps when a hop gives clearly more rows than there are nodes to group by; below an aggregation only.
#include <algorithm>
#include <optional>

#include "dsl/plan/rules/rules.hpp"
#include "dsl/plan/uses.hpp"

namespace skein::dsl::plan::rules {

namespace {

// A node through which weights pass unharmed.
bool carries_weights(const Node& node) {
  return std::holds_alternative<Filter>(node.op) || std::holds_alternative<Expand>(node.op) ||
         std::holds_alternative<Project>(node.op) || std::holds_alternative<SemiJoin>(node.op);
}

Symbol tail(const Expand& hop) { return hop.direction == ast::PatternDirection::right ? hop.from : hop.to; }
Symbol head(const Expand& hop) { return hop.direction == ast::PatternDirection::right ? hop.to : hop.from; }

class Rule {
 public:
  Rule(Plan& target, const graph::CatalogView& catalog)
      : plan_(target), nodes_(std::max<double>(1, static_cast<double>(catalog.node_count()))) {}

  // What EXISTS { } and COUNT { } look for is only counted, a row of theirs at a time.
  void visit_counted(SubPlan& sub) {
    visit(*sub.root);
    Node count;
    count.op = Keep{{sub.row}};
    count.inputs.push_back(std::move(sub.root));
    chain(count, {sub.row});
    sub.root = std::move(count.inputs[0]);
  }

  void visit(Node& node) {
    if (std::holds_alternative<Aggregate>(node.op)) {
      Symbols needs;  // what is looked at above; not for being different from other relationships alone
      reads(plan_, node, needs);
      chain(node, std::move(needs));
    }
    for (NodePtr& input : node.inputs) visit(*input);
  }

 private:
  // Goes down from an aggregation. A grouping may stand on top of a hop or of the filters above it, up to the next hop:
  // it stands as low as it can.
  void chain(Node& aggregate, Symbols needs) {
    std::vector<const Expand*> above;
    Node* place = nullptr;  // the node above the lowest possible grouping of this stretch
    Group best;
    for (Node* parent = &aggregate; carries_weights(*parent->inputs[0]);) {
      Node& child = *parent->inputs[0];
      auto* hop = std::get_if<Expand>(&child.op);
      if (hop && above.empty())
        hop->count_only = !hop->into && hop->unlike.empty() && !needs.contains(hop->to) && !needs.contains(hop->relationship);
      const Expand* lower = hop ? hop : next_hop(child);
      if (lower && !above.empty())
        if (auto group = group_after(*lower, needs, above)) {
          best = std::move(*group);
          place = parent;
        }
      Node* next = &child;
      if (hop) {
        if (place && child.rows > 1.5 * nodes_) {
          auto grouped = make(best, std::move(place->inputs[0]));
          grouped->rows = std::min(grouped->rows, nodes_);
          place->inputs[0] = std::move(grouped);
        }
        place = nullptr;
        above.push_back(hop);
        needs.insert(hop->from);
        if (hop->into) needs.insert(hop->to);
      } else {
        reads(plan_, child, needs);
      }
      parent = next;
    }
  }

  static const Expand* next_hop(const Node& from) {
    for (const Node* node = &from; carries_weights(*node); node = node->inputs[0].get())
      if (const auto* hop = std::get_if<Expand>(&node->op)) return hop;
    return nullptr;
  }

  // The grouping somewhere above `hop` when one of its ends is all that is looked at later, and of its relationship
  // only loops.
  static std::optional<Group> group_after(const Expand& hop, const Symbols& needs, const std::vector<const Expand*>& above) {
    Group group;
    for (const Symbol symbol : needs) {
      if (comes_later(symbol, above)) continue;
      if (!group.symbols.empty() || (symbol != hop.from && symbol != hop.to)) return std::nullopt;
      group.symbols.push_back(symbol);
    }
    if (group.symbols.empty()) return std::nullopt;
    for (const Expand* later : above) {
      for (const Symbol other : later->unlike) {
        if (comes_later(other, above)) continue;
        if (other != hop.relationship || !same_only_as_loop(hop, *later)) return std::nullopt;
        if (group.loops_only.empty()) {
          group.symbols.push_back(other);
          group.loops_only.push_back(other);
        }
      }
    }
    return group;
  }

  static bool comes_later(Symbol symbol, const std::vector<const Expand*>& above) {
    for (const Expand* hop : above)
      if (symbol == hop->relationship || (!hop->into && symbol == hop->to)) return true;
    return false;
  }

  static bool same_only_as_loop(const Expand& a, const Expand& b) {
    const auto directed = [](const Expand& hop) { return hop.direction != ast::PatternDirection::either; };
    return directed(a) && directed(b) && (head(a) == tail(b) || tail(a) == head(b));
  }

  Plan& plan_;
  double nodes_;
};

}  // namespace

void group_while_expanding(Plan& plan, const graph::CatalogView& catalog) {
  Rule rule(plan, catalog);
  rule.visit(*plan.root);
  for (auto& [expr, sub] : plan.subplans)
    if (sub.kind == SubPlan::Kind::exists || sub.kind == SubPlan::Kind::count) rule.visit_counted(sub);
}

}  // namespace skein::dsl::plan::rules
