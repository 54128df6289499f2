// CREATE, MERGE, SET, FOREACH.
#include "dsl/plan/planner_impl.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

// The names in `:A:B` or `:A&B`.
void label_names(const LabelExpr& labels, std::vector<std::string>& out) {
  if (const auto* name = std::get_if<LabelName>(&labels.node)) out.push_back(name->name);
  if (const auto* all = std::get_if<LabelAnd>(&labels.node))
    for (const LabelExprPtr& operand : all->operands) label_names(*operand, out);
  if (const auto* any = std::get_if<LabelOr>(&labels.node))
    for (const LabelExprPtr& operand : any->operands) label_names(*operand, out);
}

std::optional<NamedPath> named_path(const PathPattern& path) {
  if (path.path.name.empty()) return std::nullopt;
  NamedPath named{path.path.symbol, {}, {}};
  for (const NodePattern& node : path.nodes) named.nodes.push_back(node.variable.symbol);
  for (const RelationshipPattern& relationship : path.relationships)
    named.relationships.push_back(relationship.variable.symbol);
  return named;
}

}  // namespace

void Planner::new_elements(ast::PathPattern& path, Bound& bound, std::vector<NewElement>& out) {
  for (NodePattern& node : path.nodes) {
    if (!bound.insert(node.variable.symbol).second) continue;
    NewNode fresh_node{node.variable.symbol, {}, node.properties.get()};
    if (node.labels) label_names(*node.labels, fresh_node.labels);
    out.emplace_back(std::move(fresh_node));
  }
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    RelationshipPattern& relationship = path.relationships[i];
    NewRelationship made{relationship.variable.symbol, path.nodes[i].variable.symbol,
                         path.nodes[i + 1].variable.symbol, {}, relationship.properties.get()};
    if (relationship.direction == PatternDirection::left) std::swap(made.from, made.to);
    std::vector<std::string> types;
    if (relationship.types) label_names(*relationship.types, types);
    if (!types.empty()) made.type = types.front();
    bound.insert(made.symbol);
    out.emplace_back(std::move(made));
  }
}

Result<NodePtr> Planner::create(ast::Create& clause, Bound& bound, NodePtr input) {
  Create node;
  std::vector<NamedPath> paths;
  for (PathPattern& path : clause.pattern.paths) {
    new_elements(path, bound, node.elements);
    if (auto named = named_path(path)) paths.push_back(std::move(*named));
  }
  for (const NewElement& element : node.elements) {
    const Expr* properties = std::visit([](const auto& e) { return e.properties; }, element);
    if (properties) SKEIN_TRY(prepare(const_cast<Expr&>(*properties), bound));
  }
  // CREATE after CREATE is one: long scripts are written so.
  NodePtr result;
  if (auto* before = std::get_if<Create>(&input->op)) {
    for (NewElement& element : node.elements) before->elements.push_back(std::move(element));
    result = std::move(input);
  } else {
    result = make(std::move(node), std::move(input));
  }
  for (NamedPath& path : paths) {
    bound.insert(path.path);
    result = make(std::move(path), std::move(result));
  }
  return result;
}

// The values of the pattern's properties are computed once, into columns of their own: the search compares with
// them, the creation stores them.
Result<NodePtr> Planner::merge(ast::Merge& clause, Bound& bound, NodePtr input) {
  Merge node;
  Project values;
  std::vector<const Expr*> predicates;
  const auto take = [&](const Variable& of, ExprPtr& properties) -> Result<void> {
    if (!properties) return {};
    auto* map = std::get_if<MapLiteral>(&properties->node);
    if (!map) return {};
    for (auto& [key, value] : map->entries) {
      SKEIN_TRY(prepare(*value, bound));
      const Symbol symbol = fresh();
      values.items.push_back(Assignment{symbol, own(std::move(*value))});
      node.keys.emplace_back(key, symbol);
      predicates.push_back(property_equals(of, key, variable(symbol, key)));
      value = variable(symbol, key);
    }
    return {};
  };
  for (NodePattern& n : clause.pattern.nodes) SKEIN_TRY(take(n.variable, n.properties));
  for (RelationshipPattern& r : clause.pattern.relationships) SKEIN_TRY(take(r.variable, r.properties));
  if (!values.items.empty()) input = make(std::move(values), std::move(input));
  Bound outer = bound;
  for (const auto& key : node.keys) outer.insert(key.second);

  Bound after = outer;
  new_elements(clause.pattern, after, node.elements);
  // The creation keeps the property maps; the search goes by the predicates.
  for (NodePattern& n : clause.pattern.nodes)
    if (n.properties) own(Expr{Parenthesized{std::move(n.properties)}, n.span});
  for (RelationshipPattern& r : clause.pattern.relationships)
    if (r.properties) own(Expr{Parenthesized{std::move(r.properties)}, r.span});
  // Found or made, the path is put together above.
  auto path = named_path(clause.pattern);
  clause.pattern.path.name.clear();

  Bound inner = outer;
  SKEIN_ASSIGN(auto search, match({&clause.pattern}, std::move(predicates), inner, make(Argument{})));
  for (const Symbol symbol : inner)
    if (!outer.contains(symbol)) node.added.push_back(symbol);
  bound = inner;
  for (SetItem& item : clause.on_create) {
    SKEIN_TRY(prepare(item, bound));
    node.on_create.push_back(&item);
  }
  for (SetItem& item : clause.on_match) {
    SKEIN_TRY(prepare(item, bound));
    node.on_match.push_back(&item);
  }
  auto result = make(std::move(node), std::move(input));
  result->inputs.push_back(std::move(search));
  if (path) {
    bound.insert(path->path);
    result = make(std::move(*path), std::move(result));
  }
  return result;
}

Result<NodePtr> Planner::set(ast::Set& clause, Bound& bound, NodePtr input) {
  SetItems node;
  for (SetItem& item : clause.items) {
    SKEIN_TRY(prepare(item, bound));
    node.items.push_back(&item);
  }
  return make(std::move(node), std::move(input));
}

Result<NodePtr> Planner::foreach_clause(ast::Foreach& each, Bound& bound, NodePtr input) {
  SKEIN_TRY(prepare(*each.list, bound));
  Bound inner = bound;
  inner.insert(each.variable.symbol);
  NodePtr updates = make(Argument{});
  std::vector<Symbol> none;
  for (Clause& update : each.updates) {
    SKEIN_ASSIGN(updates, clause(update, inner, std::move(updates), none));
  }
  auto node = make(Foreach{each.list.get(), each.variable.symbol}, std::move(input));
  node->inputs.push_back(std::move(updates));
  return node;
}

}  // namespace skein::dsl::plan
