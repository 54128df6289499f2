#include "graph/import/temporal_text.hpp"

namespace skein::graph {

namespace {

constexpr std::int64_t second = 1'000'000'000;

// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
std::int64_t days_of(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const auto era = (year >= 0 ? year : year - 399) / 400;
  const auto of_era = year - era * 400;
  const auto of_year = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + static_cast<std::int64_t>(of_year) - 719468;
}

unsigned days_in(std::int64_t year, unsigned month) {
  static constexpr unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Exactly `width` digits.
  std::optional<unsigned> digits(std::size_t width) {
    if (text_.size() < width) return std::nullopt;
    unsigned v = 0;
    for (const char c : text_.substr(0, width)) {
      if (c < '0' || c > '9') return std::nullopt;
      v = v * 10 + static_cast<unsigned>(c - '0');
    }
    text_.remove_prefix(width);
    return v;
  }
  std::optional<std::int64_t> fraction() {  // of a second, in nanoseconds
    std::int64_t v = 0, unit = second / 10;
    std::size_t n = 0;
    for (; n < text_.size() && text_[n] >= '0' && text_[n] <= '9'; ++n, unit /= 10) v += (text_[n] - '0') * unit;
    if (n == 0 || n > 9) return std::nullopt;
    text_.remove_prefix(n);
    return v;
  }
  std::optional<std::int64_t> date() {
    const bool negative = skip('-');
    const auto year = digits(4);
    if (!year || !skip('-')) return std::nullopt;
    const auto month = digits(2);
    if (!month || !skip('-')) return std::nullopt;
    const auto day = digits(2);
    const auto signed_year = negative ? -static_cast<std::int64_t>(*year) : static_cast<std::int64_t>(*year);
    if (!day || *month < 1 || *month > 12 || *day < 1 || *day > days_in(signed_year, *month)) return std::nullopt;
    return days_of(signed_year, *month, *day);
  }
  std::optional<std::int64_t> time() {  // nanoseconds since midnight
    const auto hour = digits(2);
    if (!hour || !skip(':')) return std::nullopt;
    const auto minute = digits(2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    std::int64_t nanos = (*hour * 3600LL + *minute * 60LL) * second;
    if (!skip(':')) return nanos;
    const auto seconds = digits(2);
    if (!seconds || *seconds > 59) return std::nullopt;
    nanos += *seconds * second;
    if (!skip('.')) return nanos;
    const auto rest = fraction();
    if (!rest) return std::nullopt;
    return nanos + *rest;
  }
  std::optional<std::int32_t> offset() {  // seconds east of UTC
    if (skip('Z')) return 0;
    const int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
    if (sign == 0) return std::nullopt;
    const auto hours = digits(2);
    skip(':');
    const auto minutes = at_end() ? std::optional(0u) : digits(2);
    if (!hours || !minutes || *hours > 18 || *minutes > 59) return std::nullopt;
    return sign * static_cast<std::int32_t>(*hours * 3600 + *minutes * 60);
  }

 private:
  std::string_view text_;
};

}  // namespace

std::optional<Value> parse_date(std::string_view text) {
  Scanner in(text);
  const auto days = in.date();
  if (!days || !in.at_end()) return std::nullopt;
  return Value(Date{*days});
}

std::optional<Value> parse_local_time(std::string_view text) {
  Scanner in(text);
  const auto nanos = in.time();
  if (!nanos || !in.at_end()) return std::nullopt;
  return Value(LocalTime{*nanos});
}

std::optional<Value> parse_time(std::string_view text) {
  Scanner in(text);
  const auto nanos = in.time();
  if (!nanos) return std::nullopt;
  const auto offset = in.offset();
  if (!offset || !in.at_end()) return std::nullopt;
  return Value(Time{*nanos, *offset});
}

std::optional<Value> parse_local_date_time(std::string_view text) {
  Scanner in(text);
  const auto days = in.date();
  if (!days || !(in.skip('T') || in.skip(' '))) return std::nullopt;
  const auto nanos = in.time();
  if (!nanos || !in.at_end()) return std::nullopt;
  return Value(LocalDateTime{*days * 86400 + *nanos / second, static_cast<std::int32_t>(*nanos % second)});
}

std::optional<Value> parse_date_time(std::string_view text) {
  Scanner in(text);
  const auto days = in.date();
  if (!days || !(in.skip('T') || in.skip(' '))) return std::nullopt;
  const auto nanos = in.time();
  if (!nanos) return std::nullopt;
  const auto offset = in.offset();
  if (!offset || !in.at_end()) return std::nullopt;
  return Value(DateTime{*days * 86400 + *nanos / second - *offset, static_cast<std::int32_t>(*nanos % second), *offset,
                        nullptr});
}

}  // namespace skein::graph
