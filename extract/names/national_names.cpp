#include "extract/names/national_names.hpp"

#include <algorithm>
#include <map>

#include "extract/names/names.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

// The country at the head of a name or behind its last "of", whose words it takes away: "british …", "new
// zealand …", "… of the united states".
std::string take_country(std::vector<std::string>& words, const RuleSet& rules) {
  std::string start;
  for (std::size_t n = 1; n <= 3 && n < words.size(); ++n) {
    start += (start.empty() ? "" : " ") + words[n - 1];
    const auto place = rules.place_of(start);
    if (place.empty()) continue;
    words.erase(words.begin(), words.begin() + static_cast<long>(n));
    return ascii_lower(place);
  }
  for (std::size_t at = words.size(); at-- > 1;) {
    if (words[at] != "of") continue;
    const auto first = at + 1 < words.size() && words[at + 1] == "the" ? at + 2 : at + 1;
    const auto place = rules.place_of(joined({words.begin() + static_cast<long>(first), words.end()}));
    if (place.empty()) break;
    words.erase(words.begin() + static_cast<long>(at), words.end());
    return ascii_lower(place);
  }
  return {};
}

// Is it called by common words, the one that says what it is among those of the list?
bool is_national(const std::vector<std::string>& words, const RuleSet& rules, const Models& models) {
  const auto& kinds = rules.list("national_institution");
  const auto of = std::find(words.begin(), words.end(), "of");
  const auto kind = of == words.begin() ? words.end() - 1 : of - 1;
  if (!kinds.contains(*kind)) return false;
  return std::all_of(words.begin(), words.end(), [&](const std::string& w) {
    return w == "of" || w == "and" || w == "the" || w == "for" || w == "&" ||
           (rules.place_of(w).empty() && (listed_as(w, models) & lex::word_classes) != 0);
  });
}

}  // namespace

std::string main_country(const Document& document, const RuleSet& rules) {
  std::map<std::string, std::size_t> counts;
  std::size_t all = 0;
  for (const auto& m : document.mentions) {
    if (m.kind != MentionKind::name || (m.type != EntityType::place && m.type != EntityType::demonym))
      continue;
    const auto place = rules.place_of(ascii_lower(document.form(m)));
    if (place.empty() || rules.list("continent").contains(ascii_lower(place))) continue;
    ++counts[std::string(place)];
    ++all;
  }
  std::string best;
  std::size_t most = 0;
  bool shared = false;
  for (const auto& [place, count] : counts) {
    if (count > most) {
      most = count;
      best = place;
      shared = false;
    } else if (count == most) {
      shared = true;
    }
  }
  return shared || most * 2 < all ? std::string() : best;
}

NationalName national_name(std::string_view core, std::string_view country, const RuleSet& rules,
                           const Models& models) {
  auto words = split_words(core);
  if (words.empty()) return {};
  auto own = take_country(words, rules);
  if (words.empty() || !is_national(words, rules, models)) return {};
  NationalName out;
  out.bare = joined(words);
  if (own.empty()) own = ascii_lower(country);
  if (!own.empty()) out.qualified = own + " " + out.bare;
  return out;
}

}  // namespace skein::extract
