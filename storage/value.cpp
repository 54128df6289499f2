#include "storage/value.hpp"

#include <cmath>
#include <mutex>
#include <set>

namespace skein {

namespace {

bool same_float(double a, double b) {
  return a == b ? std::signbit(a) == std::signbit(b) : std::isnan(a) && std::isnan(b);
}

}  // namespace

bool Value::identical(const Value& other) const {
  if (kind() != other.kind()) return false;
  switch (kind()) {
    case Kind::floating:
      return same_float(as_float(), other.as_float());
    case Kind::point: {
      const auto &a = as<Point>(), &b = other.as<Point>();
      return a.srid == b.srid && same_float(a.x, b.x) && same_float(a.y, b.y) && same_float(a.z, b.z);
    }
    case Kind::list: {
      const auto &a = as_list(), &b = other.as_list();
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i)
        if (!a[i].identical(b[i])) return false;
      return true;
    }
    case Kind::map: {
      const auto &a = as_map(), &b = other.as_map();
      if (a.size() != b.size()) return false;
      for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
        if (x->first != y->first || !x->second.identical(y->second)) return false;
      return true;
    }
    case Kind::path:
      return as_path() == other.as_path();
    default:
      return storage_ == other.storage_;
  }
}

std::string_view kind_name(Value::Kind kind) {
  static constexpr std::string_view names[] = {
      "Null", "Boolean",       "Integer",  "Float",    "String", "List", "Map",          "Date", "LocalTime",
      "Time", "LocalDateTime", "DateTime", "Duration", "Point",  "Node", "Relationship", "Path"};
  return names[static_cast<std::size_t>(kind)];
}

const std::string* intern_zone(std::string_view name) {
  static std::mutex mutex;
  static std::set<std::string, std::less<>> names;
  const std::lock_guard lock(mutex);
  auto it = names.find(name);
  if (it == names.end()) it = names.emplace(name).first;
  return &*it;
}

}  // namespace skein
