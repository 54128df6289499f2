// toInteger, toFloat, toBoolean, toString; their OrNull forms, which give null where the plain ones fail; their List
// forms, which convert every item as the OrNull forms do.
#include <charconv>
#include <cmath>
#include <optional>

#include "dsl/functions/support.hpp"
#include "dsl/value/display.hpp"
#include "dsl/value/unicode.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

// A conversion gives a value (null for text that means nothing) or nothing for a kind it does not take.
using Conversion = Result<std::optional<Value>> (*)(const Value&);

std::string_view stripped(std::string_view text) {
  while (!text.empty() && unicode::is_space(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && unicode::is_space(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::optional<double> parsed_float(std::string_view text) {
  text = stripped(text);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  if (text == "Infinity" || text == "-Infinity")
    return text[0] == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  if (text.size() <= first || !((text[first] >= '0' && text[first] <= '9') || text[first] == '.')) return std::nullopt;
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {  // too large is infinite, too small is 0
    const bool tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos ||
                      text.find_first_of("123456789") > text.find('.');
    out = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return text[0] == '-' ? -out : out;
  }
  return error == std::errc() ? std::optional(out) : std::nullopt;
}

Result<std::optional<Value>> cut_to_integer(double d, const Value& shown_value) {
  if (std::isnan(d)) return std::optional<Value>(Value());
  if (d >= 0x1p63 || d < -0x1p63)
    return arithmetic_error("IntegerOverflow", fmt::format("{} does not fit into a 64-bit integer", shown(shown_value)));
  return std::optional<Value>(Value(static_cast<std::int64_t>(d)));
}

Result<std::optional<Value>> to_integer(const Value& v) {
  switch (v.kind()) {
    case Kind::integer: return std::optional(v);
    case Kind::boolean: return std::optional<Value>(Value(std::int64_t{v.as_bool()}));
    case Kind::floating: return cut_to_integer(v.as_float(), v);
    case Kind::string: {
      std::string_view text = stripped(v.as_string());
      if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
      std::int64_t out = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
      if (end == text.data() + text.size() && !text.empty()) {
        if (error == std::errc()) return std::optional<Value>(Value(out));
        if (error == std::errc::result_out_of_range)
          return arithmetic_error("IntegerOverflow", fmt::format("{} does not fit into a 64-bit integer", shown(v)));
      }
      const auto d = parsed_float(text);
      if (!d) return std::optional<Value>(Value());
      return cut_to_integer(*d, v);
    }
    default: return std::optional<Value>();
  }
}

Result<std::optional<Value>> to_float(const Value& v) {
  switch (v.kind()) {
    case Kind::integer: return std::optional<Value>(Value(static_cast<double>(v.as_int())));
    case Kind::floating: return std::optional(v);
    case Kind::string: {
      const auto d = parsed_float(v.as_string());
      return std::optional<Value>(d ? Value(*d) : Value());
    }
    default: return std::optional<Value>();
  }
}

Result<std::optional<Value>> to_boolean(const Value& v) {
  switch (v.kind()) {
    case Kind::boolean: return std::optional(v);
    case Kind::integer: return std::optional<Value>(Value(v.as_int() != 0));
    case Kind::string: {
      const std::string text = unicode::lower(stripped(v.as_string()));
      if (text == "true") return std::optional<Value>(Value(true));
      if (text == "false") return std::optional<Value>(Value(false));
      return std::optional<Value>(Value());
    }
    default: return std::optional<Value>();
  }
}

Result<std::optional<Value>> to_string(const Value& v) {
  switch (v.kind()) {
    case Kind::list:
    case Kind::map:
    case Kind::node:
    case Kind::relationship:
    case Kind::path: return std::optional<Value>();
    default: return std::optional<Value>(Value(plain_text(v)));
  }
}


template <Conversion Convert>
Result<Value> strict(Arguments arguments, FunctionContext&) {
  SKEIN_ASSIGN(auto out, Convert(arguments[0]));
  if (out) return *std::move(out);
  return type_error("InvalidArgumentValue", fmt::format("{} cannot be converted", shown(arguments[0])));
}

template <Conversion Convert>
Value or_null_of(const Value& v) {
  if (v.is_null()) return {};
  auto out = Convert(v);
  return out.ok() && *out ? **std::move(out) : Value();
}

template <Conversion Convert>
Result<Value> or_null(Arguments arguments, FunctionContext&) {
  return or_null_of<Convert>(arguments[0]);
}

template <Conversion Convert>
Result<Value> each(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<ListPtr>())
    return type_error("InvalidArgumentValue", fmt::format("a list was wanted, not {}", shown(arguments[0])));
  List out;
  out.reserve(arguments[0].as_list().size());
  for (const Value& v : arguments[0].as_list()) out.push_back(or_null_of<Convert>(v));
  return Value(std::move(out));
}

constexpr FunctionInfo converting(std::string_view name, KindSet result, std::string_view signature,
                                  std::string_view description, Result<Value> (*call)(Arguments, FunctionContext&)) {
  return {.name = name, .min_args = 1, .max_args = 1, .pure = true, .result = result, .category = "Conversion",
          .signature = signature, .description = description, .call = call};
}

constexpr FunctionInfo functions[] = {
    converting("toInteger", integers, "toInteger(value :: NUMBER? | STRING? | BOOLEAN?) :: INTEGER?",
               "A value as an integer, cut towards zero; null for text that is no number.",
               unless_null<strict<to_integer>>),
    converting("toInt", integers, "toInt(value :: NUMBER? | STRING?) :: INTEGER?", "An older name of toInteger().",
               unless_null<strict<to_integer>>),
    converting("toIntegerOrNull", integers, "toIntegerOrNull(value :: ANY?) :: INTEGER?",
               "A value as an integer, or null when it cannot be.", or_null<to_integer>),
    converting("toIntegerList", lists, "toIntegerList(list :: LIST?) :: LIST<INTEGER?>?",
               "All items as integers, null where one cannot be.", unless_null<each<to_integer>>),
    converting("toFloat", floats, "toFloat(value :: NUMBER? | STRING?) :: FLOAT?",
               "A value as a float; null for text that is no number.", unless_null<strict<to_float>>),
    converting("toFloatOrNull", floats, "toFloatOrNull(value :: ANY?) :: FLOAT?",
               "A value as a float, or null when it cannot be.", or_null<to_float>),
    converting("toFloatList", lists, "toFloatList(list :: LIST?) :: LIST<FLOAT?>?",
               "All items as floats, null where one cannot be.", unless_null<each<to_float>>),
    converting("toBoolean", booleans, "toBoolean(value :: STRING? | BOOLEAN? | INTEGER?) :: BOOLEAN?",
               "A value as a truth value; null for text other than true and false.", unless_null<strict<to_boolean>>),
    converting("toBooleanOrNull", booleans, "toBooleanOrNull(value :: ANY?) :: BOOLEAN?",
               "A value as a truth value, or null when it cannot be.", or_null<to_boolean>),
    converting("toBooleanList", lists, "toBooleanList(list :: LIST?) :: LIST<BOOLEAN?>?",
               "All items as truth values, null where one cannot be.", unless_null<each<to_boolean>>),
    converting("toString", strings, "toString(value :: ANY?) :: STRING?",
               "A number, truth value, temporal value or point as text.", unless_null<strict<to_string>>),
    converting("toStringOrNull", strings, "toStringOrNull(value :: ANY?) :: STRING?",
               "A value as text, or null when it cannot be.", or_null<to_string>),
    converting("toStringList", lists, "toStringList(list :: LIST?) :: LIST<STRING?>?",
               "All items as text, null where one cannot be.", unless_null<each<to_string>>),
};

}  // namespace

std::span<const FunctionInfo> conversion_functions() { return functions; }

}  // namespace skein::dsl
