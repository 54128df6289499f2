// A syntax tree as nested lists, (binary + (integer 1) (variable n)), written without any help from print():
// what two trees have in common is told by their dumps. Spans and symbols are left out.
#pragma once

#include <string>

#include "dsl/ast.hpp"

namespace skein::dsl {

std::string dump(const ast::Statement& statement);
std::string dump(const ast::Expr& expr);

}  // namespace skein::dsl
