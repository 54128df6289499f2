#include "extract/values/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "extract/text/lines.hpp"
#include "extract/values/value_scanner.hpp"

namespace skein::extract {

namespace {

struct Bound {
  std::string_view words, meaning;
};

constexpr std::array<Bound, 25> bounds = {
    {{"more than", "over"},  {"as much as", "up to"},    {"up to", "up to"},    {"at least", "over"},
     {"less than", "under"}, {"fewer than", "under"},    {"close to", "about"}, {"greater than", "over"},
     {"over", "over"},       {"above", "over"},          {"exceeding", "over"}, {"nearly", "under"},
     {"almost", "under"},    {"under", "under"},         {"below", "under"},    {"about", "about"},
     {"around", "about"},    {"approximately", "about"}, {"roughly", "about"},  {"some", "about"},
     {"circa", "about"},     {"minimum of", "over"},     {"excess of", "over"}, {"maximum of", "up to"},
     {"estimated", "about"}}};

std::string bound_before(std::string_view text, std::size_t at) {
  const auto from = at > 24 ? at - 24 : 0;
  auto before = ascii_lower(text.substr(from, at - from));
  while (!before.empty() && (before.back() == ' ' || before.back() == '\n')) before.pop_back();
  for (const auto& b : bounds)
    if (before.ends_with(b.words)) {
      const auto rest = before.size() - b.words.size();
      if (rest == 0 || !std::isalpha(static_cast<unsigned char>(before[rest - 1])))
        return std::string(b.meaning);
    }
  return {};
}

bool starts_figure(char c) {
  const auto u = static_cast<unsigned char>(c);
  return std::isalnum(u) || c == '$' || c == '#' || u == 0xC2 || u == 0xE2;
}

}  // namespace

std::string plain_number(double amount) {
  auto text = fmt::format("{:.4f}", amount);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  // Thousands, as in 50,000.
  const auto dot = std::min(text.find('.'), text.size());
  const std::size_t sign = text.front() == '-' ? 1 : 0;
  for (auto at = dot; at > sign + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string money_name(double amount, std::string_view currency) {
  std::string scale;
  double shown = amount;
  for (const auto& [factor, name] : {std::pair{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}})
    if (std::abs(amount) >= factor) {
      shown = amount / factor;
      scale = std::string(" ") + name;
      break;
    }
  const auto number = plain_number(shown) + scale;
  if (currency == "USD") return "$" + number;
  if (currency == "EUR") return "€" + number;
  if (currency == "GBP") return "£" + number;
  if (currency == "JPY") return number + " yen";
  if (currency == "CNY") return number + " yuan";
  if (currency == "INR") return number + " rupees";
  return number + " " + std::string(currency);
}

std::vector<Figure> find_values(Document& document) {
  std::vector<Figure> figures;
  const auto& text = document.text;
  std::vector<Span> names;
  for (const auto& m : document.mentions) names.push_back(m.span);
  std::sort(names.begin(), names.end());
  std::size_t next_name = 0;
  std::vector<Mention> found;
  std::uint32_t last_end = 0;
  for (std::uint32_t t = 0; t < document.tokens.size(); ++t) {
    const auto& token = document.tokens[t];
    if (token.begin < last_end || !starts_figure(text[token.begin])) continue;
    while (next_name < names.size() && names[next_name].end <= token.begin) ++next_name;
    if (next_name < names.size() && names[next_name].begin <= token.begin) continue;
    const auto scanned = scan_figure(text, token.begin, document.metadata.published);
    if (!scanned) continue;
    // Whole tokens only, within one sentence.
    std::uint32_t last = t;
    while (last < document.tokens.size() && document.tokens[last].begin < scanned->end &&
           document.tokens[last].sentence == token.sentence)
      ++last;
    if (last == t || document.tokens[last - 1].end < scanned->end) continue;
    if (document.tokens[last - 1].end > scanned->end && scanned->figure.type != EntityType::rank) continue;
    auto value = scanned->figure;
    value.bound = bound_before(text, token.begin);
    Mention m;
    m.tokens = {t, last};
    m.span = {token.begin, document.tokens[last - 1].end};
    m.type = value.type;
    m.kind = MentionKind::value;
    m.score = 1;
    m.head = last - 1;
    // The head is the token whose own head lies outside.
    for (std::uint32_t k = t; k < last; ++k)
      if (const auto h = document.tokens[k].head; h == no_token || h < t || h >= last) {
        m.head = k;
        break;
      }
    m.cluster = static_cast<std::uint32_t>(figures.size());
    figures.push_back(std::move(value));
    found.push_back(m);
    last_end = m.span.end;
  }
  auto& mentions = document.mentions;
  mentions.insert(mentions.end(), found.begin(), found.end());
  std::sort(mentions.begin(), mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
  return figures;
}

}  // namespace skein::extract
