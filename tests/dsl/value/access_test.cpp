#include "dsl/value/access.hpp"

#include <catch2/catch.hpp>

#include "dsl/value/display.hpp"

using namespace skein;
using namespace skein::dsl;

namespace {
std::string told(const Result<Value>& r) {
  return r.ok() ? display_text(*r) : r.error().error_class + " " + r.error().detail;
}
std::string told(const Result<Truth>& r) { return r.ok() ? display_text(to_value(*r)) : r.error().error_class; }
const Value letters = List{"a", "b", "c", "d"};
}  // namespace

TEST_CASE("a map gives its entries and null for what it lacks", "[dsl][access]") {
  const Value map = Map{{"x", 1}, {"X", 2}};
  CHECK(told(property(map, "x", nullptr)) == "1");
  CHECK(told(property(map, "X", nullptr)) == "2");
  CHECK(told(property(map, "y", nullptr)) == "null");
  CHECK(told(property(Value(), "y", nullptr)) == "null");
  CHECK(told(property(7, "y", nullptr)) == "TypeError InvalidArgumentType");
  CHECK(told(subscript(map, "x", nullptr)) == "1");
  CHECK(told(subscript(map, Value(), nullptr)) == "null");
  CHECK(told(subscript(map, 0, nullptr)) == "TypeError MapElementAccessByNonString");
}

TEST_CASE("a list is indexed from both ends", "[dsl][access]") {
  CHECK(told(subscript(letters, 0, nullptr)) == "\"a\"");
  CHECK(told(subscript(letters, -1, nullptr)) == "\"d\"");
  CHECK(told(subscript(letters, 4, nullptr)) == "null");
  CHECK(told(subscript(letters, -5, nullptr)) == "null");
  CHECK(told(subscript(letters, std::numeric_limits<std::int64_t>::min(), nullptr)) == "null");
  CHECK(told(subscript(letters, 1.0, nullptr)) == "TypeError ListElementAccessByNonInteger");
  CHECK(told(subscript("text", 0, nullptr)) == "TypeError InvalidArgumentType");
}

TEST_CASE("a slice is cut to its list", "[dsl][access]") {
  const auto cut = [](std::optional<Value> from, std::optional<Value> to) {
    return told(slice(letters, from ? &*from : nullptr, to ? &*to : nullptr));
  };
  CHECK(cut(1, 3) == R"(["b", "c"])");
  CHECK(cut({}, 2) == R"(["a", "b"])");
  CHECK(cut(-2, {}) == R"(["c", "d"])");
  CHECK(cut(-9, 99) == R"(["a", "b", "c", "d"])");
  CHECK(cut(3, 1) == "[]");
  CHECK(cut(Value(), 1) == "null");
  CHECK(cut(0, "x") == "TypeError ListElementAccessByNonInteger");
}

TEST_CASE("IN finds, misses, and does not know", "[dsl][access]") {
  CHECK(told(in(2, List{1, 2.0})) == "true");
  CHECK(told(in(3, List{1, 2})) == "false");
  CHECK(told(in(3, List{1, Value()})) == "null");
  CHECK(told(in(1, List{Value(), 1})) == "true");
  CHECK(told(in(Value(), List{})) == "false");
  CHECK(told(in(Value(), List{1})) == "null");
  CHECK(told(in(1, Value())) == "null");
  CHECK(told(in(1, "1")) == "TypeError");
}

TEST_CASE("string predicates know nothing of other kinds", "[dsl][access]") {
  CHECK(starts_with("skein", "ske") == Truth::yes);
  CHECK(ends_with("skein", "in") == Truth::yes);
  CHECK(contains("skein", "kei") == Truth::yes);
  CHECK(contains("skein", "") == Truth::yes);
  CHECK(contains("skein", "x") == Truth::no);
  CHECK(contains(1, "1") == Truth::unknown);
  CHECK(starts_with("skein", Value()) == Truth::unknown);
}

TEST_CASE("points tell their coordinates by the names of their system", "[dsl][access]") {
  const Value flat = Point{7203, 1.5, 2.5, 0}, earth = Point{4979, 10, 50, 120};
  CHECK(told(property(flat, "x", nullptr)) == "1.5");
  CHECK(told(property(flat, "z", nullptr)) == "null");
  CHECK(told(property(flat, "latitude", nullptr)) == "null");
  CHECK(told(property(flat, "crs", nullptr)) == "\"cartesian\"");
  CHECK(told(property(earth, "longitude", nullptr)) == "10.0");
  CHECK(told(property(earth, "height", nullptr)) == "120.0");
  CHECK(told(property(earth, "srid", nullptr)) == "4979");
}
