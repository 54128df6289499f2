// MATCH: a pattern becomes a query graph (nodes, relationships, predicates), each connected part of which is walked
// from its cheapest start. Costs are rows, estimated from the catalog's counts: a step multiplies the rows so far by
// the mean number of relationships of a node, predicates cut them down.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "dsl/plan/planner_impl.hpp"
#include "dsl/plan/rules/index_lookup.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

// Guesses where nothing is counted.
constexpr double equality_selectivity = 0.1;
constexpr double other_selectivity = 0.5;

struct PatternRelationship {
  RelationshipPattern* pattern;
  PathPattern* path;
  Symbol symbol, left, right;
  std::vector<PropertyTest> tests;  // of a variable length
  bool was_bound = false;
  bool done = false;
};

struct OpenPredicate {
  const Expr* expr;
  std::vector<Symbol> needs;  // symbols of this pattern
  bool outer = false;         // does it look at what was bound before?
  bool done = false;
};

// The names when the expression asks for one of some types; empty: cannot be told.
std::vector<std::string> type_names(const LabelExpr* types) {
  std::vector<std::string> names;
  if (!types) return names;
  if (const auto* name = std::get_if<LabelName>(&types->node)) return {name->name};
  if (const auto* any = std::get_if<LabelOr>(&types->node)) {
    for (const LabelExprPtr& operand : any->operands) {
      const auto* name = std::get_if<LabelName>(&operand->node);
      if (!name) return {};
      names.push_back(name->name);
    }
  }
  return names;
}

bool may_be_the_same(const PatternRelationship& a, const PatternRelationship& b) {
  const auto x = type_names(a.pattern->types.get()), y = type_names(b.pattern->types.get());
  if (x.empty() || y.empty()) return true;
  return std::any_of(x.begin(), x.end(), [&](const std::string& t) { return std::find(y.begin(), y.end(), t) != y.end(); });
}

PatternDirection turned(PatternDirection direction) {
  if (direction == PatternDirection::right) return PatternDirection::left;
  if (direction == PatternDirection::left) return PatternDirection::right;
  return direction;
}

}  // namespace

class PatternPlanner {
 public:
  PatternPlanner(Planner& owner, Bound& known, std::vector<PathPattern*> paths) : p_(owner), bound_(known), outer_(known), paths_(std::move(paths)) {}

  Result<NodePtr> run(std::vector<const Expr*> where, NodePtr input) {
    SKEIN_TRY(collect());
    for (const Expr* expr : where) add_predicate(expr);
    for (Predicate& predicate : predicates_) {
      Bound all = bound_;
      all.insert(all_.begin(), all_.end());
      SKEIN_TRY(p_.prepare(const_cast<Expr&>(*predicate.expr), all));
    }
    for (PatternRelationship& relationship : relationships_)
      for (PropertyTest& test : relationship.tests) SKEIN_TRY(p_.prepare(const_cast<Expr&>(*test.value), bound_));
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
  using Predicate = OpenPredicate;

  Result<void> collect() {
    for (PathPattern* path : paths_) {
      for (NodePattern& node : path->nodes) {
        const Symbol symbol = node.variable.symbol;
        if (!bound_.contains(symbol)) all_.insert(symbol);
        if (std::find(nodes_.begin(), nodes_.end(), symbol) == nodes_.end()) nodes_.push_back(symbol);
        if (node.labels) add_labels(node.variable, std::move(node.labels));
        take_properties(node.variable, node.properties);
        if (node.where) pending_where_.push_back(node.where.get());
      }
      for (std::size_t i = 0; i < path->relationships.size(); ++i) {
        RelationshipPattern& pattern = path->relationships[i];
        PatternRelationship relationship{&pattern, path, pattern.variable.symbol, path->nodes[i].variable.symbol,
                                         path->nodes[i + 1].variable.symbol, {}};
        relationship.was_bound = bound_.contains(relationship.symbol);
        if (!relationship.was_bound) all_.insert(relationship.symbol);
        if (pattern.length || path->selector != PathSelector::all) {
          if (pattern.properties)
            if (auto* map = std::get_if<MapLiteral>(&pattern.properties->node))
              for (auto& [key, value] : map->entries) relationship.tests.push_back(PropertyTest{key, value.get()});
        } else {
          take_properties(pattern.variable, pattern.properties);
        }
        if (pattern.where) pending_where_.push_back(pattern.where.get());
        relationships_.push_back(std::move(relationship));
      }
      if (!path->path.name.empty() && !bound_.contains(path->path.symbol)) all_.insert(path->path.symbol);
    }
    for (auto& [expr, variable] : own_) add_predicate(expr);
    for (const Expr* where : pending_where_) {
      std::vector<const Expr*> parts;
      conjuncts(*where, parts);
      for (const Expr* part : parts) add_predicate(part);
    }
    return {};
  }

  void add_labels(const Variable& variable, LabelExprPtr labels) {
    if (auto* all = std::get_if<LabelAnd>(&labels->node)) {
      for (LabelExprPtr& operand : all->operands) add_labels(variable, std::move(operand));
      return;
    }
    if (const auto* name = std::get_if<LabelName>(&labels->node)) labels_.emplace_back(variable.symbol, name->name);
    own_.emplace_back(p_.has_label(variable, std::move(labels)), variable.symbol);
  }

  void take_properties(const Variable& variable, ExprPtr& properties) {
    if (!properties) return;
    auto* map = std::get_if<MapLiteral>(&properties->node);
    if (!map) return;
    for (auto& [key, value] : map->entries)
      if (value) own_.emplace_back(p_.property_equals(variable, key, std::move(value)), variable.symbol);
    properties.reset();
  }

  void add_predicate(const Expr* expr) {
    Predicate predicate{expr, {}};
    std::vector<Symbol> symbols;
    collect_symbols(*expr, symbols);
    for (const Symbol symbol : symbols) {
      if (all_.contains(symbol)) predicate.needs.push_back(symbol);
      else if (bound_.contains(symbol)) predicate.outer = true;
    }
    predicates_.push_back(std::move(predicate));
  }

  [[nodiscard]] bool ready(const Predicate& predicate) const {
    return !predicate.done && !(alone_ && predicate.outer) && std::all_of(predicate.needs.begin(), predicate.needs.end(),
                                          [&](Symbol symbol) { return bound_.contains(symbol); });
  }

  // A filter of all predicates that can be decided now: the cheap ones first.
  void flush() {
    Filter filter;
    std::vector<std::pair<int, const Expr*>> found;
    for (Predicate& predicate : predicates_) {
      if (!ready(predicate)) continue;
      predicate.done = true;
      plan_->rows = plan_->rows * selectivity(predicate);
      int price = 1;
      if (std::holds_alternative<HasLabels>(predicate.expr->node)) price = 0;
      if (has_subplan(*predicate.expr)) price = 2;
      found.emplace_back(price, predicate.expr);
    }
    if (found.empty()) return;
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const double rows = plan_->rows;
    for (const auto& [price, expr] : found) filter.predicates.push_back(expr);
    plan_ = make(std::move(filter), std::move(plan_));
    plan_->rows = rows;
  }

  static bool has_subplan(const Expr& expr) {
    if (std::holds_alternative<ast::PatternPredicate>(expr.node) || std::holds_alternative<Subquery>(expr.node) ||
        std::holds_alternative<PatternComprehension>(expr.node))
      return true;
    bool found = false;
    for_each_child(expr, [&](const Expr& child) { found = found || has_subplan(child); });
    return found;
  }

  double selectivity(const Predicate& predicate) const {
    if (const auto* has = std::get_if<HasLabels>(&predicate.expr->node)) {
      const auto* name = has->labels ? std::get_if<LabelName>(&has->labels->node) : nullptr;
      if (!name) return other_selectivity;
      const double all = std::max<double>(1, static_cast<double>(p_.catalog_.node_count()));
      return std::max(label_count(name->name), 0.5) / all;
    }
    if (const auto* comparison = std::get_if<Comparison>(&predicate.expr->node))
      if (comparison->ops.size() == 1 && comparison->ops[0] == CompareOp::eq) return equality_selectivity;
    return other_selectivity;
  }

  [[nodiscard]] double label_count(const std::string& name) const {
    const auto id = p_.catalog_.label(name);
    return id ? static_cast<double>(p_.catalog_.node_count(*id)) : 0;
  }

  // --- starting a connected part ---------------------------------------------------------------------------

  struct Start {
    Symbol node = no_symbol;
    decltype(Node::op) op;
    double rows = 0;
    std::vector<const Expr*> answered;  // predicates that the start takes care of
  };

  Start start_at(Symbol node, const Bound& bound) const {
    Start best{node, AllNodesScan{node}, std::max<double>(1, static_cast<double>(p_.catalog_.node_count())), {}};
    for (const auto& [symbol, label] : labels_) {
      if (symbol != node) continue;
      if (const double rows = label_count(label); best.op.index() == 1 || rows < best.rows) {
        best = Start{node, LabelScan{node, label}, rows, {}};
        for (const Predicate& predicate : predicates_)
          if (!predicate.done && is_label_test(*predicate.expr, node, label)) best.answered.push_back(predicate.expr);
      }
    }
    std::vector<const Expr*> open;
    for (const Predicate& predicate : predicates_)
      if (!predicate.done) open.push_back(predicate.expr);
    std::vector<std::string> labels;
    for (const auto& [symbol, label] : labels_)
      if (symbol == node) labels.push_back(label);
    const auto known = [&](const Expr& value) {
      std::vector<Symbol> symbols;
      collect_symbols(value, symbols);
      return std::none_of(symbols.begin(), symbols.end(), [&](Symbol s) {
        return !bound.contains(s) && (all_.contains(s) || (alone_ && outer_.contains(s)));
      });
    };
    if (auto lookup = rules::index_lookup(node, labels, open, known, p_.catalog_); lookup && lookup->rows <= best.rows) {
      best = Start{node, std::move(lookup->op), lookup->rows, std::move(lookup->answered)};
    }
    return best;
  }

  static bool is_label_test(const Expr& expr, Symbol node, const std::string& label) {
    const auto* has = std::get_if<HasLabels>(&expr.node);
    if (!has || !has->labels) return false;
    const auto* of = std::get_if<Variable>(&has->of->node);
    const auto* name = std::get_if<LabelName>(&has->labels->node);
    return of && name && of->symbol == node && name->name == label;
  }

  // How much is left of the nodes at `symbol` after the predicates that look at it alone.
  [[nodiscard]] double node_selectivity(Symbol symbol) const {
    double result = 1;
    for (const Predicate& predicate : predicates_)
      if (!predicate.done && predicate.needs.size() == 1 && predicate.needs[0] == symbol) result *= selectivity(predicate);
    return result;
  }

  // The mean number of relationships that a step meets at a node of `from`.
  [[nodiscard]] double degree(const PatternRelationship& relationship, Symbol from) const {
    double count = 0;
    if (const auto names = type_names(relationship.pattern->types.get()); !names.empty()) {
      for (const std::string& name : names)
        if (const auto type = p_.catalog_.type(name)) count += static_cast<double>(p_.catalog_.relationship_count(*type));
    } else {
      count = static_cast<double>(p_.catalog_.relationship_count());
    }
    double nodes = std::max<double>(1, static_cast<double>(p_.catalog_.node_count()));
    for (const auto& [symbol, label] : labels_)
      if (symbol == from) nodes = std::min(nodes, std::max(1.0, label_count(label)));
    double hops = count / nodes;
    if (relationship.pattern->direction == PatternDirection::either) hops *= 2;
    if (const auto& length = relationship.pattern->length) {
      const double most = static_cast<double>(std::min<std::int64_t>(length->max.value_or(8), 8));
      hops = std::pow(std::max(1.0, hops), std::max(1.0, most));
    }
    return std::max(hops, 0.01);
  }

  // Rows that arise on the way when a part is walked greedily from `start`.
  double walk_cost(Symbol start, double rows) const {
    Bound reached = bound_;
    reached.insert(start);
    std::vector<bool> done(relationships_.size());
    double cost = rows;
    rows *= node_selectivity(start);
    while (true) {
      double least = std::numeric_limits<double>::infinity();
      std::size_t next = relationships_.size();
      for (std::size_t i = 0; i < relationships_.size(); ++i) {
        if (done[i] || relationships_[i].done || !is_walked(relationships_[i])) continue;
        const double factor = step_factor(relationships_[i], reached);
        if (factor < least) {
          least = factor;
          next = i;
        }
      }
      if (next == relationships_.size()) return cost;
      done[next] = true;
      rows *= least;
      cost += rows;
      reached.insert(relationships_[next].left);
      reached.insert(relationships_[next].right);
    }
  }

  [[nodiscard]] static bool is_walked(const PatternRelationship& relationship) {
    return relationship.path->selector == PathSelector::all;
  }

  // By how much a step multiplies the rows; infinite when it is not reached yet.
  [[nodiscard]] double step_factor(const PatternRelationship& relationship, const Bound& reached) const {
    const bool left = reached.contains(relationship.left), right = reached.contains(relationship.right);
    if (relationship.was_bound) return 0.1;
    if (!left && !right) return std::numeric_limits<double>::infinity();
    if (left && right) return std::min(0.5, degree(relationship, relationship.left) * 0.01);
    const Symbol from = left ? relationship.left : relationship.right;
    const Symbol to = left ? relationship.right : relationship.left;
    return degree(relationship, from) * node_selectivity(to);
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
    for (Predicate& predicate : predicates_)
      if (std::find(start.answered.begin(), start.answered.end(), predicate.expr) != start.answered.end())
        predicate.done = true;
    const double rows = plan_->rows * start.rows;
    plan_ = make(std::move(start.op), std::move(plan_));
    plan_->rows = rows;
    bound_.insert(start.node);
    flush();
  }

  bool start_next() {
    double nested = 0;
    auto best = best_start(nodes_, nested);
    if (!best) return false;
    if (plan_->rows <= 1.5 || !join(best->node, nested)) begin(std::move(*best));
    return true;
  }

  // The nodes that hang together with `start` by relationships not walked yet; empty when a part of them is not free
  // of what is bound.
  [[nodiscard]] std::vector<Symbol> part_of(Symbol start) const {
    std::vector<Symbol> part{start};
    for (bool grown = true; grown;) {
      grown = false;
      for (const PatternRelationship& relationship : relationships_) {
        if (relationship.done || !is_walked(relationship)) continue;
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
    for (const PatternRelationship& inside : relationships_) {
      if (inside.done || std::find(part.begin(), part.end(), inside.left) == part.end()) continue;
      for (const PatternRelationship& other : relationships_)
        if (other.done && is_walked(other) && may_be_the_same(inside, other)) return true;
    }
    return false;
  }

  // Finds the next part by itself and joins it with the rows so far, where that is cheaper than finding it again for
  // every row: by the equalities between them, or each row with each.
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
    for (const Predicate& predicate : predicates_)
      if (!predicate.done) add_key(predicate, part, before, keys);
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
  void add_key(const Predicate& predicate, const std::vector<Symbol>& part, const Bound& before,
               std::vector<std::pair<const Expr*, const Expr*>>& keys) const {
    const auto* comparison = std::get_if<Comparison>(&predicate.expr->node);
    if (!comparison || comparison->ops.size() != 1 || comparison->ops[0] != CompareOp::eq) return;
    const Expr &a = *comparison->operands[0], &b = *comparison->operands[1];
    const auto inside = [&](const Expr& expr) {
      std::vector<Symbol> symbols;
      collect_symbols(expr, symbols);
      return !symbols.empty() && !has_subplan(expr) && std::all_of(symbols.begin(), symbols.end(), [&](Symbol s) {
        return std::find(part.begin(), part.end(), s) != part.end();
      });
    };
    const auto outside = [&](const Expr& expr) {
      std::vector<Symbol> symbols;
      collect_symbols(expr, symbols);
      return !symbols.empty() && !has_subplan(expr) &&
             std::all_of(symbols.begin(), symbols.end(), [&](Symbol s) { return before.contains(s); });
    };
    if (inside(a) && outside(b)) keys.emplace_back(&a, &b);
    else if (inside(b) && outside(a)) keys.emplace_back(&b, &a);
  }

  // --- walking ---------------------------------------------------------------------------------------------

  void walk() {
    while (true) {
      PatternRelationship* next = nullptr;
      double least = std::numeric_limits<double>::infinity();
      for (PatternRelationship& relationship : relationships_) {
        if (relationship.done || !is_walked(relationship)) continue;
        const double factor = step_factor(relationship, bound_);
        if (factor < least) {
          least = factor;
          next = &relationship;
        }
      }
      if (!next) return;
      const double rows = plan_->rows * least;
      step(*next);
      plan_->rows = rows;
      next->done = true;
      flush();
    }
  }

  std::vector<Symbol> unlike(const PatternRelationship& relationship) const {
    std::vector<Symbol> out;
    for (const PatternRelationship& other : relationships_)
      if (&other != &relationship && other.done && is_walked(other) && other.symbol != relationship.symbol &&
          may_be_the_same(relationship, other))
        out.push_back(other.symbol);
    return out;
  }

  void step(PatternRelationship& relationship) {
    const RelationshipPattern& pattern = *relationship.pattern;
    const bool left = bound_.contains(relationship.left), right = bound_.contains(relationship.right);
    if (relationship.was_bound) {
      Ends ends{relationship.symbol, relationship.left, relationship.right, pattern.direction, pattern.types.get()};
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
        Expand expand{from, relationship.symbol, to, direction, pattern.types.get(), into, unlike(relationship)};
        plan_ = make(std::move(expand), std::move(plan_));
      }
    }
    bound_.insert({relationship.left, relationship.right, relationship.symbol});
  }

  void shortest() {
    for (PatternRelationship& relationship : relationships_) {
      if (is_walked(relationship)) continue;
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
    for (const PathPattern* path : paths_) {
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
  Bound& bound_;
  const Bound outer_;   // bound before this pattern
  bool alone_ = false;  // is a part being planned by itself, without what was bound before?
  std::vector<PathPattern*> paths_;
  NodePtr plan_;
  Bound all_;  // what the pattern brings
  std::vector<Symbol> nodes_;
  std::vector<PatternRelationship> relationships_;
  std::vector<Predicate> predicates_;
  std::vector<std::pair<Symbol, std::string>> labels_;
  std::vector<std::pair<const Expr*, Symbol>> own_;  // predicates made from labels and property maps
  std::vector<const Expr*> pending_where_;
};

Result<NodePtr> Planner::match(std::vector<ast::PathPattern*> paths, std::vector<const Expr*> where, Bound& bound,
                               NodePtr input) {
  return PatternPlanner(*this, bound, std::move(paths)).run(std::move(where), std::move(input));
}

}  // namespace skein::dsl::plan
