// Calls functions by name and gives their results as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/functions/registry.hpp"
#include "dsl/value/display.hpp"

namespace skein::test {

inline Result<Value> call_for_value(std::string_view name, std::vector<Value> arguments) {
  const dsl::FunctionInfo* function = dsl::find_function(name);
  if (!function) return Error{.message = "no function", .error_class = "unknown", .detail = std::string(name)};
  if (arguments.size() < function->min_args || arguments.size() > function->max_args)
    return Error{.message = "arguments", .error_class = "wrong", .detail = "number of arguments"};
  graph::QueryContext query;
  query.statement_time = {1'700'000'000, 123'000'000, 0, nullptr};  // 2023-11-14T22:13:20.123Z
  dsl::FunctionContext context{&query, nullptr};
  return function->call(arguments, context);
}

// The display text of the result, or class and detail of the error.
inline std::string call(std::string_view name, std::vector<Value> arguments = {}) {
  const auto out = call_for_value(name, std::move(arguments));
  return out.ok() ? dsl::display_text(*out) : out.error().error_class + " " + out.error().detail;
}

}  // namespace skein::test
