#include <limits>

#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <string>

#include "graph/temporal/calendar.hpp"
#include "graph/temporal/civil_date.hpp"
#include "graph/temporal/text.hpp"
#include "graph/temporal/zones.hpp"

using namespace skein;
using namespace skein::graph;
namespace t = skein::graph::temporal;

namespace {
template <typename T>
std::string told(const Result<T>& r) {
  return r.ok() ? t::to_text(*r) : "error";
}
}  // namespace

TEST_CASE("the calendar agrees with std::chrono where that reaches", "[graph][temporal]") {
  using namespace std::chrono;
  for (std::int64_t days = -800'000; days < 800'000; days += 17) {
    const year_month_day ymd{sys_days{std::chrono::days{days}}};
    const t::CivilDate d = t::civil_from_days(days);
    REQUIRE(d.year == static_cast<int>(ymd.year()));
    REQUIRE(d.month == static_cast<int>(static_cast<unsigned>(ymd.month())));
    REQUIRE(d.day == static_cast<int>(static_cast<unsigned>(ymd.day())));
    REQUIRE(t::days_from_civil(d.year, d.month, d.day) == days);
    REQUIRE(t::day_of_week(days) ==
            static_cast<int>(weekday{sys_days{std::chrono::days{days}}}.iso_encoding()));
  }
}

TEST_CASE("the quick way to year, month and day is the plain one's equal", "[graph][temporal]") {
  constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min(),
                         most = std::numeric_limits<std::int32_t>::max();
  const auto check = [](std::int64_t days) {
    const t::CivilDate plain = t::civil_from_days(days),
                       quick = t::civil_date(static_cast<std::int32_t>(days));
    REQUIRE((quick.year == plain.year && quick.month == plain.month && quick.day == plain.day));
  };
  for (std::int64_t days = -150'000; days <= 150'000; ++days) check(days);  // more than two eras of 400 years
  for (std::int64_t days = least; days <= most; days += 10'007) check(days);
  for (std::int64_t i = 0; i < 2'000; ++i) {
    check(least + i);
    check(most - i);
  }
}

TEST_CASE("weeks, ordinal days and quarters lead back to their day", "[graph][temporal]") {
  for (std::int64_t days = -200'000; days < 200'000; days += 3) {
    const t::WeekDate w = t::week_from_days(days);
    REQUIRE(t::days_from_week(w.week_year, w.week, w.day_of_week) == days);
    REQUIRE(w.week <= t::weeks_in_year(w.week_year));
    const t::CivilDate d = t::civil_from_days(days);
    REQUIRE(t::days_before_year(d.year) + t::day_of_year(days) - 1 == days);
    REQUIRE(t::day_of_quarter(days) <= 92);
  }
}

TEST_CASE("the last days of the calendar", "[graph][temporal]") {
  CHECK(told(t::parse_date("+999999999-12-31")) == "+999999999-12-31");
  CHECK(told(t::parse_date("-999999999-01-01")) == "-999999999-01-01");
  CHECK_FALSE(t::in_range(t::days_from_civil(t::max_year, 12, 31) + 1));
}

TEST_CASE("dates are read in all forms of ISO 8601", "[graph][temporal]") {
  CHECK(told(t::parse_date("2024-02-29")) == "2024-02-29");
  CHECK(told(t::parse_date("20240229")) == "2024-02-29");
  CHECK(told(t::parse_date("2024-02")) == "2024-02-01");
  CHECK(told(t::parse_date("202402")) == "2024-02-01");
  CHECK(told(t::parse_date("2024")) == "2024-01-01");
  CHECK(told(t::parse_date("2024-W09-4")) == "2024-02-29");
  CHECK(told(t::parse_date("2024W094")) == "2024-02-29");
  CHECK(told(t::parse_date("2024-W09")) == "2024-02-26");
  CHECK(told(t::parse_date("2024W09")) == "2024-02-26");
  CHECK(told(t::parse_date("2024-Q1-60")) == "2024-02-29");
  CHECK(told(t::parse_date("2024Q160")) == "2024-02-29");
  CHECK(told(t::parse_date("2024-060")) == "2024-02-29");
  CHECK(told(t::parse_date("2024060")) == "2024-02-29");
  CHECK(told(t::parse_date("-0044-03-15")) == "-0044-03-15");
  CHECK(told(t::parse_date("+12024-02-29")) == "+12024-02-29");
  CHECK(told(t::parse_date("0000-01-01")) == "0000-01-01");
}

TEST_CASE("what is no date is refused", "[graph][temporal]") {
  for (const char* text :
       {"", "24", "2024-13", "2024-02-30", "2023-02-29", "2024-1-1", "2024-02-2x", "2024-02-29 ", "20240230",
        "2024-W54", "2024-W01-8", "2024-367", "2024-Q5", "x", "--", "2024-", "99999-01-01"})
    CHECK(told(t::parse_date(text)) == "error");
}

TEST_CASE("times are read with fractions, offsets and zones", "[graph][temporal]") {
  CHECK(told(t::parse_local_time("07")) == "07:00");
  CHECK(told(t::parse_local_time("0708")) == "07:08");
  CHECK(told(t::parse_local_time("070809,5")) == "07:08:09.5");
  CHECK(told(t::parse_local_time("07:08:09.000000001")) == "07:08:09.000000001");
  CHECK(told(t::parse_time("07:08+0530")) == "07:08+05:30");
  CHECK(told(t::parse_time("0708-03")) == "07:08-03:00");
  CHECK(told(t::parse_time("07:08:09.25Z")) == "07:08:09.25Z");
  CHECK(told(t::parse_local_date_time("2024-060T0708")) == "2024-02-29T07:08");
  CHECK(told(t::parse_date_time("2024-02-29T07:08:09+01:00")) == "2024-02-29T07:08:09+01:00");
  CHECK(told(t::parse_date_time("2024-02-29T07:08[Asia/Tokyo]")) == "2024-02-29T07:08+09:00[Asia/Tokyo]");
  CHECK(told(t::parse_date_time("2024-02-29T07:08Z[Asia/Tokyo]")) == "2024-02-29T16:08+09:00[Asia/Tokyo]");
  CHECK(told(t::parse_date_time("2024-02-29T07:08", "+02:00")) == "2024-02-29T07:08+02:00");
  for (const char* text : {"24:00", "7:08", "07:60", "07:08:60", "07:08:09.", "07:08:09.1234567890",
                           "07:08:", "0708:09", "07:0809"})
    CHECK(told(t::parse_local_time(text)) == "error");
  for (const char* text :
       {"2024-02-29T07:08[", "2024-02-29T07:08[No/Where]", "2024-02-29T", "2024-02-29T07:08+19:00", "T07:08",
        "2024-02-29T07:08[../passwd]", "2024-02-29T07:08[]"})
    CHECK(told(t::parse_date_time(text)) == "error");
}

TEST_CASE("durations are read in units, with fractions and in the form of a date", "[graph][temporal]") {
  CHECK(told(t::parse_duration("P1Y2M3W4DT5H6M7.08S")) == "P1Y2M25DT5H6M7.08S");
  CHECK(told(t::parse_duration("P0.5D")) == "PT12H");
  CHECK(told(t::parse_duration("P1.5W")) == "P10DT12H");
  CHECK(told(t::parse_duration("PT1.5H")) == "PT1H30M");
  CHECK(told(t::parse_duration("-P1DT2H")) == "P-1DT-2H");
  CHECK(told(t::parse_duration("P-1DT2H")) == "P-1DT2H");
  CHECK(told(t::parse_duration("P1-02-03")) == "error");
  CHECK(told(t::parse_duration("P0001-02-03T04:05:06.7")) == "P1Y2M3DT4H5M6.7S");
  CHECK(told(t::parse_duration("P00010203T040506")) == "P1Y2M3DT4H5M6S");
  CHECK(told(t::parse_duration("PT0S")) == "PT0S");
  CHECK(told(t::parse_duration("PT-0.000000001S")) == "PT-0.000000001S");
  for (const char* text : {"", "P", "PT", "1D", "P1", "P1X", "P1D1Y", "PT1D", "P1DT", "PP1D",
                           "P99999999999999999999D", "P1..5D", "P1234567890123456789D"})
    CHECK(told(t::parse_duration(text)) == "error");
}

TEST_CASE("text of random values reads back as the same value", "[graph][temporal]") {
  std::mt19937_64 random(17);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const std::int64_t first = t::days_from_civil(t::min_year, 1, 1),
                     last = t::days_from_civil(t::max_year, 12, 31);
  const char* zones[] = {"Europe/Lisbon", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
                         "Pacific/Apia"};
  for (int round = 0; round < 20'000; ++round) {
    const std::int64_t days = round % 2 ? between(first, last) : between(-800'000, 800'000);
    const std::int64_t nanos =
        between(0, t::nanos_per_day - 1) / (round % 3 ? 1 : 1'000'000'000) * (round % 3 ? 1 : 1'000'000'000);
    const auto offset = static_cast<std::int32_t>(between(-18 * 60, 18 * 60) * 60);
    const Date date{days};
    REQUIRE(*t::parse_date(t::to_text(date)) == date);
    const LocalTime time{nanos};
    REQUIRE(*t::parse_local_time(t::to_text(time)) == time);
    const Time zoned_time{nanos, offset};
    REQUIRE(*t::parse_time(t::to_text(zoned_time)) == zoned_time);
    const LocalDateTime local = t::local_date_time(days, nanos);
    REQUIRE(*t::parse_local_date_time(t::to_text(local)) == local);
    const DateTime fixed = t::at_zone(local, {offset, nullptr});
    REQUIRE(*t::parse_date_time(t::to_text(fixed)) == fixed);
    if (round % 2 == 0) {
      const auto zone = t::parse_zone(zones[round % 5]);
      REQUIRE(zone.ok());
      const DateTime there = t::at_zone(local, *zone);
      INFO(t::to_text(there));
      REQUIRE(*t::parse_date_time(t::to_text(there)) == there);
    }
    const Duration duration =
        *t::normalized(between(-5'000, 5'000), between(-99'999, 99'999), between(-9'999'999, 9'999'999),
                       between(-2'000'000'000, 2'000'000'000));
    INFO(t::to_text(duration));
    REQUIRE(*t::parse_duration(t::to_text(duration)) == duration);
  }
}

TEST_CASE("random text never crashes a reader", "[graph][temporal]") {
  std::mt19937 random(23);
  constexpr std::string_view letters = "0123456789-+:.,TZWPQYMDHS[]/ eE";
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    if (round % 2) text = round % 4 == 1 ? "P" : "2024-";
    for (auto n = random() % 24; n > 0; --n) text += letters[random() % letters.size()];
    (void)t::parse_date(text);
    (void)t::parse_local_time(text);
    (void)t::parse_time(text);
    (void)t::parse_date_time(text);
    (void)t::parse_duration(text);
  }
}

TEST_CASE("footers of zone files are understood", "[graph][temporal]") {
  const auto footer = t::Zone::parse_footer("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1");
  REQUIRE(footer);
  CHECK(footer->standard_offset == -3 * 3600);
  CHECK(footer->summer_offset == -2 * 3600);
  CHECK(footer->start.seconds == -2 * 3600);
  CHECK(t::Zone::parse_footer("EST5EDT,J60/1:30,300"));
  CHECK(t::Zone::parse_footer("UTC0"));
  for (const char* text : {"", "X", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0", "<CET-1"})
    CHECK_FALSE(t::Zone::parse_footer(text));
}

TEST_CASE("zone files that are broken are refused", "[graph][temporal]") {
  std::string bytes = "TZif2";
  bytes.resize(44, '\0');
  CHECK_FALSE(t::Zone::parse(bytes).ok());
  CHECK_FALSE(t::Zone::parse("").ok());
  bytes[39] = 1;  // one type
  bytes[43] = 4;  // four characters
  std::string block = bytes + std::string(6 + 4, '\0');
  CHECK_FALSE(t::Zone::parse(block).ok());  // the 64-bit block is missing
  const auto zone = t::Zone::parse(block + block + "\nABC-2\n");
  REQUIRE(zone.ok());
  CHECK(zone->offset_at(0) == 7200);
}

TEST_CASE("a zone gives one offset at every instant and the same clock back", "[graph][temporal]") {
  const auto zone = t::find_zone("America/New_York");
  REQUIRE(zone.ok());
  for (std::int64_t s = -3'000'000'000; s < 4'000'000'000; s += 12'345'67) {
    const std::int32_t offset = zone->zone->offset_at(s);
    const auto back = zone->zone->instant_of(s + offset, offset);
    REQUIRE(back.utc_seconds == s);
    REQUIRE(back.offset == offset);
  }
}
