// Temporal values as ISO 8601 text and back, in the forms of openCypher. It lives below the language because result
// writers, exports and imports need it too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph::temporal {

// --- to text ---------------------------------------------------------------------------------------------------
// 1984-10-11, -0044-03-15, +10000-01-01; 12:31, 12:31:14, 12:31:14.645876123 (seconds when they or the fraction are
// not zero, the fraction without trailing zeros); Z, +01:00, +00:53:28; a zone's name in brackets after the offset.
void append(std::string& out, const Date& v);
void append(std::string& out, const LocalTime& v);
void append(std::string& out, const Time& v);
void append(std::string& out, const LocalDateTime& v);
void append(std::string& out, const DateTime& v);
// P12Y5M14DT16H13M10.000000001S; every part with its own sign; nothing at all is PT0S.
void append(std::string& out, const Duration& v);
void append_offset(std::string& out, std::int32_t seconds);

template <typename T>
std::string to_text(const T& v) {
  std::string out;
  append(out, v);
  return out;
}

// --- from text -------------------------------------------------------------------------------------------------
// Dates: 2015-07-21 20150721 2015-07 201507 2015-W30-2 2015W302 2015-W30 2015W30 2015-Q2-60 2015Q260 2015-Q2 2015Q2
// 2015-202 2015202 2015; years outside 0000..9999 with a sign and up to nine digits.
// Times: 21:40:32.142 214032.142 21:40 2140 21, the fraction after a point or comma, up to nine digits.
// Offsets: Z +01:00 +0100 +01 +01:02:03; zones: [Europe/Stockholm], with or without an offset before it.
// Errors: invalid_argument; not_found for an unknown zone.
Result<Date> parse_date(std::string_view text);
Result<LocalTime> parse_local_time(std::string_view text);
// Without an offset in the text `offset` holds.
Result<Time> parse_time(std::string_view text, std::int32_t offset = 0);
Result<LocalDateTime> parse_local_date_time(std::string_view text);  // a date alone is its midnight
// Without offset and zone in the text, `zone` (a name or an offset) holds.
Result<DateTime> parse_date_time(std::string_view text, std::string_view zone = "Z");
// P1Y2M3W4DT5H6M7.5S with fractions and signs at any part, or P2012-02-02T14:37:21.545.
Result<Duration> parse_duration(std::string_view text);

// --- zones -----------------------------------------------------------------------------------------------------
// What a `timezone` may say: an offset ("+01:00", "Z") or the name of a zone.
struct ZoneSpec {
  std::int32_t offset = 0;            // when there is no name
  const std::string* name = nullptr;  // interned
};
Result<ZoneSpec> parse_zone(std::string_view text);
// The instant of a local time there. `preferred` decides where clocks are set back.
DateTime at_zone(const LocalDateTime& local, const ZoneSpec& zone, std::optional<std::int32_t> preferred = {});
// The same instant there.
DateTime in_zone(const DateTime& instant, const ZoneSpec& zone);
inline ZoneSpec zone_of(const DateTime& d) { return {d.offset, d.zone}; }

// --- durations -------------------------------------------------------------------------------------------------
// Puts a duration together from amounts with fractions: a part of a month becomes days and seconds of an average
// month (2,629,746 s), a part of a day seconds; what is less than a nanosecond is cut.
class DurationBuilder {
 public:
  struct Amount {
    std::int64_t whole = 0;
    long double fraction = 0;  // of the same sign, less than 1
  };
  enum class Unit : std::uint8_t {
    years, quarters, months, weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds,
  };
  void add(Unit unit, Amount amount);
  // False when the amount is not finite or beyond 64 bits; nothing is added then.
  bool add(Unit unit, long double amount);
  [[nodiscard]] Result<Duration> finish() const;  // errors: invalid_argument when it does not fit

 private:
  __extension__ using Wide = __int128;
  Wide months_ = 0, days_ = 0, seconds_ = 0, nanos_ = 0;
  long double month_fraction_ = 0, day_fraction_ = 0, nano_fraction_ = 0;
};

// `nanos` may have any size and sign. Errors: invalid_argument on overflow.
Result<Duration> normalized(std::int64_t months, std::int64_t days, std::int64_t seconds, std::int64_t nanos);

}  // namespace skein::graph::temporal
