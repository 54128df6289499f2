#include "extract/values/calendar.hpp"

#include <array>
#include <cctype>
#include <cstdio>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// A whole number of `low`..`high` digits at `at`; moves `at` behind it.
std::optional<int> number(std::string_view t, std::size_t& at, std::size_t low, std::size_t high) {
  std::size_t n = 0;
  int value = 0;
  while (at + n < t.size() && digit(t[at + n]) && n <= high) value = value * 10 + (t[at + n++] - '0');
  if (n < low || n > high) return std::nullopt;
  at += n;
  return value;
}

void skip(std::string_view t, std::size_t& at, std::string_view what) {
  while (at < t.size() && what.find(t[at]) != what.npos) ++at;
}

int month_word(std::string_view t, std::size_t& at) {
  std::size_t end = at;
  while (end < t.size() && letter(t[end])) ++end;
  const auto word = t.substr(at, end - at);
  if (word.empty() || word.front() < 'A' || word.front() > 'Z') return 0;
  const int m = month_number(word);
  if (m == 0) return 0;
  at = end;
  if (at < t.size() && t[at] == '.' && word.size() <= 4) ++at;
  return m;
}

bool plausible_year(int y) { return y >= 1000 && y <= 2199; }

}  // namespace

int month_number(std::string_view word) {
  auto low = ascii_lower(word);
  if (!low.empty() && low.back() == '.') low.pop_back();
  if (low.size() < 3) return 0;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (low == months[i] ||
        (low.size() <= 4 && months[i].starts_with(low) && (low.size() == 3 || low == "sept")))
      return static_cast<int>(i) + 1;
  return 0;
}

int weekday_number(std::string_view word) {
  const auto low = ascii_lower(word);
  for (std::size_t i = 0; i < weekdays.size(); ++i)
    if (low == weekdays[i]) return static_cast<int>(i);
  return -1;
}

std::optional<CalendarDate> date_at(std::string_view t, std::size_t at) {
  CalendarDate date;
  date.begin = at;
  std::size_t p = at;
  if (p < t.size() && digit(t[p])) {
    auto q = p;
    if (const auto y = number(t, q, 4, 4); y && plausible_year(*y) && q < t.size() && t[q] == '-') {
      auto r = q + 1;
      const auto m = number(t, r, 2, 2);
      if (m && *m >= 1 && *m <= 12 && r < t.size() && t[r] == '-') {
        ++r;
        const auto d = number(t, r, 2, 2);
        if (d && *d >= 1 && *d <= 31) return CalendarDate{*y, *m, *d, at, r};
      }
      return std::nullopt;
    }
    q = p;
    const auto day = number(t, q, 1, 2);
    if (!day || *day < 1 || *day > 31) return std::nullopt;
    for (const std::string_view suffix : {"st", "nd", "rd", "th"})
      if (t.substr(q).starts_with(suffix)) {
        q += 2;
        break;
      }
    const auto gap = q;
    skip(t, q, " ");
    if (q == gap) return std::nullopt;
    const int month = month_word(t, q);
    if (month == 0) return std::nullopt;
    date.day = *day;
    date.month = month;
    p = q;
  } else {
    date.month = month_word(t, p);
    if (date.month == 0) return std::nullopt;
    auto q = p;
    skip(t, q, " ");
    auto r = q;
    if (const auto day = number(t, r, 1, 2);
        day && *day >= 1 && *day <= 31 &&
        (r >= t.size() || (!letter(t[r]) && t[r] != '%') || t.substr(r, 2) == "th" ||
         t.substr(r, 2) == "st" || t.substr(r, 2) == "nd" || t.substr(r, 2) == "rd")) {
      if (r < t.size() && letter(t[r])) r += 2;
      date.day = *day;
      p = r;
    }
  }
  date.end = p;
  auto q = p;
  skip(t, q, " ,");
  if (const auto y = number(t, q, 4, 4); y && plausible_year(*y) && q > p) {
    date.year = *y;
    date.end = q;
  }
  if (date.year == 0 && date.day == 0) return std::nullopt;  // a month alone: "may", "March"
  return date;
}

std::optional<CalendarDate> find_date(std::string_view text) {
  bool fresh = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool word = letter(text[i]) || digit(text[i]);
    if (word && fresh)
      if (const auto date = date_at(text, i); date && date->year != 0) return date;
    fresh = !word;
  }
  return std::nullopt;
}

std::string to_iso(const CalendarDate& d) {
  std::array<char, 32> buffer{};
  if (d.year == 0)
    std::snprintf(buffer.data(), buffer.size(), "--%02d-%02d", d.month, d.day);
  else if (d.month == 0)
    std::snprintf(buffer.data(), buffer.size(), "%04d", d.year);
  else if (d.day == 0)
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02d", d.year, d.month);
  else
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", d.year, d.month, d.day);
  return buffer.data();
}

// The well-known shift of the year to March, so that the leap day comes last.
long long days_from_civil(int year, int month, int day) {
  const long long y = year - (month <= 2 ? 1 : 0);
  const long long era = (y >= 0 ? y : y - 399) / 400;
  const long long year_of_era = y - era * 400;
  const long long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const long long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CalendarDate civil_from_days(long long days) {
  days += 719468;
  const long long era = (days >= 0 ? days : days - 146096) / 146097;
  const long long doe = days - era * 146097;
  const long long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const long long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const long long mp = (5 * doy + 2) / 153;
  CalendarDate d;
  d.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  d.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  d.year = static_cast<int>(yoe + era * 400 + (d.month <= 2 ? 1 : 0));
  return d;
}

std::optional<CalendarDate> parse_iso_day(std::string_view text) {
  if (text.size() < 10 || !digit(text[0])) return std::nullopt;
  const auto date = date_at(text, 0);
  if (!date || date->day == 0 || date->year == 0 || date->end != 10) return std::nullopt;
  const auto back = civil_from_days(days_from_civil(date->year, date->month, date->day));
  if (back.month != date->month || back.day != date->day) return std::nullopt;
  return date;
}

}  // namespace skein::extract
