#include "dsl/value/temporal/construct.hpp"

#include <fmt/format.h>

#include "dsl/value/errors.hpp"
#include "dsl/value/temporal/fields.hpp"
#include "graph/temporal/calendar.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;
using calendar::ZoneSpec;

namespace {

Error wrong(std::string message) { return argument_error("InvalidArgumentValue", std::move(message)); }

// The offset of a time in a zone: a zone with a name has the one that holds now.
std::int32_t offset_in(const ZoneSpec& zone, const DateTime& now) {
  return zone.name ? calendar::in_zone(now, zone).offset : zone.offset;
}

Value moved_to(const Time& time, std::int32_t offset) {
  const std::int64_t shift = std::int64_t{offset - time.offset} * calendar::nanos_per_second;
  return Time{calendar::floor_mod(time.nanos + shift, calendar::nanos_per_day), offset};
}

Result<Value> parsed(Kind kind, std::string_view text, const DateTime& now) {
  const auto out = [](auto result) -> Result<Value> {
    if (!result.ok()) return told(std::move(result).error());
    return Value(*std::move(result));
  };
  const std::string offset = [&] {
    std::string s;
    calendar::append_offset(s, now.offset);
    return s;
  }();
  switch (kind) {
    case Kind::date: return out(calendar::parse_date(text));
    case Kind::local_time: return out(calendar::parse_local_time(text));
    case Kind::time: return out(calendar::parse_time(text, now.offset));
    case Kind::local_date_time: return out(calendar::parse_local_date_time(text));
    default: return out(calendar::parse_date_time(text, now.zone ? *now.zone : offset));
  }
}

// The parts put together. `zone` is the one asked for; a base that brings its own is moved there.
Value assembled(Kind kind, std::int64_t days, std::int64_t nanos, const std::optional<ZoneSpec>& base_zone,
                const std::optional<ZoneSpec>& zone, const DateTime& now) {
  const ZoneSpec fallback = calendar::zone_of(now);
  switch (kind) {
    case Kind::date: return Date{days};
    case Kind::local_time: return LocalTime{nanos};
    case Kind::local_date_time: return calendar::local_date_time(days, nanos);
    case Kind::time: {
      if (!base_zone) return Time{nanos, offset_in(zone.value_or(fallback), now)};
      const Time time{nanos, base_zone->offset};
      return zone ? moved_to(time, offset_in(*zone, now)) : Value(time);
    }
    default: {
      const LocalDateTime local = calendar::local_date_time(days, nanos);
      if (!base_zone) return calendar::at_zone(local, zone.value_or(fallback));
      const DateTime there = calendar::at_zone(local, *base_zone, base_zone->offset);
      return zone ? Value(calendar::in_zone(there, *zone)) : Value(there);
    }
  }
}

bool wants_date(Kind kind) { return kind == Kind::date || kind == Kind::local_date_time || kind == Kind::date_time; }
bool wants_time(Kind kind) { return kind != Kind::date; }
bool wants_zone(Kind kind) { return kind == Kind::time || kind == Kind::date_time; }

std::string_view function_name(Kind kind) {
  switch (kind) {
    case Kind::date: return "date()";
    case Kind::local_time: return "localtime()";
    case Kind::time: return "time()";
    case Kind::local_date_time: return "localdatetime()";
    default: return "datetime()";
  }
}

Result<Value> from_map(Kind kind, const Map& map, const DateTime& now) {
  SKEIN_ASSIGN(const FieldMap fields, FieldMap::read(map));
  SKEIN_ASSIGN(const auto zone, zone_from(fields));
  if (zone && !has_date_fields(fields) && !has_time_fields(fields) && !fields.any(Field::datetime, Field::epoch_seconds,
                                                                                 Field::epoch_millis))
    return of_instant(kind, calendar::in_zone(now, *zone));  // date({timezone: 'Asia/Tokyo'}): now, there
  if (kind == Kind::date_time && fields.any(Field::epoch_seconds, Field::epoch_millis)) {
    SKEIN_ASSIGN(const std::int64_t seconds, fields.integer(Field::epoch_seconds, "epochSeconds", -31'557'014'167'219'200,
                                                            31'556'889'864'403'199, 0));
    SKEIN_ASSIGN(const std::int64_t millis, fields.integer(Field::epoch_millis, "epochMillis", INT64_MIN, INT64_MAX, 0));
    SKEIN_ASSIGN(const std::int64_t nanos, fields.integer(Field::nanosecond, "nanosecond", 0, 999'999'999, 0));
    const DateTime instant{seconds + calendar::floor_div(millis, 1'000),
                           static_cast<std::int32_t>(calendar::floor_mod(millis, 1'000) * 1'000'000 + nanos % 1'000'000'000),
                           0, nullptr};
    if (!calendar::in_range(calendar::floor_div(instant.seconds, calendar::seconds_per_day)))
      return argument_error("NumberOutOfRange", "the instant lies beyond the years -999999999 to 999999999");
    if (instant.nanos >= calendar::nanos_per_second) return wrong("`nanosecond` is more than `epochMillis` leaves");
    return Value(calendar::in_zone(instant, zone.value_or(calendar::zone_of(now))));
  }
  if (!wants_date(kind) && (has_date_fields(fields)))
    return wrong(fmt::format("{} takes no components of a date", function_name(kind)));
  if (!wants_time(kind) && (has_time_fields(fields)))
    return wrong(fmt::format("{} takes no components of a time", function_name(kind)));
  if (zone && !wants_zone(kind) && kind != Kind::date)
    return wrong(fmt::format("{} takes no time zone", function_name(kind)));

  SKEIN_ASSIGN(const Base base, selected(fields));
  std::int64_t days = 0, nanos = 0;
  if (wants_date(kind)) {
    SKEIN_ASSIGN(days, date_from(fields, base.days));
  }
  if (wants_time(kind)) {
    if (!wants_date(kind) && !base.nanos_of_day && !fields.has(Field::hour)) return wrong("`hour` must be given");
    SKEIN_ASSIGN(nanos, time_from(fields, base.nanos_of_day, Fraction::replaced));
  }
  return assembled(kind, days, nanos, base.zone, zone, now);
}

Result<Value> from_instant(Kind kind, const Value& from, const DateTime& now) {
  SKEIN_ASSIGN(const Base base, base_of(from));
  if (wants_date(kind) && !base.days)
    return type_error("InvalidArgumentValue", fmt::format("{} cannot be made from {}: it has no date",
                                                          function_name(kind), shown(from)));
  if (wants_time(kind) && !wants_date(kind) && !base.nanos_of_day)
    return type_error("InvalidArgumentValue", fmt::format("{} cannot be made from {}: it has no time",
                                                          function_name(kind), shown(from)));
  return assembled(kind, base.days.value_or(0), base.nanos_of_day.value_or(0), base.zone, std::nullopt, now);
}

}  // namespace

Value of_instant(Kind kind, const DateTime& instant) {
  const LocalDateTime local = calendar::local_of(instant);
  switch (kind) {
    case Kind::date: return Date{calendar::day_of(local)};
    case Kind::local_time: return LocalTime{calendar::nanos_of_day(local)};
    case Kind::time: return Time{calendar::nanos_of_day(local), instant.offset};
    case Kind::local_date_time: return local;
    default: return instant;
  }
}

Result<Value> construct(Kind kind, const Value& from, const DateTime& now) {
  switch (from.kind()) {
    case Kind::null: return Value();
    case Kind::string: return parsed(kind, from.as_string(), now);
    case Kind::map: return from_map(kind, from.as_map(), now);
    case Kind::date:
    case Kind::local_time:
    case Kind::time:
    case Kind::local_date_time:
    case Kind::date_time: return from_instant(kind, from, now);
    default:
      return type_error("InvalidArgumentValue", fmt::format("{} wants text, a map or a temporal value, not {}",
                                                            function_name(kind), shown(from)));
  }
}

Result<Value> construct_duration(const Value& from) {
  if (from.is_null() || from.is<Duration>()) return from;
  if (const auto* text = from.get_if<std::string>()) {
    auto parsed_value = calendar::parse_duration(*text);
    if (!parsed_value.ok()) return told(std::move(parsed_value).error());
    return Value(*parsed_value);
  }
  if (!from.is<MapPtr>())
    return type_error("InvalidArgumentValue", fmt::format("duration() wants text or a map, not {}", shown(from)));
  using Unit = calendar::DurationBuilder::Unit;
  calendar::DurationBuilder builder;
  for (const auto& [name, amount] : from.as_map()) {
    const Field field = field_of(name);
    if (field < Field::years || field > Field::nanoseconds)
      return wrong(fmt::format("`{}` is not a component of a duration", name));
    if (amount.is_null()) continue;
    const auto unit = static_cast<Unit>(static_cast<int>(field) - static_cast<int>(Field::years));
    if (const auto* i = amount.get_if<std::int64_t>()) {
      builder.add(unit, calendar::DurationBuilder::Amount{*i, 0});
    } else if (!amount.is<double>()) {
      return type_error("InvalidArgumentValue", fmt::format("`{}` must be a number, not {}", name, shown(amount)));
    } else if (!builder.add(unit, static_cast<long double>(amount.as_float()))) {
      return argument_error("NumberOutOfRange", fmt::format("`{}` is too large: {}", name, shown(amount)));
    }
  }
  auto out = builder.finish();
  if (!out.ok()) return told(std::move(out).error());
  return Value(*out);
}

}  // namespace skein::dsl::temporal
