#include "dsl/value/compare.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "dsl/value/display.hpp"
#include "samples.hpp"

using namespace skein;
using namespace skein::dsl;

namespace {
const double not_a_number = std::numeric_limits<double>::quiet_NaN();
int sign(int x) { return (x > 0) - (x < 0); }
}  // namespace

TEST_CASE("a null on either side makes every comparison unknown", "[dsl][compare]") {
  for (const Value& v : test::sample_values()) {
    CHECK(equals(v, Value()) == Truth::unknown);
    CHECK(equals(Value(), v) == Truth::unknown);
    CHECK(less(v, Value()) == Truth::unknown);
    CHECK(less_equal(Value(), v) == Truth::unknown);
  }
}

TEST_CASE("numbers of both kinds are compared exactly", "[dsl][compare]") {
  CHECK(equals(3, 3.0) == Truth::yes);
  CHECK(equals(3, 3.5) == Truth::no);
  const std::int64_t odd = 9007199254740993;  // the nearest double is one less
  CHECK(equals(odd, 9007199254740992.0) == Truth::no);
  CHECK(less(9007199254740992.0, odd) == Truth::yes);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(less(most, 0x1p63) == Truth::yes);
  CHECK(equals(most, 0x1p63) == Truth::no);
  CHECK(less_equal(std::numeric_limits<std::int64_t>::min(), -0x1p63) == Truth::yes);
  CHECK(less(-3, -2.5) == Truth::yes);
  CHECK(less(-2.5, -2) == Truth::yes);
}

TEST_CASE("NaN equals nothing and is neither less nor greater than a number", "[dsl][compare]") {
  for (const Value& other : {Value(1), Value(1.0), Value(not_a_number), Value("x")}) CHECK(equals(not_a_number, other) == Truth::no);
  CHECK(less(not_a_number, 1) == Truth::no);
  CHECK(greater_equal(not_a_number, 1.0) == Truth::no);
  CHECK(less(not_a_number, "x") == Truth::unknown);
}

TEST_CASE("values of different kinds are not equal and cannot be ordered by <", "[dsl][compare]") {
  CHECK(equals("1", 1) == Truth::no);
  CHECK(equals(true, 1) == Truth::no);
  CHECK(less("1", 1) == Truth::unknown);
  CHECK(less(Date{1}, LocalDateTime{1, 0}) == Truth::unknown);
  CHECK(less(Map{}, Map{{"a", 1}}) == Truth::unknown);
  CHECK(less(NodeId{1}, NodeId{2}) == Truth::unknown);
  CHECK(less(Duration{0, 1, 0, 0}, Duration{0, 2, 0, 0}) == Truth::unknown);
  CHECK(less(false, true) == Truth::yes);
}

TEST_CASE("lists and maps are equal part by part, with unknown parts making unknown", "[dsl][compare]") {
  CHECK(equals(List{4, "x"}, List{4.0, "x"}) == Truth::yes);
  CHECK(equals(List{4}, List{4, Value()}) == Truth::no);
  CHECK(equals(List{4, Value()}, List{5, Value()}) == Truth::no);
  CHECK(equals(List{4, Value()}, List{4, 7}) == Truth::unknown);
  CHECK(equals(List{List{Value()}}, List{List{4}}) == Truth::unknown);
  CHECK(equals(Map{{"k", 1}}, Map{{"k", 1.0}}) == Truth::yes);
  CHECK(equals(Map{{"k", Value()}}, Map{{"k", 1}}) == Truth::unknown);
  CHECK(equals(Map{{"k", Value()}}, Map{{"l", 1}}) == Truth::no);
  CHECK(equals(Map{{"k", Value()}}, Map{}) == Truth::no);
}

TEST_CASE("lists are less item by item, and unknown where the deciding items are", "[dsl][compare]") {
  CHECK(less(List{4}, List{4, 0}) == Truth::yes);
  CHECK(less_equal(List{4, 0}, List{4, 0}) == Truth::yes);
  CHECK(less(List{4, 9}, List{5}) == Truth::yes);
  CHECK(less(List{4, Value()}, List{4, 1}) == Truth::unknown);
  CHECK(less(List{4, Value()}, List{5, 1}) == Truth::yes);
  CHECK(less(List{4, "x"}, List{4, 1}) == Truth::unknown);
}

TEST_CASE("times are less by the instant, and equal only with the same offset", "[dsl][compare]") {
  const std::int64_t hour = 3'600'000'000'000;
  const Value noon = Time{12 * hour, 0}, noon_in_paris = Time{12 * hour, 3'600}, one_in_paris = Time{13 * hour, 3'600};
  CHECK(less(noon_in_paris, noon) == Truth::yes);
  CHECK(equals(noon, one_in_paris) == Truth::no);
  CHECK(less(noon, one_in_paris) == Truth::yes);  // the same instant: west before east
}

TEST_CASE("kinds sort in openCypher's order", "[dsl][compare]") {
  const RelationshipId r{NodeId{1}, NodeId{2}, TypeId{1}, 0};
  const std::vector<Value> sorted = {
      Map{{"k", 1}}, NodeId{7}, r, List{1}, Path{{NodeId{1}}, {}}, Point{}, DateTime{}, LocalDateTime{}, Date{}, Time{},
      LocalTime{}, Duration{}, "text", false, true, -1e9, 3, 3.5, std::numeric_limits<double>::infinity(), not_a_number, Value()};
  std::vector<Value> shuffled = sorted;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(7));
  std::stable_sort(shuffled.begin(), shuffled.end(), ValueOrder());
  for (std::size_t i = 0; i < sorted.size(); ++i) CHECK(shuffled[i].identical(sorted[i]));
}

TEST_CASE("the order is total and equivalence and hashes agree with it", "[dsl][compare]") {
  const auto values = test::sample_values();
  for (const Value& a : values) {
    CHECK(order(a, a) == 0);
    for (const Value& b : values) {
      INFO(display_text(a) << " and " << display_text(b));
      const int ab = sign(order(a, b));
      CHECK(ab == -sign(order(b, a)));
      CHECK((ab == 0) == equivalent(a, b));
      if (ab == 0) CHECK(hash(a) == hash(b));
      if (equals(a, b) == Truth::yes) CHECK(ab == 0);
      if (less(a, b) == Truth::yes) CHECK(ab < 0);
      for (const Value& c : values)
        if (ab <= 0 && order(b, c) <= 0 && order(a, c) > 0) FAIL("not transitive with " << display_text(c));
    }
  }
}

TEST_CASE("random nested lists keep the order total", "[dsl][compare]") {
  std::mt19937 random(11);
  const auto leaves = test::sample_values();
  const auto nested = [&](auto& self, int depth) -> Value {
    if (depth == 0 || random() % 3 == 0) return leaves[random() % leaves.size()];
    List items;
    for (auto n = random() % 3; n > 0; --n) items.push_back(self(self, depth - 1));
    if (random() % 2) return items;
    Map map;
    for (std::size_t i = 0; i < items.size(); ++i) map.emplace(std::string(1, static_cast<char>('a' + random() % 3)), items[i]);
    return map;
  };
  for (int round = 0; round < 20'000; ++round) {
    const Value a = nested(nested, 3), b = nested(nested, 3), c = nested(nested, 3);
    REQUIRE(sign(order(a, b)) == -sign(order(b, a)));
    if (order(a, b) <= 0 && order(b, c) <= 0) REQUIRE(order(a, c) <= 0);
    if (equivalent(a, b)) REQUIRE(hash(a) == hash(b));
    if (equals(a, b) == Truth::yes) REQUIRE(equivalent(a, b));
  }
}

TEST_CASE("three-valued logic follows Kleene", "[dsl][compare]") {
  const Truth n = Truth::no, y = Truth::yes, u = Truth::unknown;
  CHECK((y & u) == u);
  CHECK((n & u) == n);
  CHECK((y | u) == y);
  CHECK((n | u) == u);
  CHECK((y ^ u) == u);
  CHECK((y ^ y) == n);
  CHECK((!u) == u);
  CHECK(to_value(u).is_null());
}
