// Writing JSON: strings, numbers and openCypher values.
#pragma once

#include <string>
#include <string_view>

#include "storage/value.hpp"

namespace skein::graph {

void append_json_string(std::string& out, std::string_view text);  // with its quotes; UTF-8 stays as it is
void append_json_number(std::string& out, double v);               // the shortest form that reads back the same
// Kinds that JSON does not know become {"$type":"Date","_value":"2025-02-24"}; so do NaN and the infinities.
void append_json_value(std::string& out, const Value& value);

}  // namespace skein::graph
