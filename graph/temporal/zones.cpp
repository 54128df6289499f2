#include "graph/temporal/zones.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "graph/temporal/calendar.hpp"
#include "graph/temporal/zone_links.hpp"

namespace skein::graph::temporal {

namespace {

// --- the footer's rule (POSIX.1, TZ) ---------------------------------------------------------------------------

class FooterReader {
 public:
  explicit FooterReader(std::string_view text) : rest_(text) {}

  std::optional<Zone::Footer> read() {
    Zone::Footer footer;
    if (!name() || !offset(footer.standard_offset)) return std::nullopt;
    footer.standard_offset = -footer.standard_offset;  // POSIX counts westwards
    if (rest_.empty()) return footer;
    footer.has_summer = true;
    if (!name()) return std::nullopt;
    footer.summer_offset = footer.standard_offset + 3'600;
    if (!rest_.empty() && rest_[0] != ',') {
      if (!offset(footer.summer_offset)) return std::nullopt;
      footer.summer_offset = -footer.summer_offset;
    }
    if (!take(',') || !rule(footer.start) || !take(',') || !rule(footer.end) || !rest_.empty()) return std::nullopt;
    return footer;
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool name() {
    std::size_t length = 0;
    if (take('<')) {
      length = rest_.find('>');
      if (length == std::string_view::npos) return false;
      rest_.remove_prefix(length + 1);
      return true;
    }
    while (length < rest_.size() && ((rest_[length] | 0x20) >= 'a' && (rest_[length] | 0x20) <= 'z')) ++length;
    rest_.remove_prefix(length);
    return length >= 3;
  }
  bool number(int& out, int most) {
    std::size_t length = 0;
    out = 0;
    while (length < rest_.size() && length < 3 && rest_[length] >= '0' && rest_[length] <= '9')
      out = out * 10 + (rest_[length++] - '0');
    rest_.remove_prefix(length);
    return length > 0 && out <= most;
  }
  // [+-]hh[:mm[:ss]]; hours up to 167 in rules (RFC 8536).
  bool offset(std::int32_t& out) {
    const bool negative = take('-');
    if (!negative) take('+');
    int h = 0, m = 0, s = 0;
    if (!number(h, 167)) return false;
    if (take(':') && !number(m, 59)) return false;
    if (take(':') && !number(s, 59)) return false;
    out = h * 3'600 + m * 60 + s;
    if (negative) out = -out;
    return true;
  }
  bool rule(Zone::Rule& out) {
    if (take('M')) {
      out.form = Zone::Rule::Form::month_week_day;
      if (!number(out.month, 12) || out.month < 1 || !take('.') || !number(out.week, 5) || out.week < 1 ||
          !take('.') || !number(out.day, 6))
        return false;
    } else if (take('J')) {
      out.form = Zone::Rule::Form::julian_without_leap_day;
      if (!number(out.day, 365) || out.day < 1) return false;
    } else {
      out.form = Zone::Rule::Form::day_of_year;
      if (!number(out.day, 365)) return false;
    }
    return !take('/') || offset(out.seconds);
  }

  std::string_view rest_;
};

// Local seconds since the epoch at which the rule strikes in a year.
std::int64_t strikes(const Zone::Rule& rule, std::int64_t year) {
  std::int64_t day = 0;
  switch (rule.form) {
    case Zone::Rule::Form::day_of_year: day = days_before_year(year) + rule.day; break;
    case Zone::Rule::Form::julian_without_leap_day:
      day = days_before_year(year) + rule.day - 1 + (is_leap(year) && rule.day >= 60 ? 1 : 0);
      break;
    case Zone::Rule::Form::month_week_day: {
      const std::int64_t first = days_from_civil(year, rule.month, 1);
      const int weekday = day_of_week(first) % 7;  // Sunday 0, as POSIX
      day = first + (rule.day - weekday + 7) % 7 + 7 * (rule.week - 1);
      if (day >= first + days_in_month(year, rule.month)) day -= 7;  // week 5: the last one
      break;
    }
  }
  return day * seconds_per_day + rule.seconds;
}

std::int32_t footer_offset(const Zone::Footer& footer, std::int64_t utc_seconds) {
  if (!footer.has_summer) return footer.standard_offset;
  const std::int64_t year =
      civil_from_days(floor_div(utc_seconds + footer.standard_offset, seconds_per_day)).year;
  const std::int64_t start = strikes(footer.start, year) - footer.standard_offset;
  const std::int64_t end = strikes(footer.end, year) - footer.summer_offset;
  const bool summer = start < end ? utc_seconds >= start && utc_seconds < end
                                  : utc_seconds >= start || utc_seconds < end;  // the southern half
  return summer ? footer.summer_offset : footer.standard_offset;
}

// --- TZif ------------------------------------------------------------------------------------------------------

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < size; ++i) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
  if (size == 4) return static_cast<std::int32_t>(v);
  return static_cast<std::int64_t>(v);
}

struct Header {
  std::size_t utc_flags, standard_flags, leaps, times, types, chars;
  [[nodiscard]] std::size_t body(std::size_t time_size) const {
    return times * (time_size + 1) + types * 6 + chars + leaps * (time_size + 4) + standard_flags + utc_flags;
  }
};
constexpr std::size_t header_size = 44;

std::optional<Header> read_header(std::string_view bytes) {
  if (bytes.size() < header_size || !bytes.starts_with("TZif")) return std::nullopt;
  const auto count = [&](std::size_t i) { return static_cast<std::size_t>(big_endian(bytes, 20 + 4 * i, 4)); };
  const Header h{count(0), count(1), count(2), count(3), count(4), count(5)};
  constexpr std::size_t most = 1 << 16;
  if (h.utc_flags > most || h.standard_flags > most || h.leaps > most || h.times > most || h.types > 256 ||
      h.types == 0 || h.chars > most)
    return std::nullopt;
  return h;
}

Error broken(std::string_view what) {
  return {.code = ErrorCode::corruption, .message = fmt::format("not a time zone file: {}", what)};
}

}  // namespace

std::optional<Zone::Footer> Zone::parse_footer(std::string_view text) { return FooterReader(text).read(); }

Result<Zone> Zone::parse(std::string_view bytes) {
  auto header = read_header(bytes);
  if (!header) return broken("no TZif header");
  std::size_t time_size = 4;
  if (bytes[4] >= '2') {  // the 32-bit block is followed by a 64-bit one
    const std::size_t skip = header_size + header->body(4);
    if (bytes.size() < skip) return broken("cut short");
    bytes.remove_prefix(skip);
    header = read_header(bytes);
    if (!header) return broken("no 64-bit header");
    time_size = 8;
  }
  bytes.remove_prefix(header_size);
  if (bytes.size() < header->body(time_size)) return broken("cut short");

  const std::size_t indices = header->times * time_size, types = indices + header->times;
  const auto type_offset = [&](std::size_t type) {
    return static_cast<std::int32_t>(big_endian(bytes, types + 6 * type, 4));
  };
  Zone zone;
  zone.first_offset_ = type_offset(0);
  for (std::size_t i = 0; i < header->times; ++i) {
    const auto type = static_cast<unsigned char>(bytes[indices + i]);
    if (type >= header->types) return broken("unknown type");
    zone.transitions_.push_back(big_endian(bytes, i * time_size, time_size));
    zone.offsets_.push_back(type_offset(type));
    if (i > 0 && zone.transitions_[i] <= zone.transitions_[i - 1]) return broken("transitions out of order");
  }
  if (time_size == 8) {
    std::string_view footer = bytes.substr(header->body(8));
    if (footer.size() >= 2 && footer.front() == '\n') {
      footer.remove_prefix(1);
      footer = footer.substr(0, footer.find('\n'));
      if (!footer.empty()) zone.footer_ = parse_footer(footer);
    }
  }
  return zone;
}

std::int32_t Zone::offset_at(std::int64_t utc_seconds) const {
  const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), utc_seconds);
  if (next == transitions_.end() && footer_) return footer_offset(*footer_, utc_seconds);
  if (next == transitions_.begin()) return first_offset_;
  return offsets_[static_cast<std::size_t>(next - transitions_.begin()) - 1];
}

Zone::Instant Zone::instant_of(std::int64_t local_seconds, std::optional<std::int32_t> preferred) const {
  // Offsets are less than a day, so these two instants lie on both sides of the one looked for.
  const std::int32_t before = offset_at(local_seconds - seconds_per_day);
  const std::int32_t after = offset_at(local_seconds + seconds_per_day);
  const auto holds = [&](std::int32_t offset) { return offset_at(local_seconds - offset) == offset; };
  if (preferred && holds(*preferred)) return {local_seconds - *preferred, *preferred};
  if (holds(before)) return {local_seconds - before, before};
  if (holds(after)) return {local_seconds - after, after};
  return {local_seconds - before, after};  // a gap: read with the old offset, told with the new one
}

// --- names -----------------------------------------------------------------------------------------------------

namespace {

bool plausible_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.front() == '.') return false;
  if (name.find("..") != std::string_view::npos || name.starts_with("posix/") || name.starts_with("right/"))
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+' || c == '.';
  });
}

constexpr const char* directories[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"};

std::optional<Zone> read_zone(std::string_view name) {
  for (const char* directory : directories) {
    std::error_code error;
    const std::filesystem::path path = std::filesystem::path(directory) / name;
    if (!std::filesystem::is_regular_file(path, error)) continue;
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (auto zone = Zone::parse(bytes); zone.ok()) return std::move(*zone);
  }
  return std::nullopt;
}

bool any_zones() {
  std::error_code error;
  return std::any_of(std::begin(directories), std::end(directories), [&](const char* directory) {
    return std::filesystem::exists(std::filesystem::path(directory) / "Etc", error) ||
           std::filesystem::exists(std::filesystem::path(directory) / "Europe", error);
  });
}

}  // namespace

Result<NamedZone> find_zone(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const Zone>, std::less<>> zones;
  const std::lock_guard lock(mutex);
  auto it = zones.find(name);
  if (it == zones.end()) {
    std::optional<Zone> zone;
    if (plausible_name(name)) {
      const std::string_view target = zone_link(name);
      if (!target.empty()) zone = read_zone(target);
      if (!zone) zone = read_zone(name);
    }
    if (!zone) {
      const bool installed = any_zones();
      return Error{.code = ErrorCode::not_found,
                   .message = installed ? fmt::format("unknown time zone '{}'", name)
                                        : fmt::format("the time zone '{}' cannot be looked up: this system has no "
                                                      "time zone files in /usr/share/zoneinfo",
                                                      name),
                   .hint = installed ? "" : "install the package tzdata"};
    }
    it = zones.emplace(name, std::make_unique<const Zone>(std::move(*zone))).first;
  }
  return NamedZone{intern_zone(name), it->second.get()};
}

}  // namespace skein::graph::temporal
