#include "dsl/print.hpp"

namespace skein::dsl {

std::string print(const ast::Statement& statement) { return statement.text; }
std::string print(const ast::Expr&) { return {}; }

}  // namespace skein::dsl
