// openCypher values as JSON that loses nothing.
#pragma once

#include <string>

#include "storage/value.hpp"

namespace skein::graph {

void append_json_number(std::string& out, double v);  // the shortest form that reads back the same
// Kinds that JSON does not know become {"$type":"Date","_value":"2025-02-24"}; so do NaN and the infinities.
void append_typed_json(std::string& out, const Value& value);

}  // namespace skein::graph
