#include "dsl/exec/column.hpp"

#include <catch2/catch.hpp>

#include "dsl/exec/batch.hpp"
#include "dsl/exec/group_table.hpp"

namespace skein::dsl::exec {

TEST_CASE("a column takes the narrowest kind that holds its values", "[dsl][exec]") {
  CHECK(Column::of(std::vector<Value>{1, Value(), 3}).kind() == Column::Kind::integer);
  CHECK(Column::of(std::vector<Value>{1.5, Value()}).kind() == Column::Kind::floating);
  CHECK(Column::of(std::vector<Value>{NodeId(4)}).kind() == Column::Kind::node);
  CHECK(Column::of(std::vector<Value>{1, 1.5}).kind() == Column::Kind::value);
  CHECK(Column::of(std::vector<Value>{Value(), Value()}).kind() == Column::Kind::value);
  const auto column = Column::of(std::vector<Value>{1, Value(), 3});
  CHECK(column.value(0).as_int() == 1);
  CHECK(column.is_null(1));
  CHECK(column.value(1).is_null());
}

TEST_CASE("picking rows of a column that has an index goes through that index", "[dsl][exec]") {
  const auto column =
      Column::of(std::vector<std::int64_t>{10, 11, 12, 13}).with_index(std::make_shared<Indices>(Indices{3, 1, 0}));
  const Column picked = column.pick(std::make_shared<Indices>(Indices{0, 0, 2}));
  CHECK(picked.value(0).as_int() == 13);
  CHECK(picked.value(1).as_int() == 13);
  CHECK(picked.value(2).as_int() == 10);
  CHECK(Column::constant(Value(5)).pick(std::make_shared<Indices>(Indices{7})).value(0).as_int() == 5);
}

TEST_CASE("selecting rows twice gives the rows of the rows", "[dsl][exec]") {
  Batch batch(3, 4);
  batch.set(0, Column::of(std::vector<std::int64_t>{10, 11, 12, 13}));
  batch.set(1, Column::constant(Value("same")));
  batch.select(Indices{3, 1, 1, 0});
  batch.select(Indices{2, 0});
  REQUIRE(batch.size == 2);
  CHECK(batch[0].value(0).as_int() == 11);
  CHECK(batch[0].value(1).as_int() == 13);
  CHECK(batch[1].value(1).as_string() == "same");
  CHECK_FALSE(batch[2].is_set());
}

TEST_CASE("columns of one batch share the index that a selection makes", "[dsl][exec]") {
  Batch batch(2, 3);
  batch.set(0, Column::of(std::vector<std::int64_t>{1, 2, 3}));
  batch.set(1, Column::of(std::vector<double>{1, 2, 3}));
  batch.select(Indices{0, 2});
  batch.select(Indices{1});
  CHECK(batch[0].index() == batch[1].index());
}

TEST_CASE("a builder that meets another kind keeps what it has", "[dsl][exec]") {
  ColumnBuilder builder;
  builder.append_null();
  builder.append(Value(1));
  builder.append(Value(2));
  builder.append(Value("three"));
  builder.append_null();
  const Column column = builder.finish();
  CHECK(column.is_null(0));
  CHECK(column.value(1).as_int() == 1);
  CHECK(column.value(3).as_string() == "three");
  CHECK(column.is_null(4));
}

TEST_CASE("batches of different kinds are joined row by row", "[dsl][exec]") {
  Batch a(1, 2), b(1, 1);
  a.set(0, Column::of(std::vector<std::int64_t>{1, 2}));
  b.set(0, Column::of(std::vector<Value>{"x"}));
  b.weight = Column::of(std::vector<std::int64_t>{7});
  const Batch all = concatenate({a, b});
  REQUIRE(all.size == 3);
  CHECK(all[0].value(1).as_int() == 2);
  CHECK(all[0].value(2).as_string() == "x");
  CHECK(all.weight_of(0) == 1);
  CHECK(all.weight_of(2) == 7);
}

TEST_CASE("runs find the rows that share an entry", "[dsl][exec]") {
  const auto column =
      Column::of(std::vector<std::int64_t>{5, 6}).with_index(std::make_shared<Indices>(Indices{0, 0, 0, 1, 1, 1, 1}));
  Indices entries;
  const auto runs = column.runs(7, entries);
  REQUIRE(runs);
  CHECK(entries == Indices{0, 3});
  CHECK(*runs == Indices{0, 0, 0, 1, 1, 1, 1});
}

TEST_CASE("equivalent values are one group, in the order of coming", "[dsl][exec]") {
  GroupTable table(2);
  std::vector<std::uint32_t> groups;
  table.number({Column::of(std::vector<Value>{1, 1.0, Value(), Value(), 2}), Column::constant(Value("k"))}, 5, groups);
  CHECK(groups == std::vector<std::uint32_t>{0, 0, 1, 1, 2});
  table.number({Column::of(std::vector<std::int64_t>{2, 3}), Column::constant(Value("k"))}, 2, groups);
  CHECK(groups == std::vector<std::uint32_t>{2, 3});
  const auto keys = table.finish();
  CHECK(keys[0].value(3).as_int() == 3);
}

TEST_CASE("groups of nodes stay the same when other values come in between", "[dsl][exec]") {
  GroupTable table(1);
  std::vector<std::uint32_t> groups;
  table.number({Column::of(std::vector<NodeId>{NodeId(9), NodeId(4), NodeId(9)})}, 3, groups);
  CHECK(groups == std::vector<std::uint32_t>{0, 1, 0});
  table.number({Column::of(std::vector<Value>{"x", NodeId(4), Value()})}, 3, groups);
  CHECK(groups == std::vector<std::uint32_t>{2, 1, 3});
  table.number({Column::of(std::vector<NodeId>{NodeId(9), NodeId(5)})}, 2, groups);
  CHECK(groups == std::vector<std::uint32_t>{0, 4});
}

}  // namespace skein::dsl::exec
