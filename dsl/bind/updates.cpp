// Clauses that write.
#include <fmt/format.h>

#include "dsl/bind/binder.hpp"
#include "dsl/bind/children.hpp"

namespace skein::dsl {
namespace {

constexpr KindSet map_like = entity_kinds | kinds(Kind::map);

// Whose property `n.key` or `n[key]` is.
const ast::Expr& element_of(const ast::Expr& target) {
  if (const auto* property = std::get_if<ast::Property>(&target.node)) return bare(*property->of);
  return bare(*std::get<ast::Subscript>(target.node).of);
}

}  // namespace

void Binder::create(ast::Create& create) {
  updates_ = true;
  // Path by path: a node made by one can be an end of the next, described again by none.
  std::vector<ast::PathPattern*> paths;
  for (auto& path : create.pattern.paths) paths.push_back(&path);
  pattern(std::move(paths), PatternUse::create);
}

void Binder::merge(ast::Merge& merge) {
  updates_ = true;
  pattern({&merge.pattern}, PatternUse::merge);
  set_items(merge.on_create);
  set_items(merge.on_match);
}

void Binder::set_items(std::vector<ast::SetItem>& items) {
  const Surroundings around = {Aggregates::forbidden, "in SET", false};
  const auto target_type = [&](ast::Variable& variable, KindSet wanted, std::string_view what) {
    resolve(variable);
    const Type type = symbol_types_[static_cast<std::size_t>(variable.symbol)];
    if (!may_be(type, wanted))
      fail(variable.span, "InvalidArgumentType",
           fmt::format("{} cannot be set on {}", what, describe(type.kinds)));
  };
  for (auto& item : items) {
    if (auto* property = std::get_if<ast::SetProperty>(&item)) {
      expression(property->target, around);
      const ast::Expr& of = element_of(*property->target);
      if (const auto* variable = std::get_if<ast::Variable>(&of.node)) {
        const Type type = symbol_types_[static_cast<std::size_t>(variable->symbol)];
        if (!may_be(type, entity_kinds))
          fail(of.span, "InvalidArgumentType", fmt::format("properties cannot be set on {}", describe(type.kinds)));
      }
      expression(property->value, around);
    } else if (auto* all = std::get_if<ast::SetAllProperties>(&item)) {
      target_type(all->variable, entity_kinds, "properties");
      const Type type = expression(all->value, around);
      if (!may_be(type, map_like))
        fail(all->value->span, "InvalidArgumentType",
             fmt::format("all properties can be set from a map, node or relationship, found {}",
                         describe(type.kinds)));
    } else {
      target_type(std::get<ast::SetLabels>(item).variable, kind_bit(Kind::node), "labels");
    }
  }
}

void Binder::remove(ast::Remove& remove) {
  updates_ = true;
  for (auto& item : remove.items) {
    if (auto* property = std::get_if<ast::RemoveProperty>(&item)) {
      expression(property->target, {Aggregates::forbidden, "in REMOVE", false});
    } else {
      auto& labels = std::get<ast::RemoveLabels>(item);
      resolve(labels.variable);
      const Type type = symbol_types_[static_cast<std::size_t>(labels.variable.symbol)];
      if (!may_be(type, kind_bit(Kind::node)))
        fail(labels.variable.span, "InvalidArgumentType",
             fmt::format("labels cannot be removed from {}", describe(type.kinds)));
    }
  }
}

void Binder::erase(ast::Delete& erase) {
  updates_ = true;
  for (auto& item : erase.items) {
    if (std::holds_alternative<ast::HasLabels>(bare(*item).node))
      fail(item->span, "InvalidDelete", "labels and types cannot be deleted", "write REMOVE n:Label");
    const Type type = expression(item, {Aggregates::forbidden, "in DELETE", false});
    if (!may_be(type, entity_kinds | kinds(Kind::path)))
      fail(item->span, "InvalidArgumentType",
           fmt::format("only nodes, relationships and paths can be deleted, found {}", describe(type.kinds)));
  }
}

}  // namespace skein::dsl
