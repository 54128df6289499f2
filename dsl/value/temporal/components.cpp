#include "dsl/value/temporal/components.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "dsl/value/errors.hpp"
#include "graph/temporal/calendar.hpp"
#include "graph/temporal/civil_date.hpp"
#include "graph/temporal/text.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;

namespace {

using Kind = Value::Kind;

const std::unordered_map<std::string_view, Field>& fields() {
  static const std::unordered_map<std::string_view, Field> table = {
      {"year", Field::year},
      {"quarter", Field::quarter},
      {"month", Field::month},
      {"week", Field::week},
      {"weekyear", Field::week_year},
      {"day", Field::day},
      {"ordinalday", Field::ordinal_day},
      {"dayofyear", Field::ordinal_day},
      {"dayofweek", Field::day_of_week},
      {"weekday", Field::day_of_week},
      {"dayofquarter", Field::day_of_quarter},
      {"hour", Field::hour},
      {"minute", Field::minute},
      {"second", Field::second},
      {"millisecond", Field::millisecond},
      {"microsecond", Field::microsecond},
      {"nanosecond", Field::nanosecond},
      {"timezone", Field::timezone},
      {"offset", Field::offset},
      {"offsetminutes", Field::offset_minutes},
      {"offsetseconds", Field::offset_seconds},
      {"epochseconds", Field::epoch_seconds},
      {"epochmillis", Field::epoch_millis},
      {"date", Field::date},
      {"time", Field::time},
      {"datetime", Field::datetime},
      {"years", Field::years},
      {"quarters", Field::quarters},
      {"months", Field::months},
      {"weeks", Field::weeks},
      {"days", Field::days},
      {"hours", Field::hours},
      {"minutes", Field::minutes},
      {"seconds", Field::seconds},
      {"milliseconds", Field::milliseconds},
      {"microseconds", Field::microseconds},
      {"nanoseconds", Field::nanoseconds},
      {"quartersofyear", Field::quarters_of_year},
      {"monthsofyear", Field::months_of_year},
      {"monthsofquarter", Field::months_of_quarter},
      {"daysofweek", Field::days_of_week},
      {"minutesofhour", Field::minutes_of_hour},
      {"secondsofminute", Field::seconds_of_minute},
      {"millisecondsofsecond", Field::milliseconds_of_second},
      {"microsecondsofsecond", Field::microseconds_of_second},
      {"nanosecondsofsecond", Field::nanoseconds_of_second},
  };
  return table;
}

std::optional<Value> date_component(std::int64_t days, Field field) {
  if (const auto part = date_part(Date{days}, field)) return Value(*part);
  return std::nullopt;
}

std::optional<Value> clock_component(std::int64_t nanos_of_day, Field field) {
  const std::int64_t seconds = nanos_of_day / calendar::nanos_per_second;
  const std::int64_t nanos = nanos_of_day % calendar::nanos_per_second;
  switch (field) {
    case Field::hour:
      return Value(seconds / 3'600);
    case Field::minute:
      return Value(seconds / 60 % 60);
    case Field::second:
      return Value(seconds % 60);
    case Field::millisecond:
      return Value(nanos / 1'000'000);
    case Field::microsecond:
      return Value(nanos / 1'000);
    case Field::nanosecond:
      return Value(nanos);
    default:
      return std::nullopt;
  }
}

std::optional<Value> offset_component(std::int32_t offset, const std::string* zone, Field field) {
  switch (field) {
    case Field::timezone:
      if (zone) return Value(*zone);
      [[fallthrough]];
    case Field::offset: {
      std::string text;
      calendar::append_offset(text, offset);
      return Value(std::move(text));
    }
    case Field::offset_minutes:
      return Value(std::int64_t{offset / 60});
    case Field::offset_seconds:
      return Value(std::int64_t{offset});
    default:
      return std::nullopt;
  }
}

std::optional<Value> local_component(const LocalDateTime& v, Field field) {
  if (auto part = date_component(calendar::day_of(v), field)) return part;
  return clock_component(calendar::nanos_of_day(v), field);
}

std::optional<Value> date_time_component(const DateTime& v, Field field) {
  if (auto part = local_component(calendar::local_of(v), field)) return part;
  if (auto part = offset_component(v.offset, v.zone, field)) return part;
  if (field == Field::epoch_seconds) return Value(v.seconds);
  if (field == Field::epoch_millis) return Value(v.seconds * 1'000 + v.nanos / 1'000'000);
  return std::nullopt;
}

// Larger units are cut towards zero, so that they add up with the ...Of... parts.
std::optional<Value> duration_component(const Duration& d, Field field, bool& overflow) {
  const auto scaled = [&](std::int64_t per_second, std::int64_t nanos_per_unit) {
    std::int64_t out = 0;
    overflow = __builtin_mul_overflow(d.seconds, per_second, &out) ||
               __builtin_add_overflow(out, d.nanos / nanos_per_unit, &out);
    return Value(out);
  };
  switch (field) {
    case Field::years:
      return Value(d.months / 12);
    case Field::quarters:
      return Value(d.months / 3);
    case Field::months:
      return Value(d.months);
    case Field::weeks:
      return Value(d.days / 7);
    case Field::days:
      return Value(d.days);
    case Field::hours:
      return Value(d.seconds / 3'600);
    case Field::minutes:
      return Value(d.seconds / 60);
    case Field::seconds:
      return Value(d.seconds);
    case Field::milliseconds:
      return scaled(1'000, 1'000'000);
    case Field::microseconds:
      return scaled(1'000'000, 1'000);
    case Field::nanoseconds:
      return scaled(calendar::nanos_per_second, 1);
    case Field::quarters_of_year:
      return Value(d.months % 12 / 3);
    case Field::months_of_year:
      return Value(d.months % 12);
    case Field::months_of_quarter:
      return Value(d.months % 3);
    case Field::days_of_week:
      return Value(d.days % 7);
    case Field::minutes_of_hour:
      return Value(d.seconds / 60 % 60);
    case Field::seconds_of_minute:
      return Value(d.seconds % 60);
    case Field::milliseconds_of_second:
      return Value(std::int64_t{d.nanos / 1'000'000});
    case Field::microseconds_of_second:
      return Value(std::int64_t{d.nanos / 1'000});
    case Field::nanoseconds_of_second:
      return Value(std::int64_t{d.nanos});
    default:
      return std::nullopt;
  }
}

}  // namespace

Field field_of(std::string_view name) {
  std::array<char, 24> lower{};
  if (name.size() > lower.size()) return Field::none;
  for (std::size_t i = 0; i < name.size(); ++i)
    lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + 32) : name[i];
  const auto it = fields().find(std::string_view(lower.data(), name.size()));
  return it == fields().end() ? Field::none : it->second;
}

std::optional<std::int64_t> date_part(Date date, Field field) {
  const calendar::CivilDate d = calendar::civil_from_days(date.days);
  switch (field) {
    case Field::year:
      return d.year;
    case Field::quarter:
      return calendar::quarter_of(d.month);
    case Field::month:
      return d.month;
    case Field::week:
      return calendar::week_from_days(date.days).week;
    case Field::week_year:
      return calendar::week_from_days(date.days).week_year;
    case Field::day:
      return d.day;
    case Field::ordinal_day:
      return calendar::day_of_year(date.days);
    case Field::day_of_week:
      return calendar::day_of_week(date.days);
    case Field::day_of_quarter:
      return calendar::day_of_quarter(date.days);
    default:
      return std::nullopt;
  }
}

bool to_date_parts(std::span<std::int64_t> days, Field field) {
  if (!date_part(Date{}, field)) return false;
  const bool near = std::all_of(days.begin(), days.end(),
                                [](std::int64_t day) { return day == static_cast<std::int32_t>(day); });
  const auto turn = [&](const auto& part) {
    for (auto& day : days) day = part(calendar::civil_date(static_cast<std::int32_t>(day)));
    return true;
  };
  if (near && field == Field::year) return turn([](const auto& date) { return date.year; });
  if (near && field == Field::month) return turn([](const auto& date) { return std::int64_t{date.month}; });
  if (near && field == Field::day) return turn([](const auto& date) { return std::int64_t{date.day}; });
  for (auto& day : days) day = *date_part(Date{day}, field);
  return true;
}

Result<Value> component(const Value& of, std::string_view key) {
  const Field field = field_of(key);
  std::optional<Value> part;
  bool overflow = false;
  switch (of.kind()) {
    case Kind::date:
      part = date_component(of.as<Date>().days, field);
      break;
    case Kind::local_time:
      part = clock_component(of.as<LocalTime>().nanos, field);
      break;
    case Kind::time:
      part = clock_component(of.as<Time>().nanos, field);
      if (!part) part = offset_component(of.as<Time>().offset, nullptr, field);
      break;
    case Kind::local_date_time:
      part = local_component(of.as<LocalDateTime>(), field);
      break;
    case Kind::date_time:
      part = date_time_component(of.as<DateTime>(), field);
      break;
    case Kind::duration:
      part = duration_component(of.as<Duration>(), field, overflow);
      break;
    default:
      break;
  }
  if (overflow)
    return arithmetic_error("IntegerOverflow",
                            fmt::format("`{}` of {} does not fit into 64 bits", key, shown(of)));
  if (part) return *std::move(part);
  return type_error("InvalidArgumentValue",
                    fmt::format("a {} has no component `{}`", kind_name(of.kind()), key));
}

}  // namespace skein::dsl::temporal
