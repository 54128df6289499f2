#include "dsl/value/access.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dsl/value/errors.hpp"
#include "dsl/value/regex.hpp"
#include "dsl/value/temporal/components.hpp"

namespace skein::dsl {

namespace {

using Kind = Value::Kind;

template <typename Entity>
Result<Value> entity_property(Entity entity, std::string_view key, const graph::Transaction* transaction) {
  assert(transaction);
  const auto id = transaction->catalog().key(key);
  if (!id) return Value();
  auto found = transaction->property(entity, *id);
  if (!found.ok() && found.error().code == ErrorCode::not_found)
    return not_found_error(fmt::format("{} has been deleted", shown(entity)));
  return found;
}

Value point_component(const Point& p, std::string_view key) {
  const bool geographic = p.srid == 4326 || p.srid == 4979;
  if (key == "x") return p.x;
  if (key == "y") return p.y;
  if (key == "z") return p.is_3d() ? Value(p.z) : Value();
  if (key == "srid") return static_cast<std::int64_t>(p.srid);
  if (key == "crs") {
    switch (p.srid) {
      case 7203: return "cartesian";
      case 9157: return "cartesian-3d";
      case 4326: return "wgs-84";
      default: return "wgs-84-3d";
    }
  }
  if (geographic) {
    if (key == "longitude") return p.x;
    if (key == "latitude") return p.y;
    if (key == "height") return p.is_3d() ? Value(p.z) : Value();
  }
  return {};
}

}  // namespace

Result<Value> property(const Value& of, std::string_view key, const graph::Transaction* transaction) {
  switch (of.kind()) {
    case Kind::null: return Value();
    case Kind::map: {
      const auto it = of.as_map().find(key);
      return it == of.as_map().end() ? Value() : it->second;
    }
    case Kind::node: return entity_property(of.as<NodeId>(), key, transaction);
    case Kind::relationship: return entity_property(of.as<RelationshipId>(), key, transaction);
    case Kind::date:
    case Kind::local_time:
    case Kind::time:
    case Kind::local_date_time:
    case Kind::date_time:
    case Kind::duration: return temporal::component(of, key);
    case Kind::point: return point_component(of.as<Point>(), key);
    default:
      return type_error("InvalidArgumentType",
                        fmt::format("property `{}` was asked of {}; only maps, nodes, relationships, temporal values "
                                    "and points have properties",
                                    key, shown(of)));
  }
}

Result<Value> subscript(const Value& of, const Value& index, const graph::Transaction* transaction) {
  if (of.is_null() || index.is_null()) return Value();
  switch (of.kind()) {
    case Kind::list: {
      const auto* i = index.get_if<std::int64_t>();
      if (!i)
        return type_error("ListElementAccessByNonInteger",
                          fmt::format("a list was indexed with {}, not with an integer", shown(index)));
      const List& list = of.as_list();
      const auto size = static_cast<std::int64_t>(list.size());
      const std::int64_t at = *i < 0 ? *i + size : *i;
      return at < 0 || at >= size ? Value() : list[static_cast<std::size_t>(at)];
    }
    case Kind::map:
    case Kind::node:
    case Kind::relationship:
      if (!index.is<std::string>())
        return type_error("MapElementAccessByNonString",
                          fmt::format("a {} was indexed with {}, not with a string",
                                      of.kind() == Kind::map ? "map" : of.kind() == Kind::node ? "node" : "relationship",
                                      shown(index)));
      return property(of, index.as_string(), transaction);
    default:
      return type_error("InvalidArgumentType",
                        fmt::format("{} cannot be indexed; only lists, maps, nodes and relationships can", shown(of)));
  }
}

Result<Value> slice(const Value& of, const Value* from, const Value* to) {
  if (of.is_null() || (from && from->is_null()) || (to && to->is_null())) return Value();
  if (!of.is<ListPtr>())
    return type_error("InvalidArgumentType", fmt::format("{} cannot be sliced; only lists can", shown(of)));
  for (const Value* end : {from, to})
    if (end && !end->is<std::int64_t>())
      return type_error("ListElementAccessByNonInteger",
                        fmt::format("a list was sliced with {}, not with an integer", shown(*end)));
  const List& list = of.as_list();
  const auto size = static_cast<std::int64_t>(list.size());
  const auto place = [size](std::int64_t i) { return std::clamp<std::int64_t>(i < 0 ? i + size : i, 0, size); };
  const std::int64_t begin = from ? place(from->as_int()) : 0;
  const std::int64_t end = to ? place(to->as_int()) : size;
  if (begin == 0 && end == size) return of;
  if (begin >= end) return Value(List{});
  return Value(List(list.begin() + begin, list.begin() + end));
}

Result<Truth> in(const Value& item, const Value& list) {
  if (list.is_null()) return Truth::unknown;
  if (!list.is<ListPtr>())
    return type_error("InvalidArgumentType", fmt::format("IN wants a list on its right, not {}", shown(list)));
  Truth found = Truth::no;
  for (const Value& candidate : list.as_list()) {
    const Truth same = equals(item, candidate);
    if (same == Truth::yes) return Truth::yes;
    if (same == Truth::unknown) found = Truth::unknown;
  }
  return found;
}

Truth starts_with(const Value& text, const Value& prefix) {
  const auto *t = text.get_if<std::string>(), *p = prefix.get_if<std::string>();
  return t && p ? truth(t->starts_with(*p)) : Truth::unknown;
}

Truth ends_with(const Value& text, const Value& suffix) {
  const auto *t = text.get_if<std::string>(), *s = suffix.get_if<std::string>();
  return t && s ? truth(t->ends_with(*s)) : Truth::unknown;
}

Truth contains(const Value& text, const Value& part) {
  const auto *t = text.get_if<std::string>(), *p = part.get_if<std::string>();
  return t && p ? truth(t->find(*p) != std::string::npos) : Truth::unknown;
}

Result<Truth> regex_match(const Value& text, const Value& pattern) {
  const auto *t = text.get_if<std::string>(), *p = pattern.get_if<std::string>();
  if (!t || !p) return Truth::unknown;
  SKEIN_ASSIGN(const bool matches, regex_matches(*p, *t));
  return truth(matches);
}

Result<Truth> truth_of(const Value& value) {
  if (value.is_null()) return Truth::unknown;
  if (const bool* b = value.get_if<bool>()) return truth(*b);
  return type_error("InvalidArgumentType", fmt::format("a truth value was wanted, not {}", shown(value)));
}

}  // namespace skein::dsl
