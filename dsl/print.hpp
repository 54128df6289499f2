// AST -> text. print(parse(t)) parses to the same tree.
#pragma once

#include <string>

#include "dsl/ast.hpp"

namespace skein::dsl {

std::string print(const ast::Statement& statement);
std::string print(const ast::Expr& expr);

}  // namespace skein::dsl
