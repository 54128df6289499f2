// Statements and queries: the order of clauses, the columns of UNION's parts.
#include "dsl/bind.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"

namespace skein::dsl {
namespace {

template <typename... Ts>
bool is_one_of(const ast::Clause& clause) {
  return (std::holds_alternative<Ts>(clause.node) || ...);
}

bool is_update(const ast::Clause& clause) {
  return is_one_of<ast::Create, ast::Merge, ast::Set, ast::Remove, ast::Delete, ast::Foreach>(clause);
}

std::string_view clause_word(const ast::Clause& clause) {
  static constexpr std::string_view words[] = {"MATCH", "UNWIND",  "WITH",    "RETURN", "CREATE",
                                               "SET",   "REMOVE",  "DELETE",  "MERGE",  "CALL",
                                               "CALL",  "FOREACH", "LOAD CSV", "FINISH"};
  return words[clause.node.index()];
}

}  // namespace

// openCypher "SinglePartQuery", "MultiPartQuery": reading clauses, then updating ones, then RETURN; WITH
// begins anew.
void Binder::check_order_of_clauses(const ast::SingleQuery& query, QueryKind kind) {
  bool updated = false;
  const ast::Clause* first_update = nullptr;
  for (const ast::Clause& clause : query.clauses) {
    if (first_update == nullptr && is_update(clause)) first_update = &clause;
    if (const auto* call = std::get_if<ast::CallSubquery>(&clause.node); call != nullptr && call->transactions && first_update != nullptr)
      fail(call->transactions->span, "InvalidClauseComposition",
           fmt::format("CALL {{ }} IN TRANSACTIONS cannot follow an update, found {} before it", clause_word(*first_update)),
           "put the update into a statement of its own");
    const bool last = &clause == &query.clauses.back();
    if (is_one_of<ast::Return, ast::Finish>(clause) && !last) {
      const ast::Clause& next = *(&clause + 1);
      const bool finish = std::holds_alternative<ast::Finish>(clause.node);
      fail(next.span, "InvalidClauseComposition",
           fmt::format("nothing can follow {}, found {}", clause_word(clause), clause_word(next)),
           finish ? "leave FINISH out" : "write WITH instead of RETURN to go on");
    }
    if (is_update(clause)) {
      if (!kind.may_update)
        fail(clause.span, "InvalidClauseComposition",
             fmt::format("{} cannot be used in a subquery that is an expression", clause_word(clause)));
      updated = true;
    } else if (std::holds_alternative<ast::With>(clause.node)) {
      updated = false;
    } else if (updated && is_one_of<ast::Match, ast::Unwind, ast::LoadCsv>(clause)) {
      fail(clause.span, "InvalidClauseComposition",
           fmt::format("a WITH is needed between the update and {}", clause_word(clause)),
           "write WITH * before it");
    }
    if (!last || kind.inner) continue;
    const auto* call = std::get_if<ast::CallProcedure>(&clause.node);
    const bool yields = call != nullptr && !call->standalone && call->yield && !call->yield->empty();
    if (yields || is_one_of<ast::Match, ast::Unwind, ast::With, ast::LoadCsv>(clause))
      fail(clause.span, "InvalidClauseComposition",
           fmt::format("a query cannot end with {}", clause_word(clause)), "add a RETURN or an update");
  }
}

Binder::Names Binder::single_query(ast::SingleQuery& query, const Scope& outer, QueryKind kind,
                                   const Names* first_part) {
  check_order_of_clauses(query, kind);
  scope_ = outer;
  Names columns;
  for (ast::Clause& each : query.clauses) {
    if (auto* with = std::get_if<ast::With>(&each.node)) {
      projection(with->projection, &with->where, false, each.span, nullptr);
    } else if (auto* last = std::get_if<ast::Return>(&each.node)) {
      columns = projection(last->projection, nullptr, true, each.span, first_part);
    } else {
      clause(each);
    }
  }
  return columns;
}

Binder::Names Binder::query(ast::Query& query, const Scope& outer, QueryKind kind) {
  for (std::size_t i = 1; i < query.union_all.size(); ++i) {
    if (query.union_all[i] != query.union_all[0])
      fail(query.parts[i + 1].span, "InvalidClauseComposition",
           "UNION and UNION ALL cannot be mixed in one query",
           "put one of them into a subquery: CALL { ... }");
  }
  Names first;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    const Names columns = single_query(query.parts[i], outer, kind, i == 0 ? nullptr : &first);
    if (i == 0) {
      first = columns;
      continue;
    }
    const auto names = [](const Names& from) {
      std::vector<std::string> out;
      for (const auto& [name, symbol] : from) out.push_back(name);
      std::sort(out.begin(), out.end());
      return out;
    };
    if (names(columns) != names(first)) {
      const auto listing = [](const Names& from) {
        std::string out;
        for (const auto& [name, symbol] : from) out += (out.empty() ? "" : ", ") + name;
        return out.empty() ? std::string("nothing") : out;
      };
      fail(query.parts[i].span, "DifferentColumnsInUnion",
           fmt::format("all parts of a UNION need the same columns: the first returns {}, this one {}",
                       listing(first), listing(columns)),
           "give the columns the same names with AS");
    }
  }
  return first;
}

void Binder::statement(ast::Query& whole, BoundStatement& bound) {
  const Names columns = query(whole, {}, {});
  if (in_transactions_ && whole.parts.size() > 1)
    fail(whole.parts[1].span, "InvalidClauseComposition", "a query that commits as it goes cannot be part of a UNION");
  bound.in_transactions = in_transactions_;
  for (const auto& [name, symbol] : columns) bound.columns.push_back(name);
  if (columns.empty()) bound.columns = std::move(standalone_columns_);
  bound.updates = updates_;
  bound.symbol_kinds = std::move(symbol_kinds_);
  bound.statement.symbol_names = std::move(symbol_names_);
}

Result<BoundStatement> bind(ast::Statement statement, const ProcedureRegistry& procedures) {
  BoundStatement bound;
  bound.statement = std::move(statement);
  auto* query = std::get_if<ast::Query>(&bound.statement.node);
  if (query == nullptr) return bound;
  try {
    Binder(bound.statement.text, procedures).statement(*query, bound);
  } catch (Error& error) {
    return std::move(error);
  }
  return bound;
}

}  // namespace skein::dsl
