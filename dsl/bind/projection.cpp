// WITH and RETURN: columns, grouping, ORDER BY, SKIP and LIMIT (openCypher 9, "Aggregation", "ORDER BY").
#include <algorithm>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"
#include "dsl/bind/children.hpp"
#include "dsl/print.hpp"

namespace skein::dsl {
namespace {

bool is_aggregate_itself(const ast::Expr& expr) {
  if (std::holds_alternative<ast::CountStar>(expr.node)) return true;
  const auto* call = std::get_if<ast::FunctionCall>(&expr.node);
  const FunctionInfo* info = call != nullptr ? find_function(call->name) : nullptr;
  return info != nullptr && info->is_aggregate;
}

bool contains_aggregate(ast::Expr& expr) {
  if (is_aggregate_itself(expr)) return true;
  bool found = false;
  for_each_child(expr, [&](const ast::ExprPtr& child) { found = found || contains_aggregate(*child); });
  return found;
}

// Function names as openCypher spells them, so that COUNT(n) and count(n) are one column.
void spell_functions(ast::Expr& expr) {
  if (auto* call = std::get_if<ast::FunctionCall>(&expr.node)) {
    if (const FunctionInfo* info = find_function(call->name)) call->name = info->name;
  }
  for_each_child(expr, [&](const ast::ExprPtr& child) { spell_functions(*child); });
}

// Does the projection carry the variable itself?
bool is_column(const ast::Variable& variable, const ast::Projection& projection) {
  return std::any_of(projection.items.begin(), projection.items.end(), [&](const ast::ProjectionItem& item) {
    const auto* whole = std::get_if<ast::Variable>(&bare(*item.expr).node);
    return whole != nullptr && whole->symbol == variable.symbol;
  });
}

// n, n.key, n.key.key: what an expression beside an aggregate may refer to when it is a column as well.
bool is_simple(const ast::Expr& expr) {
  const ast::Expr* at = &bare(expr);
  while (const auto* property = std::get_if<ast::Property>(&at->node)) at = &bare(*property->of);
  return std::holds_alternative<ast::Variable>(at->node);
}

}  // namespace

void Binder::expand_star(ast::Projection& projection, bool is_return, ast::Span span) {
  if (!projection.star) return;
  if (is_return && scope_.names().empty())
    fail(span, "NoVariablesInScope", "there are no variables that RETURN * could give",
         "write what is to be returned");
  std::vector<ast::ProjectionItem> items;
  for (const auto& [name, symbol] : scope_.names()) {
    const ast::Variable variable{.name = name, .span = {span.begin, span.begin}, .symbol = -1};
    ast::ProjectionItem item;
    item.expr = std::make_unique<ast::Expr>(
        ast::Expr{.node = variable, .span = variable.span, .has_aggregate = false});
    item.alias = variable;
    items.push_back(std::move(item));
  }
  for (auto& item : projection.items) items.push_back(std::move(item));
  projection.items = std::move(items);
}

// A variable carried on under its own name keeps its symbol; every other column gets a new one. The later
// parts of a UNION use the symbols of the first.
void Binder::name_columns(ast::Projection& projection, const std::vector<Type>& types, bool is_return,
                          const Names* first_part) {
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < projection.items.size(); ++i) {
    ast::ProjectionItem& item = projection.items[i];
    const auto* variable = std::get_if<ast::Variable>(&item.expr->node);
    if (!is_return && !item.has_alias && variable == nullptr)
      fail(item.expr->span, "NoExpressionAlias", "an expression in WITH needs a name",
           fmt::format("write {} AS name", source(item.expr->span)));
    if (!seen.insert(item.alias.name).second)
      fail(item.alias.span, "ColumnNameConflict",
           fmt::format("there are two columns named '{}'", item.alias.name),
           "give one of them another name with AS");
    if (first_part != nullptr) {
      const auto at = std::find_if(first_part->begin(), first_part->end(),
                                   [&](const auto& column) { return column.first == item.alias.name; });
      if (at != first_part->end()) {
        item.alias.symbol = at->second;
        auto& type = symbol_types_[static_cast<std::size_t>(at->second)];
        type = union_of(type, types[i]);
        auto& kind = symbol_kinds_[static_cast<std::size_t>(at->second)];
        if (kind != kind_for(types[i])) kind = kind_for(type);
        continue;
      }
    }
    if (variable != nullptr && variable->name == item.alias.name) {
      item.alias.symbol = variable->symbol;
      continue;
    }
    const SymbolKind kind =
        variable != nullptr ? symbol_kinds_[static_cast<std::size_t>(variable->symbol)] : kind_for(types[i]);
    item.alias.symbol = new_symbol(item.alias.name, types[i], kind);
  }
}

// An item with an aggregate is computed from whole groups: what stands beside the aggregate can only be a
// constant or another column. It is made to refer to that column.
void Binder::group(ast::ExprPtr& expr, const Columns& columns) {
  if (is_aggregate_itself(*expr)) return;
  if (is_simple(*expr)) {
    const std::string text = print(bare(*expr));
    for (std::size_t i = 0; i < columns.texts.size(); ++i) {
      const ast::ProjectionItem& item = columns.projection.items[i];
      if (item.expr->has_aggregate || columns.texts[i] != text) continue;
      expr->node = ast::Variable{.name = item.alias.name, .span = expr->span, .symbol = item.alias.symbol};
      return;
    }
  }
  const ast::Expr* base = expr.get();
  while (const auto* property = std::get_if<ast::Property>(&base->node)) base = &bare(*property->of);
  const auto* variable = std::get_if<ast::Variable>(&base->node);
  if (variable != nullptr && variable->symbol < columns.first_local &&
      !is_column(*variable, columns.projection))
    fail(expr->span, "AmbiguousAggregationExpression",
         fmt::format("'{}' stands beside an aggregate and is not a column by itself", print(*expr)),
         "return it as a column of its own, or aggregate in a WITH first");
  for_each_child(*expr, [&](ast::ExprPtr& child) { group(child, columns); });
}

// After grouping or DISTINCT only the columns are left: an expression that is a column's is replaced by it.
void Binder::use_columns(ast::ExprPtr& expr, const Columns& columns, bool beside_aggregate) {
  const auto* variable = std::get_if<ast::Variable>(&expr->node);
  if (variable != nullptr) {
    for (const auto& item : columns.projection.items) {
      if (item.alias.name == variable->name) return;
    }
  }
  const std::string text = print(bare(*expr));
  for (std::size_t i = 0; i < columns.texts.size(); ++i) {
    if (columns.texts[i] != text) continue;
    const ast::ProjectionItem& item = columns.projection.items[i];
    if (beside_aggregate && !item.expr->has_aggregate && !is_simple(*item.expr))
      fail(expr->span, "AmbiguousAggregationExpression", "this expression stands beside an aggregate",
           fmt::format("give the column a name with AS, and use the name"));
    expr->node = ast::Variable{.name = item.alias.name, .span = expr->span, .symbol = -1};
    return;
  }
  for_each_child(*expr, [&](ast::ExprPtr& child) { use_columns(child, columns, beside_aggregate); });
}

void Binder::sort_keys(ast::Projection& projection, const Columns& columns, bool only_columns) {
  for (auto& sort : projection.order_by) {
    if (only_columns)
      use_columns(sort.expr, columns,
                  contains_aggregate(*sort.expr) && !is_aggregate_itself(bare(*sort.expr)));
    // An aggregate that is no column fails for its variables, which are gone, before it fails for itself.
    expression(sort.expr, {only_columns ? Aggregates::allowed : Aggregates::forbidden, "in ORDER BY", false});
    if (sort.expr->has_aggregate)
      fail(sort.expr->span, "InvalidAggregation", "ORDER BY can only use aggregates that are columns",
           "add the aggregate to the columns");
  }
}

Binder::Names Binder::projection(ast::Projection& projection, ast::ExprPtr* where, bool is_return,
                                 ast::Span span, const Names* first_part) {
  expand_star(projection, is_return, span);
  for (auto& item : projection.items) spell_functions(*item.expr);
  for (auto& sort : projection.order_by) spell_functions(*sort.expr);
  if (where != nullptr && *where != nullptr) spell_functions(**where);
  std::vector<std::string> texts;
  for (const auto& item : projection.items) texts.push_back(print(bare(*item.expr)));
  const auto first_local = static_cast<ast::Symbol>(symbol_names_.size());
  std::vector<Type> types;
  bool aggregates = false;
  for (auto& item : projection.items) {
    types.push_back(expression(item.expr, {Aggregates::allowed, "here", false}));
    aggregates = aggregates || item.expr->has_aggregate;
  }
  name_columns(projection, types, is_return, first_part);
  const Columns columns{projection, texts, first_local};
  for (auto& item : projection.items) {
    if (item.expr->has_aggregate) group(item.expr, columns);
  }

  Scope after;
  Names names;
  for (const auto& item : projection.items) {
    after.set(item.alias.name, item.alias.symbol);
    names.emplace_back(item.alias.name, item.alias.symbol);
  }
  const Scope before = scope_;
  const bool only_columns = aggregates || projection.distinct;
  if (only_columns) {
    scope_ = after;
  } else {
    for (const auto& [name, symbol] : after.names()) scope_.set(name, symbol);
  }
  for (const auto& [name, symbol] : before.names()) {
    if (!is_return)
      left_behind_[name] = fmt::format("the WITH before it does not carry '{}' on: add it there", name);
    else
      left_behind_[name] = fmt::format(
          "'{}' is not among the columns, and after DISTINCT or an aggregate only those are left", name);
  }
  sort_keys(projection, columns, only_columns);
  if (where != nullptr && *where != nullptr) {
    if (only_columns && !contains_aggregate(**where)) use_columns(*where, columns, false);
    predicate(*where);
  }
  if (projection.skip != nullptr) row_count(projection.skip, "SKIP");
  if (projection.limit != nullptr) row_count(projection.limit, "LIMIT");
  scope_ = std::move(after);
  return names;
}

void Binder::row_count(ast::ExprPtr& expr, std::string_view word) {
  const Scope outside = std::exchange(scope_, {});
  Type type;
  try {
    type = expression(expr, {Aggregates::forbidden, "in SKIP or LIMIT", false});
  } catch (const Error& error) {
    if (error.detail != "UndefinedVariable") throw;
    fail({static_cast<std::uint32_t>(error.begin), static_cast<std::uint32_t>(error.end)},
         "NonConstantExpression", fmt::format("{} needs a number that is the same for all rows", word));
  }
  scope_ = outside;
  if (const auto* literal = std::get_if<ast::Literal>(&bare(*expr).node);
      literal != nullptr && literal->value.is<std::int64_t>() && literal->value.as_int() < 0)
    fail(expr->span, "NegativeIntegerArgument",
         fmt::format("{} needs a number that is not negative, found {}", word, literal->value.as_int()));
  if (!may_be(type, kind_bit(Kind::integer)))
    fail(expr->span, "InvalidArgumentType",
         fmt::format("{} needs an Integer, found {}", word, describe(type.kinds)));
}

}  // namespace skein::dsl
