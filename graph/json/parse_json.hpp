// JSON as values: typed ({"$type": "Integer", "_value": "1"}) or plain, mixed as they come.
#pragma once

#include <simdjson.h>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

// Errors: invalid_argument, saying what was found. Nesting is bounded by the parser's own limit (1024).
Result<Value> json_value(simdjson::dom::element element);

}  // namespace skein::graph
