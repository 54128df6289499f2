// Values to bytes and back, as small as they can be without a dictionary. The bytes do not sort; for keys see
// index_value.hpp. docs/storage-format.md gives the form of each kind. The numbers of the forms are never
// reused, so a form that a later skein adds is refused by an earlier one, not misread; records carry the
// version byte.
#pragma once

#include <string>
#include <string_view>

#include "storage/bytes.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::storage {

// Lists and maps nest at most this deep in a stored value; a value that is neither has depth 0.
inline constexpr int max_value_depth = 64;

// Whether the value can be stored: everything but nodes, relationships and paths, and not nested too deeply.
// The error is an invalid_argument that says what is in the way.
Result<void> check_storable(const Value& value);

// Appends a storable value.
void put_value(std::string& out, const Value& value);

// Takes one value. Anything that put_value never writes fails the reader, never more than that: bytes may be
// garbage.
Value take_value(ByteReader& in);

std::string encode_value(const Value& value);
// ErrorCode::corruption when the bytes are not exactly one value.
Result<Value> decode_value(std::string_view bytes);

}  // namespace skein::storage
