#include "dsl/plan/match/pattern_steps.hpp"

#include <algorithm>
#include <utility>

#include "dsl/functions/registry.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

PatternDirection turned(PatternDirection direction) {
  if (direction == PatternDirection::right) return PatternDirection::left;
  if (direction == PatternDirection::left) return PatternDirection::right;
  return direction;
}

}  // namespace

bool PatternSteps::ready(const Side& side, std::size_t i) const {
  const GraphPredicate& predicate = graph_.predicates[i];
  if (side.decided[i] || (side.alone && predicate.outer)) return false;
  return std::all_of(predicate.needs.begin(), predicate.needs.end(),
                     [&](Symbol symbol) { return side.bound.contains(symbol); });
}

void PatternSteps::decide(Side& side) {
  std::vector<const Expr*> found;
  double selectivity = 1;
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    if (!ready(side, i)) continue;
    side.decided[i] = true;
    found.push_back(graph_.predicates[i].expr);
    selectivity *= count_.selectivity(*found.back());
  }
  side.plan = p_.filter(std::move(found), std::move(side.plan), selectivity);
}

std::vector<const Expr*> PatternSteps::open_predicates(const Side& side) const {
  std::vector<const Expr*> open;
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
    if (!side.decided[i]) open.push_back(graph_.predicates[i].expr);
  return open;
}

void PatternSteps::start(Side& side, const Order& order) {
  Access access = best_access(p_, graph_, count_, order.node, side.bound, open_predicates(side));
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i)
    if (std::find(access.answered.begin(), access.answered.end(), graph_.predicates[i].expr) !=
        access.answered.end())
      side.decided[i] = true;
  const double rows = side.plan->rows * access.rows;
  side.plan = make(std::move(access.op), std::move(side.plan));
  side.plan->rows = rows;
  side.bound.insert(order.node);
}

void PatternSteps::seek(Side& side, const Order& order) {
  const PatternRelationship& relationship = graph_.relationships[order.relationship];
  Access access = *index_access(p_, graph_, relationship, side.bound, open_predicates(side));
  const double rows = side.plan->rows * access.rows;
  side.plan = make(std::move(access.op), std::move(side.plan));
  side.plan->rows = rows;
  side.bound.insert(relationship.symbol);
  decide(side);
  side.plan = make(ends_of(side, relationship), std::move(side.plan));
  walked(side, order);
}

Ends PatternSteps::ends_of(const Side& side, const PatternRelationship& relationship) const {
  const RelationshipPattern& pattern = *relationship.pattern;
  Ends ends{relationship.symbol, relationship.left, relationship.right, pattern.direction,
            pattern.types.get()};
  ends.from_bound = side.bound.contains(relationship.left);
  ends.to_bound = side.bound.contains(relationship.right) || relationship.left == relationship.right;
  ends.length = pattern.length;
  ends.unlike = unlike(side, relationship);
  return ends;
}

void PatternSteps::walked(Side& side, const Order& order) const {
  const PatternRelationship& relationship = graph_.relationships[order.relationship];
  side.walked[order.relationship] = true;
  side.bound.insert({relationship.left, relationship.right, relationship.symbol});
}

std::vector<Symbol> PatternSteps::unlike(const Side& side, const PatternRelationship& relationship) const {
  std::vector<Symbol> out;
  for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
    const PatternRelationship& other = graph_.relationships[i];
    if (side.walked[i] && other.symbol != relationship.symbol && may_be_the_same(relationship, other))
      out.push_back(other.symbol);
  }
  return out;
}

Result<void> PatternSteps::hop(Side& side, const Order& order) {
  const PatternRelationship& relationship = graph_.relationships[order.relationship];
  const RelationshipPattern& pattern = *relationship.pattern;
  const bool left = side.bound.contains(relationship.left), right = side.bound.contains(relationship.right);
  if (relationship.was_bound) {
    side.plan = make(ends_of(side, relationship), std::move(side.plan));
  } else {
    const Symbol from = left ? relationship.left : relationship.right;
    const Symbol to = left ? relationship.right : relationship.left;
    const PatternDirection direction = left ? pattern.direction : turned(pattern.direction);
    const bool into = left && right;
    if (pattern.group) {
      SKEIN_TRY(repeat(side, relationship, left, into));
    } else if (pattern.length) {
      VarExpand expand{from, relationship.symbol, to, direction, pattern.types.get()};
      expand.min = pattern.length->min.value_or(1);
      expand.max = pattern.length->max;
      expand.into = into;
      expand.reversed = !left;
      expand.tests = relationship.tests;
      expand.unlike = unlike(side, relationship);
      side.plan = make(std::move(expand), std::move(side.plan));
    } else {
      Expand expand{from, relationship.symbol,       to, direction, pattern.types.get(),
                    into, unlike(side, relationship)};
      side.plan = make(std::move(expand), std::move(side.plan));
    }
  }
  // Before the filters on top of it.
  if (!relationship.was_bound && !(left && right))
    side.plan->rows =
        std::max(order.rows, order.input->rows *
                                 count_.degree(relationship, left ? relationship.left : relationship.right));
  walked(side, order);
  return {};
}

Result<void> PatternSteps::repeat(Side& side, const PatternRelationship& relationship, bool from_left,
                                  bool into) {
  // The statement is the plan's own: it may be changed.
  QuantifiedPath& group = const_cast<QuantifiedPath&>(*relationship.pattern->group);
  const Symbol first = group.path.nodes.front().variable.symbol,
               last = group.path.nodes.back().variable.symbol;
  Repeat walk;
  walk.from = from_left ? relationship.left : relationship.right;
  walk.to = from_left ? relationship.right : relationship.left;
  walk.start = from_left ? first : last;
  walk.end = from_left ? last : first;
  walk.min = relationship.pattern->length->min.value_or(0);
  walk.max = relationship.pattern->length->max;
  walk.into = into;
  walk.reversed = !from_left;
  for (const RelationshipPattern& hop : group.path.relationships) walk.hops.push_back(hop.variable.symbol);
  if (walk.reversed) std::reverse(walk.hops.begin(), walk.hops.end());
  walk.relationship = relationship.symbol;
  walk.lists = group.variables;
  for (const GroupVariable& list : group.variables) side.bound.insert(list.outside);
  walk.unlike = unlike(side, relationship);
  std::vector<const Expr*> where;
  if (group.where) conjuncts(*group.where, where);
  Bound inside = graph_.outer;
  inside.insert(walk.start);
  SKEIN_ASSIGN(auto chain, p_.match({&group.path}, where, inside, make(Argument{})));
  add_repeat(side, std::move(walk), std::move(chain));
  return {};
}

void PatternSteps::add_repeat(Side& side, Repeat walk, NodePtr chain) {
  walk.row = p_.fresh();
  side.plan = make(std::move(walk), std::move(side.plan));
  side.plan->inputs.push_back(std::move(chain));
}

Result<void> PatternSteps::shortest(Side& side) {
  for (const PatternRelationship& relationship : graph_.relationships) {
    if (relationship.is_walked()) continue;
    const PathPattern& path = *relationship.path;
    const RelationshipPattern& pattern = *relationship.pattern;
    const Symbol named = path.path.name.empty() ? no_symbol : path.path.symbol;
    const auto asked = asked_of_path(side, relationship);
    const bool both_ends = asked.empty() && !pattern.group && path.count == 1 &&
                           path.selector != PathSelector::shortest_groups &&
                           (!pattern.length || pattern.length->min.value_or(1) <= 1);
    if (both_ends) {
      ShortestPath search;
      search.path = named;
      search.from = relationship.left;
      search.relationship = relationship.symbol;
      search.to = relationship.right;
      search.direction = pattern.direction;
      search.types = pattern.types.get();
      search.single = !pattern.length;
      search.min = pattern.length ? pattern.length->min.value_or(1) : 1;
      search.max = pattern.length ? pattern.length->max : std::optional<std::int64_t>(1);
      search.all = path.selector == PathSelector::all_shortest;
      search.tests = relationship.tests;
      side.plan = make(std::move(search), std::move(side.plan));
    } else {
      if (pattern.group) {
        SKEIN_TRY(repeat(side, relationship, true, true));
      } else {
        repeat_hop(side, relationship);
      }
      auto& walk = std::get<Repeat>(side.plan->op);
      walk.fewest = path.count;
      walk.groups = path.selector != PathSelector::shortest;
      if (!asked.empty()) {
        walk.path = named;
        for (const std::size_t i : asked) {
          walk.accepts.push_back(graph_.predicates[i].expr);
          side.decided[i] = true;
          ask_of_hops(side, *graph_.predicates[i].expr, relationship);
        }
      } else if (named != no_symbol)
        side.plan = make(NamedPath{named, {relationship.left, relationship.right}, {relationship.symbol}},
                         std::move(side.plan));
    }
    side.bound.insert(relationship.symbol);
    if (named != no_symbol) side.bound.insert(named);
    decide(side);
  }
  return {};
}

std::vector<std::size_t> PatternSteps::asked_of_path(const Side& side,
                                                     const PatternRelationship& relationship) const {
  std::vector<std::size_t> out;
  const PathPattern& path = *relationship.path;
  if (!path.called || path.path.name.empty() || !relationship.pattern->length) return out;
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    const auto& needs = graph_.predicates[i].needs;
    const bool of_path = std::any_of(needs.begin(), needs.end(), [&](Symbol symbol) {
      return symbol == path.path.symbol || symbol == relationship.symbol;
    });
    const bool known = std::all_of(needs.begin(), needs.end(), [&](Symbol symbol) {
      return symbol == path.path.symbol || symbol == relationship.symbol || side.bound.contains(symbol);
    });
    if (!side.decided[i] && of_path && known) out.push_back(i);
  }
  return out;
}

void PatternSteps::ask_of_hops(Side& side, const Expr& predicate, const PatternRelationship& relationship) {
  const auto* all = std::get_if<Quantifier>(&unparenthesized(predicate).node);
  if (all == nullptr || all->kind != QuantifierKind::all || has_subplan(*all->where)) return;
  const auto* call = std::get_if<FunctionCall>(&unparenthesized(*all->list).node);
  if (call == nullptr || call->arguments.size() != 1) return;
  const auto* of = std::get_if<Variable>(&unparenthesized(*call->arguments[0]).node);
  if (of == nullptr || of->symbol != relationship.path->path.symbol) return;
  const FunctionInfo* function = find_function(call->name);
  if (function == nullptr || (function->name != "nodes" && function->name != "relationships")) return;
  std::vector<Symbol> symbols;
  collect_symbols(*all->where, symbols);
  for (const Symbol symbol : symbols)
    if (symbol != all->variable.symbol && !side.bound.contains(symbol)) return;
  const auto& walk = std::get<Repeat>(side.plan->op);
  Expr element;
  element.node = Variable{"", {}, function->name == "nodes" ? walk.end : walk.hops.front()};
  NodePtr& chain = side.plan->inputs[1];
  chain = make(Project{{{all->variable.symbol, p_.own(std::move(element))}}}, std::move(chain));
  chain = make(Filter{{all->where.get()}}, std::move(chain));
}

void PatternSteps::repeat_hop(Side& side, const PatternRelationship& relationship) {
  const RelationshipPattern& pattern = *relationship.pattern;
  Repeat walk;
  walk.from = relationship.left;
  walk.to = relationship.right;
  walk.start = p_.fresh();
  walk.end = p_.fresh();
  walk.min = pattern.length->min.value_or(1);
  walk.max = pattern.length->max;
  walk.into = true;
  const Symbol hop = p_.fresh();
  walk.hops = {hop};
  walk.relationship = relationship.symbol;
  NodePtr chain = make(Expand{walk.start, hop, walk.end, pattern.direction, pattern.types.get(), false, {}},
                       make(Argument{}));
  if (!relationship.tests.empty()) {
    Filter filter;
    auto& properties = std::get<MapLiteral>(const_cast<RelationshipPattern&>(pattern).properties->node);
    for (auto& [key, value] : properties.entries)
      filter.predicates.push_back(p_.property_equals(Variable{"", {}, hop}, key, std::move(value)));
    chain = make(std::move(filter), std::move(chain));
  }
  add_repeat(side, std::move(walk), std::move(chain));
}

void PatternSteps::paths(Side& side) {
  for (const PathPattern* path : graph_.paths) {
    if (path->path.name.empty() || path->selector != PathSelector::all) continue;
    NamedPath named{path->path.symbol, {}, {}};
    for (const NodePattern& node : path->nodes) named.nodes.push_back(node.variable.symbol);
    for (const RelationshipPattern& relationship : path->relationships)
      named.relationships.push_back(relationship.variable.symbol);
    side.bound.insert(named.path);
    side.plan = make(std::move(named), std::move(side.plan));
  }
}

}  // namespace skein::dsl::plan
