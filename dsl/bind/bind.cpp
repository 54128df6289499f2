#include "dsl/bind.hpp"

namespace skein::dsl {

Result<BoundStatement> bind(ast::Statement statement, const ProcedureRegistry&) {
  BoundStatement bound;
  bound.statement = std::move(statement);
  return bound;
}

}  // namespace skein::dsl
