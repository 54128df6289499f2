#include "storage/index_value.hpp"

#include <cassert>
#include <cmath>

#include "storage/kv_store.hpp"
#include "storage/value_codec.hpp"

namespace skein::storage {

namespace {

// The first byte of an index value; fixed for good, with gaps for kinds to come. `end` closes lists and maps
// and sorts before every value, so that a list sorts after its own beginnings.
enum Mark : std::uint8_t {
  mark_end = 0x00,
  mark_element = 0x08,  // then the value
  mark_map = 0x10,
  mark_list = 0x20,
  mark_point = 0x28,
  mark_date_time = 0x30,
  mark_local_date_time = 0x34,
  mark_date = 0x38,
  mark_time = 0x3c,
  mark_local_time = 0x40,
  mark_duration = 0x44,
  mark_string = 0x50,
  mark_false = 0x58,
  mark_true = 0x59,
  mark_number = 0x60,
  mark_null = 0x70,
};

constexpr double exact_limit =
    9007199254740992.0;  // 2^53: from here on a double may stand for several integers
constexpr std::int64_t nanos_a_second = 1'000'000'000;
constexpr std::int64_t average_month = 2'629'746;  // seconds: a 400th of 146,097 days, by 12
constexpr std::int64_t day = 86'400;

// A number past the limit is followed by its distance from the double, so that all integers have keys of
// their own.
bool has_distance(double v) { return std::isfinite(v) && std::abs(v) >= exact_limit; }

void put_float(std::string& out, double v) {
  put_u8(out, mark_number);
  put_double(out, v == 0 ? 0.0 : v);
  if (has_distance(v)) put_u16(out, 0);
}

void put_integer(std::string& out, std::int64_t v) {
  auto below = static_cast<double>(v);  // then the greatest double that is not above v
  if (below >= 0x1p63 || static_cast<std::int64_t>(below) > v) below = std::nextafter(below, -INFINITY);
  put_u8(out, mark_number);
  put_double(out, below);
  if (has_distance(below)) put_u16(out, static_cast<std::uint16_t>(v - static_cast<std::int64_t>(below)));
}

struct Encoder {
  std::string& out;

  void operator()(Null) const { put_u8(out, mark_null); }
  void operator()(bool v) const { put_u8(out, v ? mark_true : mark_false); }
  void operator()(std::int64_t v) const { put_integer(out, v); }
  void operator()(double v) const { put_float(out, v); }
  void operator()(const std::string& v) const {
    put_u8(out, mark_string);
    put_ordered_string(out, v);
  }
  void operator()(const ListPtr& v) const {
    put_u8(out, mark_list);
    for (const Value& each : *v) put_index_value(out, each);
    put_u8(out, mark_end);
  }
  void operator()(const MapPtr& v) const {
    put_u8(out, mark_map);
    for (const auto& [key, value] : *v) {
      put_u8(out, mark_string);
      put_ordered_string(out, key);
      put_index_value(out, value);
    }
    put_u8(out, mark_end);
  }
  void operator()(Date v) const {
    put_u8(out, mark_date);
    put_i64(out, v.days);
  }
  void operator()(LocalTime v) const {
    put_u8(out, mark_local_time);
    put_i64(out, v.nanos);
  }
  void operator()(Time v) const {
    put_u8(out, mark_time);
    put_i64(out, v.nanos - v.offset * nanos_a_second);
    put_i32(out, v.offset);
  }
  void operator()(LocalDateTime v) const {
    put_u8(out, mark_local_date_time);
    put_i64(out, v.seconds);
    put_i32(out, v.nanos);
  }
  void operator()(const DateTime& v) const {
    put_u8(out, mark_date_time);
    put_i64(out, v.seconds);
    put_i32(out, v.nanos);
    put_i32(out, v.offset);
    put_ordered_string(out, v.zone ? *v.zone : std::string());
  }
  void operator()(const Duration& v) const {
    __extension__ using Wide = __int128;
    const Wide nanos =
        (Wide{v.months} * average_month + Wide{v.days} * day + v.seconds) * nanos_a_second + v.nanos;
    put_u8(out, mark_duration);
    put_i64(out, static_cast<std::int64_t>(nanos >> 64));
    put_u64(out, static_cast<std::uint64_t>(nanos));
    put_i64(out, v.months);
    put_i64(out, v.days);
    put_i64(out, v.seconds);
  }
  void operator()(const Point& v) const {
    put_u8(out, mark_point);
    put_i32(out, v.srid);
    for (const double each : {v.x, v.y, v.z}) put_double(out, each == 0 ? 0.0 : each);
  }
  void operator()(NodeId) const { assert(false && "has no key"); }
  void operator()(const RelationshipId&) const { assert(false && "has no key"); }
  void operator()(const PathPtr&) const { assert(false && "has no key"); }
};

void skip_ordered_string(ByteReader& in) { (void)in.take_ordered_string(); }

void skip_at_depth(ByteReader& in, std::uint8_t mark, int depth) {
  switch (mark) {
    case mark_map:
    case mark_list:
      if (depth >= max_value_depth) return in.fail();
      while (in.ok()) {
        const auto next = in.take_u8();
        if (next == mark_end) return;
        skip_at_depth(in, next, depth + 1);  // of a map: key and value in turn
      }
      return;
    case mark_point:
      in.take_bytes(4 + 3 * 8);
      return;
    case mark_date_time:
      in.take_bytes(8 + 4 + 4);
      return skip_ordered_string(in);
    case mark_local_date_time:
      in.take_bytes(8 + 4);
      return;
    case mark_date:
    case mark_local_time:
      in.take_bytes(8);
      return;
    case mark_time:
      in.take_bytes(8 + 4);
      return;
    case mark_duration:
      in.take_bytes(16 + 3 * 8);
      return;
    case mark_string:
      return skip_ordered_string(in);
    case mark_number:
      if (has_distance(in.take_double())) in.take_u16();
      return;
    case mark_false:
    case mark_true:
    case mark_null:
      return;
    default:
      in.fail();
  }
}

}  // namespace

void put_index_value(std::string& out, const Value& value) { std::visit(Encoder{out}, value.storage()); }

void put_index_element(std::string& out, const Value& element) {
  put_u8(out, mark_element);
  put_index_value(out, element);
}

void skip_index_value(ByteReader& in) { skip_at_depth(in, in.take_u8(), 0); }

KeyRange index_kind_range(const Value& like) {
  std::string key;
  put_index_value(key, like);
  const bool boolean = like.is<bool>();  // the one kind with two marks
  const std::string first(1, boolean ? static_cast<char>(mark_false) : key.front());
  const std::string last(1, boolean ? static_cast<char>(mark_true) : key.front());
  return {first, prefix_end(last)};
}

KeyRange index_value_range() {
  const std::string last(1, static_cast<char>(mark_null));
  return {std::string(1, static_cast<char>(mark_map)), prefix_end(last)};
}

KeyRange index_prefix_range(std::string_view prefix) {
  std::string first;
  put_u8(first, mark_string);
  put_ordered_string(first, prefix);
  first.resize(first.size() - 2);  // without the end mark
  return {first, prefix_end(first)};
}

}  // namespace skein::storage
