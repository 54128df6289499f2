#include <fmt/format.h>

#include "dsl/value/errors.hpp"
#include "dsl/value/temporal/construct.hpp"
#include "dsl/value/temporal/fields.hpp"
#include "graph/temporal/calendar.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;

namespace {

// From the largest to the smallest.
enum class Unit : std::uint8_t {
  millennium, century, decade, year, week_year, quarter, month, week, day,
  hour, minute, second, millisecond, microsecond,
};

std::optional<Unit> unit_of(std::string_view name) {
  static constexpr std::string_view names[] = {"millennium", "century", "decade",  "year",        "weekyear",
                                               "quarter",    "month",   "week",    "day",         "hour",
                                               "minute",     "second",  "millisecond", "microsecond"};
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  for (std::size_t i = 0; i < std::size(names); ++i)
    if (names[i] == lower) return static_cast<Unit>(i);
  return std::nullopt;
}

std::int64_t truncated_day(std::int64_t days, Unit unit) {
  const calendar::CivilDate d = calendar::civil_from_days(days);
  const auto year_of = [&](std::int64_t span) {
    return calendar::days_before_year(calendar::floor_div(d.year, span) * span);
  };
  switch (unit) {
    case Unit::millennium: return year_of(1'000);
    case Unit::century: return year_of(100);
    case Unit::decade: return year_of(10);
    case Unit::year: return year_of(1);
    case Unit::week_year: return calendar::days_from_week(calendar::week_from_days(days).week_year, 1, 1);
    case Unit::quarter: return calendar::days_from_civil(d.year, 3 * (calendar::quarter_of(d.month) - 1) + 1, 1);
    case Unit::month: return calendar::days_from_civil(d.year, d.month, 1);
    case Unit::week: return days - calendar::day_of_week(days) + 1;
    default: return days;
  }
}

std::int64_t truncated_time(std::int64_t nanos, Unit unit) {
  const auto to = [nanos](std::int64_t span) { return nanos - nanos % span; };
  switch (unit) {
    case Unit::hour: return to(3'600 * calendar::nanos_per_second);
    case Unit::minute: return to(60 * calendar::nanos_per_second);
    case Unit::second: return to(calendar::nanos_per_second);
    case Unit::millisecond: return to(1'000'000);
    case Unit::microsecond: return to(1'000);
    default: return 0;
  }
}

Error wrong(std::string message) { return argument_error("InvalidArgumentValue", std::move(message)); }

}  // namespace

Result<Value> truncate(Kind kind, std::string_view unit_name, const Value& value, const Value& fields,
                       const DateTime& now) {
  if (value.is_null()) return Value();
  const auto unit = unit_of(unit_name);
  if (!unit)
    return wrong(fmt::format("'{}' is not a unit to truncate to: millennium, century, decade, year, weekYear, quarter, "
                             "month, week, day, hour, minute, second, millisecond, microsecond",
                             unit_name));
  const bool wants_date = kind == Kind::date || kind == Kind::local_date_time || kind == Kind::date_time;
  const bool wants_time = kind != Kind::date;
  if (!wants_time && *unit > Unit::day) return wrong(fmt::format("a date cannot be truncated to the {}", unit_name));
  if (!wants_date && *unit < Unit::day) return wrong(fmt::format("a time cannot be truncated to the {}", unit_name));
  if (!fields.is_null() && !fields.is<MapPtr>())
    return type_error("InvalidArgumentValue", fmt::format("a map of components was expected, not {}", shown(fields)));

  SKEIN_ASSIGN(const Base base, base_of(value));
  if (wants_date && !base.days)
    return type_error("InvalidArgumentValue", fmt::format("{} has no date to truncate", shown(value)));
  if (!wants_date && !base.nanos_of_day)
    return type_error("InvalidArgumentValue", fmt::format("{} has no time to truncate", shown(value)));

  static const Map none;
  SKEIN_ASSIGN(const FieldMap set, FieldMap::read(fields.is_null() ? none : fields.as_map()));
  if (set.any(Field::date, Field::time, Field::datetime))
    return wrong("truncation takes components, not values to select from");
  SKEIN_ASSIGN(const auto zone, zone_from(set));

  std::int64_t days = 0, nanos = 0;
  if (wants_date) {
    SKEIN_ASSIGN(days, date_from(set, truncated_day(*base.days, *unit)));
    if (!calendar::in_range(days)) return wrong("the date lies beyond the years -999999999 to 999999999");
  } else if (has_date_fields(set)) {
    return wrong("a time takes no components of a date");
  }
  if (wants_time) {
    const Fraction fraction = *unit == Unit::millisecond   ? Fraction::below_millisecond
                              : *unit == Unit::microsecond ? Fraction::below_microsecond
                                                           : Fraction::replaced;
    SKEIN_ASSIGN(nanos, time_from(set, truncated_time(base.nanos_of_day.value_or(0), *unit), fraction));
  } else if (has_time_fields(set)) {
    return wrong("a date takes no components of a time");
  }

  // A zone given here replaces the value's own: the clock stays as it is.
  const calendar::ZoneSpec there = zone ? *zone : base.zone.value_or(calendar::zone_of(now));
  switch (kind) {
    case Kind::date: return Value(Date{days});
    case Kind::local_time: return Value(LocalTime{nanos});
    case Kind::local_date_time: return Value(calendar::local_date_time(days, nanos));
    case Kind::time:
      return Value(Time{nanos, zone && zone->name ? calendar::in_zone(now, *zone).offset : there.offset});
    default: return Value(calendar::at_zone(calendar::local_date_time(days, nanos), there));
  }
}

}  // namespace skein::dsl::temporal
