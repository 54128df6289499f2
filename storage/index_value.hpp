// Property values as bytes that sort as openCypher orders values (openCypher 9, "Orderability"), for the keys
// of property indexes. Each encoding ends itself, so that values and other fields may follow one another in a
// key.
//
//   - Kinds in ascending order: map, list, point, date-time, local date-time, date, time, local time,
//   duration, string,
//     boolean, number, null.
//   - 1 and 1.0 are one key, as are 0.0 and -0.0; integers and floats are told apart down to the last bit,
//   past 2^53
//     too. NaN is one key, after all numbers.
//   - Times sort by instant, then offset; durations by their average length.
//
// What an index finds is to be compared with the stored value where the key says less than the value (1
// or 1.0).
#pragma once

#include <string>

#include "storage/bytes.hpp"
#include "storage/value.hpp"

namespace skein::storage {

// Appends the value; nodes, relationships and paths have no key (assert).
void put_index_value(std::string& out, const Value& value);

// The entry of a value that is an element of a stored list. It shares no range with values that stand for
// themselves.
void put_index_element(std::string& out, const Value& element);

// Takes a value without giving it: what follows it in a key can then be read. Fails on foreign bytes.
void skip_index_value(ByteReader& in);

// The kinds that compare with each other share one range of keys: [first, last) of all values comparable with
// this one, so that `n.age > 5` ends where numbers do.
struct KeyRange {
  std::string first;
  std::string last;
};
KeyRange index_kind_range(const Value& like);

// All values that stand for themselves: elements of lists are below.
KeyRange index_value_range();

// [first, last) of the strings that start with `prefix`.
KeyRange index_prefix_range(std::string_view prefix);

}  // namespace skein::storage
