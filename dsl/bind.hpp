// Semantic analysis: scopes, variables, kinds, aggregates. Turns a parsed statement into a bound one in place:
// every Variable has its symbol, `RETURN *` is expanded, has_aggregate is set. All compile-time errors of the TCK
// that are not syntax come from here, each with error_class, detail, phase and span.
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
};

Result<BoundStatement> bind(ast::Statement statement, const ProcedureRegistry& procedures);

}  // namespace skein::dsl
