// What the groups of functions share.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "dsl/functions/registry.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl {

using Arguments = std::span<const Value>;
using Kind = Value::Kind;

namespace function_detail {

// Null for a null among the arguments: what nearly all functions want.
template <Result<Value> (*Function)(Arguments, FunctionContext&)>
Result<Value> unless_null(Arguments arguments, FunctionContext& context) {
  for (const Value& argument : arguments)
    if (argument.is_null()) return Value();
  return Function(arguments, context);
}

// TypeError InvalidArgumentValue, the TCK's word for it at run time.
inline Error wrong_type(std::string_view function, std::string_view wanted, const Value& found) {
  return type_error("InvalidArgumentValue", fmt::format("{}() wants {}, not {}", function, wanted, shown(found)));
}

constexpr KindSet numbers = kinds(Kind::integer, Kind::floating);
constexpr KindSet strings = kinds(Kind::string);
constexpr KindSet lists = kinds(Kind::list);
constexpr KindSet integers = kinds(Kind::integer);
constexpr KindSet floats = kinds(Kind::floating);
constexpr KindSet booleans = kinds(Kind::boolean);
constexpr KindSet maps = kinds(Kind::map);
constexpr KindSet nodes = kinds(Kind::node);
constexpr KindSet relationships = kinds(Kind::relationship);
constexpr KindSet paths = kinds(Kind::path);
constexpr KindSet entities = kinds(Kind::node, Kind::relationship);
constexpr KindSet instants =
    kinds(Kind::date, Kind::local_time, Kind::time, Kind::local_date_time, Kind::date_time);

}  // namespace function_detail

// The groups, each sorted as it reads best; the registry puts them together.
std::span<const FunctionInfo> scalar_functions();
std::span<const FunctionInfo> graph_functions();
std::span<const FunctionInfo> list_functions();
std::span<const FunctionInfo> string_functions();
std::span<const FunctionInfo> math_functions();
std::span<const FunctionInfo> conversion_functions();
std::span<const FunctionInfo> point_functions();
std::span<const FunctionInfo> temporal_functions();
std::span<const FunctionInfo> aggregate_functions();

}  // namespace skein::dsl
