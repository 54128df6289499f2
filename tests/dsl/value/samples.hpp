// Values of every kind, common and odd, for tests that hold for all of them.
#pragma once

#include <limits>
#include <vector>

#include "storage/value.hpp"

namespace skein::test {

inline std::vector<Value> sample_values() {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
  const RelationshipId r{NodeId{1}, NodeId{2}, TypeId{3}, 0}, s{NodeId{2}, NodeId{1}, TypeId{3}, 0};
  std::vector<Value> out = {
      Value(), true, false, 0, 1, -1, most, most - 1, least, std::int64_t{9007199254740993}, 0.0, -0.0, 1.0, 0.5, -1.5, 1e300, inf,
      -inf, nan, 9007199254740992.0, 9223372036854775808.0, "", "a", "b", "ab", "A", "é", "中",
      List{}, List{1}, List{1.0}, List{Value()}, List{1, 2}, List{1, Value()}, List{"a"}, List{List{}}, List{nan},
      Map{}, Map{{"a", 1}}, Map{{"a", 1.0}}, Map{{"a", Value()}}, Map{{"b", 1}}, Map{{"a", 1}, {"b", 2}},
      Date{0}, Date{-1}, Date{20000}, LocalTime{0}, LocalTime{1}, Time{0, 0}, Time{3'600'000'000'000, 3'600},
      Time{0, 3'600}, LocalDateTime{0, 0}, LocalDateTime{0, 1}, LocalDateTime{-1, 0}, DateTime{0, 0, 0, nullptr},
      DateTime{0, 0, 3'600, nullptr}, DateTime{0, 0, 3'600, intern_zone("Europe/Paris")},
      DateTime{0, 0, 3'600, intern_zone("Europe/Berlin")}, DateTime{1, 0, 0, nullptr}, Duration{}, Duration{1, 0, 0, 0},
      Duration{0, 30, 0, 0}, Duration{0, 31, 0, 0}, Duration{0, 0, 86'400, 0}, Duration{0, 1, 0, 0}, Duration{0, 0, -1, 5},
      Point{7203, 1, 2, 0}, Point{7203, 1, nan, 0}, Point{9157, 1, 2, 3}, Point{4326, 1, 2, 0}, NodeId{1}, NodeId{2}, r, s,
      Path{{NodeId{1}}, {}}, Path{{NodeId{1}, NodeId{2}}, {r}}, Path{{NodeId{2}, NodeId{1}}, {r}},
      Path{{NodeId{2}, NodeId{1}}, {s}},
  };
  return out;
}

}  // namespace skein::test
