// Text -> AST.
#pragma once

#include <string_view>

#include "dsl/ast.hpp"
#include "storage/result.hpp"

namespace skein::dsl {

// One statement, an optional `;` at its end. Errors: invalid_query with span, error_class "SyntaxError", phase
// "compile time", a message saying what was expected, and a detail where the TCK has one.
Result<ast::Statement> parse(std::string_view text);

// Where the first statement of `text` ends, just past its `;` (strings, comments and backticks understood);
// npos when it is not complete yet. For scripts and the shell.
std::size_t statement_end(std::string_view text);

}  // namespace skein::dsl
