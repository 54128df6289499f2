#include "dsl/plan/match/join_order.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace skein::dsl::plan {

namespace {

// Costs, in units of a row that goes through an operator.
constexpr double hop_cost = 1.0;        // to look up a node's relationships
constexpr double neighbour_cost = 1.0;  // to read one of them
constexpr double into_cost = 1.0;       // to look for relationships between two nodes
constexpr double seek_cost = 1.0;       // to take one from an index, and its ends
constexpr double build_cost = 2.0,
                 probe_cost = 1.5;    // a row kept in a hash table, a row looked up, by one node
constexpr double several_keys = 3.0;  // times that by several

constexpr std::size_t exact_relationships = 7;  // 3^7 pairs of sides
constexpr std::size_t tried_starts = 24;        // beyond, a greedy walk starts at the rarest node

using Mask = std::uint32_t;

class Search {
 public:
  Search(const OrderTask& task, bool alone) : task_(task), alone_(alone) {
    if (!alone_) known_ = task_.bound;
    const auto& part = task_.part;
    for (const std::size_t r : part.relationships) {
      const PatternRelationship& relationship = task_.graph.relationships[r];
      hops_.push_back({&relationship, r, place(relationship.left), place(relationship.right),
                       task_.count.pairs(relationship)});
    }
    for (const Symbol node : part.nodes) {
      const bool given = !alone_ && task_.bound.contains(node);
      nodes_.push_back({node, given, task_.count.labelled(node), task_.count.left_of_given(node)});
    }
    for (const Expr* expr : task_.open) note(*expr);
  }

  OrderPtr run() {
    if (alone_ && !can_be_alone()) return nullptr;
    if (hops_.empty()) return single();
    if (task_.planner.plain()) return walk(first_in_text());
    if (hops_.size() <= exact_relationships) return exact();
    return greedy();
  }

 private:
  struct Hop {
    const PatternRelationship* relationship;
    std::size_t number;       // in the query graph
    std::size_t left, right;  // places in nodes_
    double pairs;
  };
  struct PartNode {
    Symbol symbol;
    bool given;
    double labelled;
    double left_of_given;  // what part of the given rows has the labels that are asked for now
  };
  struct Selectivity {
    std::vector<std::size_t> nodes, hops;  // that it needs
    double factor;
  };
  // What was found so far, and at what price.
  struct State {
    std::vector<bool> nodes, hops;
    OrderPtr order;
    double weight = std::numeric_limits<double>::infinity();
  };

  [[nodiscard]] std::size_t place(Symbol symbol) const {
    const auto& nodes = task_.part.nodes;
    return static_cast<std::size_t>(std::find(nodes.begin(), nodes.end(), symbol) - nodes.begin());
  }

  // What a predicate that looks at this part alone does to the rows.
  void note(const Expr& expr) {
    const auto it = std::find_if(task_.graph.predicates.begin(), task_.graph.predicates.end(),
                                 [&](const GraphPredicate& predicate) { return predicate.expr == &expr; });
    if (it == task_.graph.predicates.end() || (alone_ && it->outer)) return;
    Selectivity selectivity{{}, {}, 1};
    for (const Symbol symbol : it->symbols) {
      if (const std::size_t node = place(symbol); node < task_.part.nodes.size()) {
        selectivity.nodes.push_back(node);
        continue;
      }
      const auto hop = std::find_if(hops_.begin(), hops_.end(),
                                    [&](const Hop& h) { return h.relationship->symbol == symbol; });
      if (hop != hops_.end())
        selectivity.hops.push_back(static_cast<std::size_t>(hop - hops_.begin()));
      else if (task_.graph.brings.contains(symbol) && !known_.contains(symbol))
        return;
    }
    if (selectivity.nodes.empty() && selectivity.hops.empty()) return;
    selectivity.factor = task_.count.selectivity(expr);
    if (selectivity.factor < 1) selectivities_.push_back(std::move(selectivity));
  }

  [[nodiscard]] bool can_be_alone() const {
    return std::none_of(hops_.begin(), hops_.end(), [](const Hop& hop) {
      return hop.relationship->was_bound || !hop.relationship->tests.empty() ||
             hop.relationship->pattern->group;
    });
  }

  [[nodiscard]] double rows(const State& state) const {
    double rows = alone_ ? 1 : task_.given_rows;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!state.nodes[i]) continue;
      rows *= nodes_[i].given ? nodes_[i].left_of_given : nodes_[i].labelled;
    }
    for (std::size_t i = 0; i < hops_.size(); ++i) {
      if (!state.hops[i]) continue;
      if (hops_[i].relationship->was_bound) continue;
      const double left = std::max(nodes_[hops_[i].left].labelled, 1e-3),
                   right = std::max(nodes_[hops_[i].right].labelled, 1e-3);
      rows *= hops_[i].pairs / (left * right);
    }
    for (const Selectivity& selectivity : selectivities_)
      if (std::all_of(selectivity.nodes.begin(), selectivity.nodes.end(),
                      [&](std::size_t i) { return state.nodes[i]; }) &&
          std::all_of(selectivity.hops.begin(), selectivity.hops.end(),
                      [&](std::size_t i) { return state.hops[i]; }))
        rows *= selectivity.factor;
    return rows;
  }

  State given() const {
    State state = nothing();
    for (std::size_t i = 0; i < nodes_.size(); ++i) state.nodes[i] = nodes_[i].given;
    Order order;
    order.rows = task_.given_rows;
    finish(state, std::move(order));
    return state;
  }
  State start(std::size_t node) const {
    State state = nothing();
    state.nodes[node] = true;
    const Access access =
        best_access(task_.planner, task_.graph, task_.count, nodes_[node].symbol, known_, task_.open);
    Order order;
    order.kind = Order::Kind::start;
    order.node = nodes_[node].symbol;
    order.cost = std::max(access.rows, 0.1) * (alone_ ? 1 : task_.given_rows);
    order.rows = std::min(rows(state), order.cost);
    finish(state, std::move(order));
    return state;
  }
  // Sets out from a relationship that an index finds.
  [[nodiscard]] std::optional<State> seek(std::size_t number) const {
    const Hop& hop = hops_[number];
    const auto access = index_access(task_.planner, task_.graph, *hop.relationship, known_, task_.open);
    if (!access) return std::nullopt;
    State state = nothing();
    state.nodes[hop.left] = state.nodes[hop.right] = true;
    state.hops[number] = true;
    Order order;
    order.kind = Order::Kind::seek;
    order.relationship = hop.number;
    const double found = std::max(access->rows, 0.1) * (alone_ ? 1 : task_.given_rows);
    order.cost = found * (neighbour_cost + seek_cost);
    order.rows = std::min(
        rows(state), found * (hop.relationship->pattern->direction == ast::PatternDirection::either ? 2 : 1));
    finish(state, std::move(order));
    return state;
  }
  [[nodiscard]] State nothing() const {
    State state;
    state.nodes.assign(nodes_.size(), false);
    state.hops.assign(hops_.size(), false);
    return state;
  }
  void finish(State& state, Order order) const {
    state.weight = task_.planner.weighed(order.cost);
    state.order = std::make_shared<const Order>(std::move(order));
  }

  [[nodiscard]] bool reaches(const State& state, const Hop& hop) const {
    return state.nodes[hop.left] || state.nodes[hop.right] || (!alone_ && hop.relationship->was_bound);
  }
  [[nodiscard]] bool has_given() const {
    return std::any_of(nodes_.begin(), nodes_.end(), [](const PartNode& node) { return node.given; }) ||
           (!alone_ && std::any_of(hops_.begin(), hops_.end(),
                                   [](const Hop& hop) { return hop.relationship->was_bound; }));
  }

  [[nodiscard]] State hop(const State& from, std::size_t number) const {
    const Hop& hop = hops_[number];
    State state = from;
    Order order;
    order.kind = Order::Kind::hop;
    order.relationship = hop.number;
    order.input = from.order;
    const bool left = from.nodes[hop.left], right = from.nodes[hop.right];
    state.nodes[hop.left] = state.nodes[hop.right] = true;
    state.hops[number] = true;
    order.rows = rows(state);
    const double before = from.order->rows;
    if (hop.relationship->was_bound) {
      order.cost = from.order->cost + before;
      order.rows = std::min(order.rows, before * 2);
    } else if (left && right) {
      order.from_left = true;
      order.cost = from.order->cost + before * into_cost + order.rows;
    } else {
      const auto price = [&](Symbol end) {
        return before * (hop_cost + neighbour_cost * task_.count.degree(*hop.relationship, end));
      };
      order.from_left = left;
      order.cost =
          from.order->cost + price(left ? hop.relationship->left : hop.relationship->right) + order.rows;
    }
    finish(state, std::move(order));
    return state;
  }

  [[nodiscard]] OrderPtr single() const { return has_given() ? given().order : start(0).order; }

  [[nodiscard]] State first_in_text() const {
    if (has_given()) return given();
    return start(0);
  }

  // The next hop is the one that leaves the fewest rows; of the plain plan, the next of the text.
  [[nodiscard]] OrderPtr walk(State state) const {
    while (true) {
      State best = nothing();
      for (std::size_t i = 0; i < hops_.size(); ++i) {
        if (state.hops[i] || !reaches(state, hops_[i])) continue;
        State next = hop(state, i);
        if (task_.planner.plain()) {
          best = std::move(next);
          break;
        }
        next.weight = task_.planner.weighed(next.order->rows);
        if (next.weight < best.weight) best = std::move(next);
      }
      if (!best.order) return state.order;
      state = std::move(best);
    }
  }

  [[nodiscard]] OrderPtr greedy() const {
    if (has_given()) return walk(given());
    State rarest = nothing();
    OrderPtr best;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      State begin = start(i);
      if (nodes_.size() <= tried_starts) {
        OrderPtr order = walk(begin);
        if (!best || order->cost < best->cost) best = std::move(order);
      } else if (begin.weight < rarest.weight) {
        rarest = std::move(begin);
      }
    }
    for (std::size_t i = 0; i < hops_.size(); ++i) {
      auto begin = seek(i);
      if (!begin) continue;
      OrderPtr order = walk(std::move(*begin));
      if (!best || order->cost < best->cost) best = std::move(order);
    }
    return best ? best : walk(std::move(rarest));
  }

  // --- exact ---

  [[nodiscard]] OrderPtr exact() const {
    std::vector<State> best(std::size_t{1} << hops_.size());
    const auto offer = [&](Mask mask, State state) {
      if (state.weight < best[mask].weight) best[mask] = std::move(state);
    };
    // Sides that look at nothing outside, for joins.
    std::vector<State> sides;
    const Search* side_search = this;
    std::unique_ptr<Search> other;
    if (!alone_) {
      other = std::make_unique<Search>(task_, true);
      side_search = other.get();
    }
    if (hops_.size() >= 2 && side_search->can_be_alone() && !alone_) sides = side_search->all_sides();

    std::vector<State> starts;
    if (has_given())
      starts.push_back(given());
    else {
      for (std::size_t i = 0; i < nodes_.size(); ++i) starts.push_back(start(i));
      for (std::size_t i = 0; i < hops_.size(); ++i)
        if (auto found = seek(i)) offer(Mask{1} << i, std::move(*found));
    }
    for (const State& begin : starts) {
      for (std::size_t i = 0; i < hops_.size(); ++i)
        if (reaches(begin, hops_[i])) offer(Mask{1} << i, hop(begin, i));
      for (Mask side = 1; !sides.empty() && side < sides.size(); ++side)
        if (begin.order->kind == Order::Kind::given && can_join(begin, sides[side]))
          offer(side, join(begin, sides[side]));
    }
    for (Mask mask = 1; mask < best.size(); ++mask) {
      if (!best[mask].order) continue;
      const State state = best[mask];
      for (std::size_t i = 0; i < hops_.size(); ++i)
        if (!state.hops[i] && reaches(state, hops_[i])) offer(mask | Mask{1} << i, hop(state, i));
      const Mask rest = static_cast<Mask>(best.size() - 1) & ~mask;
      for (Mask side = rest; !sides.empty() && side > 0; side = (side - 1) & rest)
        if (can_join(state, sides[side])) offer(mask | side, join(state, sides[side]));
      // By itself, either half may be the one that is gathered; both are known by now when the other is the
      // lesser.
      for (Mask side = rest & (mask - 1); alone_ && side > 0; side = (side - 1) & rest) {
        if (side >= mask || !can_join(state, best[side])) continue;
        offer(mask | side, join(state, best[side]));
        offer(mask | side, join(best[side], state));
      }
    }
    return best.back().order;
  }

  // The best way to each set of relationships; for the sides of joins.
  [[nodiscard]] std::vector<State> all_sides() const {
    std::vector<State> best(std::size_t{1} << hops_.size());
    const auto offer = [&](Mask mask, State state) {
      if (state.weight < best[mask].weight) best[mask] = std::move(state);
    };
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const State begin = start(n);
      for (std::size_t i = 0; i < hops_.size(); ++i)
        if (reaches(begin, hops_[i])) offer(Mask{1} << i, hop(begin, i));
    }
    for (std::size_t i = 0; i < hops_.size(); ++i)
      if (auto found = seek(i)) offer(Mask{1} << i, std::move(*found));
    for (Mask mask = 1; mask < best.size(); ++mask) {
      if (!best[mask].order) continue;
      const State state = best[mask];
      for (std::size_t i = 0; i < hops_.size(); ++i)
        if (!state.hops[i] && reaches(state, hops_[i])) offer(mask | Mask{1} << i, hop(state, i));
    }
    return best;
  }

  // Nodes in common, and no relationship of a variable length that would have to differ from one on the other
  // side.
  [[nodiscard]] bool can_join(const State& a, const State& b) const {
    if (!b.order) return false;
    bool common = false;
    for (std::size_t i = 0; i < nodes_.size(); ++i) common = common || (a.nodes[i] && b.nodes[i]);
    if (!common) return false;
    for (std::size_t i = 0; i < hops_.size(); ++i) {
      if (a.hops[i] && b.hops[i]) return false;
      if (b.hops[i] && !alone_ && must_differ_in_length(*hops_[i].relationship)) return false;
      if (!a.hops[i]) continue;
      for (std::size_t k = 0; k < hops_.size(); ++k) {
        if (!b.hops[k]) continue;
        const PatternRelationship &x = *hops_[i].relationship, &y = *hops_[k].relationship;
        if ((x.pattern->length || y.pattern->length) && may_be_the_same(x, y)) return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool must_differ_in_length(const PatternRelationship& relationship) const {
    for (std::size_t i = 0; i < task_.walked.size(); ++i) {
      const PatternRelationship& other = task_.graph.relationships[i];
      if (task_.walked[i] && (relationship.pattern->length || other.pattern->length) &&
          may_be_the_same(relationship, other))
        return true;
    }
    return false;
  }

  [[nodiscard]] State join(const State& a, const State& b) const {
    State state = a;
    int keys = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      keys += a.nodes[i] && b.nodes[i];
      state.nodes[i] = a.nodes[i] || b.nodes[i];
    }
    for (std::size_t i = 0; i < hops_.size(); ++i) state.hops[i] = a.hops[i] || b.hops[i];
    Order order;
    order.kind = Order::Kind::join;
    order.input = a.order;
    order.side = b.order;
    order.rows = rows(state);
    const double looked_up =
        (a.order->rows * probe_cost + b.order->rows * build_cost) * (keys > 1 ? several_keys : 1);
    order.cost = a.order->cost + b.order->cost + looked_up + order.rows * (neighbour_cost + 1);
    finish(state, std::move(order));
    return state;
  }

  const OrderTask& task_;
  bool alone_;
  Bound known_;
  std::vector<Hop> hops_;
  std::vector<PartNode> nodes_;
  std::vector<Selectivity> selectivities_;
};

}  // namespace

OrderPtr order_on_top(const OrderTask& task) { return Search(task, false).run(); }
OrderPtr order_alone(const OrderTask& task) { return Search(task, true).run(); }

}  // namespace skein::dsl::plan
