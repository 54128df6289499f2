#include "graph/temporal/calendar.hpp"

#include <algorithm>

namespace skein::graph::temporal {

int days_in_month(std::int64_t year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;  // years begin in March here
  const std::int64_t era = floor_div(y, 400);
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_shifted_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_shifted_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t z = days + 719'468;
  const std::int64_t era = floor_div(z, 146'097);
  // Of an era all that follows fits 32 bits, where dividing is quick.
  const auto day_of_era = static_cast<std::uint32_t>(z - era * 146'097);
  const std::uint32_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::uint32_t day_of_shifted_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t shifted_month = (5 * day_of_shifted_year + 2) / 153;
  const int day = static_cast<int>(day_of_shifted_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t days_before_year(std::int64_t year) { return days_from_civil(year, 1, 1); }

int day_of_week(std::int64_t days) { return static_cast<int>(floor_mod(days + 3, 7)) + 1; }  // 1970-01-01: Thursday

std::int64_t days_from_week(std::int64_t week_year, int week, int weekday) {
  const std::int64_t fourth = days_from_civil(week_year, 1, 4);  // always in week 1
  return fourth - (day_of_week(fourth) - 1) + 7 * (week - 1) + weekday - 1;
}

WeekDate week_from_days(std::int64_t days) {
  const std::int64_t thursday = days - day_of_week(days) + 4;  // the week belongs to its Thursday's year
  const std::int64_t year = civil_from_days(thursday).year;
  return {year, static_cast<int>((thursday - days_before_year(year)) / 7) + 1, day_of_week(days)};
}

int weeks_in_year(std::int64_t week_year) {
  return static_cast<int>((days_from_week(week_year + 1, 1, 1) - days_from_week(week_year, 1, 1)) / 7);
}

int day_of_year(std::int64_t days) {
  return static_cast<int>(days - days_before_year(civil_from_days(days).year)) + 1;
}

int day_of_quarter(std::int64_t days) {
  const CivilDate d = civil_from_days(days);
  return static_cast<int>(days - days_from_civil(d.year, 3 * (quarter_of(d.month) - 1) + 1, 1)) + 1;
}

std::int64_t add_months(std::int64_t days, std::int64_t months) {
  const CivilDate d = civil_from_days(days);
  const std::int64_t total = d.year * 12 + (d.month - 1) + months;
  const std::int64_t year = floor_div(total, 12);
  const int month = static_cast<int>(floor_mod(total, 12)) + 1;
  return days_from_civil(year, month, std::min(d.day, days_in_month(year, month)));
}

bool in_range(std::int64_t days) {
  static const std::int64_t first = days_from_civil(min_year, 1, 1), last = days_from_civil(max_year, 12, 31);
  return days >= first && days <= last;
}

}  // namespace skein::graph::temporal
