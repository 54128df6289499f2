#include <catch2/catch.hpp>
#include <random>

#include "calling.hpp"
#include "dsl/value/access.hpp"
#include "dsl/value/arithmetic.hpp"
#include "dsl/value/temporal/between.hpp"
#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"

using namespace skein;
using namespace skein::dsl;
using skein::test::call;
using skein::test::call_for_value;

namespace {

Value made(std::string_view function, std::vector<Value> arguments) {
  auto out = call_for_value(function, std::move(arguments));
  INFO((out.ok() ? "" : out.error().message));
  REQUIRE(out.ok());
  return *std::move(out);
}

std::string part(const Value& of, std::string_view key) {
  const auto out = property(of, key, nullptr);
  return out.ok() ? display_text(*out) : out.error().error_class + " " + out.error().detail;
}

}  // namespace

TEST_CASE("dates are made from every way to name a day", "[dsl][temporal]") {
  CHECK(call("date", {Map{{"year", 2021}}}) == "2021-01-01");
  CHECK(call("date", {Map{{"year", 2021}, {"month", 2}, {"day", 28}}}) == "2021-02-28");
  CHECK(call("date", {Map{{"year", 2021}, {"week", 53}}}) == "ArgumentError NumberOutOfRange");
  CHECK(call("date", {Map{{"year", 2020}, {"week", 53}, {"dayOfWeek", 5}}}) == "2021-01-01");
  CHECK(call("date", {Map{{"year", 2020}, {"ordinalDay", 366}}}) == "2020-12-31");
  CHECK(call("date", {Map{{"year", 2021}, {"ordinalDay", 366}}}) == "ArgumentError NumberOutOfRange");
  CHECK(call("date", {Map{{"year", 2021}, {"quarter", 4}, {"dayOfQuarter", 92}}}) == "2021-12-31");
  CHECK(call("date", {Map{{"year", 2021}, {"month", 2}, {"day", 29}}}) == "ArgumentError NumberOutOfRange");
  CHECK(call("date", {Map{{"year", 2021}, {"day", 2}}}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date", {Map{{"month", 2}}}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date", {Map{{"year", 2021}, {"month", 1}, {"week", 1}}}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date", {Map{{"year", "x"}}}) == "TypeError InvalidArgumentValue");
  CHECK(call("date", {Map{{"year", 2021}, {"colour", 1}}}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date", {"not a date"}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date", {Value()}) == "null");
  CHECK(call("date", {1}) == "TypeError InvalidArgumentValue");
}

TEST_CASE("parts of other values are selected and overridden", "[dsl][temporal]") {
  const Value day = made("date", {"2024-02-29"});
  CHECK(call("date", {Map{{"date", day}, {"year", 2023}}}) == "2023-02-28");
  CHECK(call("date", {Map{{"date", day}, {"month", 12}}}) == "2024-12-29");
  CHECK(call("date", {Map{{"date", day}, {"quarter", 2}}}) == "2024-05-29");
  CHECK(call("date", {Map{{"date", day}, {"week", 1}}}) == "2024-01-04");
  CHECK(call("date", {Map{{"date", day}, {"dayOfWeek", 1}}}) == "2024-02-26");
  const Value time = made("time", {"10:20:30.4+02:00"});
  CHECK(call("localtime", {time}) == "10:20:30.4");
  CHECK(call("time", {Map{{"time", time}, {"timezone", "-03:00"}}}) == "05:20:30.4-03:00");
  CHECK(call("time", {Map{{"time", time}, {"minute", 0}}}) == "10:00:30.4+02:00");
  CHECK(call("localdatetime", {Map{{"date", day}, {"time", time}}}) == "2024-02-29T10:20:30.4");
  CHECK(call("datetime", {Map{{"date", day}, {"time", time}}}) == "2024-02-29T10:20:30.4+02:00");
  CHECK(call("datetime", {Map{{"date", day}, {"time", time}, {"timezone", "Asia/Tokyo"}}}) ==
        "2024-02-29T17:20:30.4+09:00[Asia/Tokyo]");
  CHECK(call("datetime", {day}) == "2024-02-29T00:00Z");
  CHECK(call("time", {day}) == "TypeError InvalidArgumentValue");
  CHECK(call("date", {time}) == "TypeError InvalidArgumentValue");
}

TEST_CASE("parts of a second fill what larger parts leave", "[dsl][temporal]") {
  const Map base = {{"hour", 1}, {"minute", 2}, {"second", 3}};
  const auto with = [&](Map more) {
    more.insert(base.begin(), base.end());
    return call("localtime", {more});
  };
  CHECK(with({{"millisecond", 7}}) == "01:02:03.007");
  CHECK(with({{"microsecond", 7}}) == "01:02:03.000007");
  CHECK(with({{"nanosecond", 7}}) == "01:02:03.000000007");
  CHECK(with({{"millisecond", 1}, {"microsecond", 2}, {"nanosecond", 3}}) == "01:02:03.001002003");
  CHECK(with({{"millisecond", 1}, {"nanosecond", 999'999}}) == "01:02:03.001999999");
  CHECK(with({{"millisecond", 1}, {"microsecond", 1000}}) == "ArgumentError NumberOutOfRange");
  CHECK(call("localtime", {Map{{"minute", 2}}}) == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("clocks set forward and back decide instants", "[dsl][temporal]") {
  CHECK(call("datetime", {"2025-03-30T02:30[Europe/Berlin]"}) == "2025-03-30T03:30+02:00[Europe/Berlin]");
  CHECK(call("datetime", {"2025-10-26T02:30[Europe/Berlin]"}) == "2025-10-26T02:30+02:00[Europe/Berlin]");
  CHECK(call("datetime", {"2025-10-26T02:30+01:00[Europe/Berlin]"}) == "2025-10-26T02:30+01:00[Europe/Berlin]");
  CHECK(call("datetime", {"2045-07-01T12:00[Europe/Oslo]"}) == "2045-07-01T12:00+02:00[Europe/Oslo]");
  CHECK(call("datetime", {"2045-01-01T12:00[Australia/Sydney]"}) == "2045-01-01T12:00+11:00[Australia/Sydney]");
  CHECK(call("datetime", {"1850-01-01T12:00[Europe/Oslo]"}) == "1850-01-01T12:00+00:53:28[Europe/Oslo]");
  CHECK(call("datetime", {"2025-01-01T12:00[America/New York]"}) == "2025-01-01T12:00-05:00[America/New_York]");
  CHECK(call("datetime", {"2025-01-01T12:00[Mars/Olympus]"}) == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("clocks of one statement agree", "[dsl][temporal]") {
  CHECK(call("datetime") == "2023-11-14T22:13:20.123Z");
  CHECK(call("date") == "2023-11-14");
  CHECK(call("localtime") == "22:13:20.123");
  CHECK(call("date", {Map{{"timezone", "Asia/Tokyo"}}}) == "2023-11-15");
  CHECK(call("time.statement", {"+01:30"}) == "23:43:20.123+01:30");
  CHECK(call("datetime.transaction", {"America/New_York"}) == "2023-11-14T17:13:20.123-05:00[America/New_York]");
  CHECK(call("timestamp") == "1700000000123");
  CHECK(call("datetime.fromEpoch", {-1, 5}) == "1969-12-31T23:59:59.000000005Z");
  CHECK(call("datetime.fromEpochMillis", {-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(call("datetime", {Map{{"epochSeconds", 90}, {"timezone", "+01:00"}}}) == "1970-01-01T01:01:30+01:00");
  CHECK(call("datetime", {Map{{"epochMillis", std::numeric_limits<std::int64_t>::max()}, {"epochSeconds", 31'556'889'864'403'199}}}) ==
        "ArgumentError NumberOutOfRange");
  CHECK(made("datetime.realtime", {}).as<DateTime>().seconds > 1'700'000'000);
}

TEST_CASE("truncation gives the start of a unit with components set", "[dsl][temporal]") {
  const Value when = made("datetime", {"1999-12-31T23:59:58.987654321+02:00"});
  CHECK(call("date.truncate", {"millennium", when}) == "1000-01-01");
  CHECK(call("date.truncate", {"century", when}) == "1900-01-01");
  CHECK(call("date.truncate", {"decade", when, Map{{"month", 5}}}) == "1990-05-01");
  CHECK(call("date.truncate", {"century", made("date", {"-0001-05-05"})}) == "-0100-01-01");
  CHECK(call("date.truncate", {"weekYear", made("date", {"2021-01-02"})}) == "2019-12-30");
  CHECK(call("date.truncate", {"week", when, Map{{"dayOfWeek", 7}}}) == "2000-01-02");
  CHECK(call("datetime.truncate", {"quarter", when}) == "1999-10-01T00:00+02:00");
  CHECK(call("datetime.truncate", {"hour", when, Map{{"timezone", "+05:00"}}}) == "1999-12-31T23:00+05:00");
  CHECK(call("localtime.truncate", {"millisecond", when, Map{{"nanosecond", 5}}}) == "23:59:58.987000005");
  CHECK(call("time.truncate", {"minute", when}) == "23:59+02:00");
  CHECK(call("time.truncate", {"month", when}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date.truncate", {"hour", when}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date.truncate", {"fortnight", when}) == "ArgumentError InvalidArgumentValue");
  CHECK(call("date.truncate", {"year"}) == "2023-01-01");
}

TEST_CASE("every part of an instant can be asked for", "[dsl][temporal]") {
  const Value when = made("datetime", {"2024-12-30T08:09:10.011012013[Asia/Kolkata]"});
  CHECK(part(when, "year") == "2024");
  CHECK(part(when, "quarter") == "4");
  CHECK(part(when, "week") == "1");
  CHECK(part(when, "weekYear") == "2025");
  CHECK(part(when, "dayOfWeek") == "1");
  CHECK(part(when, "ordinalDay") == "365");
  CHECK(part(when, "dayOfQuarter") == "91");
  CHECK(part(when, "hour") == "8");
  CHECK(part(when, "millisecond") == "11");
  CHECK(part(when, "microsecond") == "11012");
  CHECK(part(when, "nanosecond") == "11012013");
  CHECK(part(when, "timezone") == "\"Asia/Kolkata\"");
  CHECK(part(when, "offset") == "\"+05:30\"");
  CHECK(part(when, "offsetMinutes") == "330");
  CHECK(part(when, "epochSeconds") == "1735526350");
  CHECK(part(when, "epochMillis") == "1735526350011");
  CHECK(part(made("date", {"2024-12-30"}), "hour") == "TypeError InvalidArgumentValue");
}

TEST_CASE("durations are told in whole units and in what these leave", "[dsl][temporal]") {
  const Value d = made("duration", {"P2Y5M10DT3H4M5.006S"});
  CHECK(part(d, "years") == "2");
  CHECK(part(d, "quarters") == "9");
  CHECK(part(d, "months") == "29");
  CHECK(part(d, "monthsOfYear") == "5");
  CHECK(part(d, "monthsOfQuarter") == "2");
  CHECK(part(d, "quartersOfYear") == "1");
  CHECK(part(d, "weeks") == "1");
  CHECK(part(d, "daysOfWeek") == "3");
  CHECK(part(d, "hours") == "3");
  CHECK(part(d, "minutes") == "184");
  CHECK(part(d, "minutesOfHour") == "4");
  CHECK(part(d, "secondsOfMinute") == "5");
  CHECK(part(d, "milliseconds") == "11045006");
  CHECK(part(d, "nanosecondsOfSecond") == "6000000");
  CHECK(call("duration", {Map{{"days", 1.25}, {"milliseconds", 1500}}}) == "P1DT6H1.5S");
  CHECK(call("duration", {Map{{"quarters", 2.5}}}) == "P7M15DT5H14M33S");
  CHECK(call("duration", {Map{{"days", "x"}}}) == "TypeError InvalidArgumentValue");
  CHECK(call("duration", {Map{{"day", 1}}}) == "ArgumentError InvalidArgumentValue");
}

TEST_CASE("durations between instants", "[dsl][temporal]") {
  const auto between = [](std::string_view function, Value a, Value b) { return call(function, {a, b}); };
  const Value start = made("date", {"2024-01-31"}), end = made("localdatetime", {"2024-03-01T06:00"});
  CHECK(between("duration.between", start, end) == "P1M1DT6H");
  CHECK(between("duration.inMonths", start, end) == "P1M");
  CHECK(between("duration.inDays", start, end) == "P30D");
  CHECK(between("duration.inSeconds", start, end) == "PT726H");
  CHECK(between("duration.between", end, start) == "P-1M-1DT-6H");
  const Value evening = made("datetime", {"2025-03-29T20:00[Europe/Rome]"});
  const Value morning = made("datetime", {"2025-03-30T08:00[Europe/Rome]"});
  CHECK(between("duration.between", evening, morning) == "PT11H");
  CHECK(between("duration.inSeconds", evening, made("localdatetime", {"2025-03-30T20:00"})) == "PT23H");
  CHECK(between("duration.between", evening, made("localdatetime", {"2025-03-30T20:00"})) == "P1D");
  CHECK(between("duration.between", made("localtime", {"10:00"}), made("time", {"12:00+05:00"})) == "PT2H");
  CHECK(between("duration.between", made("time", {"10:00Z"}), made("time", {"12:00+05:00"})) == "PT-3H");
  CHECK(between("duration.inDays", start, made("localtime", {"10:00"})) == "PT0S");
  CHECK(between("duration.between", Value(), start) == "null");
  CHECK(between("duration.between", 1, start) == "TypeError InvalidArgumentValue");
}

TEST_CASE("an instant plus the duration to another gives the other", "[dsl][temporal]") {
  std::mt19937_64 random(5);
  const auto moment = [&] {
    return LocalDateTime{static_cast<std::int64_t>(random() % 8'000'000'000) - 4'000'000'000,
                         static_cast<std::int32_t>(random() % 1'000'000'000)};
  };
  for (int round = 0; round < 5'000; ++round) {
    const Value a = moment(), b = moment();
    for (const auto measure : {temporal::Measure::seconds, temporal::Measure::mixed}) {
      const auto d = temporal::between(a, b, measure);
      REQUIRE(d.ok());
      if (measure == temporal::Measure::mixed && a.as<LocalDateTime>() > b.as<LocalDateTime>()) continue;  // ends of months
      INFO(display_text(a) << " + " << display_text(*d) << " = " << display_text(b));
      CHECK(display_text(*add(a, *d)) == display_text(b));
    }
  }
}
