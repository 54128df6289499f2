#include "dsl/value/temporal/between.hpp"

#include "dsl/value/temporal/fields.hpp"
#include "graph/temporal/calendar.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;

namespace {

struct Ends {
  LocalDateTime from, to;  // on one wall clock
  // The same two in real time; with zones, these are UTC.
  LocalDateTime from_instant, to_instant;
  bool dated = false;
  std::optional<calendar::ZoneSpec> zone;
};

Result<Ends> aligned(const Value& from_value, const Value& to_value) {
  SKEIN_ASSIGN(Base from, base_of(from_value));
  SKEIN_ASSIGN(Base to, base_of(to_value));
  Ends out;
  out.dated = from.days && to.days;
  if (!from.days) from.days = to.days.value_or(0);
  if (!to.days) to.days = *from.days;
  if (!from.zone) from.zone = to.zone;
  if (!to.zone) to.zone = from.zone;
  out.from = calendar::local_date_time(*from.days, from.nanos_of_day.value_or(0));
  out.to = calendar::local_date_time(*to.days, to.nanos_of_day.value_or(0));
  out.zone = from.zone;
  if (from.zone) {
    const DateTime a = calendar::at_zone(out.from, *from.zone, from.zone->offset);
    const DateTime b = calendar::at_zone(out.to, *to.zone, to.zone->offset);
    out.to = calendar::local_of(calendar::in_zone(b, *from.zone));
    out.from_instant = {a.seconds, a.nanos};
    out.to_instant = {b.seconds, b.nanos};
  } else {
    out.from_instant = out.from;
    out.to_instant = out.to;
  }
  return out;
}

// The day up to which whole days are counted: one nearer when the time of day is not reached.
std::int64_t last_whole_day(const LocalDateTime& from, const LocalDateTime& to) {
  const std::int64_t a = calendar::day_of(from), b = calendar::day_of(to);
  const std::int64_t x = calendar::nanos_of_day(from), y = calendar::nanos_of_day(to);
  if (b > a && y < x) return b - 1;
  if (b < a && y > x) return b + 1;
  return b;
}

std::int64_t months_between(const LocalDateTime& from, const LocalDateTime& to) {
  const calendar::CivilDate a = calendar::civil_from_days(calendar::day_of(from));
  const calendar::CivilDate b = calendar::civil_from_days(last_whole_day(from, to));
  // Months and days in one number; the division by 32 cuts an unfinished month towards zero.
  return (((b.year - a.year) * 12 + (b.month - a.month)) * 32 + (b.day - a.day)) / 32;
}

Result<Value> difference(std::int64_t months, std::int64_t days, const LocalDateTime& from, const LocalDateTime& to) {
  auto out = calendar::normalized(months, days, to.seconds - from.seconds, std::int64_t{to.nanos} - from.nanos);
  if (!out.ok()) return told(std::move(out).error());
  return Value(*out);
}

}  // namespace

Result<Value> between(const Value& from, const Value& to, Measure measure) {
  if (from.is_null() || to.is_null()) return Value();
  SKEIN_ASSIGN(const Ends ends, aligned(from, to));
  if (measure == Measure::seconds || (measure == Measure::mixed && !ends.dated))
    return difference(0, 0, ends.from_instant, ends.to_instant);
  if (!ends.dated) return Value(Duration{});
  if (measure == Measure::days)
    return Value(Duration{0, last_whole_day(ends.from, ends.to) - calendar::day_of(ends.from), 0, 0});
  const std::int64_t months = months_between(ends.from, ends.to);
  if (measure == Measure::months) return Value(Duration{months, 0, 0, 0});

  const std::int64_t time = calendar::nanos_of_day(ends.from);
  LocalDateTime moved = calendar::local_date_time(calendar::add_months(calendar::day_of(ends.from), months), time);
  const std::int64_t days = last_whole_day(moved, ends.to) - calendar::day_of(moved);
  if (months == 0 && days == 0) return difference(0, 0, ends.from_instant, ends.to_instant);
  moved = calendar::local_date_time(calendar::day_of(moved) + days, time);
  if (!ends.zone) return difference(months, days, moved, ends.to);
  const DateTime there = calendar::at_zone(moved, *ends.zone, ends.zone->offset);
  return difference(months, days, {there.seconds, there.nanos}, ends.to_instant);
}

}  // namespace skein::dsl::temporal
