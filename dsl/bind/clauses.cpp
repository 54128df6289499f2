// Clauses that read, and those that hold other queries.
#include <utility>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"
#include "dsl/bind/children.hpp"

namespace skein::dsl {

void Binder::clause(ast::Clause& clause) {
  const ast::Span span = clause.span;
  std::visit(
      [&](auto& node) {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Match>) {
          match(node);
        } else if constexpr (std::is_same_v<T, ast::Unwind>) {
          unwind(node);
        } else if constexpr (std::is_same_v<T, ast::LoadCsv>) {
          load_csv(node);
        } else if constexpr (std::is_same_v<T, ast::Create>) {
          create(node);
        } else if constexpr (std::is_same_v<T, ast::Merge>) {
          merge(node);
        } else if constexpr (std::is_same_v<T, ast::Set>) {
          updates_ = true;
          set_items(node.items);
        } else if constexpr (std::is_same_v<T, ast::Remove>) {
          remove(node);
        } else if constexpr (std::is_same_v<T, ast::Delete>) {
          erase(node);
        } else if constexpr (std::is_same_v<T, ast::Foreach>) {
          foreach_clause(node);
        } else if constexpr (std::is_same_v<T, ast::CallProcedure>) {
          call_procedure(node);
        } else if constexpr (std::is_same_v<T, ast::CallSubquery>) {
          call_subquery(node, span);
        }  // FINISH has nothing to bind; WITH and RETURN: single_query
      },
      clause.node);
}

void Binder::match(ast::Match& match) {
  std::vector<ast::PathPattern*> paths;
  for (auto& path : match.pattern.paths) paths.push_back(&path);
  pattern(std::move(paths), PatternUse::match);
  if (match.where != nullptr) predicate(match.where);
}

void Binder::unwind(ast::Unwind& unwind) {
  const Type list = expression(unwind.list, {Aggregates::forbidden, "in UNWIND", false});
  const Type element = {is_only(list, kind_bit(Kind::list)) ? list.elements | null_kind : any_kind, any_kind};
  declare_new(unwind.variable, element, kind_for(element));
}

void Binder::load_csv(ast::LoadCsv& load) {
  if (load.rows_per_transaction) {
    in_transactions_ = true;
    if (inside_query_)
      fail(load.url->span, "InvalidClauseComposition", "USING PERIODIC COMMIT is only possible at the beginning of a query");
  }
  if (load.field_terminator && load.field_terminator->size() != 1)
    fail(load.variable.span, "InvalidArgumentType", "FIELDTERMINATOR takes one character such as ';' or '\\t'");
  expression(load.url, {Aggregates::forbidden, "in LOAD CSV", false});
  const Type row = load.with_headers ? type_of_kind(Kind::map) : list_of(kinds(Kind::string) | null_kind);
  declare_new(load.variable, row, SymbolKind::value);
}

void Binder::foreach_clause(ast::Foreach& loop) {
  updates_ = true;
  const Type list = expression(loop.list, {Aggregates::forbidden, "in FOREACH", false});
  if (!may_be(list, kind_bit(Kind::list)))
    fail(loop.list->span, "InvalidArgumentType",
         fmt::format("FOREACH needs a list, found {}", describe(list.kinds)));
  const Scope outside = scope_;
  const Type element = {is_only(list, kind_bit(Kind::list)) ? list.elements : any_kind, any_kind};
  declare_new(loop.variable, element, kind_for(element));
  for (ast::Clause& update : loop.updates) clause(update);
  scope_ = outside;
}

namespace {

// `WITH a, b` or `WITH *` at the beginning of a subquery, with nothing else in it, takes variables from
// outside.
bool is_importing(const ast::SingleQuery& query) {
  const auto* with = query.clauses.empty() ? nullptr : std::get_if<ast::With>(&query.clauses[0].node);
  if (with == nullptr || with->where != nullptr) return false;
  const ast::Projection& projection = with->projection;
  if (projection.distinct || !projection.order_by.empty() || projection.skip != nullptr ||
      projection.limit != nullptr)
    return false;
  for (const auto& item : projection.items) {
    if (item.has_alias || !std::holds_alternative<ast::Variable>(item.expr->node)) return false;
  }
  return true;
}

}  // namespace

void Binder::call_subquery(ast::CallSubquery& call, ast::Span span) {
  const Scope outside = scope_;
  const auto import = [&](ast::Variable variable) {
    for (const auto& known : call.imports) {
      if (known.name == variable.name && known.symbol >= 0) return;
    }
    resolve(variable);
    call.imports.push_back(std::move(variable));
  };
  Scope visible;
  for (auto& variable : call.imports) resolve(variable);
  if (call.import_all) {
    for (const auto& [name, symbol] : outside.names())
      import({.name = name, .span = {span.begin, span.begin}, .symbol = -1});
  }
  for (const auto& variable : call.imports) visible.set(variable.name, variable.symbol);
  if (!call.has_imports) {
    bool importing = false;
    for (const auto& part : call.query->parts) {
      if (!is_importing(part)) continue;
      importing = true;
      const auto& projection = std::get<ast::With>(part.clauses[0].node).projection;
      for (const auto& item : projection.items) import(std::get<ast::Variable>(item.expr->node));
      if (!projection.star) continue;
      for (const auto& [name, symbol] : outside.names())
        import({.name = name, .span = {span.begin, span.begin}, .symbol = -1});
    }
    if (importing) {
      for (const auto& variable : call.imports) visible.set(variable.name, variable.symbol);
    } else {
      for (const auto& [name, symbol] : outside.names())
        left_behind_[name] =
            fmt::format("a subquery sees '{0}' only when it imports it: CALL ({0}) {{ ... }}", name);
    }
  }
  const bool inside = std::exchange(inside_query_, true);
  if (call.transactions && inside)
    fail(call.transactions->span, "InvalidClauseComposition", "IN TRANSACTIONS is only possible at the outermost level of a query");
  const Names columns = query(*call.query, visible, {true, true});
  inside_query_ = inside;
  scope_ = outside;
  for (const auto& [name, symbol] : columns) {
    if (scope_.find(name)) {
      ast::Variable variable{.name = name, .span = span, .symbol = -1};
      already_bound(variable);
    }
    scope_.set(name, symbol);
  }
  if (call.transactions) in_transactions(*call.transactions);
}

void Binder::in_transactions(ast::InTransactions& how) {
  in_transactions_ = true;
  if (how.rows != nullptr && !std::holds_alternative<ast::Parameter>(how.rows->node)) {
    const auto* literal = std::get_if<ast::Literal>(&how.rows->node);
    if (literal == nullptr || !literal->value.is<std::int64_t>() || literal->value.as_int() < 1)
      fail(how.rows->span, "InvalidArgumentType", "the number of rows in a transaction has to be an integer of at least 1");
  }
  if (how.status.name.empty()) return;
  if (how.on_error == ast::InTransactions::OnError::fail)
    fail(how.status.span, "UnexpectedSyntax", "REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK: without them the first error ends the query");
  declare_new(how.status, type_of_kind(Kind::map), SymbolKind::value);
}

}  // namespace skein::dsl
