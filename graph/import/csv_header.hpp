// The first line of a file to import: what each column holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/formats/csv_records.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

enum class ColumnRole { id, label, start_id, end_id, type, property, ignore };
enum class ColumnType {
  integer,
  floating,
  boolean,
  string,
  date,
  local_time,
  time,
  local_date_time,
  date_time,
  duration,
  point
};

struct CsvColumn {
  ColumnRole role = ColumnRole::property;
  std::string name;   // of the property; empty when the column makes none
  std::string group;  // of the ids
  ColumnType type = ColumnType::string;
  bool array = false;
};

// Errors say which column of which file is wrong.
Result<std::vector<CsvColumn>> parse_csv_header(const std::vector<CsvField>& fields, const std::string& path,
                                                bool relationships);

// A field's value; an error without a place (the caller knows file and line).
Result<Value> parse_csv_value(std::string_view text, const CsvColumn& column, char array_delimiter);

}  // namespace skein::graph
