// MATCH: the parts of a pattern that hang together are found one after the other, each in its best order
// (join_order.hpp), on top of the rows so far or by itself and then joined with them. A predicate is decided
// as soon as all it needs is there.
#include <algorithm>
#include <utility>

#include "dsl/plan/match/pattern_steps.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

constexpr std::size_t compared_parts = 16;  // that hang together by nothing; more are taken as they come

// May the value differ from one evaluation to the next, in the same row?
bool is_random(const Expr& expr) {
  if (const auto* call = std::get_if<FunctionCall>(&expr.node))
    if (call->name.starts_with("rand")) return true;
  bool found = false;
  for_each_child(expr, [&](const Expr& child) { found = found || is_random(child); });
  return found;
}

class PatternPlanner : PatternSteps {
 public:
  PatternPlanner(Planner& owner, const QueryGraph& pattern, Bound& known)
      : PatternSteps(owner, pattern), known_(known) {}

  Result<NodePtr> run(NodePtr input) {
    Side main{std::move(input), known_, std::vector<bool>(graph_.predicates.size()), {}};
    main.walked.assign(graph_.relationships.size(), false);
    require_nodes(main);
    decide(main);
    auto parts = pattern_parts();
    while (!parts.empty()) SKEIN_TRY(take_next(main, parts));
    SKEIN_TRY(shortest(main));
    paths(main);
    decide(main);
    known_ = std::move(main.bound);
    return std::move(main.plan);
  }

 private:
  // A node that was bound before and stands alone is matched by looking at it: it must be there, and null is
  // not.
  void require_nodes(Side& side) {
    Filter filter;
    for (const Symbol node : graph_.nodes) {
      if (!known_.contains(node) || p_.is_found(node)) continue;
      const auto at_end = [&](const PatternRelationship& r) { return r.left == node || r.right == node; };
      if (std::none_of(graph_.relationships.begin(), graph_.relationships.end(), at_end))
        filter.predicates.push_back(p_.is_not_null(node));
    }
    if (!filter.predicates.empty()) side.plan = make(std::move(filter), std::move(side.plan));
  }

  // --- parts ---

  // In the order of the text.
  [[nodiscard]] std::vector<PatternPart> pattern_parts() const {
    std::vector<PatternPart> parts;
    std::vector<std::size_t> part_of(graph_.nodes.size());
    for (std::size_t i = 0; i < part_of.size(); ++i) part_of[i] = i;
    const auto place = [&](Symbol node) {
      return static_cast<std::size_t>(std::find(graph_.nodes.begin(), graph_.nodes.end(), node) -
                                      graph_.nodes.begin());
    };
    for (const PatternRelationship& relationship : graph_.relationships) {
      if (!relationship.is_walked()) continue;
      const std::size_t a = part_of[place(relationship.left)], b = part_of[place(relationship.right)];
      for (std::size_t& part : part_of)
        if (part == std::max(a, b)) part = std::min(a, b);
    }
    for (std::size_t root = 0; root < part_of.size(); ++root) {
      PatternPart part;
      for (std::size_t i = 0; i < part_of.size(); ++i)
        if (part_of[i] == root) part.nodes.push_back(graph_.nodes[i]);
      for (std::size_t i = 0; i < graph_.relationships.size(); ++i)
        if (graph_.relationships[i].is_walked() && part_of[place(graph_.relationships[i].left)] == root)
          part.relationships.push_back(i);
      const bool nothing_new =
          part.relationships.empty() && std::all_of(part.nodes.begin(), part.nodes.end(),
                                                    [&](Symbol node) { return known_.contains(node); });
      if (!part.nodes.empty() && !nothing_new) parts.push_back(std::move(part));
    }
    return parts;
  }

  // Finds one more part: the one that is cheapest to find now, those that hang on what is bound before
  // others.
  Result<void> take_next(Side& side, std::vector<PatternPart>& parts) {
    const auto open = open_predicates(side);
    std::size_t best = 0;
    bool best_hangs = false;
    double least = 0;
    OrderPtr order;
    for (std::size_t i = 0; i < std::min(parts.size(), compared_parts); ++i) {
      const OrderTask task{p_, graph_, count_, parts[i], side.bound, open, side.walked, side.plan->rows};
      OrderPtr found = order_on_top(task);
      const bool hangs = hangs_on(side, parts[i]);
      if (order && (p_.plain() || hangs < best_hangs || (hangs == best_hangs && found->cost >= least)))
        continue;
      best = i;
      best_hangs = hangs;
      least = found->cost;
      order = std::move(found);
    }
    const PatternPart part = std::move(parts[best]);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(best));
    if (!p_.plain() && !best_hangs) {
      SKEIN_ASSIGN(const bool joined, join_part(side, part, *order));
      if (joined) return {};
    }
    return build(side, *order);
  }

  [[nodiscard]] bool hangs_on(const Side& side, const PatternPart& part) const {
    return std::any_of(part.nodes.begin(), part.nodes.end(),
                       [&](Symbol node) { return side.bound.contains(node); }) ||
           std::any_of(part.relationships.begin(), part.relationships.end(),
                       [&](std::size_t i) { return graph_.relationships[i].was_bound; });
  }

  // Finds the part by itself and joins it with the rows so far, by the equalities between them or each row
  // with each, where that is cheaper than finding it again for every row.
  Result<bool> join_part(Side& side, const PatternPart& part, const Order& on_top) {
    if (side.plan->rows <= 1.5 || must_differ_in_length(side, part)) return false;
    const auto open = open_predicates(side);
    const Bound nothing;
    const OrderPtr alone = order_alone({p_, graph_, count_, part, nothing, open, side.walked, 1});
    if (!alone) return false;
    HashJoin keys;
    double selectivity = 1;
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      if (side.decided[i] || !add_key(*graph_.predicates[i].expr, part, side.bound, keys)) continue;
      selectivity *= count_.selectivity(*graph_.predicates[i].expr);
    }
    // One scan, each row with each, is what it would be on top.
    if (part.relationships.empty() && keys.left.empty()) return false;
    const double joined = side.plan->rows * alone->rows * selectivity;
    if (p_.weighed(on_top.cost) < p_.weighed(alone->cost + 2 * alone->rows + side.plan->rows + joined))
      return false;
    Side other = side_of(side, Bound());
    SKEIN_TRY(build(other, *alone));
    join(side, std::move(other), std::move(keys), joined);
    return true;
  }

  [[nodiscard]] bool must_differ_in_length(const Side& side, const PatternPart& part) const {
    for (const std::size_t i : part.relationships)
      for (std::size_t k = 0; k < graph_.relationships.size(); ++k) {
        const PatternRelationship &a = graph_.relationships[i], &b = graph_.relationships[k];
        if (side.walked[k] && (a.pattern->length || b.pattern->length) && may_be_the_same(a, b)) return true;
      }
    return false;
  }

  // `mine = theirs` with one side in the part and the other among what is bound.
  static bool add_key(const Expr& predicate, const PatternPart& part, const Bound& bound, HashJoin& keys) {
    const auto* comparison = std::get_if<Comparison>(&predicate.node);
    if (!comparison || comparison->ops.size() != 1 || comparison->ops[0] != CompareOp::eq) return false;
    const Expr &a = *comparison->operands[0], &b = *comparison->operands[1];
    const auto all = [](const Expr& expr, const auto& is) {
      std::vector<Symbol> symbols;
      collect_symbols(expr, symbols);
      return !symbols.empty() && !has_subplan(expr) && std::all_of(symbols.begin(), symbols.end(), is);
    };
    const auto inside = [&](Symbol s) {
      return std::find(part.nodes.begin(), part.nodes.end(), s) != part.nodes.end();
    };
    const auto outside = [&](Symbol s) { return bound.contains(s); };
    if (all(a, outside) && all(b, inside)) {
      keys.left.push_back(&a);
      keys.right.push_back(&b);
    } else if (all(b, outside) && all(a, inside)) {
      keys.left.push_back(&b);
      keys.right.push_back(&a);
    } else {
      return false;
    }
    return true;
  }

  // --- building ---

  // A plan of its own, to be joined with `main`. What is decided there of nodes that both have is decided
  // here again, to keep this one small.
  [[nodiscard]] Side side_of(const Side& main, const Bound& common) const {
    Side side{make(Argument{}), {}, main.decided, std::vector<bool>(graph_.relationships.size()), true};
    for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
      const GraphPredicate& predicate = graph_.predicates[i];
      if (!predicate.needs.empty() && !predicate.outer && !has_subplan(*predicate.expr) &&
          !is_random(*predicate.expr) &&
          std::all_of(predicate.needs.begin(), predicate.needs.end(),
                      [&](Symbol s) { return common.contains(s); }))
        side.decided[i] = false;
    }
    return side;
  }

  Result<void> build(Side& side, const Order& order) {
    switch (order.kind) {
      case Order::Kind::given:
        return {};
      case Order::Kind::start:
        start(side, order);
        break;
      case Order::Kind::seek:
        seek(side, order);
        break;
      case Order::Kind::hop:
        SKEIN_TRY(build(side, *order.input));
        SKEIN_TRY(hop(side, order));
        break;
      case Order::Kind::join: {
        SKEIN_TRY(build(side, *order.input));
        Bound common;
        nodes_of(*order.side, common);
        std::erase_if(common, [&](Symbol node) { return !side.bound.contains(node); });
        Side other = side_of(side, common);
        SKEIN_TRY(build(other, *order.side));
        HashJoin keys;
        for (const Symbol node : common) {
          keys.left.push_back(p_.own_variable(node));
          keys.right.push_back(p_.own_variable(node));
        }
        join(side, std::move(other), std::move(keys), order.rows);
        break;
      }
    }
    decide(side);
    side.plan->rows = order.rows;
    return {};
  }

  void nodes_of(const Order& order, Bound& out) const {
    if (order.kind == Order::Kind::start) out.insert(order.node);
    if (order.kind == Order::Kind::hop || order.kind == Order::Kind::seek)
      out.insert(
          {graph_.relationships[order.relationship].left, graph_.relationships[order.relationship].right});
    if (order.input) nodes_of(*order.input, out);
    if (order.side) nodes_of(*order.side, out);
  }

  void join(Side& main, Side other, HashJoin keys, double rows) {
    for (const Symbol symbol : other.bound)
      if (!main.bound.contains(symbol)) keys.added.push_back(symbol);
    auto joined = make(std::move(keys), std::move(main.plan));
    joined->rows = rows;
    joined->inputs.push_back(std::move(other.plan));
    main.plan = std::move(joined);
    differ(main, other);
    main.bound.insert(other.bound.begin(), other.bound.end());
    for (std::size_t i = 0; i < main.decided.size(); ++i)
      main.decided[i] = main.decided[i] || other.decided[i];
    for (std::size_t i = 0; i < main.walked.size(); ++i) main.walked[i] = main.walked[i] || other.walked[i];
    decide(main);
  }

  // The relationships of both sides of a join are not the same.
  void differ(Side& main, const Side& other) {
    Filter filter;
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i)
      for (std::size_t k = 0; k < graph_.relationships.size(); ++k)
        if (main.walked[i] && other.walked[k] &&
            may_be_the_same(graph_.relationships[i], graph_.relationships[k]))
          filter.predicates.push_back(
              p_.differ(graph_.relationships[i].symbol, graph_.relationships[k].symbol));
    if (!filter.predicates.empty()) main.plan = make(std::move(filter), std::move(main.plan));
  }

  Bound& known_;
};

// Does one of the operators that look for the shortest know such a path by itself?
bool is_one_step(const PathPattern& path) {
  return path.relationships.size() == 1 && path.where == nullptr &&
         (path.relationships[0].length ||
          (path.count == 1 && path.selector != PathSelector::shortest_groups));
}

}  // namespace

Result<NodePtr> Planner::find(const QueryGraph& pattern, Bound& bound, NodePtr input) {
  return PatternPlanner(*this, pattern, bound).run(std::move(input));
}

Result<NodePtr> Planner::match(std::vector<ast::PathPattern*> paths, const std::vector<const Expr*>& where,
                               Bound& bound, NodePtr input, std::shared_ptr<const QueryGraph>* pattern) {
  std::vector<ast::PathPattern*> selected;
  std::vector<const Expr*> conditions = where;
  for (auto it = paths.begin(); it != paths.end();) {
    PathPattern& path = **it;
    if (path.selector != PathSelector::all && !is_one_step(path)) {
      selected.push_back(&path);
      it = paths.erase(it);
      continue;
    }
    if (path.where != nullptr) conjuncts(*path.where, conditions);
    ++it;
  }
  if (selected.empty()) {
    SKEIN_ASSIGN(auto made, query_graph(*this, std::move(paths), conditions, bound));
    const auto graph = std::make_shared<const QueryGraph>(std::move(made));
    SKEIN_ASSIGN(auto found, find(*graph, bound, std::move(input)));
    for (const auto& [symbol, label] : graph->labels)
      if (graph->brings.contains(symbol)) known_labels_[symbol].push_back(label);
    for (const Symbol node : graph->nodes)
      if (graph->brings.contains(node)) found_.insert(node);
    if (pattern) *pattern = graph;
    return found;
  }
  // The other paths come first; what is asked of the selected ones is asked last.
  NodePtr plan = std::move(input);
  if (!paths.empty()) {
    SKEIN_ASSIGN(plan, match(std::move(paths), {}, bound, std::move(plan)));
  }
  for (PathPattern* path : selected) {
    SKEIN_ASSIGN(plan, select_paths(*path, bound, std::move(plan)));
  }
  if (where.empty()) return plan;
  for (const Expr* condition : where) SKEIN_TRY(prepare(const_cast<Expr&>(*condition), bound));
  return filter(where, std::move(plan), 1);
}

Result<NodePtr> Planner::select_paths(ast::PathPattern& path, Bound& bound, NodePtr input) {
  Shortest keep{no_symbol, path.nodes.front().variable.symbol, path.nodes.back().variable.symbol, path.count,
                path.selector != PathSelector::shortest};
  path.selector = PathSelector::all;
  if (path.path.name.empty()) {  // its length is wanted
    path.path.name = "selected path";
    path.path.symbol = fresh();
  }
  keep.path = path.path.symbol;
  Bound inner = bound;
  SKEIN_ASSIGN(auto found, match({&path}, {}, inner, make(Argument{})));
  found = make(keep, std::move(found));
  Apply apply{ApplyKind::inner, false, no_symbol, {}, {}};
  for (const Symbol symbol : inner)
    if (!bound.contains(symbol)) apply.added.push_back(symbol);
  auto node = make(std::move(apply), std::move(input));
  node->inputs.push_back(std::move(found));
  bound = std::move(inner);
  return node;
}

}  // namespace skein::dsl::plan
