// Time zones by name, from the system's TZif files (RFC 8536): the 64-bit table of transitions, local mean time
// before the first, and the footer's POSIX rule for all times after the last (so summer 2040 has summer time).
//
// Distributions differ in how they pack histories before 1970: IANA's main data joins zones that agree since then
// (Europe/Stockholm is Europe/Berlin), others, Debian among them, keep old differences ("backzone"). skein follows
// the main data everywhere, as Java does, so that a query gives one answer on every machine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph::temporal {

class Zone {
 public:
  // Reads the bytes of a TZif file. Errors: corruption.
  static Result<Zone> parse(std::string_view bytes);

  // Seconds east of UTC that hold at an instant (UTC seconds since the epoch).
  [[nodiscard]] std::int32_t offset_at(std::int64_t utc_seconds) const;

  // The instant of a local time. In an overlap (clocks set back) `preferred` is taken when it is one of the two
  // offsets, else the earlier instant; in a gap (clocks set forward) the local time moves on by the gap's length.
  struct Instant {
    std::int64_t utc_seconds = 0;
    std::int32_t offset = 0;
  };
  [[nodiscard]] Instant instant_of(std::int64_t local_seconds, std::optional<std::int32_t> preferred = {}) const;

  struct Rule {  // a day of the year and a time on it, in the footer's terms
    enum class Form : std::uint8_t { julian_without_leap_day, day_of_year, month_week_day } form = Form::day_of_year;
    int month = 0, week = 0, day = 0;
    std::int32_t seconds = 7'200;
  };
  struct Footer {
    std::int32_t standard_offset = 0;
    bool has_summer = false;
    std::int32_t summer_offset = 0;
    Rule start, end;  // of summer time
  };
  // The POSIX TZ string of a footer: "CET-1CEST,M3.5.0,M10.5.0/3".
  static std::optional<Footer> parse_footer(std::string_view text);

 private:
  std::vector<std::int64_t> transitions_;
  std::vector<std::int32_t> offsets_;  // offsets_[i] holds from transitions_[i]
  std::int32_t first_offset_ = 0;      // before the first transition
  std::optional<Footer> footer_;
};

// The zone of that name ("Europe/Stockholm"), read once per process. The pointers live as long as the process.
// Thread-safe. Errors: not_found, with words about missing tzdata when no zone can be found at all.
struct NamedZone {
  const std::string* name = nullptr;  // interned
  const Zone* zone = nullptr;
};
Result<NamedZone> find_zone(std::string_view name);

}  // namespace skein::graph::temporal
