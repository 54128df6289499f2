// What a fixture store holds: every form of value, by its index key. Part of it is in a table, the rest in
// the log. Never changed; a later format gets a function of its own.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "storage/index_value.hpp"
#include "storage/value.hpp"

namespace skein::tests {

inline std::vector<std::pair<std::string, Value>> fixture_pairs() {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
  const std::vector<Value> values = {Value(),
                                     false,
                                     true,
                                     Value(least),
                                     -17,
                                     -16,
                                     0,
                                     111,
                                     112,
                                     Value(greatest),
                                     0.5,
                                     -2.25,
                                     std::nan(""),
                                     std::numeric_limits<double>::infinity(),
                                     "",
                                     "a short one",
                                     std::string(500, 'z'),
                                     "αβγ 中文",
                                     List{},
                                     List{1, 2, 300},
                                     List{0.5, 1.5},
                                     List{1, "two", 3.5, Value(), List{true}},
                                     Map{},
                                     Map{{"a", 1}, {"b", List{Map{{"c", "d"}}}}},
                                     Date{-719'528},
                                     Date{20'000},
                                     LocalTime{1},
                                     Time{86'399'999'999'999, -3600},
                                     LocalDateTime{1'700'000'000, 5},
                                     DateTime{1'700'000'000, 6, 7200, nullptr},
                                     DateTime{1'700'000'000, 7, 3600, intern_zone("Europe/Stockholm")},
                                     Duration{14, -3, 7, 999'999'999},
                                     Point{7203, 1.5, -2.5, 0},
                                     Point{4979, 18.07, 59.33, 12}};
  std::vector<std::pair<std::string, Value>> pairs;
  for (const Value& value : values) {
    std::string key = "v";
    storage::put_index_value(key, value);
    pairs.emplace_back(std::move(key), value);
  }
  return pairs;
}

}  // namespace skein::tests
