// + - * / % ^ and the signs. Null on either side gives null. Integers that leave 64 bits and integer division by
// zero are errors (ArithmeticError); floats follow IEEE 754. `+` also joins strings and lists, and the four basic
// operators know durations: temporal +- duration, duration +- duration, duration * number, duration / number.
#pragma once

#include <cstdint>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

namespace arithmetic_detail {
Result<Value> add_slow(const Value& a, const Value& b);
Result<Value> subtract_slow(const Value& a, const Value& b);
Result<Value> multiply_slow(const Value& a, const Value& b);
Result<Value> divide_slow(const Value& a, const Value& b);
}  // namespace arithmetic_detail

inline Result<Value> add(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y)
    if (std::int64_t sum = 0; !__builtin_add_overflow(*x, *y, &sum)) return Value(sum);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return Value(*x + *y);
  return arithmetic_detail::add_slow(a, b);
}

inline Result<Value> subtract(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y)
    if (std::int64_t rest = 0; !__builtin_sub_overflow(*x, *y, &rest)) return Value(rest);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return Value(*x - *y);
  return arithmetic_detail::subtract_slow(a, b);
}

inline Result<Value> multiply(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y)
    if (std::int64_t product = 0; !__builtin_mul_overflow(*x, *y, &product)) return Value(product);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return Value(*x * *y);
  return arithmetic_detail::multiply_slow(a, b);
}

// Two integers give an integer, cut towards zero.
inline Result<Value> divide(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return Value(*x / *y);
  return arithmetic_detail::divide_slow(a, b);
}

Result<Value> modulo(const Value& a, const Value& b);  // the sign of the dividend
Result<Value> power(const Value& a, const Value& b);   // always a float
Result<Value> negate(const Value& a);
Result<Value> plus_sign(const Value& a);

}  // namespace skein::dsl
