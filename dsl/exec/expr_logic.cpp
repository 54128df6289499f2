// NOT, AND, OR, XOR, IS NULL, signs. AND and OR look at their right side only where the left one leaves it open.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/value/arithmetic.hpp"

namespace skein::dsl::exec {

namespace {

using ast::BinaryOp;
using ast::UnaryOp;

class Logic final : public Expression {
 public:
  Logic(BinaryOp op, ExpressionPtr left, ExpressionPtr right)
      : op_(op), left_(std::move(left)), right_(std::move(right)) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column left, left_->evaluate(in));
    SKEIN_ASSIGN(auto result, truths(left, in.size));
    if (op_ == BinaryOp::logical_xor) {
      SKEIN_ASSIGN(const Column right, right_->evaluate(in));
      SKEIN_ASSIGN(const auto other, truths(right, in.size));
      for (std::size_t i = 0; i < in.size; ++i) result[i] = result[i] ^ other[i];
      return column_of(result);
    }
    const Truth decided = op_ == BinaryOp::logical_and ? Truth::no : Truth::yes;
    Indices open;
    for (std::size_t i = 0; i < in.size; ++i)
      if (result[i] != decided) open.push_back(static_cast<RowIndex>(i));
    if (open.empty()) return column_of(result);
    std::vector<Truth> other;
    if (open.size() == in.size) {
      SKEIN_ASSIGN(const Column right, right_->evaluate(in));
      SKEIN_ASSIGN(other, truths(right, in.size));
    } else {
      const Batch rest = rows_of(in, open);
      SKEIN_ASSIGN(const Column right, right_->evaluate(rest));
      SKEIN_ASSIGN(other, truths(right, rest.size));
    }
    for (std::size_t k = 0; k < open.size(); ++k) {
      Truth& truth = result[open[k]];
      truth = op_ == BinaryOp::logical_and ? truth & other[k] : truth | other[k];
    }
    return column_of(result);
  }

 private:
  BinaryOp op_;
  ExpressionPtr left_, right_;
};

class Unary final : public Expression {
 public:
  Unary(UnaryOp op, ExpressionPtr operand) : op_(op), operand_(std::move(operand)) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column operand, operand_->evaluate(in));
    switch (op_) {
      case UnaryOp::logical_not: {
        SKEIN_ASSIGN(auto result, truths(operand, in.size));
        for (Truth& truth : result) truth = !truth;
        return column_of(result);
      }
      case UnaryOp::is_null:
      case UnaryOp::is_not_null: {
        std::vector<std::uint8_t> result(in.size);
        for (std::size_t i = 0; i < in.size; ++i) result[i] = operand.is_null(i) == (op_ == UnaryOp::is_null);
        return Column::of(std::move(result));
      }
      default: break;
    }
    return by_entry({operand}, in.size, [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      Value scratch;
      const Value& value = from[0].value(i, scratch);
      return op_ == UnaryOp::minus ? negate(value) : plus_sign(value);
    });
  }

 private:
  UnaryOp op_;
  ExpressionPtr operand_;
};

}  // namespace

ExpressionPtr make_logic(ast::BinaryOp op, ExpressionPtr left, ExpressionPtr right) {
  return std::make_unique<Logic>(op, std::move(left), std::move(right));
}
ExpressionPtr make_unary(ast::UnaryOp op, ExpressionPtr operand) {
  return std::make_unique<Unary>(op, std::move(operand));
}

}  // namespace skein::dsl::exec
