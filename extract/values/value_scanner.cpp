#include "extract/values/value_scanner.hpp"

#include <array>
#include <cctype>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "extract/text/lines.hpp"
#include "extract/values/calendar.hpp"
#include "extract/values/values.hpp"

namespace skein::extract {

namespace {

struct Pair {
  std::string_view text;
  std::string_view unit;
};
struct Scale {
  std::string_view text;
  double factor;
  bool letters_only;  // short forms count only when glued to the digits
};

// Longer signs first where one begins another.
constexpr std::array<Pair, 46> signs = {
    {{"US$", "USD"}, {"A$", "AUD"},  {"C$", "CAD"},  {"HK$", "HKD"}, {"S$", "SGD"},  {"NZ$", "NZD"},
     {"NT$", "TWD"}, {"R$", "BRL"},  {"$US", "USD"}, {"$A", "AUD"},  {"$C", "CAD"},  {"$HK", "HKD"},
     {"$S", "SGD"},  {"$NZ", "NZD"}, {"$", "USD"},   {"€", "EUR"},   {"£", "GBP"},   {"¥", "JPY"},
     {"₹", "INR"},   {"₩", "KRW"},   {"₺", "TRY"},   {"₽", "RUB"}, {"₦", "NGN"},   {"₪", "ILS"},
     {"₱", "PHP"},   {"฿", "THB"},   {"zł", "PLN"},  {"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"},
     {"RMB", "CNY"}, {"CNY", "CNY"}, {"CHF", "CHF"}, {"SKr", "SEK"}, {"NKr", "NOK"}, {"DKr", "DKK"},
     {"SEK", "SEK"}, {"NOK", "NOK"}, {"DKK", "DKK"}, {"PLN", "PLN"}, {"SFr", "CHF"}, {"Zl", "PLN"},
     {"Rs", "INR"},  {"RM", "MYR"},  {"Rp", "IDR"},  {"JPY", "JPY"}}};

constexpr std::array<Pair, 37> currencies = {{{"us dollars", "USD"},
                                              {"u.s. dollars", "USD"},
                                              {"australian dollars", "AUD"},
                                              {"canadian dollars", "CAD"},
                                              {"hong kong dollars", "HKD"},
                                              {"dollars", "USD"},
                                              {"dollar", "USD"},
                                              {"yuan", "CNY"},
                                              {"renminbi", "CNY"},
                                              {"rmb", "CNY"},
                                              {"euros", "EUR"},
                                              {"euro", "EUR"},
                                              {"pounds sterling", "GBP"},
                                              {"pounds", "GBP"},
                                              {"yen", "JPY"},
                                              {"rupees", "INR"},
                                              {"won", "KRW"},
                                              {"swiss francs", "CHF"},
                                              {"francs", "CHF"},
                                              {"rubles", "RUB"},
                                              {"roubles", "RUB"},
                                              {"riyals", "SAR"},
                                              {"dirhams", "AED"},
                                              {"reais", "BRL"},
                                              {"pesos", "MXN"},
                                              {"kronor", "SEK"},
                                              {"kroner", "NOK"},
                                              {"crowns", "CZK"},
                                              {"zlotys", "PLN"},
                                              {"lira", "TRY"},
                                              {"shekels", "ILS"},
                                              {"rand", "ZAR"},
                                              {"usd", "USD"},
                                              {"eur", "EUR"},
                                              {"gbp", "GBP"},
                                              {"cny", "CNY"},
                                              {"chf", "CHF"}}};

constexpr std::array<Scale, 17> scales = {{{"thousand", 1e3, false},
                                           {"million", 1e6, false},
                                           {"billion", 1e9, false},
                                           {"trillion", 1e12, false},
                                           {"hundred", 1e2, false},
                                           {"crore", 1e7, false},
                                           {"lakh", 1e5, false},
                                           {"mln", 1e6, false},
                                           {"bln", 1e9, false},
                                           {"mn", 1e6, true},
                                           {"bn", 1e9, true},
                                           {"tn", 1e12, true},
                                           {"trn", 1e12, true},
                                           {"m", 1e6, true},
                                           {"b", 1e9, true},
                                           {"k", 1e3, true},
                                           {"t", 1e12, true}}};

constexpr std::array<std::string_view, 20> small = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 8> tens = {"twenty", "thirty",  "forty",  "fifty",
                                                  "sixty",  "seventy", "eighty", "ninety"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool word_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0xC3;
}
bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::size_t at() const { return at_; }
  void move(std::size_t at) { at_ = at; }

  // The lower case word at the cursor, letters only.
  [[nodiscard]] std::string word() const { return word_at(at_); }
  [[nodiscard]] std::string word_at(std::size_t p) const {
    std::string w;
    while (p < text_.size() && letter(text_[p]))
      w += static_cast<char>(std::tolower(static_cast<unsigned char>(text_[p++])));
    return w;
  }
  [[nodiscard]] std::size_t after_gap(std::string_view gap = " -\xC2\xA0") const {
    auto p = at_;
    while (p < text_.size() && gap.find(text_[p]) != gap.npos) ++p;
    return p;
  }
  // Takes `w` (lower case) when it stands here as whole words.
  bool take_words(std::size_t from, std::string_view w) {
    if (from + w.size() > text_.size()) return false;
    for (std::size_t i = 0; i < w.size(); ++i)
      if (std::tolower(static_cast<unsigned char>(text_[from + i])) != w[i]) return false;
    const auto end = from + w.size();
    if (end < text_.size() && word_char(text_[end])) return false;
    at_ = end;
    return true;
  }

  std::optional<double> digits() {
    auto p = at_;
    if (p >= text_.size() || !digit(text_[p])) return std::nullopt;
    std::string number;
    while (p < text_.size()) {
      if (digit(text_[p]))
        number += text_[p++];
      else if (text_[p] == ',' && p + 3 < text_.size() && digit(text_[p + 1]) && digit(text_[p + 2]) &&
               digit(text_[p + 3]) && (p + 4 >= text_.size() || !digit(text_[p + 4])))
        ++p;
      else
        break;
    }
    if (p + 1 < text_.size() && text_[p] == '.' && digit(text_[p + 1])) {
      number += '.';
      ++p;
      while (p < text_.size() && digit(text_[p])) number += text_[p++];
    }
    if (number.size() > 18) return std::nullopt;
    at_ = p;
    return std::stod(number);
  }

  // "six", "twenty-five", "half a"
  std::optional<double> spelled() {
    const auto w = word();
    for (std::size_t i = 1; i < small.size(); ++i)
      if (w == small[i]) {
        at_ += w.size();
        return static_cast<double>(i);
      }
    for (std::size_t i = 0; i < tens.size(); ++i)
      if (w == tens[i]) {
        at_ += w.size();
        double value = 20 + 10 * static_cast<double>(i);
        if (at_ < text_.size() && text_[at_] == '-') {
          const auto unit = word_at(at_ + 1);
          for (std::size_t k = 1; k < 10; ++k)
            if (unit == small[k]) {
              at_ += 1 + unit.size();
              value += static_cast<double>(k);
            }
        }
        return value;
      }
    if (w == "a" || w == "half") {
      auto next = at_ + w.size();
      std::string_view phrase = w == "a" ? "a " : "half a ";
      if (!text_.substr(at_).starts_with(phrase)) return std::nullopt;
      next = at_ + phrase.size();
      for (const auto& s : scales)
        if (!s.letters_only && s.factor >= 1e6 && word_at(next) == s.text) {
          at_ = next - 1;
          return w == "a" ? 1.0 : 0.5;
        }
    }
    return std::nullopt;
  }

  bool scale(double& amount, bool money) {
    bool any = false;
    for (int round = 0; round < 2; ++round) {
      const bool glued = at_ < text_.size() && letter(text_[at_]);
      const auto from = after_gap();
      bool found = false;
      for (const auto& s : scales) {
        if (s.letters_only && !glued && !(money && s.text.size() >= 2)) continue;
        if (s.letters_only && s.text.size() == 1 && !money) continue;
        if (take_words(from, s.text)) {
          amount *= s.factor;
          found = any = true;
          break;
        }
      }
      if (!found) break;
    }
    return any;
  }

  std::string_view sign() {
    for (const auto& s : signs)
      if (rest().starts_with(s.text)) {
        auto p = at_ + s.text.size();
        if (letter(s.text.front()) && letter(s.text.back()) && p < text_.size() && text_[p] == '.') ++p;
        while (p < text_.size() && text_[p] == ' ') ++p;
        if (p < text_.size() && digit(text_[p])) {
          at_ = p;
          return s.unit;
        }
      }
    return {};
  }
  std::string_view currency() {
    const auto from = after_gap();
    for (const auto& c : currencies)
      if (take_words(from, c.text)) return c.unit;
    return {};
  }
  bool percent() {
    if (rest().starts_with('%')) return ++at_, true;
    const auto from = after_gap();
    return take_words(from, "percent") || take_words(from, "per cent") || take_words(from, "pct") ||
           take_words(from, "percentage points") ||
           (from < text_.size() && text_[from] == '%' && (at_ = from + 1) != 0);
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

ScannedFigure figure(EntityType type, double amount, std::string unit, std::string name, std::size_t begin,
                     std::size_t end) {
  ScannedFigure f;
  f.figure.type = type;
  f.figure.amount = amount;
  f.figure.unit = std::move(unit);
  f.figure.name = std::move(name);
  f.begin = begin;
  f.end = end;
  return f;
}

std::optional<ScannedFigure> scan_money(std::string_view text, std::size_t at) {
  Scanner s(text, at);
  std::string unit(s.sign());
  auto amount = s.digits();
  if (!amount && unit.empty()) amount = s.spelled();
  if (!amount) return std::nullopt;
  double value = *amount;
  s.scale(value, !unit.empty());
  const auto before = s.at();
  if (const auto word = s.currency(); !word.empty()) {
    if (unit.empty())
      unit = word;
    else if (unit != word && unit != "USD")
      s.move(before);
    else
      unit = word;
  }
  if (unit.empty()) return std::nullopt;
  if (s.at() < text.size() && (word_char(text[s.at()]))) return std::nullopt;
  return figure(EntityType::money, value, unit, money_name(value, unit), at, s.at());
}

// "the same in another currency" in parentheses behind it.
void scan_equivalent(std::string_view text, ScannedFigure& money) {
  auto p = money.end;
  if (p < text.size() && text[p] == ' ') ++p;
  if (p >= text.size() || text[p] != '(') return;
  ++p;
  for (const std::string_view w :
       {"about ", "around ", "roughly ", "approximately ", "or ", "nearly ", "some ", "over ", "~"})
    if (text.substr(p).starts_with(w)) p += w.size();
  const auto other = scan_money(text, p);
  if (!other || other->end >= text.size() || text[other->end] != ')' ||
      other->figure.unit == money.figure.unit)
    return;
  money.end = other->end + 1;
  // One identity for the pair: the dollar sum where there is one, else the first in the order of currency
  // codes.
  const bool swap =
      money.figure.unit != "USD" && (other->figure.unit == "USD" || other->figure.unit < money.figure.unit);
  money.figure.also = swap ? money.figure.name : other->figure.name;
  if (swap) {
    money.figure.amount = other->figure.amount;
    money.figure.unit = other->figure.unit;
    money.figure.name = other->figure.name;
  }
}

std::optional<ScannedFigure> scan_plain(std::string_view text, std::size_t at) {
  Scanner s(text, at);
  const bool hash = s.rest().starts_with('#');
  if (hash) s.move(at + 1);
  bool no = false;
  for (const std::string_view w : {"No. ", "no. ", "No ", "number "})
    if (s.rest().starts_with(w) && s.at() + w.size() < text.size() && digit(text[s.at() + w.size()])) {
      s.move(s.at() + w.size());
      no = true;
      break;
    }
  const auto amount_begin = s.at();
  auto amount = s.digits();
  const bool digits = amount.has_value();
  if (!amount && !hash && !no) amount = s.spelled();
  if (!amount) {
    // "ranks third": an ordinal in words is a rank behind a verb of ranking only.
    static constexpr std::array<std::string_view, 10> ordinals = {
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};
    const auto w = s.word();
    for (std::size_t i = 0; i < ordinals.size(); ++i) {
      if (w != ordinals[i]) continue;
      const auto before = ascii_lower(text.substr(at > 12 ? at - 12 : 0, std::min<std::size_t>(at, 12)));
      for (const std::string_view verb : {"ranks ", "ranked ", "ranking ", "placed ", "finished ", "came "})
        if (before.ends_with(verb))
          return figure(EntityType::rank, static_cast<double>(i + 1), "", "#" + std::to_string(i + 1), at,
                        at + w.size());
    }
    return std::nullopt;
  }
  double value = *amount;
  if (hash || no) return figure(EntityType::rank, value, "", "#" + plain_number(value), at, s.at());
  const bool scaled = s.scale(value, false);
  if (s.percent()) return figure(EntityType::percent, value, "%", plain_number(value) + "%", at, s.at());
  if (s.at() < text.size() && word_char(text[s.at()])) {
    for (const std::string_view ordinal : {"st", "nd", "rd", "th"})
      if (digits && s.take_words(s.at(), ordinal))
        return figure(EntityType::rank, value, "", "#" + plain_number(value), at, s.at());
    return std::nullopt;
  }
  // A year is a date when nothing is counted with it.
  if (digits && !scaled && s.at() - amount_begin == 4 && value >= 1500 && value <= 2100 &&
      text.substr(amount_begin, 4).find(',') == std::string_view::npos)
    return figure(EntityType::date, value, "year", std::string(text.substr(amount_begin, 4)), at, s.at());
  if (!digits && !scaled && value == 1) return std::nullopt;  // "one" is hardly ever a count
  if (s.at() < text.size() && text[s.at()] == '-' && s.at() + 1 < text.size() && letter(text[s.at() + 1]))
    return std::nullopt;  // "six-year"
  const auto next = s.after_gap(" ");
  std::string unit = s.word_at(next);
  if (next == s.at() || unit.size() < 3) unit.clear();
  const auto name = plain_number(value);
  return figure(EntityType::number, value, unit, name, at, s.at());
}

std::optional<ScannedFigure> scan_date(std::string_view text, std::size_t at, std::string_view published) {
  const auto anchor = parse_iso_day(published);
  if (const auto d = date_at(text, at)) {
    CalendarDate full = *d;
    if (full.year == 0 && anchor) {  // the nearest such day to the day of publication
      full.year = anchor->year;
      const auto here = days_from_civil(anchor->year, anchor->month, anchor->day);
      if (days_from_civil(full.year, full.month, full.day) - here > 183)
        --full.year;
      else if (here - days_from_civil(full.year, full.month, full.day) > 183)
        ++full.year;
    }
    return figure(EntityType::date, full.year, "",
                  full.year == 0 ? std::string(text.substr(d->begin, d->end - d->begin)) : to_iso(full),
                  d->begin, d->end);
  }
  Scanner s(text, at);
  const auto w = s.word();
  if (w.empty()) {
    return std::nullopt;
  }
  if (w == "q" && at + 1 < text.size() && text[at + 1] >= '1' && text[at + 1] <= '4') {  // "Q4 2024"
    s.move(at + 2);
    const std::string quarter(text.substr(at, 2));
    const auto p = s.after_gap(" ");
    Scanner y(text, p);
    const auto year = y.digits();
    if (year && *year >= 1900 && *year <= 2100)
      return figure(EntityType::period, *year, "quarter", fmt::format("{:.0f}-{}", *year, quarter), at,
                    y.at());
    return figure(EntityType::period, 0, "quarter", quarter, at, at + 2);
  }
  if (const int day = weekday_number(w); day >= 0 && text[at] >= 'A' && text[at] <= 'Z') {
    const auto end = at + w.size();
    if (!anchor)
      return figure(EntityType::date, 0, "weekday", std::string(text.substr(at, w.size())), at, end);
    const auto here = days_from_civil(anchor->year, anchor->month, anchor->day);
    const auto weekday = (here + 3) % 7;  // 1970-01-01 was a Thursday
    const auto back = (weekday - day + 7) % 7;
    const auto iso = to_iso(civil_from_days(here - back));
    return figure(EntityType::date, 0, "", iso, at, end);
  }
  static constexpr std::array<std::string_view, 6> units = {"year",    "month",  "week",
                                                            "quarter", "decade", "day"};
  const auto unit_after = [&](std::size_t p) -> std::pair<std::string, std::size_t> {
    while (p < text.size() && text[p] == ' ') ++p;
    std::string adjective;
    auto next = s.word_at(p);
    if (next == "fiscal" || next == "financial" || next == "calendar") {
      adjective = next + " ";
      p += next.size() + 1;
      next = s.word_at(p);
    }
    for (const auto u : units)
      if (next == u || next == std::string(u) + "s") return {adjective + std::string(u), p + next.size()};
    return {{}, p};
  };
  if (w == "this" || w == "last" || w == "next" || w == "past") {
    auto p = at + w.size();
    const auto [unit, end] = unit_after(p);
    const auto spelled = std::string(text.substr(at, end - at));
    if (!unit.empty()) {
      std::string name = fold_spaces(ascii_lower(spelled));
      if (anchor && unit == "year") {
        const int year = anchor->year + (w == "last" || w == "past" ? -1 : w == "next" ? 1 : 0);
        name = std::to_string(year);
      } else if (anchor && unit == "month") {
        int m = anchor->month + (w == "last" || w == "past" ? -1 : w == "next" ? 1 : 0), y = anchor->year;
        if (m == 0) {
          m = 12;
          --y;
        }
        if (m == 13) {
          m = 1;
          ++y;
        }
        name = to_iso({y, m, 0, 0, 0});
      } else if (anchor && unit == "week") {
        const auto here = days_from_civil(anchor->year, anchor->month, anchor->day);
        const auto monday = here - (here + 3) % 7 + (w == "last" || w == "past" ? -7 : w == "next" ? 7 : 0);
        name = to_iso(civil_from_days(monday)) + "/P7D";
      }
      return figure(EntityType::period, 0, unit, name, at, end);
    }
    // "next three years"
    while (p < text.size() && text[p] == ' ') ++p;
    Scanner n(text, p);
    auto count = n.digits();
    if (!count) count = n.spelled();
    if (!count) return std::nullopt;
    const auto [many, stop] = unit_after(n.at());
    if (many.empty()) return std::nullopt;
    return figure(EntityType::period, *count, many, fold_spaces(ascii_lower(text.substr(at, stop - at))), at,
                  stop);
  }
  return std::nullopt;
}

}  // namespace

std::optional<ScannedFigure> scan_figure(std::string_view text, std::size_t at, std::string_view published) {
  if (auto money = scan_money(text, at)) {
    scan_equivalent(text, *money);
    return money;
  }
  if (auto date = scan_date(text, at, published)) return date;
  return scan_plain(text, at);
}

}  // namespace skein::extract
