// The proleptic Gregorian calendar in 64-bit arithmetic (ISO 8601), for years -999,999,999 to 999,999,999, which is
// more than std::chrono::year holds. Days count from 1970-01-01. The civil algorithms are Howard Hinnant's
// ("chrono-Compatible Low-Level Date Algorithms").
#pragma once

#include <cstdint>

#include "storage/value.hpp"

namespace skein::graph::temporal {

constexpr std::int64_t max_year = 999'999'999;
constexpr std::int64_t min_year = -999'999'999;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t nanos_per_second = 1'000'000'000;
constexpr std::int64_t nanos_per_day = seconds_per_day * nanos_per_second;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }  // b > 0
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a % b < 0 ? a % b + b : a % b; }

struct CivilDate {
  std::int64_t year = 1970;
  int month = 1;  // 1 .. 12
  int day = 1;    // 1 .. 31
};

constexpr bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
int days_in_month(std::int64_t year, int month);
constexpr int days_in_year(std::int64_t year) { return is_leap(year) ? 366 : 365; }

std::int64_t days_from_civil(std::int64_t year, int month, int day);
CivilDate civil_from_days(std::int64_t days);
std::int64_t days_before_year(std::int64_t year);  // days_from_civil(year, 1, 1)

// Monday is 1, Sunday 7.
int day_of_week(std::int64_t days);

// ISO weeks: week 1 is the one with the year's first Thursday, so a week's year may differ from the day's.
struct WeekDate {
  std::int64_t week_year = 1970;
  int week = 1;         // 1 .. 53
  int day_of_week = 4;  // 1 .. 7
};
WeekDate week_from_days(std::int64_t days);
std::int64_t days_from_week(std::int64_t week_year, int week, int day_of_week);
int weeks_in_year(std::int64_t week_year);  // 52 or 53

int day_of_year(std::int64_t days);     // 1 .. 366
int day_of_quarter(std::int64_t days);  // 1 .. 92
constexpr int quarter_of(int month) { return (month - 1) / 3 + 1; }

// The same day `months` later, or the last day of a shorter month. The caller checks the range.
std::int64_t add_months(std::int64_t days, std::int64_t months);

// Are these days within the years that a Date may have?
bool in_range(std::int64_t days);

// Local date and time of a DateTime.
inline LocalDateTime local_of(const DateTime& d) { return {d.seconds + d.offset, d.nanos}; }
inline std::int64_t day_of(const LocalDateTime& d) { return floor_div(d.seconds, seconds_per_day); }
inline std::int64_t nanos_of_day(const LocalDateTime& d) {
  return floor_mod(d.seconds, seconds_per_day) * nanos_per_second + d.nanos;
}
inline LocalDateTime local_date_time(std::int64_t days, std::int64_t nanos_of_day) {
  return {days * seconds_per_day + nanos_of_day / nanos_per_second,
          static_cast<std::int32_t>(nanos_of_day % nanos_per_second)};
}

}  // namespace skein::graph::temporal
