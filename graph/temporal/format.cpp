#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>

#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::temporal {

namespace {

void append_padded(std::string& out, std::int64_t value, int width) {
  char digits[20];
  int count = 0;
  for (; value > 0 || count < width; value /= 10) digits[count++] = static_cast<char>('0' + value % 10);
  while (count > 0) out.push_back(digits[--count]);
}

// ".645876123", ".5"; nothing for 0.
void append_fraction(std::string& out, std::int64_t nanos) {
  if (nanos == 0) return;
  out.push_back('.');
  append_padded(out, nanos, 9);
  while (out.back() == '0') out.pop_back();
}

void append_clock(std::string& out, std::int64_t nanos_of_day) {
  const std::int64_t seconds = nanos_of_day / nanos_per_second, nanos = nanos_of_day % nanos_per_second;
  append_padded(out, seconds / 3'600, 2);
  out.push_back(':');
  append_padded(out, seconds / 60 % 60, 2);
  if (seconds % 60 == 0 && nanos == 0) return;
  out.push_back(':');
  append_padded(out, seconds % 60, 2);
  append_fraction(out, nanos);
}

void append_part(std::string& out, std::int64_t amount, char unit) {
  if (amount != 0) fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}{}"), amount, unit);
}

}  // namespace

void append(std::string& out, const Date& v) {
  const CivilDate d = civil_from_days(v.days);
  if (d.year < 0)
    out.push_back('-');
  else if (d.year > 9'999)
    out.push_back('+');
  append_padded(out, d.year < 0 ? -d.year : d.year, 4);
  out.push_back('-');
  append_padded(out, d.month, 2);
  out.push_back('-');
  append_padded(out, d.day, 2);
}

void append(std::string& out, const LocalTime& v) { append_clock(out, v.nanos); }

void append(std::string& out, const Time& v) {
  append_clock(out, v.nanos);
  append_offset(out, v.offset);
}

void append(std::string& out, const LocalDateTime& v) {
  append(out, Date{day_of(v)});
  out.push_back('T');
  append_clock(out, nanos_of_day(v));
}

void append(std::string& out, const DateTime& v) {
  append(out, local_of(v));
  append_offset(out, v.offset);
  if (v.zone) {
    out.push_back('[');
    out += *v.zone;
    out.push_back(']');
  }
}

void append_offset(std::string& out, std::int32_t seconds) {
  if (seconds == 0) {
    out.push_back('Z');
    return;
  }
  out.push_back(seconds < 0 ? '-' : '+');
  if (seconds < 0) seconds = -seconds;
  append_padded(out, seconds / 3'600, 2);
  out.push_back(':');
  append_padded(out, seconds / 60 % 60, 2);
  if (seconds % 60 != 0) {
    out.push_back(':');
    append_padded(out, seconds % 60, 2);
  }
}

void append(std::string& out, const Duration& v) {
  const std::size_t start = out.size();
  out.push_back('P');
  append_part(out, v.months / 12, 'Y');
  append_part(out, v.months % 12, 'M');
  append_part(out, v.days, 'D');
  // Seconds and nanoseconds of one sign.
  std::int64_t seconds = v.seconds, nanos = v.nanos;
  if (seconds < 0 && nanos > 0) {
    ++seconds;
    nanos -= nanos_per_second;
  }
  if (seconds != 0 || nanos != 0) {
    out.push_back('T');
    append_part(out, seconds / 3'600, 'H');
    append_part(out, seconds / 60 % 60, 'M');
    if (seconds % 60 != 0 || nanos != 0) {
      if (seconds % 60 == 0 && nanos < 0) out.push_back('-');
      fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), seconds % 60);
      append_fraction(out, nanos < 0 ? -nanos : nanos);
      out.push_back('S');
    }
  }
  if (out.size() == start + 1) out += "T0S";
}

}  // namespace skein::graph::temporal
