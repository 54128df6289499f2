// JSON as values: typed ({"$type": "Integer", "_value": "1"}) or plain, mixed as they come.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

// Errors: invalid_argument, saying what was found. Nesting is bounded by the parser's own limit (1024).
Result<Value> json_value(simdjson::dom::element element);
// A whole text.
Result<Value> parse_json(std::string_view text);
// From the text of "_value": value_of_type("Date", "2025-02-24"). Lists and maps are JSON.
Result<Value> value_of_type(std::string_view type, std::string_view text);

}  // namespace skein::graph
