#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "../value/samples.hpp"
#include "calling.hpp"
#include "dsl/functions/aggregator.hpp"

using namespace skein;
using namespace skein::dsl;
using skein::test::call;
using skein::test::call_for_value;

TEST_CASE("functions are found whatever the case, and near misses suggest a name", "[dsl][functions]") {
  REQUIRE(find_function("TOUPPER"));
  CHECK(find_function("toupper")->name == "toUpper");
  CHECK(find_function("Date.Truncate")->name == "date.truncate");
  CHECK(find_function("nope") == nullptr);
  CHECK(similar_function("tointger") == "toInteger");
  CHECK(similar_function("colect") == "collect");
  CHECK(similar_function("xyzzyx").empty());
}

TEST_CASE("every function is described, sorted, and either called or aggregated", "[dsl][functions]") {
  std::string before;
  for (const FunctionInfo* function : all_functions()) {
    INFO(function->name);
    CHECK_FALSE(function->signature.empty());
    CHECK_FALSE(function->description.empty());
    CHECK_FALSE(function->category.empty());
    CHECK(function->min_args <= function->max_args);
    CHECK((function->call != nullptr) != (function->aggregator != nullptr));
    CHECK(function->is_aggregate == (function->aggregator != nullptr));
    CHECK(function->signature.substr(0, function->name.size()) == function->name);
    std::string lower(function->name);
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    CHECK(before < lower);
    before = lower;
  }
}

TEST_CASE("no function crashes on any value, and errors carry the TCK's terms", "[dsl][functions]") {
  const auto values = test::sample_values();
  std::mt19937 random(3);
  for (const FunctionInfo* function : all_functions()) {
    if (function->is_aggregate || function->category == "Graph") continue;
    for (int round = 0; round < 400; ++round) {
      std::vector<Value> arguments;
      const std::size_t high = std::min<std::size_t>(function->max_args, function->min_args + 2);
      for (std::size_t n = function->min_args + random() % (high - function->min_args + 1); n > 0; --n)
        arguments.push_back(values[random() % values.size()]);
      INFO(function->name);
      const auto out = call_for_value(function->name, arguments);
      if (!out.ok()) {
        CHECK_FALSE(out.error().error_class.empty());
        CHECK_FALSE(out.error().detail.empty());
        CHECK_FALSE(out.error().message.empty());
      } else if (!out->is_null()) {
        CHECK(has_kind(function->result, out->kind()));
      }
    }
  }
}

TEST_CASE("strings are cut by characters, not by bytes", "[dsl][functions]") {
  CHECK(call("substring", {"Zürich", 1}) == "\"ürich\"");
  CHECK(call("substring", {"Zürich", 1, 2}) == "\"ür\"");
  CHECK(call("substring", {"Zürich", 9}) == "\"\"");
  CHECK(call("substring", {"abc", -1}) == "ArgumentError NegativeIntegerArgument");
  CHECK(call("left", {"日本語", 2}) == "\"日本\"");
  CHECK(call("right", {"日本語", 2}) == "\"本語\"");
  CHECK(call("right", {"ab", 5}) == "\"ab\"");
  CHECK(call("reverse", {"añb"}) == "\"bña\"");
  CHECK(call("size", {"añb"}) == "3");
  CHECK(call("char_length", {"日本"}) == "2");
}

TEST_CASE("strings are replaced, split, trimmed and cased", "[dsl][functions]") {
  CHECK(call("replace", {"banana", "an", "-"}) == "\"b--a\"");
  CHECK(call("replace", {"banana", "", "-"}) == "\"banana\"");
  CHECK(call("split", {"a,b,,c", ","}) == R"(["a", "b", "", "c"])");
  CHECK(call("split", {"", ","}) == R"([""])");
  CHECK(call("split", {"añb", ""}) == R"(["a", "ñ", "b"])");
  CHECK(call("split", {"a-b c", List{"-", " "}}) == R"(["a", "b", "c"])");
  CHECK(call("trim", {" \t x \n"}) == "\"x\"");
  CHECK(call("trim", {"\u00a0x\u3000"}) == "\"x\"");
  CHECK(call("lTrim", {"  x "}) == "\"x \"");
  CHECK(call("rTrim", {"  x "}) == "\"  x\"");
  CHECK(call("btrim", {"xyaxy", "xy"}) == "\"a\"");
  CHECK(call("toUpper", {"groß"}) == "\"GROSS\"");
  CHECK(call("toLower", {"ÄÖ"}) == "\"äö\"");
  CHECK(call("toUpper", {5}) == "TypeError InvalidArgumentValue");
  CHECK(call("toUpper", {Value()}) == "null");
  CHECK(call("normalize", {"e\u0301"}) == "\"é\"");
  CHECK(call("normalize", {"x", "NFX"}) == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("a replacement that would fill the memory is refused", "[dsl][functions]") {
  const std::string much(1 << 20, 'a');
  const auto out = call_for_value("replace", {much, "a", std::string(1 << 12, 'b')});
  REQUIRE_FALSE(out.ok());
  CHECK(out.error().code == ErrorCode::limit);
}

TEST_CASE("lists give their ends and their size", "[dsl][functions]") {
  const Value list = List{1, 2, 3};
  CHECK(call("head", {list}) == "1");
  CHECK(call("last", {list}) == "3");
  CHECK(call("tail", {list}) == "[2, 3]");
  CHECK(call("reverse", {list}) == "[3, 2, 1]");
  CHECK(call("size", {list}) == "3");
  CHECK(call("head", {List{}}) == "null");
  CHECK(call("tail", {List{}}) == "[]");
  CHECK(call("isEmpty", {List{}}) == "true");
  CHECK(call("keys", {Map{{"b", 1}, {"a", Value()}}}) == R"(["a", "b"])");
  CHECK(call("properties", {Map{{"b", 1}}}) == "{b: 1}");
  CHECK(call("coalesce", {Value(), 2, 3}) == "2");
  CHECK(call("coalesce", {Value()}) == "null");
  CHECK(call("nullIf", {1, 1.0}) == "null");
  CHECK(call("nullIf", {1, 2}) == "1");
}

TEST_CASE("a range holds both its ends and refuses what has no end", "[dsl][functions]") {
  CHECK(call("range", {2, 5}) == "[2, 3, 4, 5]");
  CHECK(call("range", {5, 2, -2}) == "[5, 3]");
  CHECK(call("range", {5, 2}) == "[]");
  CHECK(call("range", {1, 2, 0}) == "ArgumentError NumberOutOfRange");
  CHECK(call("range", {1, 2.0}) == "ArgumentError InvalidArgumentType");
  const std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
  CHECK(call("range", {most - 1, most}) == "[9223372036854775806, 9223372036854775807]");
  CHECK(call("range", {least, most, most}) == "[-9223372036854775808, -1, 9223372036854775806]");
  CHECK(call_for_value("range", {least, most}).error().code == ErrorCode::limit);
}

TEST_CASE("numbers are rounded as they are written", "[dsl][functions]") {
  CHECK(call("round", {2.5}) == "3.0");
  CHECK(call("round", {-2.5}) == "-2.0");
  CHECK(call("round", {0.49999999999999994}) == "0.0");
  CHECK(call("round", {1.005, 2}) == "1.01");
  CHECK(call("round", {-1.25, 1}) == "-1.3");
  CHECK(call("round", {1234.5, -2}) == "1200.0");
  CHECK(call("round", {1250.0, -2, "HALF_EVEN"}) == "1200.0");
  CHECK(call("round", {9.99, 1}) == "10.0");
  CHECK(call("round", {0.004, 1, "UP"}) == "0.1");
  CHECK(call("round", {-1.19, 1, "CEILING"}) == "-1.1");
  CHECK(call("round", {-1.11, 1, "FLOOR"}) == "-1.2");
  CHECK(call("round", {1.15, 1, "HALF_DOWN"}) == "1.1");
  CHECK(call("round", {1.19, 1, "DOWN"}) == "1.1");
  CHECK(call("round", {70.0, -3}) == "0.0");
  CHECK(call("round", {700.0, -3}) == "1000.0");
  CHECK(call("round", {1.5, 1, "SIDEWAYS"}) == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("mathematics gives floats, abs and sign keep integers", "[dsl][functions]") {
  CHECK(call("abs", {-3}) == "3");
  CHECK(call("abs", {-3.5}) == "3.5");
  CHECK(call("abs", {std::numeric_limits<std::int64_t>::min()}) == "ArithmeticError IntegerOverflow");
  CHECK(call("sign", {-0.5}) == "-1");
  CHECK(call("ceil", {1.2}) == "2.0");
  CHECK(call("floor", {-1.2}) == "-2.0");
  CHECK(call("sqrt", {16}) == "4.0");
  CHECK(call("sqrt", {-1}) == "NaN");
  CHECK(call("isNaN", {std::nan("")}) == "true");
  CHECK(call("log10", {1000}) == "3.0");
  CHECK(call("exp", {0}) == "1.0");
  CHECK(call("degrees", {call_for_value("pi", {})->as_float()}) == "180.0");
  CHECK(call("haversin", {0}) == "0.0");
  CHECK(call("atan2", {0, -1}) == "3.141592653589793");
  CHECK(call("sqrt", {"x"}) == "TypeError InvalidArgumentValue");
}

TEST_CASE("conversions read text, and know what they cannot", "[dsl][functions]") {
  CHECK(call("toInteger", {"42"}) == "42");
  CHECK(call("toInteger", {" -7 "}) == "-7");
  CHECK(call("toInteger", {"3.99"}) == "3");
  CHECK(call("toInteger", {"1e3"}) == "1000");
  CHECK(call("toInteger", {"12x"}) == "null");
  CHECK(call("toInteger", {-3.7}) == "-3");
  CHECK(call("toInteger", {1e30}) == "ArithmeticError IntegerOverflow");
  CHECK(call("toInteger", {List{}}) == "TypeError InvalidArgumentValue");
  CHECK(call("toIntegerOrNull", {List{}}) == "null");
  CHECK(call("toIntegerList", {List{"1", "x", 2.5}}) == "[1, null, 2]");
  CHECK(call("toFloat", {"1.5e-3"}) == "0.0015");
  CHECK(call("toFloat", {".5"}) == "0.5");
  CHECK(call("toFloat", {"1e999"}) == "Infinity");
  CHECK(call("toFloat", {"-1e-999"}) == "-0.0");
  CHECK(call("toFloat", {"x"}) == "null");
  CHECK(call("toFloat", {true}) == "TypeError InvalidArgumentValue");
  CHECK(call("toBoolean", {"TRUE"}) == "true");
  CHECK(call("toBoolean", {"yes"}) == "null");
  CHECK(call("toBoolean", {0}) == "false");
  CHECK(call("toBoolean", {0.0}) == "TypeError InvalidArgumentValue");
  CHECK(call("toString", {1.0}) == "\"1.0\"");
  CHECK(call("toString", {1e21}) == "\"1.0E21\"");
  CHECK(call("toString", {12345678.9}) == "\"1.23456789E7\"");
  CHECK(call("toString", {0.0001}) == "\"1.0E-4\"");
  CHECK(call("toString", {List{1}}) == "TypeError InvalidArgumentValue");
  CHECK(call("toStringList", {List{1, Map{}, true}}) == R"(["1", null, "true"])");
}

TEST_CASE("points lie in one of four systems", "[dsl][functions]") {
  CHECK(call("point", {Map{{"x", 1}, {"y", 2}}}) == "point({srid: 7203, x: 1.0, y: 2.0})");
  CHECK(call("point", {Map{{"longitude", 190}, {"latitude", 2}}}) == "point({srid: 4326, x: -170.0, y: 2.0})");
  CHECK(call("point", {Map{{"x", 1}, {"y", 2}, {"z", 3}, {"crs", "wgs-84-3d"}}}) ==
        "point({srid: 4979, x: 1.0, y: 2.0, z: 3.0})");
  CHECK(call("point", {Map{{"x", 1}, {"y", Value()}}}) == "null");
  CHECK(call("point", {Map{{"x", 1}}}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("point", {Map{{"longitude", 1}, {"latitude", 91}}}) == "ArgumentError NumberOutOfRange");
  const Value a = Point{7203, 0, 0, 0}, b = Point{7203, 3, 4, 0}, c = Point{4326, 0, 0, 0};
  CHECK(call("point.distance", {a, b}) == "5.0");
  CHECK(call("point.distance", {a, c}) == "null");
  const auto quarter = call_for_value("point.distance", {c, Point{4326, 90, 0, 0}});
  CHECK(quarter->as_float() == Approx(10'018'754).epsilon(1e-4));
  CHECK(call("point.withinBBox", {Point{7203, 1, 1, 0}, a, b}) == "true");
  CHECK(call("point.withinBBox", {Point{4326, 179, 0, 0}, Point{4326, 170, -1, 0}, Point{4326, -170, 1, 0}}) == "true");
}

TEST_CASE("random values have their form", "[dsl][functions]") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const double x = call_for_value("rand", {})->as_float();
    CHECK((x >= 0 && x < 1));
    const std::string uuid = call_for_value("randomUUID", {})->as_string();
    REQUIRE(uuid.size() == 36);
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    CHECK(seen.insert(uuid).second);
  }
}

TEST_CASE("nodes, relationships and paths tell what they are made of", "[dsl][functions]") {
  const RelationshipId r{NodeId{1}, NodeId{2}, TypeId{0}, 0};
  const Value path = Path{{NodeId{2}, NodeId{1}}, {r}};
  CHECK(call("startNode", {r}) == "(1)");
  CHECK(call("endNode", {r}) == "(2)");
  CHECK(call("nodes", {path}) == "[(2), (1)]");
  CHECK(call("length", {path}) == "1");
  CHECK(call("id", {NodeId{7}}) == "7");
  CHECK(call("elementId", {NodeId{7}}) == "\"7\"");
  CHECK(call("elementId", {r}) == "\"1:0:2:0\"");
  CHECK(call("length", {NodeId{7}}) == "TypeError InvalidArgumentValue");
  CHECK(call("type", {3}) == "TypeError InvalidArgumentValue");
}
