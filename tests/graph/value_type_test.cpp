#include "graph/value_type.hpp"

#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

std::string written(std::string_view text) { return ok(ValueType::parse(text)).text(); }
bool accepts(std::string_view text, const Value& value) { return ok(ValueType::parse(text)).accepts(value); }

}  // namespace

TEST_CASE("names of types are read in all their spellings and written in one", "[graph][types]") {
  CHECK(written("int") == "INTEGER");
  CHECK(written("signed   integer not null") == "INTEGER NOT NULL");
  CHECK(written("BOOL!") == "BOOLEAN NOT NULL");
  CHECK(written("VARCHAR LIST") == "LIST<STRING>");
  CHECK(written("list<string!>") == "LIST<STRING NOT NULL>");
  CHECK(written("ARRAY < FLOAT | INT > NOT NULL") == "LIST<INTEGER | FLOAT> NOT NULL");
  CHECK(written("timestamp with time zone") == "ZONED DATETIME");
  CHECK(written("TIME WITHOUT TIMEZONE") == "LOCAL TIME");
  CHECK(written("ANY VALUE") == "ANY");
  CHECK(written("ANY<STRING | INTEGER>") == "STRING | INTEGER");
  CHECK(written("PROPERTY VALUE") == "PROPERTY VALUE");
  CHECK(written("FLOAT | STRING | NULL") == "NULL | STRING | FLOAT");
}

TEST_CASE("what is no type is named", "[graph][types]") {
  CHECK(ValueType::parse("INTEGR").error().message.find("'INTEGR'") != std::string::npos);
  CHECK(ValueType::parse("LIST").error().message.find("LIST<STRING>") != std::string::npos);
  CHECK_FALSE(ValueType::parse("").ok());
  CHECK_FALSE(ValueType::parse("INTEGER |").ok());
  CHECK_FALSE(ValueType::parse("LIST<INTEGER").ok());
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "LIST<";
  CHECK_FALSE(ValueType::parse(deep).ok());
}

TEST_CASE("null is of every type that does not say NOT NULL", "[graph][types]") {
  CHECK(accepts("INTEGER", Value()));
  CHECK_FALSE(accepts("INTEGER NOT NULL", Value()));
  CHECK_FALSE(accepts("NOTHING", Value()));
  CHECK(accepts("INTEGER NOT NULL | STRING", Value()));
  CHECK(accepts("LIST<INTEGER>", Value(List{Value(1), Value()})));
  CHECK_FALSE(accepts("LIST<INTEGER NOT NULL>", Value(List{Value(1), Value()})));
}

TEST_CASE("a value is of its own type and of no other", "[graph][types]") {
  const Value values[] = {Value(true), Value(1), Value(1.5), Value("x"), Value(Date{1}), Value(Duration{}), Value(Map{})};
  const char* types[] = {"BOOLEAN", "INTEGER", "FLOAT", "STRING", "DATE", "DURATION", "MAP"};
  for (std::size_t i = 0; i < std::size(values); ++i)
    for (std::size_t k = 0; k < std::size(types); ++k) CHECK(accepts(types[k], values[i]) == (i == k));
  CHECK(accepts("PROPERTY VALUE", Value(List{Value(1)})));
  CHECK_FALSE(accepts("PROPERTY VALUE", Value(Map{})));
}

TEST_CASE("the type of a value is the closest one", "[graph][types]") {
  CHECK(ValueType::of(Value()).text() == "NULL");
  CHECK(ValueType::of(Value(1)).text() == "INTEGER NOT NULL");
  CHECK(ValueType::of(Value(List{})).text() == "LIST<NOTHING> NOT NULL");
  CHECK(ValueType::of(Value(List{Value("a"), Value(1), Value("b")})).text() == "LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL");
  CHECK(ValueType::of(Value(List{Value(1), Value()})).text() == "LIST<INTEGER> NOT NULL");
  for (const Value& value : {Value(), Value(1), Value(List{Value(1), Value(List{Value("x")})})})
    CHECK(ValueType::of(value).accepts(value));
}

TEST_CASE("a property can be a simple value or a list of such", "[graph][types]") {
  for (const char* yes : {"STRING", "LIST<DATE>", "INTEGER | FLOAT", "POINT", "PROPERTY VALUE"}) CHECK(ok(ValueType::parse(yes)).storable());
  for (const char* no : {"MAP", "NODE", "LIST<LIST<INTEGER>>", "LIST<MAP>", "ANY", "NULL"}) CHECK_FALSE(ok(ValueType::parse(no)).storable());
}
