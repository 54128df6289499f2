// + - * / % ^, IN, and the string predicates. Sums, differences and products of integer or float columns are
// loops; a loop that meets an overflow leaves the column to the slow way, which says what went wrong.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/value/access.hpp"
#include "dsl/value/arithmetic.hpp"

namespace skein::dsl::exec {

namespace {

using ast::BinaryOp;

template <typename T, typename L = T, typename R = T, typename Op>
bool arithmetic_loop(const Column& left, const Column& right, std::size_t rows, Op op, Column& out) {
  const View<L> a(left);
  const View<R> b(right);
  std::vector<T> data(rows);
  std::vector<std::uint8_t> nulls;
  if (a.nulls || b.nulls) {
    nulls.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) nulls[i] = a.is_null(i) || b.is_null(i);
  }
  bool overflow = false;
  for (std::size_t i = 0; i < rows; ++i) overflow |= op(static_cast<T>(a[i]), static_cast<T>(b[i]), &data[i]);
  if (overflow) return false;
  out = Column::of(std::move(data), std::move(nulls));
  return true;
}

// Of numbers of which one at least is a float.
template <typename L, typename R>
bool fast_floats(BinaryOp op, const Column& left, const Column& right, std::size_t rows, Column& out) {
  const auto run = [&](auto compute) {
    return arithmetic_loop<double, L, R>(
        left, right, rows,
        [compute](double x, double y, double* r) {
          *r = compute(x, y);
          return false;
        },
        out);
  };
  switch (op) {
    case BinaryOp::add:
      return run(std::plus<>());
    case BinaryOp::subtract:
      return run(std::minus<>());
    case BinaryOp::multiply:
      return run(std::multiplies<>());
    case BinaryOp::divide:
      return run(std::divides<>());
    default:
      return false;
  }
}

bool fast(BinaryOp op, const Column& left, const Column& right, std::size_t rows, Column& out) {
  using Kind = Column::Kind;
  using I = std::int64_t;
  if (!left.is_set() || !right.is_set()) return false;
  if (left.is_constant() && right.is_constant()) return false;
  const Kind a = left.kind(), b = right.kind();
  if (a == Kind::integer && b == Kind::integer) {
    const auto plus = [](I x, I y, I* r) { return __builtin_add_overflow(x, y, r); };
    const auto minus = [](I x, I y, I* r) { return __builtin_sub_overflow(x, y, r); };
    const auto times = [](I x, I y, I* r) { return __builtin_mul_overflow(x, y, r); };
    if (op == BinaryOp::add) return arithmetic_loop<I>(left, right, rows, plus, out);
    if (op == BinaryOp::subtract) return arithmetic_loop<I>(left, right, rows, minus, out);
    if (op == BinaryOp::multiply) return arithmetic_loop<I>(left, right, rows, times, out);
  }
  if (a == Kind::floating && b == Kind::floating)
    return fast_floats<double, double>(op, left, right, rows, out);
  if (a == Kind::floating && b == Kind::integer) return fast_floats<double, I>(op, left, right, rows, out);
  if (a == Kind::integer && b == Kind::floating) return fast_floats<I, double>(op, left, right, rows, out);
  return false;
}

// STARTS WITH, ENDS WITH and CONTAINS of strings and nulls against one string; false when something else
// turns up.
bool fast_strings(BinaryOp op, const Column& left, const Column& right, std::size_t rows, Column& out) {
  if (op != BinaryOp::starts_with && op != BinaryOp::ends_with && op != BinaryOp::contains) return false;
  if (!left.is_set() || !right.is_set() || left.is_constant() || !right.is_constant()) return false;
  if (left.kind() != Column::Kind::value || right.kind() != Column::Kind::value) return false;
  const auto* sought = right.data<Value>()[0].get_if<std::string>();
  if (!sought) return false;
  const View<Value> texts(left);
  std::vector<std::uint8_t> data(rows), nulls;
  const auto test = [&](std::string_view text) {
    if (op == BinaryOp::starts_with) return text.starts_with(*sought);
    if (op == BinaryOp::ends_with) return text.ends_with(*sought);
    return text.find(*sought) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < rows; ++i) {
    const Value& value = texts[i];
    if (const auto* text = value.get_if<std::string>()) {
      data[i] = test(*text) ? 1 : 0;
    } else if (value.is_null()) {
      nulls.resize(rows);
      nulls[i] = 1;
    } else {
      return false;
    }
  }
  out = Column::of(std::move(data), std::move(nulls));
  return true;
}

Result<Value> truth_value(Result<Truth> truth) {
  if (!truth.ok()) return truth.error();
  return to_value(*truth);
}

Result<Value> compute(BinaryOp op, const Value& a, const Value& b) {
  switch (op) {
    case BinaryOp::add:
      return add(a, b);
    case BinaryOp::subtract:
      return subtract(a, b);
    case BinaryOp::multiply:
      return multiply(a, b);
    case BinaryOp::divide:
      return divide(a, b);
    case BinaryOp::modulo:
      return modulo(a, b);
    case BinaryOp::power:
      return power(a, b);
    case BinaryOp::in:
      return truth_value(in(a, b));
    case BinaryOp::starts_with:
      return to_value(starts_with(a, b));
    case BinaryOp::ends_with:
      return to_value(ends_with(a, b));
    case BinaryOp::contains:
      return to_value(contains(a, b));
    case BinaryOp::regex_match:
      return truth_value(regex_match(a, b));
    default:
      return Value();
  }
}

class Binary final : public Expression {
 public:
  Binary(BinaryOp op, ExpressionPtr left, ExpressionPtr right)
      : op_(op), left_(std::move(left)), right_(std::move(right)) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column left, left_->evaluate(in));
    SKEIN_ASSIGN(const Column right, right_->evaluate(in));
    Column out;
    if (fast(op_, left, right, in.size, out)) return out;
    const bool few =
        left.is_set() && left.index() && left.vector().distinct &&
        std::visit([](const auto& data) { return data.size(); }, left.vector().data) * 2 <= in.size;
    if (!few && fast_strings(op_, left, right, in.size, out)) return out;
    return by_entry({left, right}, in.size,
                    [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
                      Value a, b;
                      return compute(op_, from[0].value(i, a), from[1].value(i, b));
                    });
  }

 private:
  BinaryOp op_;
  ExpressionPtr left_, right_;
};

}  // namespace

ExpressionPtr make_binary(ast::BinaryOp op, ExpressionPtr left, ExpressionPtr right) {
  return std::make_unique<Binary>(op, std::move(left), std::move(right));
}

}  // namespace skein::dsl::exec
