#include "storage/value_codec.hpp"

#include <fmt/format.h>

#include <cassert>

namespace skein::storage {

namespace {

// The first byte of a value. Fixed for good: see docs/storage-format.md.
enum Form : std::uint8_t {
  form_null = 0,
  form_false = 1,
  form_true = 2,
  form_integer = 3,           // zigzag varint
  form_float = 4,             // 8 bytes, big-endian, ordered
  form_string = 5,            // length, bytes
  form_list = 6,              // count, values
  form_map = 7,               // count, (key, value) by ascending key
  form_date = 8,              // zigzag days
  form_local_time = 9,        // nanoseconds
  form_time = 10,             // nanoseconds, zigzag offset
  form_local_date_time = 11,  // zigzag seconds, nanoseconds
  form_date_time = 12,        // zigzag seconds, nanoseconds, zigzag offset
  form_zoned_date_time = 13,  // as date_time, then the zone's name
  form_duration = 14,         // zigzag months, days, seconds; nanoseconds
  form_point = 15,            // srid, x, y
  form_point_3d = 16,         // srid, x, y, z
  form_integers = 17,         // a list of integers: count, zigzag varints
  form_floats = 18,           // a list of floats: count, 8 bytes each
  form_short_string = 0x40,   // 0x40 + length, for lengths up to 63
  form_small_integer = 0x80,  // 0x80 + 16 + v, for -16 <= v <= 111
};

constexpr std::size_t longest_short = 63;
constexpr std::int64_t least_small = -16, greatest_small = 111;
constexpr std::int64_t nanos_a_day = 86'400'000'000'000;
constexpr std::uint64_t nanos_a_second = 1'000'000'000;
constexpr std::int32_t widest_offset = 18 * 3600;

void put_text(std::string& out, std::string_view text) {
  if (text.size() <= longest_short) {
    put_u8(out, static_cast<std::uint8_t>(form_short_string + text.size()));
    out.append(text);
  } else {
    put_u8(out, form_string);
    put_string(out, text);
  }
}

bool all_are(const List& list, Value::Kind kind) {
  for (const Value& v : list)
    if (v.kind() != kind) return false;
  return list.size() > 1;
}

void put_list(std::string& out, const List& list) {
  const bool integers = all_are(list, Value::Kind::integer), floats = all_are(list, Value::Kind::floating);
  put_u8(out, integers ? form_integers : floats ? form_floats : form_list);
  put_varint(out, list.size());
  for (const Value& v : list) {
    if (integers)
      put_signed_varint(out, v.as_int());
    else if (floats)
      put_double(out, v.as_float());
    else
      put_value(out, v);
  }
}

void put_nanos(std::string& out, std::int64_t nanos) { put_varint(out, static_cast<std::uint64_t>(nanos)); }

struct Encoder {
  std::string& out;

  void operator()(Null) const { put_u8(out, form_null); }
  void operator()(bool v) const { put_u8(out, v ? form_true : form_false); }
  void operator()(std::int64_t v) const {
    if (v >= least_small && v <= greatest_small) {
      put_u8(out, static_cast<std::uint8_t>(form_small_integer + (v - least_small)));
    } else {
      put_u8(out, form_integer);
      put_signed_varint(out, v);
    }
  }
  void operator()(double v) const {
    put_u8(out, form_float);
    put_double(out, v);
  }
  void operator()(const std::string& v) const { put_text(out, v); }
  void operator()(const ListPtr& v) const { put_list(out, *v); }
  void operator()(const MapPtr& v) const {
    put_u8(out, form_map);
    put_varint(out, v->size());
    for (const auto& [key, value] : *v) {
      put_string(out, key);
      put_value(out, value);
    }
  }
  void operator()(Date v) const {
    put_u8(out, form_date);
    put_signed_varint(out, v.days);
  }
  void operator()(LocalTime v) const {
    put_u8(out, form_local_time);
    put_nanos(out, v.nanos);
  }
  void operator()(Time v) const {
    put_u8(out, form_time);
    put_nanos(out, v.nanos);
    put_signed_varint(out, v.offset);
  }
  void operator()(LocalDateTime v) const {
    put_u8(out, form_local_date_time);
    put_signed_varint(out, v.seconds);
    put_nanos(out, v.nanos);
  }
  void operator()(const DateTime& v) const {
    put_u8(out, v.zone ? form_zoned_date_time : form_date_time);
    put_signed_varint(out, v.seconds);
    put_nanos(out, v.nanos);
    put_signed_varint(out, v.offset);
    if (v.zone) put_string(out, *v.zone);
  }
  void operator()(const Duration& v) const {
    put_u8(out, form_duration);
    put_signed_varint(out, v.months);
    put_signed_varint(out, v.days);
    put_signed_varint(out, v.seconds);
    put_nanos(out, v.nanos);
  }
  void operator()(const Point& v) const {
    put_u8(out, v.is_3d() ? form_point_3d : form_point);
    put_varint(out, static_cast<std::uint32_t>(v.srid));
    put_double(out, v.x);
    put_double(out, v.y);
    if (v.is_3d()) put_double(out, v.z);
  }
  void operator()(NodeId) const { not_storable(); }
  void operator()(const RelationshipId&) const { not_storable(); }
  void operator()(const PathPtr&) const { not_storable(); }
  void not_storable() const {
    assert(false && "callers ask check_storable first");
    put_u8(out, form_null);
  }
};

// Whole seconds and the nanoseconds of one.
std::int32_t take_fraction(ByteReader& in) {
  const auto nanos = in.take_varint();
  if (nanos >= nanos_a_second) return in.fail(), 0;
  return static_cast<std::int32_t>(nanos);
}

std::int64_t take_day_nanos(ByteReader& in) {
  const auto nanos = in.take_varint();
  if (nanos >= static_cast<std::uint64_t>(nanos_a_day)) return in.fail(), 0;
  return static_cast<std::int64_t>(nanos);
}

std::int32_t take_offset(ByteReader& in) {
  const auto offset = in.take_signed_varint();
  if (offset < -widest_offset || offset > widest_offset) return in.fail(), 0;
  return static_cast<std::int32_t>(offset);
}

Value take_at_depth(ByteReader& in, int depth);

Value take_list(ByteReader& in, Form form, int depth) {
  const std::size_t count = in.take_count(form == form_floats ? 8 : 1);
  List list;
  list.reserve(count < 1024 ? count : 1024);  // a Value is far larger than the byte that asks for it
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    if (form == form_integers)
      list.emplace_back(in.take_signed_varint());
    else if (form == form_floats)
      list.emplace_back(in.take_double());
    else
      list.push_back(take_at_depth(in, depth + 1));
  }
  return list;
}

Value take_map(ByteReader& in, int depth) {
  const std::size_t count = in.take_count(2);
  Map map;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    std::string key(in.take_string());
    if (!map.empty() && key <= map.rbegin()->first) in.fail();
    map.emplace_hint(map.end(), std::move(key), take_at_depth(in, depth + 1));
  }
  return map;
}

DateTime take_date_time(ByteReader& in, bool zoned) {
  DateTime v;
  v.seconds = in.take_signed_varint();
  v.nanos = take_fraction(in);
  v.offset = take_offset(in);
  if (zoned) {
    const auto zone = in.take_string();
    if (zone.empty() || zone.size() > 64)
      in.fail();  // names live as long as the process, so garbage stays out
    if (in.ok()) v.zone = intern_zone(zone);
  }
  return v;
}

Duration take_duration(ByteReader& in) {
  Duration v;
  v.months = in.take_signed_varint();
  v.days = in.take_signed_varint();
  v.seconds = in.take_signed_varint();
  v.nanos = take_fraction(in);
  return v;
}

Point take_point(ByteReader& in, bool is_3d) {
  Point v;
  v.srid = static_cast<std::int32_t>(in.take_varint32());
  v.x = in.take_double();
  v.y = in.take_double();
  if (is_3d) v.z = in.take_double();
  if (v.is_3d() != is_3d) in.fail();
  return v;
}

Value take_at_depth(ByteReader& in, int depth) {
  const std::uint8_t form = in.take_u8();
  if (form >= form_small_integer)
    return Value(static_cast<std::int64_t>(form - form_small_integer) + least_small);
  if (form >= form_short_string) return Value(std::string(in.take_bytes(form - form_short_string)));
  if (depth >= max_value_depth &&
      (form == form_list || form == form_map || form == form_integers || form == form_floats)) {
    in.fail();
    return {};
  }
  switch (form) {
    case form_null:
      return {};
    case form_false:
      return false;
    case form_true:
      return true;
    case form_integer:
      return in.take_signed_varint();
    case form_float:
      return in.take_double();
    case form_string:
      return std::string(in.take_string());
    case form_list:
    case form_integers:
    case form_floats:
      return take_list(in, static_cast<Form>(form), depth);
    case form_map:
      return take_map(in, depth);
    case form_date:
      return Date{in.take_signed_varint()};
    case form_local_time:
      return LocalTime{take_day_nanos(in)};
    case form_time: {
      const auto nanos = take_day_nanos(in);
      return Time{nanos, take_offset(in)};
    }
    case form_local_date_time: {
      const auto seconds = in.take_signed_varint();
      return LocalDateTime{seconds, take_fraction(in)};
    }
    case form_date_time:
    case form_zoned_date_time:
      return take_date_time(in, form == form_zoned_date_time);
    case form_duration:
      return take_duration(in);
    case form_point:
    case form_point_3d:
      return take_point(in, form == form_point_3d);
    default:
      in.fail();
      return {};
  }
}

Result<void> check_at_depth(const Value& value, int depth) {
  switch (value.kind()) {
    case Value::Kind::node:
    case Value::Kind::relationship:
    case Value::Kind::path:
      return Error{ErrorCode::invalid_argument,
                   fmt::format("a {} cannot be stored as a property; store what identifies it instead",
                               kind_name(value.kind()))};
    case Value::Kind::list:
    case Value::Kind::map:
      break;
    default:
      return {};
  }
  if (depth >= max_value_depth)
    return Error{ErrorCode::invalid_argument,
                 fmt::format("the value nests lists and maps more than {} deep", max_value_depth)};
  if (value.is<ListPtr>()) {
    for (const Value& v : value.as_list()) SKEIN_TRY(check_at_depth(v, depth + 1));
  } else {
    for (const auto& [key, v] : value.as_map()) SKEIN_TRY(check_at_depth(v, depth + 1));
  }
  return {};
}

}  // namespace

Result<void> check_storable(const Value& value) { return check_at_depth(value, 0); }

void put_value(std::string& out, const Value& value) { std::visit(Encoder{out}, value.storage()); }

Value take_value(ByteReader& in) {
  Value value = take_at_depth(in, 0);
  return in.ok() ? value : Value();
}

std::string encode_value(const Value& value) {
  std::string bytes;
  put_value(bytes, value);
  return bytes;
}

Result<Value> decode_value(std::string_view bytes) {
  ByteReader in(bytes);
  Value value = take_value(in);
  if (!in.done())
    return Error{ErrorCode::corruption, fmt::format("{} bytes that should be one stored value are not: {}",
                                                    bytes.size(), printable(bytes))};
  return value;
}

}  // namespace skein::storage
