// MATCH: a pattern becomes a query graph (nodes, relationships, predicates), each connected part of which is
// walked from its cheapest start. Costs are rows, estimated from the catalog's counts: a step multiplies the
// rows so far by the mean number of relationships of a node, predicates cut them down.
#include <algorithm>
#include <limits>
#include <utility>

#include "dsl/plan/match/cardinality.hpp"
#include "dsl/plan/match/query_graph.hpp"
#include "dsl/plan/rules/index_lookup.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

PatternDirection turned(PatternDirection direction) {
  if (direction == PatternDirection::right) return PatternDirection::left;
  if (direction == PatternDirection::left) return PatternDirection::right;
  return direction;
}

}  // namespace

class PatternPlanner {
 public:
  PatternPlanner(Planner& owner, const QueryGraph& pattern, Bound& known)
      : p_(owner),
        graph_(pattern),
        bound_(known),
        count_(pattern, owner.catalog()),
        decided_(pattern.predicates.size()),
        walked_(pattern.relationships.size()) {}

  NodePtr run(NodePtr input) {
    plan_ = std::move(input);
    flush();
    while (true) {
      walk();
      if (!start_next()) break;
    }
    shortest();
    paths();
    flush();
    return std::move(plan_);
  }

 private:
  [[nodiscard]] bool ready(std::size_t i) const {
    const GraphPredicate& predicate = graph_.predicates[i];
    return !decided_[i] && !(alone_ && predicate.outer) &&
           std::all_of(predicate.needs.begin(), predicate.needs.end(),
                       [&](Symbol symbol) { return bound_.contains(symbol); });
  }

  // A filter of all predicates that can be decided now: the cheap ones first.
  void flush() {
    Filter filter;
    std::vector<std::pair<int, const Expr*>> found;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      const GraphPredicate& predicate = graph_.predicates[i];
      if (!ready(i)) continue;
      decided_[i] = true;
      plan_->rows = plan_->rows * count_.selectivity(predicate);
      int price = 1;
      if (std::holds_alternative<HasLabels>(predicate.expr->node)) price = 0;
      if (has_subplan(*predicate.expr)) price = 2;
      found.emplace_back(price, predicate.expr);
    }
    if (found.empty()) return;
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const double rows = plan_->rows;
    for (const auto& [price, expr] : found) filter.predicates.push_back(expr);
    plan_ = make(std::move(filter), std::move(plan_));
    plan_->rows = rows;
  }

  // --- starting a connected part ---------------------------------------------------------------------------

  struct Start {
    Symbol node = no_symbol;
    decltype(Node::op) op;
    double rows = 0;
    std::vector<const Expr*> answered;  // predicates that the start takes care of
  };

  Start start_at(Symbol node, const Bound& bound) const {
    Start best{node, AllNodesScan{node}, count_.nodes(), {}};
    for (const auto& [symbol, label] : graph_.labels) {
      if (symbol != node) continue;
      if (const double rows = count_.nodes(label); best.op.index() == 1 || rows < best.rows) {
        best = Start{node, LabelScan{node, label}, rows, {}};
        for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
          if (!decided_[i] && is_label_test(*graph_.predicates[i].expr, node, label))
            best.answered.push_back(graph_.predicates[i].expr);
      }
    }
    std::vector<const Expr*> open;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
      if (!decided_[i]) open.push_back(graph_.predicates[i].expr);
    const auto known = [&](const Expr& value) {
      std::vector<Symbol> symbols;
      collect_symbols(value, symbols);
      return std::none_of(symbols.begin(), symbols.end(), [&](Symbol s) {
        return !bound.contains(s) && (graph_.brings.contains(s) || (alone_ && graph_.outer.contains(s)));
      });
    };
    if (auto lookup = rules::index_lookup(node, graph_.labels_of(node), open, known, p_.catalog());
        lookup && lookup->rows <= best.rows) {
      best = Start{node, std::move(lookup->op), lookup->rows, std::move(lookup->answered)};
    }
    return best;
  }

  // How much is left of the nodes at `symbol` after the predicates that look at it alone.
  [[nodiscard]] double node_selectivity(Symbol symbol) const {
    double result = 1;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      const GraphPredicate& predicate = graph_.predicates[i];
      if (!decided_[i] && predicate.needs.size() == 1 && predicate.needs[0] == symbol)
        result *= count_.selectivity(predicate);
    }
    return result;
  }

  // Rows that arise on the way when a part is walked greedily from `start`.
  double walk_cost(Symbol start, double rows) const {
    Bound reached = bound_;
    reached.insert(start);
    std::vector<bool> done(graph_.relationships.size());
    double cost = rows;
    rows *= node_selectivity(start);
    while (true) {
      double least = std::numeric_limits<double>::infinity();
      std::size_t next = graph_.relationships.size();
      for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
        if (done[i] || walked_[i] || !graph_.relationships[i].is_walked()) continue;
        const double factor = step_factor(graph_.relationships[i], reached);
        if (factor < least) {
          least = factor;
          next = i;
        }
      }
      if (next == graph_.relationships.size()) return cost;
      done[next] = true;
      rows *= least;
      cost += rows;
      reached.insert(graph_.relationships[next].left);
      reached.insert(graph_.relationships[next].right);
    }
  }

  // By how much a step multiplies the rows; infinite when it is not reached yet.
  [[nodiscard]] double step_factor(const PatternRelationship& relationship, const Bound& reached) const {
    const bool left = reached.contains(relationship.left), right = reached.contains(relationship.right);
    if (relationship.was_bound) return 0.1;
    if (!left && !right) return std::numeric_limits<double>::infinity();
    if (left && right) return std::min(0.5, count_.degree(relationship, relationship.left) * 0.01);
    const Symbol from = left ? relationship.left : relationship.right;
    const Symbol to = left ? relationship.right : relationship.left;
    return count_.degree(relationship, from) * node_selectivity(to);
  }

  // The cheapest of the nodes not reached yet, as the start of the next part.
  std::optional<Start> best_start(const std::vector<Symbol>& candidates, double& least) const {
    std::optional<Start> best;
    least = std::numeric_limits<double>::infinity();
    for (const Symbol node : candidates) {
      if (bound_.contains(node)) continue;
      Start start = start_at(node, bound_);
      const double cost = walk_cost(node, start.rows);
      if (!best || cost < least) {
        least = cost;
        best = std::move(start);
      }
    }
    return best;
  }

  void begin(Start start) {
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
      if (std::find(start.answered.begin(), start.answered.end(), graph_.predicates[i].expr) !=
          start.answered.end())
        decided_[i] = true;
    const double rows = plan_->rows * start.rows;
    plan_ = make(std::move(start.op), std::move(plan_));
    plan_->rows = rows;
    bound_.insert(start.node);
    flush();
  }

  bool start_next() {
    double nested = 0;
    auto best = best_start(graph_.nodes, nested);
    if (!best) return false;
    if (plan_->rows <= 1.5 || !join(best->node, nested)) begin(std::move(*best));
    return true;
  }

  // The nodes that hang together with `start` by relationships not walked yet; empty when a part of them is
  // not free of what is bound.
  [[nodiscard]] std::vector<Symbol> part_of(Symbol start) const {
    std::vector<Symbol> part{start};
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
        const PatternRelationship& relationship = graph_.relationships[i];
        if (walked_[i] || !relationship.is_walked()) continue;
        const bool left = std::find(part.begin(), part.end(), relationship.left) != part.end();
        const bool right = std::find(part.begin(), part.end(), relationship.right) != part.end();
        if (!left && !right) continue;
        if (relationship.was_bound || !relationship.tests.empty()) return {};
        const Symbol other = left ? relationship.right : relationship.left;
        if (left == right) continue;
        if (bound_.contains(other)) return {};
        part.push_back(other);
        grown = true;
      }
    }
    return part;
  }

  // Does a relationship of the part have to differ from one that was walked already?
  [[nodiscard]] bool must_differ_across(const std::vector<Symbol>& part) const {
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      const PatternRelationship& inside = graph_.relationships[i];
      if (walked_[i] || std::find(part.begin(), part.end(), inside.left) == part.end()) continue;
      for (std::size_t k = 0; k < graph_.relationships.size(); ++k)
        if (walked_[k] && may_be_the_same(inside, graph_.relationships[k])) return true;
    }
    return false;
  }

  // Finds the next part by itself and joins it with the rows so far, where that is cheaper than finding it
  // again for every row: by the equalities between them, or each row with each.
  bool join(Symbol start, double nested) {
    const auto part = part_of(start);
    if (part.empty() || must_differ_across(part)) return false;
    const Bound before = bound_;
    bound_.clear();
    alone_ = true;
    double apart = 0;
    auto best = best_start(part, apart);
    const bool one_scan = part.size() == 1;
    std::vector<std::pair<const Expr*, const Expr*>> keys;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
      if (!decided_[i]) add_key(graph_.predicates[i], part, before, keys);
    const bool better = plan_->rows * nested > apart + plan_->rows && (!one_scan || !keys.empty());
    if (!best || !better) {
      bound_ = before;
      alone_ = false;
      return false;
    }
    NodePtr left = std::exchange(plan_, make(Argument{}));
    begin(std::move(*best));
    walk();
    HashJoin both;
    for (const auto& [mine, theirs] : keys) {
      both.left.push_back(theirs);
      both.right.push_back(mine);
    }
    both.added.assign(bound_.begin(), bound_.end());
    const double rows = left->rows * plan_->rows * (keys.empty() ? 1 : equality_selectivity);
    auto joined = make(std::move(both), std::move(left));
    joined->rows = rows;
    joined->inputs.push_back(std::move(plan_));
    plan_ = std::move(joined);
    bound_.insert(before.begin(), before.end());
    alone_ = false;
    flush();
    return true;
  }

  // `mine = theirs` with one side in the part and the other among what is bound.
  void add_key(const GraphPredicate& predicate, const std::vector<Symbol>& part, const Bound& before,
               std::vector<std::pair<const Expr*, const Expr*>>& keys) const {
    const auto* comparison = std::get_if<Comparison>(&predicate.expr->node);
    if (!comparison || comparison->ops.size() != 1 || comparison->ops[0] != CompareOp::eq) return;
    const Expr &a = *comparison->operands[0], &b = *comparison->operands[1];
    const auto inside = [&](const Expr& expr) {
      std::vector<Symbol> symbols;
      collect_symbols(expr, symbols);
      return !symbols.empty() && !has_subplan(expr) &&
             std::all_of(symbols.begin(), symbols.end(),
                         [&](Symbol s) { return std::find(part.begin(), part.end(), s) != part.end(); });
    };
    const auto outside = [&](const Expr& expr) {
      std::vector<Symbol> symbols;
      collect_symbols(expr, symbols);
      return !symbols.empty() && !has_subplan(expr) &&
             std::all_of(symbols.begin(), symbols.end(), [&](Symbol s) { return before.contains(s); });
    };
    if (inside(a) && outside(b))
      keys.emplace_back(&a, &b);
    else if (inside(b) && outside(a))
      keys.emplace_back(&b, &a);
  }

  // --- walking ---------------------------------------------------------------------------------------------

  void walk() {
    while (true) {
      std::size_t next = graph_.relationships.size();
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
        if (walked_[i] || !graph_.relationships[i].is_walked()) continue;
        const double factor = step_factor(graph_.relationships[i], bound_);
        if (factor < least) {
          least = factor;
          next = i;
        }
      }
      if (next == graph_.relationships.size()) return;
      const double rows = plan_->rows * least;
      step(graph_.relationships[next]);
      plan_->rows = rows;
      walked_[next] = true;
      flush();
    }
  }

  std::vector<Symbol> unlike(const PatternRelationship& relationship) const {
    std::vector<Symbol> out;
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      const PatternRelationship& other = graph_.relationships[i];
      if (walked_[i] && other.symbol != relationship.symbol && may_be_the_same(relationship, other))
        out.push_back(other.symbol);
    }
    return out;
  }

  void step(const PatternRelationship& relationship) {
    const RelationshipPattern& pattern = *relationship.pattern;
    const bool left = bound_.contains(relationship.left), right = bound_.contains(relationship.right);
    if (relationship.was_bound) {
      Ends ends{relationship.symbol, relationship.left, relationship.right, pattern.direction,
                pattern.types.get()};
      ends.from_bound = left;
      ends.to_bound = right || relationship.left == relationship.right;
      ends.length = pattern.length;
      ends.unlike = unlike(relationship);
      plan_ = make(std::move(ends), std::move(plan_));
    } else {
      const bool from_left = left;
      const Symbol from = from_left ? relationship.left : relationship.right;
      const Symbol to = from_left ? relationship.right : relationship.left;
      const PatternDirection direction = from_left ? pattern.direction : turned(pattern.direction);
      const bool into = left && right;
      if (pattern.length) {
        VarExpand expand{from, relationship.symbol, to, direction, pattern.types.get()};
        expand.min = pattern.length->min.value_or(1);
        expand.max = pattern.length->max;
        expand.into = into;
        expand.reversed = !from_left;
        expand.tests = relationship.tests;
        expand.unlike = unlike(relationship);
        plan_ = make(std::move(expand), std::move(plan_));
      } else {
        Expand expand{from, relationship.symbol, to, direction, pattern.types.get(),
                      into, unlike(relationship)};
        plan_ = make(std::move(expand), std::move(plan_));
      }
    }
    bound_.insert({relationship.left, relationship.right, relationship.symbol});
  }

  void shortest() {
    for (const PatternRelationship& relationship : graph_.relationships) {
      if (relationship.is_walked()) continue;
      const RelationshipPattern& pattern = *relationship.pattern;
      ShortestPath search;
      search.path = relationship.path->path.name.empty() ? no_symbol : relationship.path->path.symbol;
      search.from = relationship.left;
      search.relationship = relationship.symbol;
      search.to = relationship.right;
      search.direction = pattern.direction;
      search.types = pattern.types.get();
      search.single = !pattern.length;
      search.min = pattern.length ? pattern.length->min.value_or(1) : 1;
      search.max = pattern.length ? pattern.length->max : std::optional<std::int64_t>(1);
      search.all = relationship.path->selector == PathSelector::all_shortest;
      search.tests = relationship.tests;
      const Symbol path = search.path;
      plan_ = make(std::move(search), std::move(plan_));
      bound_.insert(relationship.symbol);
      if (path != no_symbol) bound_.insert(path);
      flush();
    }
  }

  void paths() {
    for (const PathPattern* path : graph_.paths) {
      if (path->path.name.empty() || path->selector != PathSelector::all) continue;
      NamedPath named{path->path.symbol, {}, {}};
      for (const NodePattern& node : path->nodes) named.nodes.push_back(node.variable.symbol);
      for (const RelationshipPattern& relationship : path->relationships)
        named.relationships.push_back(relationship.variable.symbol);
      bound_.insert(named.path);
      plan_ = make(std::move(named), std::move(plan_));
    }
  }

  Planner& p_;
  const QueryGraph& graph_;
  Bound& bound_;
  Cardinality count_;
  std::vector<bool> decided_;  // predicates that are in the plan
  std::vector<bool> walked_;   // relationships that are
  bool alone_ = false;         // is a part being planned by itself, without what was bound before?
  NodePtr plan_;
};

Result<NodePtr> Planner::match(std::vector<ast::PathPattern*> paths, const std::vector<const Expr*>& where,
                               Bound& bound, NodePtr input) {
  SKEIN_ASSIGN(const QueryGraph graph, query_graph(*this, std::move(paths), where, bound));
  return PatternPlanner(*this, graph, bound).run(std::move(input));
}

}  // namespace skein::dsl::plan
