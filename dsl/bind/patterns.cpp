// Patterns: variables declared or recognised, and what MATCH, CREATE, MERGE and conditions allow of them.
#include <utility>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"

namespace skein::dsl {
namespace {

constexpr Type node_type = type_of_kind(Kind::node);
constexpr Type relationship_type = type_of_kind(Kind::relationship);
constexpr Type relationship_list_type = list_of(kind_bit(Kind::relationship));

// Anything beyond a bare variable: it would describe a node that is there already.
bool describes(const ast::NodePattern& node) {
  return node.labels != nullptr || node.properties != nullptr || node.where != nullptr;
}

}  // namespace

// A variable is declared by the first pattern part that has it; parts of the same clause may use each other's
// in their conditions, so properties are looked at when all are declared. What CREATE and MERGE make can be
// used in the properties of what they make after it.
void Binder::pattern(std::vector<ast::PathPattern*> paths, PatternUse use) {
  const bool making = use == PatternUse::create || use == PatternUse::merge;
  std::set<ast::Symbol> relationships_here;
  const Scope before = scope_;
  const Scope* const enclosing = std::exchange(outside_pattern_, &before);
  for (ast::PathPattern* path : paths) {
    if (making && path->where != nullptr)
      fail(path->where->span, "UnexpectedSyntax", "WHERE can only stand in a pattern that is matched");
    if (path->called && (path->relationships.size() != 1 || path->relationships[0].group != nullptr))
      fail(path->span, "UnexpectedSyntax", "a shortest path is looked for along one relationship pattern",
           "write shortestPath((a)-[*]-(b)), or SHORTEST 1 before a path of several parts");
    if (making && path->selector != ast::PathSelector::all)
      fail(path->span, "UnexpectedSyntax", "a shortest path can be matched, not created");
    declare_path(*path, use, relationships_here);
  }
  outside_pattern_ = enclosing;
  if (making) return;
  for (ast::PathPattern* path : paths) {
    for (auto& node : path->nodes) {
      properties(node.properties, use);
      if (node.where != nullptr) predicate(node.where);
    }
    for (auto& relationship : path->relationships) {
      properties(relationship.properties, use);
      if (relationship.where != nullptr) predicate(relationship.where);
    }
    if (path->where != nullptr) predicate(path->where);
  }
}

// A quantified path has a scope of its own: its variables are single nodes and relationships inside, and lists of
// them outside. Its condition sees what was known before the pattern.
void Binder::declare_group(ast::RelationshipPattern& repeated, PatternUse use) {
  ast::QuantifiedPath& group = *repeated.group;
  if (use == PatternUse::create || use == PatternUse::merge)
    fail(repeated.span, "CreatingVarLength", "a quantified path can be matched, not created");
  std::vector<ast::Variable*> named;
  const auto add = [&](ast::Variable& variable) {
    if (variable.name.empty()) return;
    if (scope_.find(variable.name)) already_bound(variable);
    for (const auto* other : named)
      if (other->name == variable.name) return;
    named.push_back(&variable);
  };
  for (auto& node : group.path.nodes) add(node.variable);
  for (auto& relationship : group.path.relationships) add(relationship.variable);
  const Scope here = scope_;
  scope_ = *outside_pattern_;
  const auto before = left_behind_;
  for (const auto& [name, symbol] : here.names()) {
    if (!scope_.find(name))
      left_behind_[name] = "a quantified path sees its own variables and those known before its pattern";
  }
  std::set<ast::Symbol> relationships_inside;
  declare_path(group.path, use, relationships_inside);
  for (auto& node : group.path.nodes) {
    properties(node.properties, use);
    if (node.where != nullptr) predicate(node.where);
  }
  for (auto& relationship : group.path.relationships) {
    properties(relationship.properties, use);
    if (relationship.where != nullptr) predicate(relationship.where);
  }
  if (group.where != nullptr) predicate(group.where);
  left_behind_ = before;
  scope_ = here;
  for (const auto* variable : named) {
    const SymbolKind kind = symbol_kinds_[static_cast<std::size_t>(variable->symbol)];
    const bool node = kind == SymbolKind::node;
    ast::Variable list{.name = variable->name, .span = variable->span, .symbol = -1};
    declare(list, list_of(kind_bit(node ? Kind::node : Kind::relationship)),
            node ? SymbolKind::value : SymbolKind::relationship_list);
    group.variables.push_back({variable->symbol, list.symbol});
  }
}

void Binder::declare_path(ast::PathPattern& path, PatternUse use, std::set<ast::Symbol>& relationships_here) {
  if (!path.path.name.empty() && scope_.find(path.path.name)) already_bound(path.path);
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    declare_node(path.nodes[i], use, path.nodes.size() == 1);
    if (i >= path.relationships.size()) continue;
    if (path.relationships[i].group != nullptr) declare_group(path.relationships[i], use);
    declare_relationship(path.relationships[i], use, relationships_here);
  }
  if (path.path.name.empty()) return;
  if (scope_.find(path.path.name)) already_bound(path.path);  // by one of its own parts
  declare(path.path, type_of_kind(Kind::path), SymbolKind::path);
}

void Binder::declare_node(ast::NodePattern& node, PatternUse use, bool alone) {
  const bool making = use == PatternUse::create || use == PatternUse::merge;
  if (making) {
    properties(node.properties, use);
    if (node.where != nullptr)
      fail(node.where->span, "UnexpectedSyntax", "WHERE can only stand in a pattern that is matched");
    check_written_labels(node.labels);
  }
  if (node.variable.name.empty()) {
    declare(node.variable, node_type, SymbolKind::node);
    return;
  }
  const auto known = scope_.find(node.variable.name);
  if (!known) {
    if (use == PatternUse::predicate) resolve(node.variable);  // fails: a condition introduces nothing
    declare(node.variable, node_type, SymbolKind::node);
    return;
  }
  node.variable.symbol = *known;
  if (making && (alone || describes(node))) already_bound(node.variable);
  const auto index = static_cast<std::size_t>(*known);
  const bool is_pattern_kind = symbol_kinds_[index] == SymbolKind::relationship ||
                               symbol_kinds_[index] == SymbolKind::relationship_list ||
                               symbol_kinds_[index] == SymbolKind::path;
  if (is_pattern_kind || !may_be(symbol_types_[index], kind_bit(Kind::node)))
    type_conflict(node.variable, SymbolKind::node);
}

void Binder::declare_relationship(ast::RelationshipPattern& relationship, PatternUse use,
                                  std::set<ast::Symbol>& here) {
  const bool making = use == PatternUse::create || use == PatternUse::merge;
  const char* clause = use == PatternUse::create ? "CREATE" : "MERGE";
  ast::Variable& variable = relationship.variable;
  const auto known = scope_.find(variable.name);
  if (making) {
    if (known) already_bound(variable);
    properties(relationship.properties, use);
    if (relationship.length)
      fail(relationship.span, "CreatingVarLength",
           fmt::format("{} cannot make a relationship of variable length", clause));
    const bool one_type =
        relationship.types != nullptr && std::holds_alternative<ast::LabelName>(relationship.types->node);
    if (!one_type)
      fail(relationship.types != nullptr ? relationship.types->span : relationship.span,
           "NoSingleRelationshipType",
           fmt::format("{} needs exactly one relationship type, such as -[:KNOWS]->", clause));
    if (use == PatternUse::create && relationship.direction == ast::PatternDirection::either)
      fail(relationship.span, "RequiresDirectedRelationship", "CREATE needs a direction: --> or <--");
    if (relationship.where != nullptr)
      fail(relationship.where->span, "UnexpectedSyntax", "WHERE can only stand in a pattern that is matched");
  }
  const bool list = relationship.length.has_value();
  const SymbolKind kind = list ? SymbolKind::relationship_list : SymbolKind::relationship;
  const Type type = list ? relationship_list_type : relationship_type;
  if (variable.name.empty()) {
    declare(variable, type, kind);
    return;
  }
  if (!known) {
    if (use == PatternUse::predicate) resolve(variable);  // fails
    here.insert(declare(variable, type, kind));
    return;
  }
  variable.symbol = *known;
  if (here.contains(*known))
    fail(variable.span, "RelationshipUniquenessViolation",
         fmt::format("'{}' cannot stand for two relationships of one pattern", variable.name));
  const auto index = static_cast<std::size_t>(*known);
  if (!may_be(symbol_types_[index], type.kinds)) type_conflict(variable, kind);
  if (symbol_kinds_[index] == SymbolKind::node || symbol_kinds_[index] == SymbolKind::path)
    type_conflict(variable, kind);
  if (use == PatternUse::match) here.insert(*known);
}

void Binder::properties(ast::ExprPtr& properties, PatternUse use) {
  if (properties == nullptr) return;
  if (std::holds_alternative<ast::Parameter>(properties->node) && use != PatternUse::create)
    fail(properties->span, "InvalidParameterUse",
         fmt::format("a parameter cannot stand for all properties in {}",
                     use == PatternUse::merge ? "MERGE" : "a pattern that is matched"),
         "write {key: $parameter.key}");
  expression(properties, {Aggregates::forbidden, "in a pattern", false});
}

// CREATE and MERGE: names that can all be had at once.
void Binder::check_written_labels(const ast::LabelExprPtr& labels) {
  if (labels == nullptr || std::holds_alternative<ast::LabelName>(labels->node)) return;
  if (const auto* all = std::get_if<ast::LabelAnd>(&labels->node)) {
    for (const auto& label : all->operands) check_written_labels(label);
    return;
  }
  fail(labels->span, "UnexpectedSyntax", "only plain labels can be given to a node, such as :A:B");
}

}  // namespace skein::dsl
