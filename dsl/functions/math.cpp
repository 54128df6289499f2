// Numbers. Everything but abs and sign gives floats, as openCypher has it.
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "dsl/functions/support.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

// What a function of one number is given; the names make the errors.
template <double (*Function)(double)>
Result<Value> real(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is_number()) return wrong_type("a mathematical function", "a number", arguments[0]);
  return Value(Function(arguments[0].number()));
}

double cot(double x) { return 1 / std::tan(x); }
double coth(double x) { return 1 / std::tanh(x); }
double degrees(double x) { return x * (180 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180); }
double haversin(double x) {
  const double s = std::sin(x / 2);
  return s * s;
}
double ceil_of(double x) { return std::ceil(x); }
double floor_of(double x) { return std::floor(x); }
double sqrt_of(double x) { return std::sqrt(x); }
double exp_of(double x) { return std::exp(x); }
double log_of(double x) { return std::log(x); }
double log10_of(double x) { return std::log10(x); }
double sin_of(double x) { return std::sin(x); }
double cos_of(double x) { return std::cos(x); }
double tan_of(double x) { return std::tan(x); }
double asin_of(double x) { return std::asin(x); }
double acos_of(double x) { return std::acos(x); }
double atan_of(double x) { return std::atan(x); }
double sinh_of(double x) { return std::sinh(x); }
double cosh_of(double x) { return std::cosh(x); }
double tanh_of(double x) { return std::tanh(x); }

Result<Value> atan2_of(Arguments arguments, FunctionContext&) {
  for (const Value& v : arguments)
    if (!v.is_number()) return wrong_type("atan2", "numbers", v);
  return Value(std::atan2(arguments[0].number(), arguments[1].number()));
}

Result<Value> abs_of(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (const auto* i = v.get_if<std::int64_t>()) {
    if (*i == std::numeric_limits<std::int64_t>::min())
      return arithmetic_error("IntegerOverflow", fmt::format("abs({}) does not fit into a 64-bit integer", *i));
    return Value(*i < 0 ? -*i : *i);
  }
  if (const auto* d = v.get_if<double>()) return Value(std::fabs(*d));
  return wrong_type("abs", "a number", v);
}

Result<Value> sign(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is_number()) return wrong_type("sign", "a number", arguments[0]);
  const double x = arguments[0].number();
  return Value(std::int64_t{(x > 0) - (x < 0)});
}

Result<Value> is_nan(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is_number()) return wrong_type("isNaN", "a number", arguments[0]);
  return Value(std::isnan(arguments[0].number()));
}

// --- round -----------------------------------------------------------------------------------------------------

enum class Rounding : std::uint8_t { up, down, ceiling, floor, half_up, half_down, half_even };

std::optional<Rounding> rounding_of(std::string_view name) {
  static constexpr std::string_view names[] = {"UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN"};
  for (std::size_t i = 0; i < std::size(names); ++i)
    if (name == names[i]) return static_cast<Rounding>(i);
  return std::nullopt;
}

// Does the size of the number grow, when `rest` (digits behind the cut, not all zero) is cut off behind `kept`?
bool grows(Rounding mode, bool negative, char kept, std::string_view rest) {
  const bool half = rest[0] == '5' && rest.find_first_not_of('0', 1) == std::string_view::npos;
  const bool more = rest[0] >= '5' && !half;
  switch (mode) {
    case Rounding::up: return true;
    case Rounding::down: return false;
    case Rounding::ceiling: return !negative;
    case Rounding::floor: return negative;
    case Rounding::half_up: return more || half;
    case Rounding::half_down: return more;
    case Rounding::half_even: return more || (half && (kept - '0') % 2 == 1);
  }
  return false;
}

// Rounds the decimal digits that a float is written with, so that round(2.675, 2) is 2.68 although the float lies
// below: what people see is what is rounded.
double round_decimal(double x, std::int64_t precision, Rounding mode) {
  if (!std::isfinite(x) || x == 0 || precision > 350) return x;
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, std::fabs(x), std::chars_format::scientific).ptr;
  const std::string_view written(text, static_cast<std::size_t>(end - text));
  const std::size_t e = written.find('e');
  std::string digits;  // d1 d2 d3 ... meaning 0.d1d2d3 * 10^exponent
  for (const char c : written.substr(0, e))
    if (c != '.') digits.push_back(c);
  int exponent = 0;
  const bool negative_exponent = written[e + 1] == '-';
  std::from_chars(written.data() + e + 2, written.data() + written.size(), exponent);
  exponent = (negative_exponent ? -exponent : exponent) + 1;

  const std::int64_t keep = exponent + precision;  // digits that stay
  if (keep >= static_cast<std::int64_t>(digits.size())) return x;
  std::string kept = keep > 0 ? digits.substr(0, static_cast<std::size_t>(keep)) : "0";
  std::string rest = keep >= 0 ? digits.substr(static_cast<std::size_t>(keep)) : "0" + digits;
  if (rest.find_first_not_of('0') != std::string::npos && grows(mode, x < 0, kept.back(), rest)) {
    std::size_t i = kept.size();
    while (i > 0 && kept[i - 1] == '9') kept[--i] = '0';
    if (i == 0)
      kept.insert(kept.begin(), '1');
    else
      ++kept[i - 1];
  }
  kept += fmt::format("e{}", -precision);
  double out = 0;
  std::from_chars(kept.data(), kept.data() + kept.size(), out);
  return std::copysign(out, x);
}

Result<Value> round_number(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is_number()) return wrong_type("round", "a number", arguments[0]);
  const double x = arguments[0].number();
  std::int64_t precision = 0;
  if (arguments.size() > 1) {
    const Value& p = arguments[1];
    if (!p.is_number() || p.number() != std::trunc(p.number())) return wrong_type("round", "a whole precision", p);
    if (std::fabs(p.number()) > 400) return argument_error("NumberOutOfRange", "round() wants a precision up to 400");
    precision = static_cast<std::int64_t>(p.number());
  }
  // Without a mode, halves of integers go up, all other halves away from zero.
  if (arguments.size() < 3 && precision == 0) {
    const double whole = std::floor(x);
    return Value(x - whole >= 0.5 ? whole + 1 : whole);
  }
  Rounding mode = Rounding::half_up;
  if (arguments.size() > 2) {
    const auto* name = arguments[2].get_if<std::string>();
    if (!name) return wrong_type("round", "a mode that is a string", arguments[2]);
    const auto found = rounding_of(*name);
    if (!found)
      return argument_error("InvalidArgumentValue", fmt::format("round() knows the modes UP, DOWN, CEILING, FLOOR, "
                                                                "HALF_UP, HALF_DOWN and HALF_EVEN, not '{}'",
                                                                *name));
    mode = *found;
  }
  return Value(round_decimal(x, precision, mode));
}

Result<Value> pi(Arguments, FunctionContext&) { return Value(std::numbers::pi); }
Result<Value> euler(Arguments, FunctionContext&) { return Value(std::numbers::e); }

constexpr FunctionInfo of_number(std::string_view name, std::string_view signature, std::string_view description,
                                 Result<Value> (*call)(Arguments, FunctionContext&), std::string_view category,
                                 KindSet result = floats) {
  return {.name = name, .min_args = 1, .max_args = 1, .pure = true, .result = result, .category = category,
          .signature = signature, .description = description, .call = call};
}

constexpr std::string_view numeric = "Numeric", logarithmic = "Logarithmic", trigonometric = "Trigonometric";

constexpr FunctionInfo functions[] = {
    of_number("abs", "abs(number :: INTEGER? | FLOAT?) :: INTEGER? | FLOAT?", "A number without its sign.",
              unless_null<abs_of>, numeric, numbers),
    of_number("sign", "sign(number :: INTEGER? | FLOAT?) :: INTEGER?", "-1, 0 or 1.", unless_null<sign>, numeric,
              integers),
    of_number("isNaN", "isNaN(number :: INTEGER? | FLOAT?) :: BOOLEAN?", "Whether a number is not a number.",
              unless_null<is_nan>, numeric, booleans),
    of_number("ceil", "ceil(number :: FLOAT?) :: FLOAT?", "The next whole number upwards.",
              unless_null<real<ceil_of>>, numeric),
    of_number("ceiling", "ceiling(number :: FLOAT?) :: FLOAT?", "The next whole number upwards.",
              unless_null<real<ceil_of>>, numeric),
    of_number("floor", "floor(number :: FLOAT?) :: FLOAT?", "The next whole number downwards.",
              unless_null<real<floor_of>>, numeric),
    {.name = "round", .min_args = 1, .max_args = 3, .pure = true, .result = floats, .category = numeric,
     .signature = "round(number :: FLOAT?, precision = 0 :: INTEGER?, mode = 'HALF_UP' :: STRING?) :: FLOAT?",
     .description = "A number rounded to decimal places. Halves go up without a precision, else away from zero.",
     .call = unless_null<round_number>},
    of_number("sqrt", "sqrt(number :: FLOAT?) :: FLOAT?", "The square root.", unless_null<real<sqrt_of>>, logarithmic),
    of_number("exp", "exp(number :: FLOAT?) :: FLOAT?", "e to the power of a number.", unless_null<real<exp_of>>,
              logarithmic),
    of_number("log", "log(number :: FLOAT?) :: FLOAT?", "The natural logarithm.", unless_null<real<log_of>>,
              logarithmic),
    of_number("ln", "ln(number :: FLOAT?) :: FLOAT?", "The natural logarithm.", unless_null<real<log_of>>,
              logarithmic),
    of_number("log10", "log10(number :: FLOAT?) :: FLOAT?", "The logarithm to base 10.", unless_null<real<log10_of>>,
              logarithmic),
    {.name = "e", .pure = true, .result = floats, .category = logarithmic, .signature = "e() :: FLOAT",
     .description = "The base of the natural logarithm.", .call = euler},
    {.name = "pi", .pure = true, .result = floats, .category = trigonometric, .signature = "pi() :: FLOAT",
     .description = "The ratio of a circle's circumference to its diameter.", .call = pi},
    of_number("sin", "sin(radians :: FLOAT?) :: FLOAT?", "The sine.", unless_null<real<sin_of>>, trigonometric),
    of_number("cos", "cos(radians :: FLOAT?) :: FLOAT?", "The cosine.", unless_null<real<cos_of>>, trigonometric),
    of_number("tan", "tan(radians :: FLOAT?) :: FLOAT?", "The tangent.", unless_null<real<tan_of>>, trigonometric),
    of_number("cot", "cot(radians :: FLOAT?) :: FLOAT?", "The cotangent.", unless_null<real<cot>>, trigonometric),
    of_number("asin", "asin(number :: FLOAT?) :: FLOAT?", "The arcsine.", unless_null<real<asin_of>>, trigonometric),
    of_number("acos", "acos(number :: FLOAT?) :: FLOAT?", "The arccosine.", unless_null<real<acos_of>>,
              trigonometric),
    of_number("atan", "atan(number :: FLOAT?) :: FLOAT?", "The arctangent.", unless_null<real<atan_of>>,
              trigonometric),
    {.name = "atan2", .min_args = 2, .max_args = 2, .pure = true, .result = floats, .category = trigonometric,
     .signature = "atan2(y :: FLOAT?, x :: FLOAT?) :: FLOAT?",
     .description = "The angle of the point (x, y) seen from the origin.", .call = unless_null<atan2_of>},
    of_number("sinh", "sinh(number :: FLOAT?) :: FLOAT?", "The hyperbolic sine.", unless_null<real<sinh_of>>,
              trigonometric),
    of_number("cosh", "cosh(number :: FLOAT?) :: FLOAT?", "The hyperbolic cosine.", unless_null<real<cosh_of>>,
              trigonometric),
    of_number("tanh", "tanh(number :: FLOAT?) :: FLOAT?", "The hyperbolic tangent.", unless_null<real<tanh_of>>,
              trigonometric),
    of_number("coth", "coth(number :: FLOAT?) :: FLOAT?", "The hyperbolic cotangent.", unless_null<real<coth>>,
              trigonometric),
    of_number("degrees", "degrees(radians :: FLOAT?) :: FLOAT?", "Radians in degrees.", unless_null<real<degrees>>,
              trigonometric),
    of_number("radians", "radians(degrees :: FLOAT?) :: FLOAT?", "Degrees in radians.", unless_null<real<radians>>,
              trigonometric),
    of_number("haversin", "haversin(radians :: FLOAT?) :: FLOAT?", "Half the versine.", unless_null<real<haversin>>,
              trigonometric),
};

}  // namespace

std::span<const FunctionInfo> math_functions() { return functions; }

}  // namespace skein::dsl
