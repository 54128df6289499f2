// Expressions made ready to run: evaluated for all rows of a batch at once. Where kinds are known (integers, floats,
// booleans, nodes) the work is a loop over typed vectors; everything else goes value by value through dsl/value and
// dsl/functions.
#pragma once

#include <memory>

#include "dsl/ast.hpp"
#include "dsl/exec/batch.hpp"
#include "storage/result.hpp"

namespace skein::dsl::exec {

struct Runtime;

class Expression {
 public:
  virtual ~Expression() = default;
  // A column of in.size rows. in.size > 0.
  virtual Result<Column> evaluate(const Batch& in) = 0;
};
using ExpressionPtr = std::unique_ptr<Expression>;

// The runtime must outlive the expression.
ExpressionPtr compile(const ast::Expr& expr, Runtime& runtime);

// The rows of `in` for which the expression is true. Errors: TypeError when it is neither boolean nor null.
Result<void> select_true(Expression& predicate, const Batch& in, Indices& rows);

// A value that no row decides: literals, parameters.
Result<Value> evaluate_constant(const ast::Expr& expr, Runtime& runtime);

}  // namespace skein::dsl::exec
