#include "extract/values/periods.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "extract/values/calendar.hpp"

namespace skein::extract {

namespace {

struct Months {
  int year = 0, first = 0, last = 0;  // 1..12; a period may begin in the year before (first <= 0)
};

std::string interval(Months m) {
  const int from_year = m.first <= 0 ? m.year - 1 : m.year;
  const int from_month = m.first <= 0 ? m.first + 12 : m.first;
  const int to_year = m.last == 12 ? m.year + 1 : m.year;
  const int to_month = m.last == 12 ? 1 : m.last + 1;
  const auto end = civil_from_days(days_from_civil(to_year, to_month, 1) - 1);
  return fmt::format("{:04}-{:02}-01/{:04}-{:02}-{:02}", from_year, from_month, end.year, end.month, end.day);
}

int small_number(std::string_view w) {
  static constexpr std::array<std::pair<std::string_view, int>, 12> words = {{{"first", 1},
                                                                              {"second", 2},
                                                                              {"third", 3},
                                                                              {"fourth", 4},
                                                                              {"three", 3},
                                                                              {"six", 6},
                                                                              {"nine", 9},
                                                                              {"twelve", 12},
                                                                              {"3", 3},
                                                                              {"6", 6},
                                                                              {"9", 9},
                                                                              {"12", 12}}};
  for (const auto& [word, value] : words)
    if (w == word) return value;
  return 0;
}

bool is_ordinal(std::string_view w) {
  return w == "first" || w == "second" || w == "third" || w == "fourth" || w == "final" || w == "last";
}

// Reads the periods of one sentence.
class PeriodReader {
 public:
  explicit PeriodReader(const Document& document)
      : document_(document), published_(parse_iso_day(document.metadata.published)) {}

  // The period that starts at this token, with the tokens it takes.
  std::optional<Months> at(std::uint32_t t, std::uint32_t end, std::uint32_t& length) const {
    const auto word = [&](std::uint32_t k) { return k < end ? document_.lower(k) : std::string_view(); };
    const auto w = word(t);
    length = 1;
    if (w.size() == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4')
      return part_of_year(t + 1, end, 3 * (w[1] - '1') + 1, 3 * (w[1] - '0'), length);
    if (is_ordinal(w)) {
      auto next = t + 1;
      if (word(next) == "-") ++next;
      const int n = small_number(w);
      if (word(next) == "quarter") {
        length = next + 1 - t;
        const int quarter = w == "final" ? 4 : n;
        if (quarter > 0) return part_of_year(next + 1, end, 3 * quarter - 2, 3 * quarter, length, t);
        return w == "last" ? last_whole(3) : std::nullopt;
      }
      if (word(next) == "half" && (n == 1 || n == 2)) {
        length = next + 1 - t;
        return part_of_year(next + 1, end, 6 * n - 5, 6 * n, length, t);
      }
      const int months = small_number(word(next));
      if (w == "first" && months >= 3 && word(next + 1).starts_with("month")) {
        length = next + 2 - t;
        return part_of_year(next + 2, end, 1, months, length, t);
      }
    }
    // "the nine months to September", "the year ended in March 2023"
    const int months = w == "year" ? 12 : small_number(w) >= 3 ? small_number(w) : 0;
    const auto behind = w == "year" ? t + 1 : t + 2;
    if (months > 0 && (w == "year" || word(t + 1).starts_with("month")) &&
        (word(behind) == "to" || word(behind) == "through" || word(behind) == "ended" ||
         word(behind) == "ending" || word(behind) == "until")) {
      for (auto k = behind + 1; k < std::min(end, behind + 6); ++k) {
        const int month = month_number(document_.form(k));
        if (month == 0) continue;
        length = k + 1 - t;
        auto year = year_at(k + 1, end);
        if (!year && k + 2 < end) year = year_at(k + 2, end);
        if (!year && k + 3 < end) year = year_at(k + 3, end);
        if (!year) year = year_of_past(month);
        if (!year) return std::nullopt;
        return Months{*year, month - months + 1, month};
      }
    }
    if (w == "quarterly" || (w == "quarter" && t > 0 && document_.lower(t - 1) == "the"))
      return last_whole(3);
    if (w == "half-year" || w == "half-yearly" || w == "interim") return last_whole(6);
    if (w == "half" && word(t + 1) == "-" && word(t + 2) == "year") return last_whole(6);
    if (w == "annual" || w == "yearly" || w == "full-year" ||
        (w == "full" && (word(t + 1) == "year" || (word(t + 1) == "-" && word(t + 2) == "year"))))
      return year_at(t + 2, end) ? std::nullopt : last_whole(12);
    if ((w == "last" || w == "previous") && word(t + 1) == "year" && published_) {
      length = 2;
      return Months{published_->year - 1, 1, 12};
    }
    if (w == "this" && word(t + 1) == "year" && published_) return Months{published_->year, 1, 12};
    if (const auto year = year_at(t, end)) return Months{*year, 1, 12};
    return std::nullopt;
  }

  // A year stated and nothing more says less than "the second quarter".
  [[nodiscard]] static bool is_plain_year(const Months& m) { return m.first == 1 && m.last == 12; }

 private:
  [[nodiscard]] std::optional<int> year_at(std::uint32_t t, std::uint32_t end) const {
    if (t >= end) return std::nullopt;
    const auto form = document_.form(t);
    if (form.size() != 4 || !std::all_of(form.begin(), form.end(), [](char c) {
          return std::isdigit(static_cast<unsigned char>(c)) != 0;
        }))
      return std::nullopt;
    const int year = (form[0] - '0') * 1000 + (form[1] - '0') * 100 + (form[2] - '0') * 10 + form[3] - '0';
    return year >= 1800 && year <= 2100 ? std::optional(year) : std::nullopt;
  }

  // The year of the last such month that was over when the document appeared.
  [[nodiscard]] std::optional<int> year_of_past(int month) const {
    if (!published_) return std::nullopt;
    return month < published_->month ? published_->year : published_->year - 1;
  }

  std::optional<Months> part_of_year(std::uint32_t t, std::uint32_t end, int first, int last,
                                     std::uint32_t& length, std::uint32_t begin = no_token) const {
    for (auto k = t; k < std::min(end, t + 3); ++k) {
      const auto w = document_.lower(k);
      if (const auto year = year_at(k, end)) {
        if (begin != no_token) length = k + 1 - begin;
        return Months{*year, first, last};
      }
      if (published_ && (w == "this" || w == "last") && k + 1 < end && document_.lower(k + 1) == "year") {
        if (begin != no_token) length = k + 2 - begin;
        return Months{published_->year - (w == "last" ? 1 : 0), first, last};
      }
      if (w != "of" && w != "in" && w != "fiscal") break;
    }
    const auto year = year_of_past(last);
    return year ? std::optional(Months{*year, first, last}) : std::nullopt;
  }

  // The last quarter, half or year that was over when the document appeared.
  [[nodiscard]] std::optional<Months> last_whole(int months) const {
    if (!published_) return std::nullopt;
    const int last = (published_->month - 1) / months * months;
    if (last == 0) return Months{published_->year - 1, 13 - months, 12};
    return Months{published_->year, last - months + 1, last};
  }

  const Document& document_;
  std::optional<CalendarDate> published_;
};

}  // namespace

std::string period_of(const Document& document, std::uint32_t token) {
  const PeriodReader reader(document);
  const auto sentence = document.sentences[document.tokens[token].sentence].tokens;
  std::optional<Months> best;
  long nearest = 1000;
  for (auto t = sentence.first; t < sentence.last;) {
    std::uint32_t length = 1;
    const auto found = reader.at(t, sentence.last, length);
    if (found) {
      // "a year earlier", "in the second quarter of 2022" after "from": the figure compared with.
      const auto after = t + length < sentence.last ? document.lower(t + length) : std::string_view();
      const auto from = static_cast<long>(t), here = static_cast<long>(token);
      long distance = from >= here ? from - here : (here - from) + 2;
      if (PeriodReader::is_plain_year(*found)) distance += 4;
      if (after == "earlier" || after == "ago" || after == "before") distance += 100;
      if (t > sentence.first && from > here) {
        for (auto k = token; k < t; ++k)
          if (const auto w = document.lower(k);
              w == "from" || w == "compared" || w == "against" || w == "versus" || w == "after")
            distance += 50;
      }
      if (distance < nearest) {
        nearest = distance;
        best = found;
      }
    }
    t += std::max<std::uint32_t>(1, length);
  }
  if (best && nearest < 100) return interval(*best);
  // What the text is about: the first quarter, half or year's result it speaks of.
  for (const auto& s : document.sentences)
    for (auto t = s.tokens.first; t < s.tokens.last; ++t) {
      std::uint32_t length = 1;
      const auto found = reader.at(t, s.tokens.last, length);
      if (found && (!PeriodReader::is_plain_year(*found) || document.lower(t) == "annual" ||
                    document.lower(t) == "full-year" || document.lower(t) == "full"))
        return interval(*found);
    }
  return {};
}

std::optional<std::pair<long long, long long>> interval_of(std::string_view when) {
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    for (const char c : when.substr(from, size)) value = value * 10 + (c - '0');
    return value;
  };
  const auto digits = [&](std::size_t from, std::size_t size) {
    if (when.size() < from + size) return false;
    const auto part = when.substr(from, size);
    return std::all_of(part.begin(), part.end(),
                       [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
  };
  if (const auto slash = when.find('/'); slash != when.npos) {
    const auto first = parse_iso_day(when.substr(0, slash));
    if (!first || slash != 10) return std::nullopt;
    const auto from = days_from_civil(first->year, first->month, first->day);
    if (when.substr(slash) == "/P7D") return std::pair(from, from + 6);
    const auto last = parse_iso_day(when.substr(slash + 1));
    if (!last) return std::nullopt;
    return std::pair(from, days_from_civil(last->year, last->month, last->day));
  }
  if (!digits(0, 4)) return std::nullopt;
  const int year = number(0, 4);
  const auto months = [&](int first, int last) {
    return std::pair(days_from_civil(year, first, 1),
                     days_from_civil(last == 12 ? year + 1 : year, last == 12 ? 1 : last + 1, 1) - 1);
  };
  if (when.size() == 4) return months(1, 12);
  if (when.size() == 7 && when[5] == 'Q' && when[6] >= '1' && when[6] <= '4')
    return months(3 * (when[6] - '1') + 1, 3 * (when[6] - '0'));
  if (when.size() == 7 && when[4] == '-' && digits(5, 2) && number(5, 2) >= 1 && number(5, 2) <= 12)
    return months(number(5, 2), number(5, 2));
  if (const auto day = parse_iso_day(when); day && when.size() == 10) {
    const auto d = days_from_civil(day->year, day->month, day->day);
    return std::pair(d, d);
  }
  return std::nullopt;
}

}  // namespace skein::extract
