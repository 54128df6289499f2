// The map given to a temporal constructor, taken apart, and the parts it makes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "dsl/value/temporal/components.hpp"
#include "graph/temporal/text.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::temporal {

// Components by name; null values count as absent. Keeps pointers into the map.
class FieldMap {
 public:
  // Errors: ArgumentError InvalidArgumentValue for a name that is no component.
  static Result<FieldMap> read(const Map& map);
  [[nodiscard]] bool has(Field field) const { return values_[index(field)] != nullptr; }
  [[nodiscard]] const Value* get(Field field) const { return values_[index(field)]; }
  template <typename... Fields>
  [[nodiscard]] bool any(Fields... fields) const { return (has(fields) || ...); }
  // An integer from low to high, or `otherwise` when absent. Errors: TypeError, ArgumentError NumberOutOfRange.
  Result<std::int64_t> integer(Field field, std::string_view name, std::int64_t low, std::int64_t high,
                               std::int64_t otherwise) const;

 private:
  static std::size_t index(Field field) { return static_cast<std::size_t>(field); }
  std::array<const Value*, 64> values_{};
};

// What a selected value brings along.
struct Base {
  std::optional<std::int64_t> days;            // a date
  std::optional<std::int64_t> nanos_of_day;    // a time
  std::optional<graph::temporal::ZoneSpec> zone;  // an offset or zone, with the time
};
// From the map's `date`, `time` and `datetime`. Errors: TypeError when such a value has no date, or no time.
Result<Base> selected(const FieldMap& fields);
// All that a temporal instant has.
Result<Base> base_of(const Value& instant);

// The day that the map's date components set, others coming from the base. Errors: ArgumentError.
Result<std::int64_t> date_from(const FieldMap& fields, const std::optional<std::int64_t>& base);

// How a nanosecond (microsecond, ...) in the map is taken: as the whole fraction of the second, or below what
// truncation has left.
enum class Fraction : std::uint8_t { replaced, below_millisecond, below_microsecond };
Result<std::int64_t> time_from(const FieldMap& fields, const std::optional<std::int64_t>& base, Fraction fraction);

Result<std::optional<graph::temporal::ZoneSpec>> zone_from(const FieldMap& fields);

bool has_date_fields(const FieldMap& fields);
bool has_time_fields(const FieldMap& fields);

// An error of graph/temporal told in the language's terms.
Error told(Error error);

}  // namespace skein::dsl::temporal
