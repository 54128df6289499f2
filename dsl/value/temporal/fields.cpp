#include "dsl/value/temporal/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/value/errors.hpp"
#include "graph/temporal/calendar.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;

namespace {

using Kind = Value::Kind;

Error wrong(std::string message) { return argument_error("InvalidArgumentValue", std::move(message)); }

Error needs(std::string_view field, std::string_view what) {
  return wrong(fmt::format("`{}` cannot be given without `{}`", field, what));
}

}  // namespace

Error told(Error error) {
  Error out = argument_error("InvalidArgumentValue", std::move(error.message));
  out.hint = std::move(error.hint);
  return out;
}

Result<FieldMap> FieldMap::read(const Map& map) {
  FieldMap out;
  for (const auto& [name, value] : map) {
    const Field field = field_of(name);
    if (field == Field::none || field >= Field::years)
      return wrong(fmt::format("`{}` is not a component of a temporal value", name));
    if (!value.is_null()) out.values_[index(field)] = &value;
  }
  return out;
}

Result<std::int64_t> FieldMap::integer(Field field, std::string_view name, std::int64_t low, std::int64_t high,
                                       std::int64_t otherwise) const {
  const Value* value = get(field);
  if (!value) return otherwise;
  const auto* i = value->get_if<std::int64_t>();
  if (!i) return type_error("InvalidArgumentValue", fmt::format("`{}` must be an integer, not {}", name, shown(*value)));
  if (*i < low || *i > high)
    return argument_error("NumberOutOfRange", fmt::format("`{}` must be {} to {}, not {}", name, low, high, *i));
  return *i;
}

Result<Base> base_of(const Value& v) {
  Base out;
  switch (v.kind()) {
    case Kind::date: out.days = v.as<Date>().days; return out;
    case Kind::local_time: out.nanos_of_day = v.as<LocalTime>().nanos; return out;
    case Kind::time:
      out.nanos_of_day = v.as<Time>().nanos;
      out.zone = calendar::ZoneSpec{v.as<Time>().offset, nullptr};
      return out;
    case Kind::local_date_time:
    case Kind::date_time: {
      const bool zoned = v.is<DateTime>();
      const LocalDateTime local = zoned ? calendar::local_of(v.as<DateTime>()) : v.as<LocalDateTime>();
      out.days = calendar::day_of(local);
      out.nanos_of_day = calendar::nanos_of_day(local);
      if (zoned) out.zone = calendar::zone_of(v.as<DateTime>());
      return out;
    }
    default: return type_error("InvalidArgumentValue", fmt::format("a temporal value was expected, not {}", shown(v)));
  }
}

Result<Base> selected(const FieldMap& fields) {
  Base out;
  const auto missing = [](std::string_view part, const Value& v) {
    return type_error("InvalidArgumentValue", fmt::format("{} has no {} to select", shown(v), part));
  };
  if (const Value* v = fields.get(Field::datetime)) {
    if (fields.any(Field::date, Field::time)) return wrong("`datetime` cannot be combined with `date` or `time`");
    SKEIN_ASSIGN(out, base_of(*v));
    if (!out.days) return missing("date", *v);
    if (!out.nanos_of_day) return missing("time", *v);
  }
  if (const Value* v = fields.get(Field::date)) {
    SKEIN_ASSIGN(const Base base, base_of(*v));
    if (!base.days) return missing("date", *v);
    out.days = base.days;
  }
  if (const Value* v = fields.get(Field::time)) {
    SKEIN_ASSIGN(const Base base, base_of(*v));
    if (!base.nanos_of_day) return missing("time", *v);
    out.nanos_of_day = base.nanos_of_day;
    out.zone = base.zone;
  }
  return out;
}

bool has_date_fields(const FieldMap& f) {
  return f.any(Field::year, Field::quarter, Field::month, Field::week, Field::week_year, Field::day,
               Field::ordinal_day, Field::day_of_week, Field::day_of_quarter, Field::date);
}

bool has_time_fields(const FieldMap& f) {
  return f.any(Field::hour, Field::minute, Field::second, Field::millisecond, Field::microsecond, Field::nanosecond,
               Field::time);
}

Result<std::int64_t> date_from(const FieldMap& f, const std::optional<std::int64_t>& base) {
  const bool by_week = f.any(Field::week, Field::day_of_week, Field::week_year);
  const bool by_quarter = f.any(Field::quarter, Field::day_of_quarter);
  const bool by_ordinal = f.has(Field::ordinal_day);
  const bool by_month = f.any(Field::month, Field::day);
  if (by_week + by_quarter + by_ordinal + by_month > 1)
    return wrong("a date is given by month and day, by week, by quarter or by ordinal day, not by several of these");
  if (!base && !f.any(Field::year, Field::week_year)) return wrong("`year` must be given");
  if (!base && f.has(Field::day) && !f.has(Field::month)) return needs("day", "month");
  if (!base && f.has(Field::day_of_week) && !f.has(Field::week)) return needs("dayOfWeek", "week");
  if (!base && f.has(Field::day_of_quarter) && !f.has(Field::quarter)) return needs("dayOfQuarter", "quarter");

  const std::int64_t old = base.value_or(0);
  const calendar::CivilDate was = calendar::civil_from_days(old);
  if (by_week) {
    const calendar::WeekDate week = calendar::week_from_days(old);
    SKEIN_ASSIGN(std::int64_t year,
                 f.integer(Field::year, "year", calendar::min_year, calendar::max_year, week.week_year));
    SKEIN_ASSIGN(year, f.integer(Field::week_year, "weekYear", calendar::min_year, calendar::max_year, year));
    SKEIN_ASSIGN(const std::int64_t number,
                 f.integer(Field::week, "week", 1, calendar::weeks_in_year(year), base ? week.week : 1));
    SKEIN_ASSIGN(const std::int64_t day, f.integer(Field::day_of_week, "dayOfWeek", 1, 7, base ? week.day_of_week : 1));
    const std::int64_t days =
        calendar::days_from_week(year, static_cast<int>(std::min<std::int64_t>(number, calendar::weeks_in_year(year))),
                                 static_cast<int>(day));
    if (!calendar::in_range(days)) return wrong("the date lies beyond the years -999999999 to 999999999");
    return days;
  }
  SKEIN_ASSIGN(const std::int64_t year,
               f.integer(Field::year, "year", calendar::min_year, calendar::max_year, was.year));
  if (by_ordinal) {
    SKEIN_ASSIGN(const std::int64_t day, f.integer(Field::ordinal_day, "ordinalDay", 1, calendar::days_in_year(year), 1));
    return calendar::days_before_year(year) + day - 1;
  }
  if (by_quarter) {
    const int old_quarter = calendar::quarter_of(was.month);
    SKEIN_ASSIGN(const std::int64_t quarter, f.integer(Field::quarter, "quarter", 1, 4, base ? old_quarter : 1));
    const int first_month = static_cast<int>(3 * (quarter - 1)) + 1;
    const std::int64_t start = calendar::days_from_civil(year, first_month, 1);
    if (f.has(Field::day_of_quarter) || !base) {
      const std::int64_t length = calendar::add_months(start, 3) - start;
      SKEIN_ASSIGN(const std::int64_t day, f.integer(Field::day_of_quarter, "dayOfQuarter", 1, length, 1));
      return start + day - 1;
    }
    const int month = first_month + (was.month - 1) % 3;  // the same month of the other quarter
    return calendar::days_from_civil(year, month, std::min(was.day, calendar::days_in_month(year, month)));
  }
  SKEIN_ASSIGN(const std::int64_t month, f.integer(Field::month, "month", 1, 12, base ? was.month : 1));
  const int length = calendar::days_in_month(year, static_cast<int>(month));
  SKEIN_ASSIGN(const std::int64_t day, f.integer(Field::day, "day", 1, length, base ? std::min(was.day, length) : 1));
  return calendar::days_from_civil(year, static_cast<int>(month), static_cast<int>(day));
}

Result<std::int64_t> time_from(const FieldMap& f, const std::optional<std::int64_t>& base, Fraction fraction) {
  if (!base) {
    if (!f.has(Field::hour)) {
      if (has_time_fields(f)) return needs("minute, second and smaller parts", "hour");
      return std::int64_t{0};
    }
    const bool parts = f.any(Field::millisecond, Field::microsecond, Field::nanosecond);
    if (!f.has(Field::minute) && (f.has(Field::second) || parts)) return needs("second", "minute");
    if (!f.has(Field::second) && parts) return needs("a part of a second", "second");
  }
  const std::int64_t old = base.value_or(0);
  const std::int64_t old_seconds = old / calendar::nanos_per_second;
  std::int64_t nanos = old % calendar::nanos_per_second;
  SKEIN_ASSIGN(const std::int64_t hour, f.integer(Field::hour, "hour", 0, 23, old_seconds / 3'600));
  SKEIN_ASSIGN(const std::int64_t minute, f.integer(Field::minute, "minute", 0, 59, old_seconds / 60 % 60));
  SKEIN_ASSIGN(const std::int64_t second, f.integer(Field::second, "second", 0, 59, old_seconds % 60));
  if (f.any(Field::millisecond, Field::microsecond, Field::nanosecond)) {
    // Each part fills what the next larger one leaves: {millisecond: 645, nanosecond: 2} is .645000002.
    const bool milli = f.has(Field::millisecond) || fraction != Fraction::replaced;
    const bool micro = f.has(Field::microsecond) || fraction == Fraction::below_microsecond;
    SKEIN_ASSIGN(const std::int64_t milliseconds, f.integer(Field::millisecond, "millisecond", 0, 999, 0));
    SKEIN_ASSIGN(const std::int64_t microseconds,
                 f.integer(Field::microsecond, "microsecond", 0, milli ? 999 : 999'999, 0));
    SKEIN_ASSIGN(const std::int64_t nanoseconds,
                 f.integer(Field::nanosecond, "nanosecond", 0, micro ? 999 : milli ? 999'999 : 999'999'999, 0));
    const std::int64_t given = milliseconds * 1'000'000 + microseconds * 1'000 + nanoseconds;
    nanos = fraction == Fraction::replaced || f.has(Field::millisecond) ? given : nanos + given;
  }
  return ((hour * 60 + minute) * 60 + second) * calendar::nanos_per_second + nanos;
}

Result<std::optional<calendar::ZoneSpec>> zone_from(const FieldMap& f) {
  const Value* value = f.get(Field::timezone);
  if (!value) return std::optional<calendar::ZoneSpec>();
  const auto* text = value->get_if<std::string>();
  if (!text)
    return type_error("InvalidArgumentValue", fmt::format("`timezone` must be a string, not {}", shown(*value)));
  auto zone = calendar::parse_zone(*text);
  if (!zone.ok()) return told(std::move(zone).error());
  return std::optional<calendar::ZoneSpec>(*zone);
}

}  // namespace skein::dsl::temporal
