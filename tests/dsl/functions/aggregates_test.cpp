#include <catch2/catch.hpp>
#include <limits>

#include "dsl/functions/aggregator.hpp"
#include "dsl/value/display.hpp"
#include "graph/temporal/text.hpp"

using namespace skein;
using namespace skein::dsl;

namespace {

std::string aggregate(std::string_view name, const std::vector<Value>& values, bool distinct = false,
                      std::optional<Value> second = {}) {
  const auto aggregator = make_aggregator(*find_function(name), distinct);
  for (const Value& v : values) {
    std::vector<Value> arguments{v};
    if (second) arguments.push_back(*second);
    if (const auto added = aggregator->add(arguments); !added.ok())
      return added.error().error_class + " " + added.error().detail;
  }
  const auto out = aggregator->finish();
  return out.ok() ? display_text(*out) : out.error().error_class + " " + out.error().detail;
}

}  // namespace

TEST_CASE("aggregates pass over nulls", "[dsl][aggregates]") {
  const std::vector<Value> values = {3, Value(), 1, 2.5};
  CHECK(aggregate("count", values) == "3");
  CHECK(aggregate("sum", values) == "6.5");
  CHECK(aggregate("avg", {3, Value(), 1}) == "2.0");
  CHECK(aggregate("min", values) == "1");
  CHECK(aggregate("max", values) == "3");
  CHECK(aggregate("collect", values) == "[3, 1, 2.5]");
}

TEST_CASE("aggregates over nothing", "[dsl][aggregates]") {
  CHECK(aggregate("count", {}) == "0");
  CHECK(aggregate("sum", {}) == "0");
  CHECK(aggregate("avg", {}) == "null");
  CHECK(aggregate("min", {}) == "null");
  CHECK(aggregate("collect", {}) == "[]");
  CHECK(aggregate("stDev", {}) == "0.0");
  CHECK(aggregate("percentileCont", {}, false, 0.5) == "null");
}

TEST_CASE("sums hold what fits and refuse what does not", "[dsl][aggregates]") {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(aggregate("sum", {most, 1, -1}) == "9223372036854775807");
  CHECK(aggregate("sum", {most, 1}) == "ArithmeticError IntegerOverflow");
  CHECK(aggregate("avg", {most, most}) == "9.223372036854776E18");
  CHECK(aggregate("sum", {1e100, 1.0, -1e100}) == "1.0");
  CHECK(aggregate("sum", {0.1, 0.2, 0.3}) == "0.6");
  CHECK(aggregate("avg", {1.7e308, 1.7e308}) == "1.7E308");
  CHECK(aggregate("sum", {std::numeric_limits<double>::infinity(), 1.0}) == "Infinity");
  CHECK(aggregate("sum", {"x"}) == "TypeError InvalidArgumentValue");
}

TEST_CASE("durations add up and average", "[dsl][aggregates]") {
  const auto d = [](const char* text) { return Value(*graph::temporal::parse_duration(text)); };
  CHECK(aggregate("sum", {d("P1D"), d("PT12H")}) == "P1DT12H");
  CHECK(aggregate("avg", {d("P1D"), d("P3D")}) == "P2D");
  CHECK(aggregate("sum", {d("P1D"), 1}) == "TypeError InvalidArgumentValue");
}

TEST_CASE("distinct drops equivalent values", "[dsl][aggregates]") {
  CHECK(aggregate("count", {1, 1.0, 2, Value(), Value()}, true) == "2");
  CHECK(aggregate("sum", {1, 1, 2}, true) == "3");
  CHECK(aggregate("collect", {List{1}, List{1.0}, "a", "a"}, true) == R"([[1], "a"])");
}

TEST_CASE("min and max follow the order of ORDER BY", "[dsl][aggregates]") {
  CHECK(aggregate("max", {"b", 0.5, List{9}, true}) == "0.5");
  CHECK(aggregate("min", {"b", 0.5, List{9}, true}) == "[9]");
}

TEST_CASE("percentiles are interpolated or taken from the values", "[dsl][aggregates]") {
  const std::vector<Value> values = {40, 10, 30, 20};
  CHECK(aggregate("percentileCont", values, false, 0.5) == "25.0");
  CHECK(aggregate("percentileDisc", values, false, 0.5) == "20");
  CHECK(aggregate("percentileDisc", values, false, 0.0) == "10");
  CHECK(aggregate("percentileCont", values, false, 1) == "40.0");
  CHECK(aggregate("percentileDisc", values, false, 1.5) == "ArgumentError NumberOutOfRange");
  CHECK(aggregate("percentileCont", values, false, -0.1) == "ArgumentError NumberOutOfRange");
}

TEST_CASE("deviations of a sample and of a population", "[dsl][aggregates]") {
  CHECK(aggregate("stDevP", {2, 4, 4, 4, 5, 5, 7, 9}) == "2.0");
  CHECK(aggregate("stDev", {1, 3}) == "1.4142135623730951");
  CHECK(aggregate("stDevP", {1e9 + 1, 1e9 + 3}) == "1.0");
  CHECK(aggregate("stDev", {5}) == "0.0");
}

TEST_CASE("adding a row many times is adding it again and again", "[dsl][aggregates]") {
  for (const char* name : {"count", "sum", "avg", "min", "max", "collect", "stDev"})
    for (const bool distinct : {false, true}) {
      const auto once = make_aggregator(*find_function(name), distinct);
      const auto many = make_aggregator(*find_function(name), distinct);
      for (const Value& v : {Value(2), Value(), Value(7)}) {
        REQUIRE(many->add_times({&v, 1}, 3).ok());
        for (int i = 0; i < 3; ++i) REQUIRE(once->add({&v, 1}).ok());
      }
      INFO(name);
      CHECK(display_text(*once->finish()) == display_text(*many->finish()));
    }
  const auto star = make_count_star();
  REQUIRE(star->add({}).ok());
  REQUIRE(star->add_times({}, 4).ok());
  CHECK(display_text(*star->finish()) == "5");
}
