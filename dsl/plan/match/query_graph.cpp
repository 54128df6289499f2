#include "dsl/plan/match/query_graph.hpp"

#include <algorithm>

namespace skein::dsl::plan {

using namespace ast;

namespace {

class Collector {
 public:
  explicit Collector(Planner& owner, QueryGraph& target) : planner_(owner), graph_(target) {}

  void take(PathPattern& path) {
    for (NodePattern& node : path.nodes) take(node);
    for (std::size_t i = 0; i < path.relationships.size(); ++i) take(path, i);
  }

  void add(const Expr& expr) {
    GraphPredicate predicate{&expr, {}, {}};
    collect_symbols(expr, predicate.symbols);
    graph_.predicates.push_back(std::move(predicate));
  }

  // After those of labels and property maps, which are cheaper.
  void add_where_of_elements() {
    for (const Expr* where : where_) {
      std::vector<const Expr*> parts;
      conjuncts(*where, parts);
      for (const Expr* part : parts) add(*part);
    }
  }

 private:
  void take(NodePattern& node) {
    const Symbol symbol = node.variable.symbol;
    if (std::find(graph_.nodes.begin(), graph_.nodes.end(), symbol) == graph_.nodes.end())
      graph_.nodes.push_back(symbol);
    if (node.labels) take_labels(node.variable, std::move(node.labels));
    take_properties(node.variable, node.properties);
    if (node.where) where_.push_back(node.where.get());
  }

  void take(PathPattern& path, std::size_t i) {
    RelationshipPattern& pattern = path.relationships[i];
    PatternRelationship relationship{&pattern,
                                     &path,
                                     pattern.variable.symbol,
                                     path.nodes[i].variable.symbol,
                                     path.nodes[i + 1].variable.symbol,
                                     {}};
    if (pattern.length || !relationship.is_walked()) {
      if (pattern.properties)
        if (auto* map = std::get_if<MapLiteral>(&pattern.properties->node))
          for (auto& [key, value] : map->entries)
            relationship.tests.push_back(PropertyTest{key, value.get()});
    } else {
      take_properties(pattern.variable, pattern.properties);
    }
    if (pattern.where) where_.push_back(pattern.where.get());
    graph_.relationships.push_back(std::move(relationship));
  }

  void take_labels(const Variable& variable, LabelExprPtr labels) {
    if (auto* all = std::get_if<LabelAnd>(&labels->node)) {
      for (LabelExprPtr& operand : all->operands) take_labels(variable, std::move(operand));
      return;
    }
    if (const auto* name = std::get_if<LabelName>(&labels->node))
      graph_.labels.emplace_back(variable.symbol, name->name);
    add(*planner_.has_label(variable, std::move(labels)));
  }

  void take_properties(const Variable& variable, ExprPtr& properties) {
    if (!properties) return;
    auto* map = std::get_if<MapLiteral>(&properties->node);
    if (!map) return;
    for (auto& [key, value] : map->entries)
      if (value) add(*planner_.property_equals(variable, key, std::move(value)));
    properties.reset();
  }

  Planner& planner_;
  QueryGraph& graph_;
  std::vector<const Expr*> where_;
};

}  // namespace

std::vector<std::string> QueryGraph::labels_of(Symbol node) const {
  std::vector<std::string> names;
  for (const auto& [symbol, label] : labels)
    if (symbol == node) names.push_back(label);
  return names;
}

void QueryGraph::set_outer(Bound known) {
  outer = std::move(known);
  brings.clear();
  const auto bring = [&](Symbol symbol) {
    if (!outer.contains(symbol)) brings.insert(symbol);
  };
  for (const Symbol node : nodes) bring(node);
  for (PatternRelationship& relationship : relationships) {
    relationship.was_bound = outer.contains(relationship.symbol);
    bring(relationship.symbol);
    if (relationship.pattern->group)
      for (const GroupVariable& list : relationship.pattern->group->variables) bring(list.outside);
  }
  for (const PathPattern* path : paths)
    if (!path->path.name.empty()) bring(path->path.symbol);
  for (GraphPredicate& predicate : predicates) {
    predicate.needs.clear();
    predicate.outer = false;
    for (const Symbol symbol : predicate.symbols) {
      if (brings.contains(symbol))
        predicate.needs.push_back(symbol);
      else if (outer.contains(symbol))
        predicate.outer = true;
    }
  }
}

Result<QueryGraph> query_graph(Planner& planner, std::vector<PathPattern*> paths,
                               const std::vector<const Expr*>& where, const Bound& outer) {
  QueryGraph graph;
  graph.paths = std::move(paths);
  Collector collector(planner, graph);
  for (PathPattern* path : graph.paths) collector.take(*path);
  collector.add_where_of_elements();
  for (const Expr* expr : where) collector.add(*expr);
  graph.set_outer(outer);
  Bound all = outer;
  all.insert(graph.brings.begin(), graph.brings.end());
  // The statement is the plan's own: it may be changed.
  for (const GraphPredicate& predicate : graph.predicates)
    SKEIN_TRY(planner.prepare(const_cast<Expr&>(*predicate.expr), all));
  for (const PatternRelationship& relationship : graph.relationships)
    for (const PropertyTest& test : relationship.tests)
      SKEIN_TRY(planner.prepare(const_cast<Expr&>(*test.value), outer));
  return graph;
}

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
  return std::any_of(x.begin(), x.end(),
                     [&](const std::string& t) { return std::find(y.begin(), y.end(), t) != y.end(); });
}

bool is_label_test(const Expr& expr, Symbol node, const std::string& label) {
  const auto* has = std::get_if<HasLabels>(&expr.node);
  if (!has || !has->labels) return false;
  const auto* of = std::get_if<Variable>(&has->of->node);
  const auto* name = std::get_if<LabelName>(&has->labels->node);
  return of && name && of->symbol == node && name->name == label;
}

bool has_subplan(const Expr& expr) {
  if (std::holds_alternative<ast::PatternPredicate>(expr.node) ||
      std::holds_alternative<Subquery>(expr.node) || std::holds_alternative<PatternComprehension>(expr.node))
    return true;
  bool found = false;
  for_each_child(expr, [&](const Expr& child) { found = found || has_subplan(child); });
  return found;
}

}  // namespace skein::dsl::plan
