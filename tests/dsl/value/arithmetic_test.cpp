#include "dsl/value/arithmetic.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "dsl/value/display.hpp"
#include "graph/temporal/text.hpp"
#include "samples.hpp"

using namespace skein;
using namespace skein::dsl;

namespace {

const std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();

// The result as text; for an error its class and detail.
std::string told(const Result<Value>& r) {
  return r.ok() ? display_text(*r) : r.error().error_class + " " + r.error().detail;
}

Duration duration(std::string_view text) { return *graph::temporal::parse_duration(text); }
Value date(std::string_view text) { return *graph::temporal::parse_date(text); }
Value local(std::string_view text) { return *graph::temporal::parse_local_date_time(text); }
Value zoned(std::string_view text) { return *graph::temporal::parse_date_time(text); }

}  // namespace

TEST_CASE("integers stay integers and floats win", "[dsl][arithmetic]") {
  CHECK(told(add(2, 3)) == "5");
  CHECK(told(add(2, 3.5)) == "5.5");
  CHECK(told(divide(7, 2)) == "3");
  CHECK(told(divide(-7, 2)) == "-3");
  CHECK(told(modulo(-7, 2)) == "-1");
  CHECK(told(modulo(7.5, 2)) == "1.5");
  CHECK(told(power(2, 10)) == "1024.0");
  CHECK(told(divide(1.0, 0)) == "Infinity");
  CHECK(told(divide(0.0, 0.0)) == "NaN");
  CHECK(told(negate(5)) == "-5");
  CHECK(told(plus_sign(5)) == "5");
}

TEST_CASE("integers that overflow and division by zero are errors", "[dsl][arithmetic]") {
  CHECK(told(add(most, 1)) == "ArithmeticError IntegerOverflow");
  CHECK(told(subtract(least, 1)) == "ArithmeticError IntegerOverflow");
  CHECK(told(multiply(most, 2)) == "ArithmeticError IntegerOverflow");
  CHECK(told(negate(least)) == "ArithmeticError IntegerOverflow");
  CHECK(told(divide(least, -1)) == "ArithmeticError IntegerOverflow");
  CHECK(told(modulo(least, -1)) == "0");
  CHECK(told(divide(1, 0)) == "ArithmeticError DivisionByZero");
  CHECK(told(modulo(1, 0)) == "ArithmeticError DivisionByZero");
  CHECK(add(most, 1).error().phase == "runtime");
}

TEST_CASE("plus joins strings and lists", "[dsl][arithmetic]") {
  CHECK(told(add("ab", "cd")) == "\"abcd\"");
  CHECK(told(add("n", 1)) == "\"n1\"");
  CHECK(told(add(1.5, "n")) == "\"1.5n\"");
  CHECK(told(add(List{1}, List{2, 3})) == "[1, 2, 3]");
  CHECK(told(add(List{1}, 2)) == "[1, 2]");
  CHECK(told(add("x", List{1})) == "[\"x\", 1]");
  CHECK(told(add(List{1}, Value())) == "null");
  CHECK(told(add("x", Map{})) == "TypeError InvalidArgumentType");
}

TEST_CASE("what grows without end is refused before memory is gone", "[dsl][arithmetic]") {
  const Value half = std::string((std::size_t{1} << 28) + 1, 'x');
  const auto whole = add(half, half);
  REQUIRE_FALSE(whole.ok());
  CHECK(whole.error().code == ErrorCode::limit);
}

TEST_CASE("no pair of operands crashes, and null gives null", "[dsl][arithmetic]") {
  const auto values = test::sample_values();
  for (const Value& a : values)
    for (const Value& b : values)
      for (const auto operation : {add, subtract, multiply, divide, modulo, power}) {
        const auto out = operation(a, b);
        if (a.is_null() || b.is_null()) CHECK((out.ok() && out->is_null()));
        if (!out.ok()) CHECK_FALSE(out.error().detail.empty());
      }
}

TEST_CASE("durations move dates by months, then days, then whole days of the rest", "[dsl][arithmetic][temporal]") {
  CHECK(told(add(date("2023-01-31"), duration("P1M"))) == "2023-02-28");
  CHECK(told(add(date("2024-01-31"), duration("P1M1D"))) == "2024-03-01");
  CHECK(told(subtract(date("2024-03-31"), duration("P1M"))) == "2024-02-29");
  CHECK(told(add(date("2024-03-01"), duration("PT23H"))) == "2024-03-01");
  CHECK(told(add(date("2024-03-01"), duration("PT49H"))) == "2024-03-03");
  CHECK(told(add(duration("P1Y"), date("2024-02-29"))) == "2025-02-28");
  CHECK(told(add(date("+999999999-12-31"), duration("P1D"))) == "ArithmeticError NumberOutOfRange");
  CHECK(told(subtract(date("2024-03-01"), date("2024-02-01"))) == "TypeError InvalidArgumentType");
}

TEST_CASE("durations run around the clock and across midnight", "[dsl][arithmetic][temporal]") {
  CHECK(told(add(*graph::temporal::parse_local_time("23:30"), duration("PT45M"))) == "00:15");
  CHECK(told(subtract(*graph::temporal::parse_local_time("00:15"), duration("P3DT45M"))) == "23:30");
  CHECK(told(add(*graph::temporal::parse_time("23:30+02:00"), duration("PT0.5S"))) == "23:30:00.5+02:00");
  CHECK(told(add(local("2023-12-31T23:59:59.999"), duration("PT0.001S"))) == "2024-01-01T00:00");
}

TEST_CASE("a day on the wall clock is not 24 hours where clocks change", "[dsl][arithmetic][temporal]") {
  const Value eve = zoned("2025-03-29T12:00[Europe/Paris]");
  CHECK(told(add(eve, duration("P1D"))) == "2025-03-30T12:00+02:00[Europe/Paris]");
  CHECK(told(add(eve, duration("PT24H"))) == "2025-03-30T13:00+02:00[Europe/Paris]");
  CHECK(told(subtract(zoned("2025-03-30T12:00[Europe/Paris]"), duration("PT24H"))) == "2025-03-29T11:00+01:00[Europe/Paris]");
}

TEST_CASE("durations are added part by part and scaled with their fractions handed down", "[dsl][arithmetic][temporal]") {
  CHECK(told(add(duration("P1Y2M3DT4H"), duration("P1M-5DT30M"))) == "P1Y3M-2DT4H30M");
  CHECK(told(subtract(duration("PT1S"), duration("PT1.25S"))) == "PT-0.25S");
  CHECK(told(multiply(duration("P1M"), 3)) == "P3M");
  CHECK(told(multiply(2.5, duration("P2D"))) == "P5D");
  CHECK(told(divide(duration("P1D"), 4)) == "PT6H");
  CHECK(told(multiply(duration("P1M"), 0.5)) == "P15DT5H14M33S");
  CHECK(told(negate(duration("P1MT-1.5S"))) == "P-1MT1.5S");
  CHECK(told(divide(duration("P1D"), 0)) == "ArithmeticError DivisionByZero");
  CHECK(told(multiply(duration("P1D"), most)) == "P9223372036854775807D");
  CHECK(told(multiply(duration("P2D"), most)) == "ArithmeticError NumberOutOfRange");
}
