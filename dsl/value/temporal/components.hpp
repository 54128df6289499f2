// The parts of temporal values that `value.key` gives (openCypher CIP2015-08-06, "Accessing components").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::temporal {

// Every named part of a temporal instant or a duration, in a map given to a constructor as well.
enum class Field : std::uint8_t {
  none,
  // instants
  year, quarter, month, week, week_year, day, ordinal_day, day_of_week, day_of_quarter,
  hour, minute, second, millisecond, microsecond, nanosecond,
  timezone, offset, offset_minutes, offset_seconds, epoch_seconds, epoch_millis,
  // selection in constructors
  date, time, datetime,
  // durations
  years, quarters, months, weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds,
  quarters_of_year, months_of_year, months_of_quarter, days_of_week, minutes_of_hour, seconds_of_minute,
  milliseconds_of_second, microseconds_of_second, nanoseconds_of_second,
};

// Names are case-insensitive; Field::none for an unknown one.
Field field_of(std::string_view name);

// A part of a date; nothing when a date has no such part.
std::optional<std::int64_t> date_part(Date date, Field field);
// The same of many, given as days since 1970-01-01, which become their parts. False: dates have no such part.
bool to_date_parts(std::span<std::int64_t> days, Field field);

// One part of a date, time, local time, datetime, local datetime or duration. Errors: TypeError
// InvalidArgumentValue when this kind of value has no such part.
Result<Value> component(const Value& of, std::string_view key);

}  // namespace skein::dsl::temporal
