#include "dsl/value/compare.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#define XXH_INLINE_ALL  // no library to link
#include <xxhash.h>

namespace skein::dsl {

namespace {

using Kind = Value::Kind;
__extension__ using Wide = __int128;

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_strings(std::string_view a, std::string_view b) {
  const int c = a.compare(b);  // UTF-8 sorts by code point
  return c < 0 ? -1 : c > 0 ? 1 : 0;
}

// Neither is NaN.
int compare_number_values(const Value& a, const Value& b) {
  if (a.is<double>()) return b.is<double>() ? three_way(a.as_float(), b.as_float()) : -dsl::compare_numbers(b.as_int(), a.as_float());
  return b.is<double>() ? dsl::compare_numbers(a.as_int(), b.as_float()) : three_way(a.as_int(), b.as_int());
}

bool is_nan(const Value& v) { return v.is<double>() && std::isnan(v.as_float()); }

// Times are ordered by the instant, then from west to east, so that only values equal in every field tie.
int compare_times(const Time& a, const Time& b) {
  constexpr std::int64_t second = 1'000'000'000;
  if (const int c = three_way(a.nanos - a.offset * second, b.nanos - b.offset * second)) return c;
  return three_way(a.offset, b.offset);
}

int compare_date_times(const DateTime& a, const DateTime& b) {
  if (const int c = three_way(a.seconds, b.seconds)) return c;
  if (const int c = three_way(a.nanos, b.nanos)) return c;
  if (const int c = three_way(a.offset, b.offset)) return c;
  if (a.zone == b.zone) return 0;
  if (!a.zone || !b.zone) return a.zone ? 1 : -1;
  return compare_strings(*a.zone, *b.zone);
}

// Durations have no natural order (is a month longer than 30 days?); ORDER BY takes a month as 30.436875 days.
int order_durations(const Duration& a, const Duration& b) {
  const auto length = [](const Duration& d) {
    return static_cast<Wide>(d.months) * 2'629'746 + static_cast<Wide>(d.days) * 86'400 + d.seconds;
  };
  if (const int c = three_way(length(a), length(b))) return c;
  if (const int c = three_way(a.nanos, b.nanos)) return c;
  if (const int c = three_way(a.months, b.months)) return c;
  return three_way(a.days, b.days);
}

int order_doubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return three_way(std::isnan(a), std::isnan(b));
  return three_way(a, b);
}

int order_points(const Point& a, const Point& b) {
  if (const int c = three_way(a.srid, b.srid)) return c;
  if (const int c = order_doubles(a.x, b.x)) return c;
  if (const int c = order_doubles(a.y, b.y)) return c;
  return order_doubles(a.z, b.z);
}

int order_paths(const Path& a, const Path& b) {
  const std::size_t shorter = std::min(a.nodes.size(), b.nodes.size());
  for (std::size_t i = 0; i < shorter; ++i) {
    if (const int c = three_way(a.nodes[i], b.nodes[i])) return c;
    if (i < a.relationships.size() && i < b.relationships.size())
      if (const int c = three_way(a.relationships[i], b.relationships[i])) return c;
  }
  return three_way(a.nodes.size(), b.nodes.size());
}

int order_maps(const Map& a, const Map& b) {
  if (const int c = three_way(a.size(), b.size())) return c;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (const int c = compare_strings(x->first, y->first)) return c;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (const int c = order(x->second, y->second)) return c;
  return 0;
}

int order_lists(const List& a, const List& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shorter; ++i)
    if (const int c = order(a[i], b[i])) return c;
  return three_way(a.size(), b.size());
}

int rank(const Value& v) {
  switch (v.kind()) {
    case Kind::map: return 0;
    case Kind::node: return 1;
    case Kind::relationship: return 2;
    case Kind::list: return 3;
    case Kind::path: return 4;
    case Kind::point: return 5;
    case Kind::date_time: return 6;
    case Kind::local_date_time: return 7;
    case Kind::date: return 8;
    case Kind::time: return 9;
    case Kind::local_time: return 10;
    case Kind::duration: return 11;
    case Kind::string: return 12;
    case Kind::boolean: return 13;
    case Kind::integer: return 14;
    case Kind::floating: return std::isnan(v.as_float()) ? 15 : 14;
    case Kind::null: return 16;
  }
  return 17;
}

Truth equal_lists(const List& a, const List& b) {
  if (a.size() != b.size()) return Truth::no;
  Truth result = Truth::yes;
  for (std::size_t i = 0; i < a.size() && result != Truth::no; ++i) result = result & equals(a[i], b[i]);
  return result;
}

Truth equal_maps(const Map& a, const Map& b) {
  if (a.size() != b.size()) return Truth::no;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x->first != y->first) return Truth::no;
  Truth result = Truth::yes;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && result != Truth::no; ++x, ++y)
    result = result & equals(x->second, y->second);
  return result;
}

// The first pair that is not equal decides; a pair that cannot be compared makes the whole unknown.
Truth less_lists(const List& a, const List& b, bool or_equal) {
  const std::size_t shorter = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shorter; ++i) {
    const Truth same = equals(a[i], b[i]);
    if (same == Truth::yes) continue;
    if (same == Truth::unknown) return Truth::unknown;
    return less(a[i], b[i]);
  }
  return truth(or_equal ? a.size() <= b.size() : a.size() < b.size());
}

std::uint64_t mix(std::uint64_t h) {
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebULL;
  return h ^ (h >> 31);
}

std::size_t hash_int(std::int64_t i) { return mix(static_cast<std::uint64_t>(i) + 0x9e3779b97f4a7c15ULL); }

std::size_t hash_double(double d) {
  if (std::isnan(d)) return mix(0x7ff8);
  if (d >= -0x1p63 && d < 0x1p63 && d == std::trunc(d)) return hash_int(static_cast<std::int64_t>(d));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &d, sizeof bits);
  return mix(bits);
}

std::size_t hash_string(std::string_view s) { return XXH3_64bits(s.data(), s.size()); }

template <typename... T>
std::size_t hash_fields(Kind kind, T... fields) {
  std::size_t h = static_cast<std::size_t>(kind) + 1000;
  ((h = hash_combine(h, hash_int(static_cast<std::int64_t>(fields)))), ...);
  return h;
}

}  // namespace

int compare_numbers(std::int64_t i, double d) {
  if (d >= 0x1p63) return -1;
  if (d < -0x1p63) return 1;
  const auto whole = static_cast<std::int64_t>(d);  // towards zero, in range
  if (i != whole) return i < whole ? -1 : 1;
  const double rest = d - static_cast<double>(whole);
  return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

namespace compare_detail {

Truth equals_slow(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Truth::unknown;
  if (a.is_number() && b.is_number()) {
    if (is_nan(a) || is_nan(b)) return Truth::no;
    return truth(compare_number_values(a, b) == 0);
  }
  if (a.kind() != b.kind()) return Truth::no;
  switch (a.kind()) {
    case Kind::list: return equal_lists(a.as_list(), b.as_list());
    case Kind::map: return equal_maps(a.as_map(), b.as_map());
    case Kind::path: return truth(a.as_path() == b.as_path());
    default: return truth(a.storage() == b.storage());
  }
}

Truth less_slow(const Value& a, const Value& b, bool or_equal) {
  if (a.is_null() || b.is_null()) return Truth::unknown;
  if (a.is_number() && b.is_number()) {
    if (is_nan(a) || is_nan(b)) return Truth::no;
    const int c = compare_number_values(a, b);
    return truth(or_equal ? c <= 0 : c < 0);
  }
  if (a.kind() != b.kind()) return Truth::unknown;
  int c = 0;
  switch (a.kind()) {
    case Kind::boolean: c = three_way(a.as_bool(), b.as_bool()); break;
    case Kind::string: c = compare_strings(a.as_string(), b.as_string()); break;
    case Kind::list: return less_lists(a.as_list(), b.as_list(), or_equal);
    case Kind::date: c = three_way(a.as<Date>(), b.as<Date>()); break;
    case Kind::local_time: c = three_way(a.as<LocalTime>(), b.as<LocalTime>()); break;
    case Kind::time: c = compare_times(a.as<Time>(), b.as<Time>()); break;
    case Kind::local_date_time: c = three_way(a.as<LocalDateTime>(), b.as<LocalDateTime>()); break;
    case Kind::date_time: c = compare_date_times(a.as<DateTime>(), b.as<DateTime>()); break;
    default: return Truth::unknown;
  }
  return truth(or_equal ? c <= 0 : c < 0);
}

int order_slow(const Value& a, const Value& b) {
  const int ra = rank(a), rb = rank(b);
  if (ra != rb) return ra < rb ? -1 : 1;
  switch (a.kind()) {
    case Kind::null: return 0;
    case Kind::boolean: return three_way(a.as_bool(), b.as_bool());
    case Kind::integer:
    case Kind::floating: return is_nan(a) ? 0 : compare_number_values(a, b);
    case Kind::string: return compare_strings(a.as_string(), b.as_string());
    case Kind::list: return order_lists(a.as_list(), b.as_list());
    case Kind::map: return order_maps(a.as_map(), b.as_map());
    case Kind::date: return three_way(a.as<Date>(), b.as<Date>());
    case Kind::local_time: return three_way(a.as<LocalTime>(), b.as<LocalTime>());
    case Kind::time: return compare_times(a.as<Time>(), b.as<Time>());
    case Kind::local_date_time: return three_way(a.as<LocalDateTime>(), b.as<LocalDateTime>());
    case Kind::date_time: return compare_date_times(a.as<DateTime>(), b.as<DateTime>());
    case Kind::duration: return order_durations(a.as<Duration>(), b.as<Duration>());
    case Kind::point: return order_points(a.as<Point>(), b.as<Point>());
    case Kind::node: return three_way(a.as<NodeId>(), b.as<NodeId>());
    case Kind::relationship: return three_way(a.as<RelationshipId>(), b.as<RelationshipId>());
    case Kind::path: return order_paths(a.as_path(), b.as_path());
  }
  return 0;
}

}  // namespace compare_detail

std::size_t hash(const Value& v) {
  switch (v.kind()) {
    case Kind::null: return mix(1);
    case Kind::boolean: return mix(v.as_bool() ? 3 : 2);
    case Kind::integer: return hash_int(v.as_int());
    case Kind::floating: return hash_double(v.as_float());
    case Kind::string: return hash_string(v.as_string());
    case Kind::list: {
      std::size_t h = mix(4);
      for (const Value& item : v.as_list()) h = hash_combine(h, hash(item));
      return h;
    }
    case Kind::map: {
      std::size_t h = mix(5);
      for (const auto& [key, item] : v.as_map()) h = hash_combine(hash_combine(h, hash_string(key)), hash(item));
      return h;
    }
    case Kind::date: return hash_fields(v.kind(), v.as<Date>().days);
    case Kind::local_time: return hash_fields(v.kind(), v.as<LocalTime>().nanos);
    case Kind::time: return hash_fields(v.kind(), v.as<Time>().nanos, v.as<Time>().offset);
    case Kind::local_date_time:
      return hash_fields(v.kind(), v.as<LocalDateTime>().seconds, v.as<LocalDateTime>().nanos);
    case Kind::date_time: {
      const auto& d = v.as<DateTime>();
      const std::size_t h = hash_fields(v.kind(), d.seconds, d.nanos, d.offset);
      return d.zone ? hash_combine(h, hash_string(*d.zone)) : h;
    }
    case Kind::duration: {
      const auto& d = v.as<Duration>();
      return hash_fields(v.kind(), d.months, d.days, d.seconds, d.nanos);
    }
    case Kind::point: {
      const auto& p = v.as<Point>();
      return hash_combine(hash_combine(hash_combine(hash_fields(v.kind(), p.srid), hash_double(p.x)), hash_double(p.y)),
                          hash_double(p.z));
    }
    case Kind::node: return hash_fields(v.kind(), v.as<NodeId>().value);
    case Kind::relationship: return std::hash<RelationshipId>{}(v.as<RelationshipId>());
    case Kind::path: {
      std::size_t h = mix(6);
      for (const NodeId n : v.as_path().nodes) h = hash_combine(h, hash_fields(Kind::node, n.value));
      for (const RelationshipId& r : v.as_path().relationships)
        h = hash_combine(h, std::hash<RelationshipId>{}(r));
      return h;
    }
  }
  return 0;
}

}  // namespace skein::dsl
