#include "dsl/value/arithmetic.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "dsl/value/display.hpp"
#include "dsl/value/errors.hpp"
#include "dsl/value/temporal/arithmetic.hpp"

namespace skein::dsl {

namespace {

using Kind = Value::Kind;

Error overflow(const Value& a, char op, const Value& b) {
  return arithmetic_error("IntegerOverflow", fmt::format("{} {} {} does not fit into a 64-bit integer", a.as_int(), op,
                                                         b.as_int()));
}

Error division_by_zero(const Value& a, char op) {
  return arithmetic_error("DivisionByZero", fmt::format("{} {} 0 divides by zero", a.as_int(), op));
}

bool both_integers(const Value& a, const Value& b) { return a.is<std::int64_t>() && b.is<std::int64_t>(); }
bool both_numbers(const Value& a, const Value& b) { return a.is_number() && b.is_number(); }
bool is_temporal(const Value& v) { return v.kind() >= Kind::date && v.kind() <= Kind::date_time; }

// What `+` may join to a string: everything that has one obvious text.
bool joins_string(const Value& v) {
  return v.is<bool>() || v.is_number() || is_temporal(v) || v.is<Duration>() || v.is<Point>();
}

Result<Value> joined_lists(const Value& a, const Value& b) {
  List out;
  const bool left = a.is<ListPtr>(), right = b.is<ListPtr>();
  const std::size_t size = (left ? a.as_list().size() : 1) + (right ? b.as_list().size() : 1);
  if (size > most_list_items) return too_large("a list of so many items:", size);
  out.reserve(size);
  const auto append = [&out](const Value& v, bool is_list) {
    if (is_list)
      out.insert(out.end(), v.as_list().begin(), v.as_list().end());
    else
      out.push_back(v);
  };
  append(a, left);
  append(b, right);
  return Value(std::move(out));
}

Result<Value> joined_strings(const std::string& a, const std::string& b) {
  if (a.size() + b.size() > most_string_bytes) return too_large("a string of so many bytes:", a.size() + b.size());
  return Value(a + b);
}

}  // namespace

namespace arithmetic_detail {

Result<Value> add_slow(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_integers(a, b)) return overflow(a, '+', b);
  if (both_numbers(a, b)) return Value(a.number() + b.number());
  if (a.is<ListPtr>() || b.is<ListPtr>()) return joined_lists(a, b);
  if (a.is<std::string>()) {
    if (b.is<std::string>()) return joined_strings(a.as_string(), b.as_string());
    if (joins_string(b)) return joined_strings(a.as_string(), plain_text(b));
  }
  if (b.is<std::string>() && joins_string(a)) return joined_strings(plain_text(a), b.as_string());
  if (b.is<Duration>()) {
    if (is_temporal(a)) return temporal::add(a, b.as<Duration>());
    if (a.is<Duration>()) return temporal::add(a.as<Duration>(), b.as<Duration>());
  }
  if (a.is<Duration>() && is_temporal(b)) return temporal::add(b, a.as<Duration>());
  return bad_operands("+", a, b);
}

Result<Value> subtract_slow(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_integers(a, b)) return overflow(a, '-', b);
  if (both_numbers(a, b)) return Value(a.number() - b.number());
  if (b.is<Duration>() && (is_temporal(a) || a.is<Duration>())) {
    if (is_temporal(a)) return temporal::subtract(a, b.as<Duration>());
    return temporal::subtract(a.as<Duration>(), b.as<Duration>());
  }
  Error error = bad_operands("-", a, b);
  if (is_temporal(a) && is_temporal(b)) error.hint = "the time between two temporal values is duration.between(a, b)";
  return error;
}

Result<Value> multiply_slow(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_integers(a, b)) return overflow(a, '*', b);
  if (both_numbers(a, b)) return Value(a.number() * b.number());
  if (a.is<Duration>() && b.is_number()) return temporal::multiply(a.as<Duration>(), b);
  if (b.is<Duration>() && a.is_number()) return temporal::multiply(b.as<Duration>(), a);
  return bad_operands("*", a, b);
}

Result<Value> divide_slow(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_integers(a, b)) {
    if (b.as_int() == 0) return division_by_zero(a, '/');
    if (b.as_int() == -1) {
      if (a.as_int() == std::numeric_limits<std::int64_t>::min()) return overflow(a, '/', b);
      return Value(-a.as_int());
    }
    return Value(a.as_int() / b.as_int());
  }
  if (both_numbers(a, b)) return Value(a.number() / b.number());
  if (a.is<Duration>() && b.is_number()) return temporal::divide(a.as<Duration>(), b);
  return bad_operands("/", a, b);
}

}  // namespace arithmetic_detail

Result<Value> modulo(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_integers(a, b)) {
    if (b.as_int() == 0) return division_by_zero(a, '%');
    if (b.as_int() == -1) return Value(std::int64_t{0});  // INT64_MIN % -1 traps
    return Value(a.as_int() % b.as_int());
  }
  if (both_numbers(a, b)) return Value(std::fmod(a.number(), b.number()));
  return bad_operands("%", a, b);
}

Result<Value> power(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Value();
  if (both_numbers(a, b)) return Value(std::pow(a.number(), b.number()));
  return bad_operands("^", a, b);
}

Result<Value> negate(const Value& a) {
  if (const auto* i = a.get_if<std::int64_t>()) {
    if (*i == std::numeric_limits<std::int64_t>::min())
      return arithmetic_error("IntegerOverflow", fmt::format("-({}) does not fit into a 64-bit integer", *i));
    return Value(-*i);
  }
  if (const auto* d = a.get_if<double>()) return Value(-*d);
  if (a.is_null()) return Value();
  if (const auto* d = a.get_if<Duration>()) return temporal::negate(*d);
  return type_error("InvalidArgumentType", fmt::format("`-` cannot be applied to {}", shown(a)));
}

Result<Value> plus_sign(const Value& a) {
  if (a.is_null() || a.is_number() || a.is<Duration>()) return a;
  return type_error("InvalidArgumentType", fmt::format("`+` cannot be applied to {}", shown(a)));
}

}  // namespace skein::dsl
