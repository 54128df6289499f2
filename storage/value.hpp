// Value: everything that openCypher knows as a value (openCypher 9, "Values and types"), and the references
// to nodes, relationships and paths which a query passes around. Copying is cheap: lists and maps are shared
// and never changed once made.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/ids.hpp"

namespace skein {

class Value;

struct Null {
  auto operator<=>(const Null&) const = default;
};

// Temporal values. Years run to +-999,999,999, so days and seconds are 64 bits wide.
struct Date {
  std::int64_t days = 0;  // since 1970-01-01, proleptic Gregorian
  auto operator<=>(const Date&) const = default;
};
struct LocalTime {
  std::int64_t nanos = 0;  // since midnight
  auto operator<=>(const LocalTime&) const = default;
};
struct Time {
  std::int64_t nanos = 0;   // local nanoseconds since midnight
  std::int32_t offset = 0;  // seconds east of UTC
  bool operator==(const Time&) const = default;
};
struct LocalDateTime {
  std::int64_t seconds = 0;  // local seconds since 1970-01-01T00:00
  std::int32_t nanos = 0;    // 0 .. 999,999,999
  auto operator<=>(const LocalDateTime&) const = default;
};
struct DateTime {
  std::int64_t seconds = 0;  // UTC seconds since the epoch
  std::int32_t nanos = 0;
  std::int32_t offset = 0;            // seconds east of UTC that hold at this instant
  const std::string* zone = nullptr;  // interned zone name ("Europe/Stockholm"), null for a plain offset
  bool operator==(const DateTime&) const = default;
};
struct Duration {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;  // 0 .. 999,999,999, added to seconds
  bool operator==(const Duration&) const = default;
};
struct Point {
  std::int32_t srid = 7203;  // 7203 cartesian, 9157 cartesian 3D, 4326 WGS-84, 4979 WGS-84 3D
  double x = 0, y = 0, z = 0;
  [[nodiscard]] bool is_3d() const { return srid == 9157 || srid == 4979; }
  bool operator==(const Point&) const = default;
};

// Nodes n0 .. nk and relationships r1 .. rk between them, in walking order.
struct Path {
  std::vector<NodeId> nodes;
  std::vector<RelationshipId> relationships;
  bool operator==(const Path&) const = default;
};

using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;
using ListPtr = std::shared_ptr<const List>;
using MapPtr = std::shared_ptr<const Map>;
using PathPtr = std::shared_ptr<const Path>;

// The order of the alternatives is the order of Value::Kind.
class Value {
 public:
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,
    floating,
    string,
    list,
    map,
    date,
    local_time,
    time,
    local_date_time,
    date_time,
    duration,
    point,
    node,
    relationship,
    path,
  };
  using Storage =
      std::variant<Null, bool, std::int64_t, double, std::string, ListPtr, MapPtr, Date, LocalTime, Time,
                   LocalDateTime, DateTime, Duration, Point, NodeId, RelationshipId, PathPtr>;

  Value() = default;
  Value(bool v) : storage_(v) {}                            // NOLINT: values convert implicitly
  Value(std::int64_t v) : storage_(v) {}                    // NOLINT
  Value(int v) : storage_(static_cast<std::int64_t>(v)) {}  // NOLINT
  Value(double v) : storage_(v) {}                          // NOLINT
  Value(std::string v) : storage_(std::move(v)) {}          // NOLINT
  Value(std::string_view v) : storage_(std::string(v)) {}   // NOLINT
  Value(const char* v) : storage_(std::string(v)) {}        // NOLINT
  Value(List v) : storage_(std::make_shared<const List>(std::move(v))) {}  // NOLINT
  Value(Map v) : storage_(std::make_shared<const Map>(std::move(v))) {}    // NOLINT
  Value(Path v) : storage_(std::make_shared<const Path>(std::move(v))) {}  // NOLINT
  Value(ListPtr v) : storage_(std::move(v)) {}                             // NOLINT
  Value(MapPtr v) : storage_(std::move(v)) {}                              // NOLINT
  Value(PathPtr v) : storage_(std::move(v)) {}                             // NOLINT
  Value(Date v) : storage_(v) {}                                           // NOLINT
  Value(LocalTime v) : storage_(v) {}                                      // NOLINT
  Value(Time v) : storage_(v) {}                                           // NOLINT
  Value(LocalDateTime v) : storage_(v) {}                                  // NOLINT
  Value(DateTime v) : storage_(v) {}                                       // NOLINT
  Value(Duration v) : storage_(v) {}                                       // NOLINT
  Value(Point v) : storage_(v) {}                                          // NOLINT
  Value(NodeId v) : storage_(v) {}                                         // NOLINT
  Value(RelationshipId v) : storage_(v) {}                                 // NOLINT

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(storage_.index()); }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] bool is_number() const { return kind() == Kind::integer || kind() == Kind::floating; }
  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(storage_);
  }
  template <typename T>
  [[nodiscard]] const T& as() const {
    return std::get<T>(storage_);
  }
  template <typename T>
  [[nodiscard]] const T* get_if() const {
    return std::get_if<T>(&storage_);
  }

  [[nodiscard]] bool as_bool() const { return as<bool>(); }
  [[nodiscard]] std::int64_t as_int() const { return as<std::int64_t>(); }
  [[nodiscard]] double as_float() const { return as<double>(); }
  [[nodiscard]] double number() const { return is<double>() ? as<double>() : static_cast<double>(as_int()); }
  [[nodiscard]] const std::string& as_string() const { return as<std::string>(); }
  [[nodiscard]] const List& as_list() const { return *as<ListPtr>(); }
  [[nodiscard]] const Map& as_map() const { return *as<MapPtr>(); }
  [[nodiscard]] const Path& as_path() const { return *as<PathPtr>(); }
  [[nodiscard]] const Storage& storage() const { return storage_; }

  // The same kind and the same contents, for tests, records and change detection; NaN is the same as NaN.
  // This is not openCypher's `=`, which knows null and compares 1 with 1.0: see dsl/value/compare.hpp.
  [[nodiscard]] bool identical(const Value& other) const;

 private:
  Storage storage_;
};

// The name openCypher uses for the kind: "Integer", "List", "DateTime".
std::string_view kind_name(Value::Kind kind);

// One shared copy of a zone name, which lives as long as the process. Thread-safe.
const std::string* intern_zone(std::string_view name);

}  // namespace skein
