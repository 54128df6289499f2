// Parameters from the command line and the shell.
#pragma once

#include <string_view>
#include <utility>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::cli {

// "name=value": the value is an openCypher literal (42, 'text', [1, 2], {a: 1}, true, date('2025-01-01'));
// anything else is taken as a string as it stands.
Result<std::pair<std::string, Value>> parse_parameter(std::string_view argument);
// The value of a constant expression. Errors: invalid_query, query_failed.
Result<Value> evaluate_constant(std::string_view expression);

}  // namespace skein::cli
