// openCypher values as JSON that loses nothing; parse_json.hpp reads it back.
#pragma once

#include <string>
#include <string_view>

#include "storage/value.hpp"

namespace skein::graph {

// What Neo4j's Query API v2 calls the value's type in "$type": "Integer", "OffsetDateTime", "List".
std::string_view json_type_name(const Value& value);

void append_json_number(std::string& out, double v);  // the shortest form that reads back the same
// Kinds that JSON does not know become {"$type":"Date","_value":"2025-02-24"}; so do NaN and the infinities, and maps
// that have a key "$type" themselves.
void append_typed_json(std::string& out, const Value& value);

}  // namespace skein::graph
