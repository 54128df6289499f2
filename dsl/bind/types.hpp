// What is known of a value before the query runs: the kinds it may have, and those of its elements if it is a
// list. Null may always stand in for any of them.
#pragma once

#include <string>
#include <string_view>

#include "dsl/functions/registry.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

struct Type {
  KindSet kinds = any_kind;
  KindSet elements = any_kind;
};

using Kind = Value::Kind;

constexpr KindSet kind_bit(Kind kind) { return kinds(kind); }
constexpr KindSet null_kind = kinds(Kind::null);
constexpr KindSet boolean_kind = kinds(Kind::boolean);
constexpr KindSet number_kinds = kinds(Kind::integer, Kind::floating);
constexpr KindSet temporal_kinds =
    kinds(Kind::date, Kind::local_time, Kind::time, Kind::local_date_time, Kind::date_time);
constexpr KindSet entity_kinds = kinds(Kind::node, Kind::relationship);
// What has properties: `x.key`.
constexpr KindSet keyed_kinds = entity_kinds | temporal_kinds | kinds(Kind::map, Kind::duration, Kind::point);

constexpr Type type_of_kind(Kind kind) { return {kind_bit(kind), any_kind}; }
constexpr Type list_of(KindSet elements) { return {kind_bit(Kind::list), elements}; }
constexpr Type union_of(Type a, Type b) { return {a.kinds | b.kinds, a.elements | b.elements}; }

// Could a value of this type be one of `wanted`, or null?
constexpr bool may_be(Type type, KindSet wanted) { return (type.kinds & (wanted | null_kind)) != 0; }
// Is it nothing but `wanted`? Null by itself is not.
constexpr bool is_only(Type type, KindSet wanted) {
  return (type.kinds & ~null_kind) != 0 && (type.kinds & ~(wanted | null_kind)) == 0;
}

// The type of a literal value.
Type type_of(const Value& value);
// "an Integer", "a String or a List", for messages.
std::string describe(KindSet kinds);
// What a procedure's declared type ("INTEGER?", "NUMBER?", "LIST<STRING>") takes.
KindSet declared_kinds(std::string_view declared);

}  // namespace skein::dsl
