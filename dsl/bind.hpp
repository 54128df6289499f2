// Semantic analysis: scopes, variables, kinds, aggregates. Turns a parsed statement into a bound one in
// place. All compile-time errors of the TCK that are not syntax come from here, each with error_class,
// detail, phase and span.
//
// What holds of a bound statement:
// - Every variable has its symbol, nodes and relationships without a name too; a path without a name has -1.
// - `WITH n` and `RETURN n` carry n on under its symbol; every other column has a new one, alias.symbol.
// ORDER BY and
//   WHERE behind a projection see columns and, unless it aggregates or is DISTINCT, the variables before it.
// - `*` is expanded into items sorted by name (their spans are empty), in front of the written ones.
// - In an item with an aggregate, what stands outside the aggregate is a constant or refers to other columns
// by their
//   symbols. ORDER BY behind an aggregating or DISTINCT projection refers to columns only. ORDER BY, WHERE,
//   SKIP and LIMIT hold no aggregates; SKIP and LIMIT hold no variables.
// - All parts of a UNION give their columns the symbols of the first part's, perhaps in another order.
// - CALL { } has its imports filled in, those of an importing WITH too; what it returns is visible after it
// under the
//   symbols of its RETURN.
// - CALL of a procedure has arguments unless it is the whole statement; a standalone one has its yield filled
// in.
#pragma once

#include "dsl/ast.hpp"
#include "dsl/procedures.hpp"
#include "storage/result.hpp"

namespace skein::dsl {

enum class SymbolKind : std::uint8_t { unknown, node, relationship, relationship_list, path, value };

struct BoundStatement {
  ast::Statement statement;
  std::vector<SymbolKind> symbol_kinds;  // by symbol
  std::vector<std::string> columns;      // of the result; empty when nothing is returned
  bool updates = false;                  // does it write?
  bool in_transactions = false;          // does it commit as it goes?
};

Result<BoundStatement> bind(ast::Statement statement, const ProcedureRegistry& procedures);

}  // namespace skein::dsl
