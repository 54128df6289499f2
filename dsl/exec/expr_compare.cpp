// = <> < <= > >= over columns. Integers, floats, nodes and relationships in tight loops; all else by
// dsl/value.
#include <functional>

#include "dsl/exec/expression_nodes.hpp"

namespace skein::dsl::exec {

namespace {

using ast::CompareOp;

template <typename T, typename U, typename Op>
Column compare_loop(const Column& left, const Column& right, std::size_t rows, Op op) {
  const View<T> a(left);
  const View<U> b(right);
  std::vector<std::uint8_t> data(rows), nulls;
  if (a.nulls || b.nulls) {
    nulls.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) nulls[i] = a.is_null(i) || b.is_null(i);
  }
  if (!a.index && !b.index && b.constant == 0) {
    const U& with = b.data[0];
    for (std::size_t i = 0; i < rows; ++i) data[i] = op(a[i], with);
  } else {
    for (std::size_t i = 0; i < rows; ++i) data[i] = op(a[i], b[i]);
  }
  return Column::of(std::move(data), std::move(nulls));
}

template <typename T, typename U>
Column compare_numbers_of(CompareOp op, const Column& left, const Column& right, std::size_t rows) {
  switch (op) {
    case CompareOp::eq:
      return compare_loop<T, U>(left, right, rows, std::equal_to<>());
    case CompareOp::ne:
      return compare_loop<T, U>(left, right, rows, std::not_equal_to<>());
    case CompareOp::lt:
      return compare_loop<T, U>(left, right, rows, std::less<>());
    case CompareOp::le:
      return compare_loop<T, U>(left, right, rows, std::less_equal<>());
    case CompareOp::gt:
      return compare_loop<T, U>(left, right, rows, std::greater<>());
    case CompareOp::ge:
      return compare_loop<T, U>(left, right, rows, std::greater_equal<>());
  }
  return {};
}

Truth compare_values(CompareOp op, const Value& a, const Value& b) {
  switch (op) {
    case CompareOp::eq:
      return equals(a, b);
    case CompareOp::ne:
      return !equals(a, b);
    case CompareOp::lt:
      return less(a, b);
    case CompareOp::le:
      return less_equal(a, b);
    case CompareOp::gt:
      return greater(a, b);
    case CompareOp::ge:
      return greater_equal(a, b);
  }
  return Truth::unknown;
}

// = and <> of strings and nulls with one string; unset when something else turns up.
Column compare_strings(CompareOp op, const Column& left, const std::string& with, std::size_t rows) {
  const View<Value> texts(left);
  std::vector<std::uint8_t> data(rows), nulls;
  for (std::size_t i = 0; i < rows; ++i) {
    const Value& value = texts[i];
    if (const auto* text = value.get_if<std::string>()) {
      data[i] = (*text == with) == (op == CompareOp::eq);
    } else if (value.is_null()) {
      nulls.resize(rows);
      nulls[i] = 1;
    } else {
      return {};
    }
  }
  return Column::of(std::move(data), std::move(nulls));
}

// Dates and nulls with one date; unset when something else turns up.
Column compare_dates(CompareOp op, const Column& left, Date with, std::size_t rows) {
  const View<Value> dates(left);
  std::vector<std::int64_t> days(rows);
  std::vector<std::uint8_t> nulls;
  for (std::size_t i = 0; i < rows; ++i) {
    const Value& value = dates[i];
    if (const auto* date = value.get_if<Date>()) {
      days[i] = date->days;
    } else if (value.is_null()) {
      nulls.resize(rows);
      nulls[i] = 1;
    } else {
      return {};
    }
  }
  return compare_numbers_of<std::int64_t, std::int64_t>(op, Column::of(std::move(days), std::move(nulls)),
                                                        Column::constant(Value(std::int64_t{with.days})),
                                                        rows);
}

// Integers of a dictionary against one: an answer for each entry, once as many rows were asked about, then
// one look for each row.
class EntryAnswers {
 public:
  // Unset while it is not worth it. `with` is a constant.
  Column of(CompareOp op, const Column& left, const Column& with, std::size_t rows) {
    const auto constant = with.data<std::int64_t>()[0];
    if (left.shared() != of_ || constant != with_) {
      of_ = left.shared();
      with_ = constant;
      answers_ = {};
      asked_ = 0;
    }
    asked_ += rows;
    const std::size_t entries = left.data<std::int64_t>().size();
    if (answers_.empty()) {
      if (entries > asked_) return {};
      const Column all = compare_numbers_of<std::int64_t, std::int64_t>(op, Column(of_), with, entries);
      const auto& missing = all.vector().nulls;
      answers_ = all.data<std::uint8_t>();
      for (std::size_t i = 0; i < missing.size(); ++i)
        if (missing[i]) answers_[i] = null_answer;
    }
    const auto* index = left.index()->data();
    std::vector<std::uint8_t> data(rows), nulls;
    std::uint8_t seen = 0;
    for (std::size_t i = 0; i < rows; ++i) seen |= data[i] = answers_[index[i]];
    if ((seen & null_answer) != 0) {
      nulls.resize(rows);
      for (std::size_t i = 0; i < rows; ++i) {
        nulls[i] = data[i] >> 1;
        data[i] &= 1;
      }
    }
    return Column::of(std::move(data), std::move(nulls));
  }

 private:
  std::shared_ptr<const Vector> of_;
  std::int64_t with_ = 0;
  static constexpr std::uint8_t null_answer = 2;
  std::vector<std::uint8_t> answers_;  // by entry: false, true or null
  std::size_t asked_ = 0;
};

Result<Column> compare(CompareOp op, const Column& left, const Column& right, std::size_t rows,
                       EntryAnswers& answers) {
  using Kind = Column::Kind;
  if (left.is_set() && right.is_set() && !(left.is_constant() && right.is_constant())) {
    const Kind a = left.kind(), b = right.kind();
    if (left.index() && left.vector().distinct && right.is_constant() && a == Kind::integer &&
        b == Kind::integer && right.vector().nulls.empty())
      if (Column found = answers.of(op, left, right, rows); found.is_set()) return found;
    if (a == Kind::integer && b == Kind::integer)
      return compare_numbers_of<std::int64_t, std::int64_t>(op, left, right, rows);
    if (a == Kind::floating && b == Kind::floating)
      return compare_numbers_of<double, double>(op, left, right, rows);
    if (a == Kind::floating && b == Kind::integer && right.is_constant() && right.vector().nulls.empty()) {
      // As a float where that is the same number.
      constexpr std::int64_t exact = std::int64_t{1} << 53;
      const auto with = right.data<std::int64_t>()[0];
      if (with >= -exact && with <= exact)
        return compare_numbers_of<double, double>(op, left,
                                                  Column::constant(Value(static_cast<double>(with))), rows);
    }
    if (a == Kind::value && b == Kind::value && right.is_constant() && !left.is_constant())
      if (const auto* with = right.data<Value>()[0].get_if<Date>())
        if (Column found = compare_dates(op, left, *with, rows); found.is_set()) return found;
    const bool same = op == CompareOp::eq || op == CompareOp::ne;
    if (same && a == Kind::value && b == Kind::value && right.is_constant() && !left.is_constant())
      if (const auto* with = right.data<Value>()[0].get_if<std::string>())
        if (Column found = compare_strings(op, left, *with, rows); found.is_set()) return found;
    if (same && a == Kind::node && b == Kind::node) {
      if (op == CompareOp::eq) return compare_loop<NodeId, NodeId>(left, right, rows, std::equal_to<>());
      return compare_loop<NodeId, NodeId>(left, right, rows, std::not_equal_to<>());
    }
    if (same && a == Kind::relationship && b == Kind::relationship) {
      if (op == CompareOp::eq)
        return compare_loop<RelationshipId, RelationshipId>(left, right, rows, std::equal_to<>());
      return compare_loop<RelationshipId, RelationshipId>(left, right, rows, std::not_equal_to<>());
    }
  }
  return by_entry({left, right}, rows, [op](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
    Value x, y;
    return to_value(compare_values(op, from[0].value(i, x), from[1].value(i, y)));
  });
}

// a < b <= c: each neighbouring pair, joined by AND; every operand is evaluated once.
class Comparison final : public Expression {
 public:
  Comparison(std::vector<ExpressionPtr> operands, std::vector<CompareOp> ops)
      : operands_(std::move(operands)), ops_(std::move(ops)), answers_(ops_.size()) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(Column left, operands_[0]->evaluate(in));
    SKEIN_ASSIGN(Column right, operands_[1]->evaluate(in));
    SKEIN_ASSIGN(Column result, compare(ops_[0], left, right, in.size, answers_[0]));
    if (ops_.size() == 1) return result;
    SKEIN_ASSIGN(auto all, truths(result, in.size));
    for (std::size_t k = 1; k < ops_.size(); ++k) {
      left = std::move(right);
      SKEIN_ASSIGN(right, operands_[k + 1]->evaluate(in));
      SKEIN_ASSIGN(const Column next, compare(ops_[k], left, right, in.size, answers_[k]));
      SKEIN_ASSIGN(const auto more, truths(next, in.size));
      for (std::size_t i = 0; i < in.size; ++i) all[i] = all[i] & more[i];
    }
    return column_of(all);
  }

 private:
  std::vector<ExpressionPtr> operands_;
  std::vector<CompareOp> ops_;
  std::vector<EntryAnswers> answers_;  // by operator
};

}  // namespace

ExpressionPtr make_comparison(std::vector<ExpressionPtr> operands, std::vector<ast::CompareOp> ops) {
  return std::make_unique<Comparison>(std::move(operands), std::move(ops));
}

}  // namespace skein::dsl::exec
