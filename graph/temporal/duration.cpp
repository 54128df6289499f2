#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::temporal {

namespace {

Error too_large() {
  return {.code = ErrorCode::invalid_argument, .message = "the duration is too large for its 64-bit parts"};
}

Error malformed(std::string_view text, std::string_view why) {
  return {.code = ErrorCode::invalid_argument,
          .message = fmt::format("'{}' is not a duration: {}", text.substr(0, 80), why)};
}

__extension__ using Wide = __int128;

bool fits(Wide v) { return v >= INT64_MIN && v <= INT64_MAX; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal number in front of `text`; its length, 0 when there is none or it is beyond 18 digits.
std::size_t read_amount(std::string_view text, DurationBuilder::Amount& out) {
  std::size_t i = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++i;
  const std::size_t first = i;
  out = {};
  for (; i < text.size() && is_digit(text[i]) && i - first < 18; ++i) out.whole = out.whole * 10 + (text[i] - '0');
  if (i == first || (i < text.size() && is_digit(text[i]))) return 0;
  if (i < text.size() && (text[i] == '.' || text[i] == ',')) {
    const std::size_t point = i++;
    long double digits = 0, scale = 1;
    for (; i < text.size() && is_digit(text[i]); ++i) {
      if (i - point > 18) continue;  // beyond any nanosecond
      digits = digits * 10 + (text[i] - '0');
      scale *= 10;
    }
    if (i == point + 1) return 0;
    out.fraction = digits / scale;
  }
  if (negative) out = {-out.whole, -out.fraction};
  return i;
}

bool shaped(std::string_view s, std::string_view shape) {
  if (s.size() != shape.size()) return false;
  for (std::size_t i = 0; i < s.size(); ++i)
    if (shape[i] == '0' ? !is_digit(s[i]) : s[i] != shape[i]) return false;
  return true;
}

// P2012-02-02T14:37:21.545: the parts of a date and a time taken as amounts.
Result<Duration> parse_date_form(std::string_view text, std::string_view body) {
  const std::size_t t = body.find('T');
  const std::string_view date = body.substr(0, t);
  const auto number = [](std::string_view s) {
    std::int64_t v = 0;
    for (const char c : s) v = v * 10 + (c - '0');
    return v;
  };
  std::int64_t months = 0, days = 0;
  if (shaped(date, "0000-00-00")) {
    months = number(date.substr(0, 4)) * 12 + number(date.substr(5, 2));
    days = number(date.substr(8, 2));
  } else {
    months = number(date.substr(0, 4)) * 12 + number(date.substr(4, 2));
    days = number(date.substr(6, 2));
  }
  std::int64_t nanos = 0;
  if (t != std::string_view::npos) {
    const auto clock = parse_local_time(body.substr(t + 1));
    if (!clock.ok()) return malformed(text, clock.error().message);
    nanos = clock->nanos;
  }
  return normalized(months, days, 0, nanos);
}

}  // namespace

Result<Duration> normalized(std::int64_t months, std::int64_t days, std::int64_t seconds, std::int64_t nanos) {
  const std::int64_t carry = floor_div(nanos, nanos_per_second);
  Duration out{months, days, 0, static_cast<std::int32_t>(floor_mod(nanos, nanos_per_second))};
  if (__builtin_add_overflow(seconds, carry, &out.seconds)) return too_large();
  return out;
}

void DurationBuilder::add(Unit unit, Amount amount) {
  const Wide whole = amount.whole;
  const long double part = amount.fraction;
  // A fraction of `unit_seconds`, kept as nanoseconds with what is left of one.
  const auto add_seconds = [&](std::int64_t unit_seconds) {
    seconds_ += whole * unit_seconds;
    nano_fraction_ += part * static_cast<long double>(unit_seconds * nanos_per_second);
  };
  switch (unit) {
    case Unit::years: months_ += whole * 12, month_fraction_ += part * 12; break;
    case Unit::quarters: months_ += whole * 3, month_fraction_ += part * 3; break;
    case Unit::months: months_ += whole, month_fraction_ += part; break;
    case Unit::weeks: days_ += whole * 7, day_fraction_ += part * 7; break;
    case Unit::days: days_ += whole, day_fraction_ += part; break;
    case Unit::hours: add_seconds(3'600); break;
    case Unit::minutes: add_seconds(60); break;
    case Unit::seconds: add_seconds(1); break;
    case Unit::milliseconds: nanos_ += whole * 1'000'000, nano_fraction_ += part * 1'000'000; break;
    case Unit::microseconds: nanos_ += whole * 1'000, nano_fraction_ += part * 1'000; break;
    case Unit::nanoseconds: nanos_ += whole, nano_fraction_ += part; break;
  }
}

bool DurationBuilder::add(Unit unit, long double amount) {
  if (!std::isfinite(amount) || amount <= -0x1p63L || amount >= 0x1p63L) return false;
  const long double whole = std::trunc(amount);
  add(unit, Amount{static_cast<std::int64_t>(whole), amount - whole});
  return true;
}

Result<Duration> DurationBuilder::finish() const {
  constexpr long double seconds_per_month = 2'629'746;
  // Fractions of large units may be more than one whole of the next smaller: 2.5 weeks, 12.5 years.
  const long double extra_months = std::trunc(month_fraction_);
  const long double month_seconds = (month_fraction_ - extra_months) * seconds_per_month;
  const long double month_days = std::trunc(month_seconds / seconds_per_day);
  const long double whole_days = std::trunc(day_fraction_);
  const long double rest_seconds =
      month_seconds - month_days * seconds_per_day + (day_fraction_ - whole_days) * seconds_per_day;
  // Decimal fractions are not exact in binary: round at a thousandth of a nanosecond before cutting.
  const long double exact = rest_seconds * nanos_per_second + nano_fraction_;
  const Wide nanos = nanos_ + static_cast<Wide>(std::trunc(std::round(exact * 1'000.0L) / 1'000.0L));
  Wide carry = nanos / nanos_per_second;
  if (nanos % nanos_per_second < 0) --carry;
  const Wide months = months_ + static_cast<Wide>(extra_months);
  const Wide days = days_ + static_cast<Wide>(month_days) + static_cast<Wide>(whole_days);
  const Wide seconds = seconds_ + carry;
  if (!fits(months) || !fits(days) || !fits(seconds)) return too_large();
  return Duration{static_cast<std::int64_t>(months), static_cast<std::int64_t>(days),
                  static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(nanos - carry * nanos_per_second)};
}

Result<Duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  int sign = 1;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
    if (rest[0] == '-') sign = -1;
    rest.remove_prefix(1);
  }
  if (rest.empty() || rest[0] != 'P') return malformed(text, "it does not begin with 'P'");
  rest.remove_prefix(1);
  if (const std::string_view date = rest.substr(0, rest.find('T'));
      sign > 0 && (shaped(date, "0000-00-00") || shaped(date, "00000000")))
    return parse_date_form(text, rest);

  DurationBuilder builder;
  bool in_time = false, any = false;
  int last = -1;  // the unit read last, so that each comes once and in order
  while (!rest.empty()) {
    if (rest[0] == 'T') {
      if (in_time) return malformed(text, "'T' comes twice");
      in_time = true;
      rest.remove_prefix(1);
      if (rest.empty()) return malformed(text, "nothing follows 'T'");
      continue;
    }
    DurationBuilder::Amount amount;
    const std::size_t length = read_amount(rest, amount);
    if (length == 0 || length >= rest.size()) return malformed(text, "an amount and its unit were expected");
    const char unit = rest[length];
    rest.remove_prefix(length + 1);
    constexpr std::string_view date_units = "YMWD", time_units = "HMS";
    const std::size_t at = (in_time ? time_units : date_units).find(unit);
    if (at == std::string_view::npos) return malformed(text, fmt::format("'{}' is not a unit there", unit));
    const int order = static_cast<int>(at) + (in_time ? 10 : 0);
    if (order <= last) return malformed(text, fmt::format("the unit '{}' is out of order", unit));
    last = order;
    any = true;
    if (sign < 0) amount = {-amount.whole, -amount.fraction};
    using Unit = DurationBuilder::Unit;
    static constexpr Unit units[] = {Unit::years, Unit::months, Unit::weeks, Unit::days};
    static constexpr Unit clock_units[] = {Unit::hours, Unit::minutes, Unit::seconds};
    builder.add(in_time ? clock_units[at] : units[at], amount);
  }
  if (!any) return malformed(text, "it has no amounts");
  return builder.finish();
}

}  // namespace skein::graph::temporal
