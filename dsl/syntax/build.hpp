// Parse tree -> AST.
#pragma once

#include <string_view>

#include "dsl/ast.hpp"
#include "dsl/syntax/syntax_tree.hpp"
#include "storage/result.hpp"

namespace skein::dsl::syntax {

// `tree` ends with its root, a statement. Errors are those the grammar cannot see: numbers that do not fit,
// wrong escapes, expressions of an absurd depth.
Result<ast::Statement> build_statement(const Tree& tree, std::string_view text);

}  // namespace skein::dsl::syntax
