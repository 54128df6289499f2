// The four ways in which openCypher compares values (openCypher 9, "Comparability, equality, orderability,
// equivalence"):
//   equals      `=`: three-valued; null and nested nulls give unknown; 1 = 1.0; NaN equals nothing
//   compare     `<` `<=` `>` `>=`: three-valued; unknown across kinds
//   order       ORDER BY, min(), max(): a total order over all values, null last
//   equivalent  DISTINCT and grouping: null with null, NaN with NaN, 1 with 1.0; equivalent(a, b) is order(a, b) == 0
// Numbers of both kinds are compared exactly, never by rounding the integer.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "storage/value.hpp"

namespace skein::dsl {

// A truth value of three-valued logic.
enum class Truth : std::uint8_t { no, yes, unknown };

constexpr Truth truth(bool b) { return b ? Truth::yes : Truth::no; }
constexpr Truth operator!(Truth t) { return t == Truth::unknown ? t : truth(t == Truth::no); }
constexpr Truth operator&(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::yes && b == Truth::yes ? Truth::yes : Truth::unknown;
}
constexpr Truth operator|(Truth a, Truth b) {
  if (a == Truth::yes || b == Truth::yes) return Truth::yes;
  return a == Truth::no && b == Truth::no ? Truth::no : Truth::unknown;
}
constexpr Truth operator^(Truth a, Truth b) {
  if (a == Truth::unknown || b == Truth::unknown) return Truth::unknown;
  return truth(a != b);
}
inline Value to_value(Truth t) { return t == Truth::unknown ? Value() : Value(t == Truth::yes); }

namespace compare_detail {
Truth equals_slow(const Value& a, const Value& b);
Truth less_slow(const Value& a, const Value& b, bool or_equal);
int order_slow(const Value& a, const Value& b);
}  // namespace compare_detail

// -1, 0, 1; exact over the whole range of both. `d` is not NaN.
int compare_numbers(std::int64_t i, double d);

inline Truth equals(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y) return truth(*x == *y);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return truth(*x == *y);
  if (const auto *x = a.get_if<std::string>(), *y = b.get_if<std::string>(); x && y) return truth(*x == *y);
  return compare_detail::equals_slow(a, b);
}

inline Truth less(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y) return truth(*x < *y);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return truth(*x < *y);
  return compare_detail::less_slow(a, b, false);
}

inline Truth less_equal(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y) return truth(*x <= *y);
  if (const auto *x = a.get_if<double>(), *y = b.get_if<double>(); x && y) return truth(*x <= *y);
  return compare_detail::less_slow(a, b, true);
}

inline Truth greater(const Value& a, const Value& b) { return less(b, a); }
inline Truth greater_equal(const Value& a, const Value& b) { return less_equal(b, a); }

// Negative, 0 or positive. The order of kinds: map, node, relationship, list, path, point, datetime, local datetime,
// date, time, local time, duration, string, boolean, number, NaN, null.
inline int order(const Value& a, const Value& b) {
  if (const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y)
    return *x < *y ? -1 : *x > *y ? 1 : 0;
  return compare_detail::order_slow(a, b);
}

inline bool equivalent(const Value& a, const Value& b) { return order(a, b) == 0; }

// Equivalent values have equal hashes. The same in every process.
std::size_t hash(const Value& value);
inline std::size_t hash_combine(std::size_t seed, std::size_t h) {
  return seed ^ (h + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2));
}

// For unordered containers that group or deduplicate.
struct ValueHash {
  std::size_t operator()(const Value& v) const { return hash(v); }
};
struct ValueEquivalent {
  bool operator()(const Value& a, const Value& b) const { return equivalent(a, b); }
};
struct ValueOrder {
  bool operator()(const Value& a, const Value& b) const { return order(a, b) < 0; }
};

}  // namespace skein::dsl
