#include "dsl/bind/unknown_names.hpp"

#include <set>

#include <fmt/format.h>

#include "dsl/bind/children.hpp"
#include "dsl/bind/scope.hpp"

namespace skein::dsl {
namespace {

using Names = std::set<std::string, std::less<>>;

// Walks a whole query and notes which names it asks for and which it writes.
class Walk {
 public:
  explicit Walk(const std::vector<SymbolKind>& kinds) : kinds_(kinds) {}

  void query(const ast::Query& query) {
    for (const auto& part : query.parts) {
      for (const auto& each : part.clauses) clause(each);
    }
  }

  Names labels, types, keys;                 // asked for
  Names made_labels, made_types, made_keys;  // written

 private:
  void clause(const ast::Clause& clause) {
    std::visit(
        [&](const auto& node) {
          using T = std::decay_t<decltype(node)>;
          if constexpr (std::is_same_v<T, ast::Match>) {
            for (const auto& each : node.pattern.paths) path(each, false);
            expression(node.where);
          } else if constexpr (std::is_same_v<T, ast::Create>) {
            for (const auto& each : node.pattern.paths) path(each, true);
          } else if constexpr (std::is_same_v<T, ast::Merge>) {
            path(node.pattern, true);
            set_items(node.on_create);
            set_items(node.on_match);
          } else if constexpr (std::is_same_v<T, ast::Set>) {
            set_items(node.items);
          } else if constexpr (std::is_same_v<T, ast::With>) {
            projection(node.projection);
            expression(node.where);
          } else if constexpr (std::is_same_v<T, ast::Return>) {
            projection(node.projection);
          } else if constexpr (std::is_same_v<T, ast::Unwind>) {
            expression(node.list);
          } else if constexpr (std::is_same_v<T, ast::Foreach>) {
            expression(node.list);
            for (const auto& update : node.updates) this->clause(update);
          } else if constexpr (std::is_same_v<T, ast::CallSubquery>) {
            query(*node.query);
          } else if constexpr (std::is_same_v<T, ast::CallProcedure>) {
            expression(node.where);
          }
        },
        clause.node);
  }

  void projection(const ast::Projection& projection) {
    for (const auto& item : projection.items) expression(item.expr);
    for (const auto& sort : projection.order_by) expression(sort.expr);
  }

  void set_items(const std::vector<ast::SetItem>& items) {
    for (const auto& item : items) {
      if (const auto* property = std::get_if<ast::SetProperty>(&item)) {
        if (const auto* key = std::get_if<ast::Property>(&property->target->node)) made_keys.insert(key->key);
        expression(property->value);
      } else if (const auto* all = std::get_if<ast::SetAllProperties>(&item)) {
        written_map(all->value);
      } else {
        for (const auto& label : std::get<ast::SetLabels>(item).labels) made_labels.insert(label);
      }
    }
  }

  void written_map(const ast::ExprPtr& expr) {
    if (expr == nullptr) return;
    if (const auto* map = std::get_if<ast::MapLiteral>(&expr->node)) {
      for (const auto& [key, value] : map->entries) made_keys.insert(key);
    }
    expression(expr);
  }

  void path(const ast::PathPattern& path, bool written) {
    for (const auto& node : path.nodes)
      element(node.labels, written ? made_labels : labels, node.properties, node.where, written);
    for (const auto& relationship : path.relationships) {
      element(relationship.types, written ? made_types : types, relationship.properties, relationship.where,
              written);
      if (relationship.group == nullptr) continue;
      this->path(relationship.group->path, written);
      expression(relationship.group->where);
    }
    expression(path.where);
  }

  void element(const ast::LabelExprPtr& names, Names& into, const ast::ExprPtr& properties,
               const ast::ExprPtr& where, bool written) {
    collect(names, into);
    if (written) {
      written_map(properties);
    } else if (properties != nullptr) {
      if (const auto* map = std::get_if<ast::MapLiteral>(&properties->node)) {
        for (const auto& [key, value] : map->entries) keys.insert(key);
      }
      expression(properties);
    }
    expression(where);
  }

  static void collect(const ast::LabelExprPtr& label, Names& into) {
    if (label == nullptr) return;
    if (const auto* name = std::get_if<ast::LabelName>(&label->node)) into.insert(name->name);
    if (const auto* negation = std::get_if<ast::LabelNot>(&label->node)) collect(negation->operand, into);
    if (const auto* all = std::get_if<ast::LabelAnd>(&label->node)) {
      for (const auto& operand : all->operands) collect(operand, into);
    }
    if (const auto* any = std::get_if<ast::LabelOr>(&label->node)) {
      for (const auto& operand : any->operands) collect(operand, into);
    }
  }

  [[nodiscard]] SymbolKind kind_of(const ast::Expr& expr) const {
    const auto* variable = std::get_if<ast::Variable>(&bare(expr).node);
    if (variable == nullptr || variable->symbol < 0) return SymbolKind::unknown;
    return kinds_[static_cast<std::size_t>(variable->symbol)];
  }

  void expression(const ast::ExprPtr& expr) {
    if (expr == nullptr) return;
    if (const auto* property = std::get_if<ast::Property>(&expr->node)) {
      const SymbolKind kind = kind_of(*property->of);
      if (kind == SymbolKind::node || kind == SymbolKind::relationship) keys.insert(property->key);
    } else if (const auto* has = std::get_if<ast::HasLabels>(&expr->node)) {
      const SymbolKind kind = kind_of(*has->of);
      if (kind == SymbolKind::node) collect(has->labels, labels);
      if (kind == SymbolKind::relationship) collect(has->labels, types);
    } else if (const auto* pattern = std::get_if<ast::PatternPredicate>(&expr->node)) {
      path(pattern->pattern, false);
      return;
    } else if (const auto* comprehension = std::get_if<ast::PatternComprehension>(&expr->node)) {
      path(comprehension->pattern, false);
      expression(comprehension->where);
      expression(comprehension->projection);
      return;
    } else if (const auto* subquery = std::get_if<ast::Subquery>(&expr->node)) {
      if (subquery->query != nullptr) query(*subquery->query);
      for (const auto& each : subquery->pattern.paths) path(each, false);
      expression(subquery->where);
    }
    for_each_child(*expr, [&](const ast::ExprPtr& child) { expression(child); });
  }

  const std::vector<SymbolKind>& kinds_;
};

template <typename Ids>
std::string nearest(const std::string& name, const graph::CatalogView& catalog, const Ids& ids) {
  Scope known;
  for (const auto id : ids) {
    if (catalog.name(id) != name) known.set(std::string(catalog.name(id)), 0);
  }
  return std::string(known.similar(name));
}

std::string meant(const std::string& near) {
  return near.empty() ? std::string{} : fmt::format(": did you mean {}?", near);
}

}  // namespace

std::vector<std::string> unknown_names(const BoundStatement& statement, const graph::CatalogView& catalog) {
  std::vector<std::string> out;
  const auto* query = std::get_if<ast::Query>(&statement.statement.node);
  if (query == nullptr) return out;
  Walk walk(statement.symbol_kinds);
  walk.query(*query);
  for (const auto& name : walk.labels) {
    const auto id = catalog.label(name);
    if (walk.made_labels.contains(name) || (id && catalog.node_count(*id) > 0)) continue;
    out.push_back(
        fmt::format("no node has the label '{}'{}", name, meant(nearest(name, catalog, catalog.labels()))));
  }
  for (const auto& name : walk.types) {
    const auto id = catalog.type(name);
    if (walk.made_types.contains(name) || (id && catalog.relationship_count(*id) > 0)) continue;
    out.push_back(fmt::format("no relationship has the type '{}'{}", name,
                              meant(nearest(name, catalog, catalog.types()))));
  }
  for (const auto& name : walk.keys) {
    if (walk.made_keys.contains(name) || catalog.key(name)) continue;
    const std::string near = nearest(name, catalog, catalog.keys());
    if (!near.empty()) out.push_back(fmt::format("nothing has a property '{}'{}", name, meant(near)));
  }
  return out;
}

}  // namespace skein::dsl
