// Property values as text and as plain JSON.
#pragma once

#include <string>
#include <string_view>

#include "storage/value.hpp"

namespace skein::graph {

// A value as text for formats that know only text: strings bare, temporal values in ISO 8601, lists and maps
// as JSON.
std::string plain_text(const Value& value);
// As a JSON value. NaN and infinities, which JSON does not know, are strings; nodes, relationships and paths,
// which properties never hold, are null.
void append_json_text(std::string& out, const Value& value);
// In quotes and escaped; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace skein::graph
