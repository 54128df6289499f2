// Dates as news texts write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace skein::extract {

// 0 means not stated. Always a year or a month.
struct CalendarDate {
  int year = 0, month = 0, day = 0;
  std::size_t begin = 0, end = 0;  // bytes of the text it was found in
};

// The month's number for "February", "Feb", "Feb."; 0 for anything else. Case does not matter.
int month_number(std::string_view word);
// 0 Monday .. 6 Sunday; -1 for anything else.
int weekday_number(std::string_view word);

// A date that starts exactly at `at`: "February 24, 2025", "24 February 2025", "Feb. 24", "February 2025",
// "2025-02-24".
std::optional<CalendarDate> date_at(std::string_view text, std::size_t at);
// The first date with a year anywhere in the text.
std::optional<CalendarDate> find_date(std::string_view text);

// "2025-02-24", "2025-02", "2025", "--02-24".
std::string to_iso(const CalendarDate& date);

// Days since 1970-01-01, and back. Proleptic Gregorian.
long long days_from_civil(int year, int month, int day);
CalendarDate civil_from_days(long long days);

// Parses "2025-02-24" (also with a time behind it); nullopt unless all three parts are there and right.
std::optional<CalendarDate> parse_iso_day(std::string_view text);

}  // namespace skein::extract
