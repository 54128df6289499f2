// Dates and times as data files write them: the extended forms of ISO 8601 with full fields. (The query language reads
// many more; see dsl/.) Nothing when the text is something else.
#pragma once

#include <optional>
#include <string_view>

#include "storage/value.hpp"

namespace skein::graph {

std::optional<Value> parse_date(std::string_view text);             // 2024-02-29
std::optional<Value> parse_local_time(std::string_view text);       // 12:30, 12:30:05, 12:30:05.123456789
std::optional<Value> parse_time(std::string_view text);             // the same with Z or +01:00
std::optional<Value> parse_local_date_time(std::string_view text);  // 2024-02-29T12:30:05
std::optional<Value> parse_date_time(std::string_view text);        // with Z or +01:00; a zone name is not read

}  // namespace skein::graph
