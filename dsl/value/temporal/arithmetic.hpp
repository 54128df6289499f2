// Durations added to temporal values and to each other (openCypher CIP2015-08-06, "Arithmetic").
#pragma once

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::temporal {

// A temporal instant later (earlier) by a duration: first the months, then the days, then the rest. The day is cut to
// the length of its month. Dates count only whole days of the rest, times only the rest, around the clock. A datetime
// moves by months and days on the wall clock of its zone and by the rest in real time.
// Errors: ArithmeticError NumberOutOfRange beyond the years +-999,999,999.
Result<Value> add(const Value& instant, const Duration& duration);
Result<Value> subtract(const Value& instant, const Duration& duration);

Result<Value> add(const Duration& a, const Duration& b);
Result<Value> subtract(const Duration& a, const Duration& b);
Result<Value> negate(const Duration& a);
Result<Value> multiply(const Duration& a, const Value& number);
Result<Value> divide(const Duration& a, const Value& number);

}  // namespace skein::dsl::temporal
