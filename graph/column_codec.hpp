// A column: the values of one property for a run of rows (relationships of a block, nodes of a chunk), Null where a
// row lacks it. One row is read without decoding the others where the form allows it.
//   form:1 (bit 7: a bitmap of present rows follows, then only those rows' values)
//   1 same:    value                                   every row has it
//   2 packed:  least (zigzag varint), width:1, bits    integers as differences from the least
//   3 words:   count, values, width:1, bits            few distinct values, rows as indexes into them
//   4 plain:   (length varint, value)...               everything else
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

class PropertyColumnBuilder;

std::string encode_column(std::span<const Value> values);
// Appends `rows` values.
Result<void> decode_column(std::string_view bytes, std::size_t rows, std::vector<Value>& out);
// The same into a column in memory; with `existing` (bits), a place for each bit of 64 and values where it is set.
Result<void> decode_column(std::string_view bytes, std::size_t rows, PropertyColumnBuilder& out);
Result<void> decode_block_column(std::string_view bytes, std::uint64_t existing, PropertyColumnBuilder& out);
Result<Value> column_value(std::string_view bytes, std::size_t rows, std::size_t row);

}  // namespace skein::graph
