#include "dsl/value/temporal/arithmetic.hpp"

#include "dsl/value/errors.hpp"
#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"

namespace skein::dsl::temporal {

namespace calendar = graph::temporal;

namespace {

using Kind = Value::Kind;
__extension__ using Wide = __int128;

Error out_of_range() {
  return arithmetic_error("NumberOutOfRange", "the result lies beyond the years -999999999 to 999999999");
}

Error too_large() {
  return arithmetic_error("NumberOutOfRange", "the resulting duration does not fit into its 64-bit parts");
}

// Days and seconds with a sign, so that subtracting needs no negated duration (which could overflow).
struct Step {
  Wide months, days, seconds, nanos;
};

Step step(const Duration& d, int sign) {
  return {Wide{d.months} * sign, Wide{d.days} * sign, Wide{d.seconds} * sign, Wide{d.nanos} * sign};
}

// More months or days than the calendar has, so that the sums below stay far from 64 bits.
bool absurd(const Step& s) {
  constexpr Wide most = Wide{800'000'000'000} * 100;
  const auto beyond = [](Wide v, Wide bound) { return v > bound || v < -bound; };
  return beyond(s.months, most) || beyond(s.days, most) || beyond(s.seconds, most * calendar::seconds_per_day);
}

std::int64_t moved_day(std::int64_t days, const Step& s) {
  return calendar::add_months(days, static_cast<std::int64_t>(s.months)) + static_cast<std::int64_t>(s.days);
}

// Whole seconds and the nanoseconds left, 0 .. 999,999,999.
void add_clock(std::int64_t& seconds, std::int32_t& nanos, const Step& s) {
  const Wide total = Wide{nanos} + s.nanos;
  const auto sum = static_cast<std::int64_t>(total);
  seconds += static_cast<std::int64_t>(s.seconds) + calendar::floor_div(sum, calendar::nanos_per_second);
  nanos = static_cast<std::int32_t>(calendar::floor_mod(sum, calendar::nanos_per_second));
}

std::int64_t moved_clock(std::int64_t nanos_of_day, const Step& s) {
  const Wide day = calendar::nanos_per_day;
  Wide moved = (nanos_of_day + s.seconds % calendar::seconds_per_day * calendar::nanos_per_second + s.nanos) % day;
  if (moved < 0) moved += day;
  return static_cast<std::int64_t>(moved);
}

Result<Value> move_local(const LocalDateTime& v, const Step& s) {
  if (absurd(s)) return out_of_range();
  const std::int64_t day = moved_day(calendar::day_of(v), s);
  if (!calendar::in_range(day)) return out_of_range();
  LocalDateTime out = calendar::local_date_time(day, calendar::nanos_of_day(v));
  add_clock(out.seconds, out.nanos, s);
  if (!calendar::in_range(calendar::day_of(out))) return out_of_range();
  return Value(out);
}

Result<Value> move_date_time(const DateTime& v, const Step& s) {
  if (absurd(s)) return out_of_range();
  DateTime out = v;
  if (s.months != 0 || s.days != 0) {
    const LocalDateTime local = calendar::local_of(v);
    const std::int64_t day = moved_day(calendar::day_of(local), s);
    if (!calendar::in_range(day)) return out_of_range();
    out = calendar::at_zone(calendar::local_date_time(day, calendar::nanos_of_day(local)), calendar::zone_of(v),
                            v.offset);
  }
  add_clock(out.seconds, out.nanos, s);
  out = calendar::in_zone(out, calendar::zone_of(out));
  if (!calendar::in_range(calendar::day_of(calendar::local_of(out)))) return out_of_range();
  return Value(out);
}

Result<Value> move(const Value& instant, const Step& s) {
  switch (instant.kind()) {
    case Kind::date: {
      if (absurd(s)) return out_of_range();
      const Wide rest = s.seconds + s.nanos / calendar::nanos_per_second;
      const std::int64_t day = moved_day(instant.as<Date>().days, s) +
                               static_cast<std::int64_t>(rest / calendar::seconds_per_day);
      if (!calendar::in_range(day)) return out_of_range();
      return Value(Date{day});
    }
    case Kind::local_time: return Value(LocalTime{moved_clock(instant.as<LocalTime>().nanos, s)});
    case Kind::time: return Value(Time{moved_clock(instant.as<Time>().nanos, s), instant.as<Time>().offset});
    case Kind::local_date_time: return move_local(instant.as<LocalDateTime>(), s);
    case Kind::date_time: return move_date_time(instant.as<DateTime>(), s);
    default: return type_error("InvalidArgumentType", "a duration cannot be added to " + shown(instant));
  }
}

bool fits(Wide v) { return v >= INT64_MIN && v <= INT64_MAX; }

Result<Value> duration_from(const Step& s) {
  Wide carry = s.nanos / calendar::nanos_per_second;
  if (s.nanos % calendar::nanos_per_second < 0) --carry;
  const Wide seconds = s.seconds + carry;
  if (!fits(s.months) || !fits(s.days) || !fits(seconds)) return too_large();
  return Value(Duration{static_cast<std::int64_t>(s.months), static_cast<std::int64_t>(s.days),
                        static_cast<std::int64_t>(seconds),
                        static_cast<std::int32_t>(s.nanos - carry * calendar::nanos_per_second)});
}

Result<Value> scaled(const Duration& a, long double factor) {
  using Unit = calendar::DurationBuilder::Unit;
  calendar::DurationBuilder builder;
  if (!builder.add(Unit::months, static_cast<long double>(a.months) * factor) ||
      !builder.add(Unit::days, static_cast<long double>(a.days) * factor) ||
      !builder.add(Unit::seconds, static_cast<long double>(a.seconds) * factor) ||
      !builder.add(Unit::nanoseconds, static_cast<long double>(a.nanos) * factor))
    return too_large();
  const auto out = builder.finish();
  if (!out.ok()) return too_large();
  return Value(*out);
}

}  // namespace

Result<Value> add(const Value& instant, const Duration& duration) { return move(instant, step(duration, 1)); }
Result<Value> subtract(const Value& instant, const Duration& duration) { return move(instant, step(duration, -1)); }

Result<Value> add(const Duration& a, const Duration& b) {
  const Step x = step(a, 1), y = step(b, 1);
  return duration_from({x.months + y.months, x.days + y.days, x.seconds + y.seconds, x.nanos + y.nanos});
}

Result<Value> subtract(const Duration& a, const Duration& b) {
  const Step x = step(a, 1), y = step(b, 1);
  return duration_from({x.months - y.months, x.days - y.days, x.seconds - y.seconds, x.nanos - y.nanos});
}

Result<Value> negate(const Duration& a) { return duration_from(step(a, -1)); }

Result<Value> multiply(const Duration& a, const Value& number) {
  if (const auto* n = number.get_if<std::int64_t>()) {
    const Wide factor = *n;
    return duration_from({a.months * factor, a.days * factor, a.seconds * factor, a.nanos * factor});
  }
  return scaled(a, number.as_float());
}

Result<Value> divide(const Duration& a, const Value& number) {
  const long double divisor = number.is<double>() ? static_cast<long double>(number.as_float())
                                                  : static_cast<long double>(number.as_int());
  if (divisor == 0) return arithmetic_error("DivisionByZero", "a duration was divided by zero");
  using Unit = calendar::DurationBuilder::Unit;
  calendar::DurationBuilder builder;  // divided part by part: a factor 1/n would lose what division keeps
  if (!builder.add(Unit::months, static_cast<long double>(a.months) / divisor) ||
      !builder.add(Unit::days, static_cast<long double>(a.days) / divisor) ||
      !builder.add(Unit::seconds, static_cast<long double>(a.seconds) / divisor) ||
      !builder.add(Unit::nanoseconds, static_cast<long double>(a.nanos) / divisor))
    return too_large();
  const auto out = builder.finish();
  if (!out.ok()) return too_large();
  return Value(*out);
}

}  // namespace skein::dsl::temporal
