#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"
#include "graph/temporal/zones.hpp"

namespace skein::graph::temporal {

namespace {

Error malformed(std::string_view kind, std::string_view text, std::string_view why) {
  return {.code = ErrorCode::invalid_argument,
          .message = fmt::format("'{}' is not a {}: {}", text.substr(0, 80), kind, why)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t leading_digits(std::string_view s) {
  std::size_t n = 0;
  while (n < s.size() && is_digit(s[n])) ++n;
  return n;
}

// Reads from the front. Every function leaves the reader as it was when it gives nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char peek(std::size_t i = 0) const { return i < rest_.size() ? rest_[i] : '\0'; }
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void drop(std::size_t n) { rest_.remove_prefix(n); }
  // Exactly `width` digits (at most 18).
  std::optional<std::int64_t> digits(std::size_t width) {
    if (leading_digits(rest_.substr(0, width)) != width || width == 0) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(width);
    return value;
  }

 private:
  std::string_view rest_;
};

// nullptr: fine; else what is wrong.
using Complaint = const char*;

Complaint read_year(Reader& in, std::int64_t& year, bool& is_signed) {
  is_signed = in.peek() == '+' || in.peek() == '-';
  if (!is_signed) {
    const auto four = in.digits(4);
    if (!four) return "a year of four digits was expected";
    year = *four;
    return nullptr;
  }
  const bool negative = in.peek() == '-';
  in.drop(1);
  const std::size_t count = leading_digits(in.rest());
  if (count < 1 || count > 9) return "a signed year has one to nine digits";
  year = *in.digits(count);
  if (negative) year = -year;
  return nullptr;
}

Complaint checked(std::int64_t value, std::int64_t low, std::int64_t high, Complaint complaint) {
  return value < low || value > high ? complaint : nullptr;
}

#define SKEIN_COMPLAIN(expression) \
  if (const Complaint complaint = (expression)) return complaint

// A date up to the end of its text. `in` is at its year.
Complaint read_date(Reader& in, std::int64_t& days) {
  std::int64_t year = 0;
  bool is_signed = false;
  SKEIN_COMPLAIN(read_year(in, year, is_signed));
  if (in.done()) {
    days = days_before_year(year);
    return nullptr;
  }
  const bool extended = in.take('-');
  if (is_signed && !extended) return "a signed year is followed by '-'";
  if (in.take('W')) {
    const auto week = in.digits(2);
    if (!week) return "a week has two digits";
    SKEIN_COMPLAIN(checked(*week, 1, weeks_in_year(year), "there is no such week"));
    std::int64_t weekday = 1;
    if (!in.done()) {
      if (extended && !in.take('-')) return "'-' was expected before the day of the week";
      const auto d = in.digits(1);
      if (!d) return "a day of the week has one digit";
      SKEIN_COMPLAIN(checked(*d, 1, 7, "a day of the week is 1 to 7"));
      weekday = *d;
    }
    days = days_from_week(year, static_cast<int>(*week), static_cast<int>(weekday));
  } else if (in.take('Q')) {
    const auto quarter = in.digits(1);
    if (!quarter) return "a quarter has one digit";
    SKEIN_COMPLAIN(checked(*quarter, 1, 4, "a quarter is 1 to 4"));
    const int month = static_cast<int>(3 * (*quarter - 1) + 1);
    std::int64_t day = 1;
    if (!in.done()) {
      if (extended && !in.take('-')) return "'-' was expected before the day of the quarter";
      const auto d = in.digits(2);
      if (!d) return "a day of the quarter has two digits";
      const std::int64_t length = (month == 10 ? days_before_year(year + 1) : days_from_civil(year, month + 3, 1)) -
                                  days_from_civil(year, month, 1);
      SKEIN_COMPLAIN(checked(*d, 1, length, "there is no such day in the quarter"));
      day = *d;
    }
    days = days_from_civil(year, month, 1) + day - 1;
  } else if (const std::size_t count = leading_digits(in.rest()); count == 3) {
    const std::int64_t day = *in.digits(3);
    SKEIN_COMPLAIN(checked(day, 1, days_in_year(year), "there is no such day in the year"));
    days = days_before_year(year) + day - 1;
  } else {
    const auto month = in.digits(2);
    if (!month) return "a month of two digits was expected";
    SKEIN_COMPLAIN(checked(*month, 1, 12, "a month is 1 to 12"));
    std::int64_t day = 1;
    if (!in.done()) {
      if (extended && !in.take('-')) return "'-' was expected before the day";
      const auto d = in.digits(2);
      if (!d) return "a day has two digits";
      SKEIN_COMPLAIN(checked(*d, 1, days_in_month(year, static_cast<int>(*month)), "there is no such day in the month"));
      day = *d;
    }
    days = days_from_civil(year, static_cast<int>(*month), static_cast<int>(day));
  }
  return in.done() ? nullptr : "something follows the date";
}

// A fraction of a second after its point: one to nine digits as nanoseconds.
std::optional<std::int64_t> read_fraction(Reader& in) {
  const std::size_t count = leading_digits(in.rest());
  if (count < 1 || count > 9) return std::nullopt;
  std::int64_t nanos = *in.digits(count);
  for (std::size_t i = count; i < 9; ++i) nanos *= 10;
  return nanos;
}

// The clock part of a time; stops before an offset.
Complaint read_clock(Reader& in, std::int64_t& nanos) {
  const auto hour = in.digits(2);
  if (!hour) return "an hour of two digits was expected";
  SKEIN_COMPLAIN(checked(*hour, 0, 23, "an hour is 0 to 23"));
  std::int64_t minute = 0, second = 0, fraction = 0;
  const bool extended = in.peek() == ':';
  if (extended) in.drop(1);
  if (extended || is_digit(in.peek())) {
    const auto m = in.digits(2);
    if (!m) return "a minute has two digits";
    SKEIN_COMPLAIN(checked(*m, 0, 59, "a minute is 0 to 59"));
    minute = *m;
    if (extended ? in.take(':') : is_digit(in.peek())) {
      const auto s = in.digits(2);
      if (!s) return "a second has two digits";
      SKEIN_COMPLAIN(checked(*s, 0, 59, "a second is 0 to 59"));
      second = *s;
      if (in.take('.') || in.take(',')) {
        const auto f = read_fraction(in);
        if (!f) return "a fraction has one to nine digits";
        fraction = *f;
      }
    }
  }
  nanos = ((*hour * 60 + minute) * 60 + second) * nanos_per_second + fraction;
  return nullptr;
}

constexpr std::int32_t max_offset = 18 * 3'600;

Complaint read_offset(Reader& in, std::int32_t& offset) {
  if (in.take('Z') || in.take('z')) {
    offset = 0;
    return nullptr;
  }
  const bool negative = in.peek() == '-';
  if (!negative && in.peek() != '+') return "an offset begins with '+', '-' or 'Z'";
  in.drop(1);
  const auto hour = in.digits(2);
  if (!hour) return "an offset has hours of two digits";
  std::int64_t minute = 0, second = 0;
  const bool extended = in.peek() == ':';
  if (extended) in.drop(1);
  if (extended || is_digit(in.peek())) {
    const auto m = in.digits(2);
    if (!m || *m > 59) return "an offset has minutes of two digits";
    minute = *m;
    if (extended ? in.take(':') : is_digit(in.peek())) {
      const auto s = in.digits(2);
      if (!s || *s > 59) return "an offset has seconds of two digits";
      second = *s;
    }
  }
  const std::int64_t total = *hour * 3'600 + minute * 60 + second;
  if (total > max_offset) return "an offset is at most 18 hours";
  offset = static_cast<std::int32_t>(negative ? -total : total);
  return nullptr;
}

// Date and clock of a datetime; `rest` is what follows the clock.
Complaint read_date_and_clock(std::string_view text, LocalDateTime& out, std::string_view& rest) {
  const std::size_t t = text.find('T');
  Reader date(text.substr(0, t));
  std::int64_t days = 0, nanos = 0;
  SKEIN_COMPLAIN(read_date(date, days));
  rest = {};
  if (t != std::string_view::npos) {
    Reader clock(text.substr(t + 1));
    SKEIN_COMPLAIN(read_clock(clock, nanos));
    rest = clock.rest();
  }
  out = local_date_time(days, nanos);
  return nullptr;
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  Reader in(text);
  std::int64_t days = 0;
  if (const Complaint c = read_date(in, days)) return malformed("date", text, c);
  return Date{days};
}

Result<LocalTime> parse_local_time(std::string_view text) {
  Reader in(text);
  std::int64_t nanos = 0;
  if (const Complaint c = read_clock(in, nanos)) return malformed("local time", text, c);
  if (!in.done()) return malformed("local time", text, "something follows the time");
  return LocalTime{nanos};
}

Result<Time> parse_time(std::string_view text, std::int32_t offset) {
  Reader in(text);
  Time out{0, offset};
  if (const Complaint c = read_clock(in, out.nanos)) return malformed("time", text, c);
  if (!in.done())
    if (const Complaint c = read_offset(in, out.offset)) return malformed("time", text, c);
  if (!in.done()) return malformed("time", text, "something follows the offset");
  return out;
}

Result<LocalDateTime> parse_local_date_time(std::string_view text) {
  LocalDateTime out;
  std::string_view rest;
  if (const Complaint c = read_date_and_clock(text, out, rest)) return malformed("local datetime", text, c);
  if (!rest.empty()) return malformed("local datetime", text, "something follows the time");
  return out;
}

Result<DateTime> parse_date_time(std::string_view text, std::string_view zone) {
  std::string_view body = text;
  std::optional<ZoneSpec> spec;
  if (const std::size_t bracket = text.find('['); bracket != std::string_view::npos) {
    if (text.back() != ']') return malformed("datetime", text, "'[' without ']' at the end");
    SKEIN_ASSIGN(spec, parse_zone(text.substr(bracket + 1, text.size() - bracket - 2)));
    body = text.substr(0, bracket);
  }
  LocalDateTime local;
  std::string_view rest;
  if (const Complaint c = read_date_and_clock(body, local, rest)) return malformed("datetime", text, c);
  std::optional<std::int32_t> offset;
  if (!rest.empty()) {
    Reader in(rest);
    offset = 0;
    if (const Complaint c = read_offset(in, *offset)) return malformed("datetime", text, c);
    if (!in.done()) return malformed("datetime", text, "something follows the offset");
  }
  if (!spec && offset) return at_zone(local, ZoneSpec{*offset, nullptr});
  if (!spec) {
    SKEIN_ASSIGN(spec, parse_zone(zone));
    return at_zone(local, *spec);
  }
  if (offset && spec->name) {
    // The offset fixes the instant; the zone tells it in its own offset.
    const DateTime fixed = at_zone(local, ZoneSpec{*offset, nullptr});
    const DateTime there = in_zone(fixed, *spec);
    return there;
  }
  return at_zone(local, *spec);
}

Result<ZoneSpec> parse_zone(std::string_view text) {
  if (text.empty()) return malformed("time zone", text, "it is empty");
  const char first = text.front();
  if (first == '+' || first == '-' || text == "Z" || text == "z") {
    Reader in(text);
    ZoneSpec spec;
    if (const Complaint c = read_offset(in, spec.offset)) return malformed("time zone", text, c);
    if (!in.done()) return malformed("time zone", text, "something follows the offset");
    return spec;
  }
  std::string name(text);
  std::replace(name.begin(), name.end(), ' ', '_');  // people write 'America/Los Angeles'
  SKEIN_ASSIGN(const NamedZone zone, find_zone(name));
  return ZoneSpec{0, zone.name};
}

namespace {

// The zone of an interned name. Rows in a row mostly have the same one: it is kept per thread.
const Zone* zone_of_name(const std::string* name) {
  thread_local NamedZone last;
  if (last.name != name) {
    const auto found = find_zone(*name);
    if (!found.ok()) return nullptr;  // its file has gone since the value was made
    last = *found;
  }
  return last.zone;
}

}  // namespace

DateTime at_zone(const LocalDateTime& local, const ZoneSpec& zone, std::optional<std::int32_t> preferred) {
  if (zone.name) {
    if (const Zone* named = zone_of_name(zone.name)) {
      const Zone::Instant instant = named->instant_of(local.seconds, preferred);
      return {instant.utc_seconds, local.nanos, instant.offset, zone.name};
    }
  }
  return {local.seconds - zone.offset, local.nanos, zone.offset, zone.name};
}

DateTime in_zone(const DateTime& instant, const ZoneSpec& zone) {
  DateTime out = instant;
  out.zone = zone.name;
  out.offset = zone.offset;
  if (zone.name)
    if (const Zone* named = zone_of_name(zone.name)) out.offset = named->offset_at(instant.seconds);
  return out;
}

}  // namespace skein::graph::temporal
