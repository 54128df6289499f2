#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>

#include "storage/index_value.hpp"
#include "storage/value_codec.hpp"

namespace skein::tests {

using namespace skein::storage;

namespace {

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto greatest = std::numeric_limits<std::int64_t>::max();

Value nested(int depth) {
  Value v = List{};
  for (int i = 1; i < depth; ++i) v = List{v};
  return v;
}

std::vector<Value> samples() {
  const auto* zone = intern_zone("Europe/Stockholm");
  return {
      Value(),
      true,
      false,
      0,
      -16,
      -17,
      111,
      112,
      300,
      -300,
      Value(least),
      Value(greatest),
      0.0,
      -0.0,
      1.5,
      std::nan(""),
      std::numeric_limits<double>::infinity(),
      "",
      "short",
      std::string(63, 'x'),
      std::string(64, 'x'),
      std::string("zero \0 inside", 13),
      std::string(100'000, 'y'),
      List{},
      List{1},
      List{1, 2, -3, Value(least)},
      List{1.5, -2.5},
      List{1, 2.0},
      List{Value(), "a", List{1, 2}, Map{{"k", 1}}},
      Map{},
      Map{{"", Value()}, {"b", List{}}},
      Date{0},
      Date{-719'528},
      Date{365'242'000'000},
      LocalTime{0},
      LocalTime{86'399'999'999'999},
      Time{1, -64'800},
      Time{86'399'999'999'999, 64'800},
      LocalDateTime{-1, 999'999'999},
      LocalDateTime{greatest, 0},
      DateTime{1'700'000'000, 1, 3600, nullptr},
      DateTime{1'700'000'000, 1, 3600, zone},
      DateTime{least, 0, -1, nullptr},
      Duration{1, -2, 3, 4},
      Duration{least, greatest, least, 999'999'999},
      Point{7203, 1, -2, 0},
      Point{4326, 18.07, 59.33, 0},
      Point{9157, 1, 2, 3},
      Point{7203, std::nan(""), -0.0, 0},
      Point{4979, 1, 2, -3},
      nested(max_value_depth),
  };
}

std::string key_of(const Value& v) {
  std::string key;
  put_index_value(key, v);
  return key;
}

}  // namespace

TEST_CASE("every kind of value that can be stored comes back the same", "[storage][value]") {
  for (const Value& v : samples()) {
    REQUIRE(check_storable(v));
    const auto back = decode_value(encode_value(v));
    INFO(kind_name(v.kind()));
    REQUIRE(back);
    CHECK(back->identical(v));
  }
}

TEST_CASE("common values take few bytes", "[storage][value]") {
  CHECK(encode_value(42).size() == 1);
  CHECK(encode_value("name").size() == 5);
  CHECK(encode_value(true).size() == 1);
  CHECK(encode_value(1'000'000).size() == 4);
  CHECK(encode_value(List(100, Value(7))).size() == 102);
  CHECK(encode_value(List(100, Value(0.5))).size() == 802);
}

// The bytes of each form, spelled out: they are on people's disks.
TEST_CASE("the bytes of values are those of format 1", "[storage][value]") {
  using namespace std::string_literals;
  CHECK(encode_value({}) == "\x00"s);
  CHECK(encode_value(-16) == "\x80"s);
  CHECK(encode_value(111) == "\xff"s);
  CHECK(encode_value(112) == "\x03\xe0\x01"s);
  CHECK(encode_value(1.0) == "\x04\xbf\xf0\x00\x00\x00\x00\x00\x00"s);
  CHECK(encode_value("ab") == "\x42"s + "ab");
  CHECK(encode_value(List{1, "a"}) == "\x06\x02\x91\x41"s + "a");
  CHECK(encode_value(Map{{"k", true}}) == "\x07\x01\x01k\x02"s);
  CHECK(encode_value(Date{-1}) == "\x08\x01"s);
  CHECK(encode_value(Time{5, 60}) == "\x0a\x05\x78"s);
  CHECK(encode_value(DateTime{1, 2, 0, intern_zone("UTC")}) == "\x0d\x02\x02\x00\x03UTC"s);
  CHECK(encode_value(List{1, 2}) == "\x11\x02\x02\x04"s);
}

TEST_CASE("what cannot be stored is refused with a reason", "[storage][value]") {
  const auto node = check_storable(List{1, Map{{"a", NodeId{7}}}});
  REQUIRE_FALSE(node);
  CHECK(node.error().code == ErrorCode::invalid_argument);
  CHECK(node.error().message.find("Node cannot be stored") != std::string::npos);
  CHECK_FALSE(check_storable(RelationshipId{}));
  CHECK_FALSE(check_storable(Path{}));
  CHECK_FALSE(check_storable(nested(max_value_depth + 1)));
}

TEST_CASE("value bytes that are cut, too long or foreign are refused", "[storage][value]") {
  using namespace std::string_literals;
  for (const Value& v : samples()) {
    const auto bytes = encode_value(v);
    const std::size_t step = bytes.size() / 200 + 1;
    for (std::size_t size = 0; size < bytes.size(); size += step)
      CHECK_FALSE(decode_value(std::string_view(bytes).substr(0, size)));
    const auto longer = decode_value(bytes + "x");
    REQUIRE_FALSE(longer);
    CHECK(longer.error().code == ErrorCode::corruption);
  }
  for (const auto& garbage : {"\x3f"s, "\x06\xff\xff\xff\xff\x0f"s,
                              "\x07\x02\x01"
                              "b\x00\x01"
                              "a\x00"s,
                              "\x07\x02\x01"
                              "a\x00\x01"
                              "a\x00"s,
                              "\x09\xff\xff\xff\xff\xff\xff\x7f"s, "\x0d\x00\x00\x00\x00"s,
                              "\x0f\xc5\x47"s + std::string(16, '\0')})
    CHECK_FALSE(decode_value(garbage));
  std::string deep(100'000, '\0');
  for (std::size_t i = 0; i + 1 < deep.size(); i += 2) {
    deep[i] = 6;  // a list of one list of one list ...
    deep[i + 1] = 1;
  }
  CHECK_FALSE(decode_value(deep));
}

TEST_CASE("random bytes never do more than fail to be a value", "[storage][value]") {
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(random() % 24, '\0');
    for (auto& c : bytes) c = static_cast<char>(random() % 4 == 0 ? random() : random() % 20);
    if (const auto v = decode_value(bytes)) CHECK(decode_value(encode_value(*v))->identical(*v));
    ByteReader in(bytes);
    skip_index_value(in);
  }
}

TEST_CASE("index values sort as openCypher orders values", "[storage][index_value]") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const auto* zone = intern_zone("Europe/Stockholm");
  const std::vector<Value> ascending = {Map{},
                                        Map{{"a", 1}},
                                        Map{{"a", 2}},
                                        Map{{"b", 0}},
                                        List{},
                                        List{"a"},
                                        List{"a", 1},
                                        List{"b"},
                                        List{1},
                                        List{1, 2},
                                        List{1.5},
                                        List{Value()},
                                        Point{4326, 1, 2, 0},
                                        Point{7203, 1, 1, 0},
                                        Point{7203, 1, 2, 0},
                                        DateTime{-5, 0, 0, nullptr},
                                        DateTime{0, 1, 0, nullptr},
                                        DateTime{0, 1, 3600, nullptr},
                                        DateTime{0, 1, 3600, zone},
                                        DateTime{1, 0, 0, nullptr},
                                        LocalDateTime{-1, 999'999'999},
                                        LocalDateTime{0, 0},
                                        Date{-1},
                                        Date{0},
                                        Date{20'000},
                                        Time{10'000'000'000, 3600},
                                        Time{0, 0},
                                        Time{1, 0},
                                        Time{0, -3600},
                                        LocalTime{0},
                                        LocalTime{5},
                                        Duration{0, -1, 0, 0},
                                        Duration{0, 0, 0, 0},
                                        Duration{0, 0, 86'399, 999'999'999},
                                        Duration{0, 0, 86'400, 0},
                                        Duration{0, 1, 0, 0},
                                        Duration{0, 30, 0, 0},
                                        Duration{1, 0, 0, 0},
                                        Duration{0, 31, 0, 0},
                                        Duration{greatest, 0, 0, 0},
                                        "",
                                        std::string(1, '\0'),
                                        "a",
                                        "aa",
                                        "b",
                                        "é",
                                        false,
                                        true,
                                        -inf,
                                        -1e300,
                                        Value(least),
                                        Value(least + 1),
                                        -9007199254740993,
                                        -9007199254740992.0,
                                        -2,
                                        -1.5,
                                        -1,
                                        0,
                                        0.5,
                                        1,
                                        2,
                                        9007199254740992.0,
                                        9007199254740993,
                                        9007199254740994.0,
                                        Value(greatest - 1),
                                        Value(greatest),
                                        0x1p63,
                                        1e300,
                                        inf,
                                        std::nan(""),
                                        Value()};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const auto key = key_of(ascending[i]);
    for (std::size_t j = i + 1; j < ascending.size(); ++j) {
      INFO(i << " " << j);
      REQUIRE(key < key_of(ascending[j]));
      REQUIRE(key + "\xff\xff" < key_of(ascending[j]));  // whatever field follows
    }
    const std::string followed = key + "tail";
    ByteReader in(followed);
    skip_index_value(in);
    CHECK(in.rest() == "tail");
    const auto range = index_kind_range(ascending[i]);
    CHECK(range.first <= key);
    CHECK(key < range.last);
  }
}

TEST_CASE("numbers that are equal have one index key", "[storage][index_value]") {
  CHECK(key_of(1) == key_of(1.0));
  CHECK(key_of(0.0) == key_of(-0.0));
  CHECK(key_of(Value(std::int64_t{9007199254740992})) == key_of(9007199254740992.0));
  CHECK(key_of(Value(least)) == key_of(-0x1p63));
  CHECK(key_of(Value(greatest)) != key_of(0x1p63));
  CHECK(key_of(1) != key_of(true));
  CHECK(key_of(1) != key_of("1"));
}

TEST_CASE("integers and floats around 2^53 and beyond sort exactly", "[storage][index_value]") {
  std::mt19937_64 random(5);
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < 300; ++i) numbers.push_back(static_cast<std::int64_t>(random()) >> (random() % 12));
  for (const auto a : numbers)
    for (const auto b : numbers) {
      REQUIRE((key_of(Value(a)) < key_of(Value(b))) == (a < b));
      const auto f = static_cast<double>(b);  // exactly an integer, except at 2^63
      if (f < 0x1p63) REQUIRE((key_of(Value(a)) < key_of(f)) == (a < static_cast<std::int64_t>(f)));
    }
}

TEST_CASE("a prefix range holds the strings that start with it and no others", "[storage][index_value]") {
  using namespace std::string_literals;
  for (const auto& prefix : {""s, "a"s, "a\0"s, "\xff"s}) {
    const auto range = index_prefix_range(prefix);
    for (const auto& text : {""s, "a"s, "a\0"s, "a\0b"s, "ab"s, "b"s, "\xff"s, "\xff\xff"s, "A"s}) {
      const auto key = key_of(text);
      CHECK((range.first <= key && key < range.last) == (text.compare(0, prefix.size(), prefix) == 0));
    }
  }
  const auto any = index_prefix_range("");
  CHECK(key_of(true) >= any.last);
}

}  // namespace skein::tests
