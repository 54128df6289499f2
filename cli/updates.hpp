// Does a statement change the graph?
#pragma once

#include "dsl/ast.hpp"

namespace skein::cli {

// Looks at clauses only: a procedure that writes is not seen.
[[nodiscard]] bool updates(const dsl::ast::Statement& statement);

}  // namespace skein::cli
