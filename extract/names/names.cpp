#include "extract/names/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

std::string join(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string out;
  for (auto i = from; i < to; ++i) {
    if (!out.empty()) out += ' ';
    out += words[i];
  }
  return out;
}

// Lower case, with typographic quotes and dashes made plain and commas, full stops and quotes cut from the
// ends of words.
std::vector<std::string> plain_words(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto three = name.substr(i, 3);
    if (three == "’" || three == "‘") {
      text += '\'';
      i += 2;
    } else if (three == "“" || three == "”") {
      i += 2;
    } else if (three == "–" || three == "‐" || three == "‑") {
      text += '-';
      i += 2;
    } else {
      const char c = name[i];
      text += c == '"' || c == ',' || c == '(' || c == ')'
                  ? ' '
                  : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
  }
  auto words = split_words(text);
  for (auto& w : words) {
    while (w.size() > 1 && (w.back() == '.' || w.back() == ';' || w.back() == ':')) w.pop_back();
    if (w.find('.') != std::string::npos && w.size() <= 5 &&
        std::count(w.begin(), w.end(), '.') * 2 + 1 >= static_cast<long>(w.size()))
      w.erase(std::remove(w.begin(), w.end(), '.'), w.end());  // u.s, n.v
    if (w.size() > 2 && w.ends_with("'s")) w.erase(w.size() - 2);
  }
  return words;
}

// British and American spelling, and the two ways to write compounds, as one. Keys need no right spelling,
// only the same one: "enterprise" becomes "enterprize" wherever it stands.
std::string one_spelling(std::string w) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> words = {
      {{"programme", "program"},
       {"defence", "defense"},
       {"offence", "offense"},
       {"licence", "license"},
       {"aluminium", "aluminum"},
       {"tyre", "tire"},
       {"grey", "gray"},
       {"jewellery", "jewelry"},
       {"plough", "plow"},
       {"mould", "mold"},
       {"artefact", "artifact"},
       {"catalogue", "catalog"},
       {"dialogue", "dialog"}}};
  for (const auto& [british, american] : words)
    if (w == british) return std::string(american);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> endings = {
      {{"isation", "ization"},
       {"ising", "izing"},
       {"ise", "ize"},
       {"yse", "yze"},
       {"our", "or"},
       {"tre", "ter"},
       {"lling", "ling"}}};
  for (const auto& [british, american] : endings)
    if (w.size() > british.size() + 2 && w.ends_with(british)) {
      w.replace(w.size() - british.size(), british.size(), american);
      break;
    }
  // "e-commerce" and "ecommerce", but "low-cost" and "low cost".
  for (auto at = w.find('-'); at != std::string::npos; at = w.find('-', at)) {
    if (at == 0 || at + 1 == w.size()) break;
    if (at <= 2)
      w.erase(at, 1);
    else
      w[at] = ' ';
  }
  return w;
}

bool is_article(std::string_view w) { return w == "the" || w == "a" || w == "an"; }

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && std::isspace(static_cast<unsigned char>(text[i]))) ++i;
    const auto begin = i;
    while (i < text.size() && !std::isspace(static_cast<unsigned char>(text[i]))) ++i;
    if (i > begin) words.emplace_back(text.substr(begin, i - begin));
  }
  return words;
}

bool wordy(std::string_view text) { return text.find(' ') != text.npos; }

std::string first_word(std::string_view text) { return std::string(text.substr(0, text.find(' '))); }

std::string last_word(std::string_view text) {
  const auto space = text.rfind(' ');
  return std::string(text.substr(space == text.npos ? 0 : space + 1));
}

bool is_initials(std::string_view text) {
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ.") == text.npos;
}

std::string core_name(std::string_view name, const RuleSet& rules) {
  auto words = plain_words(name);
  const auto& legal = rules.list("legal_form");
  std::size_t from = 0, to = words.size();
  if (to > 1 && is_article(words[0])) from = 1;
  while (to > from + 1 && legal.contains(words[to - 1])) --to;
  while (to > from + 1 && (words[to - 1] == "&" || words[to - 1] == "and")) --to;
  if (to > from && words[to - 1].size() > 4 && words[to - 1].ends_with(".com"))
    words[to - 1].erase(words[to - 1].size() - 4);
  return join(words, from, to);
}

std::vector<std::string> without_legal_forms(std::string_view name, const RuleSet& rules) {
  const auto words = split_words(name);
  const auto& legal = rules.list("legal_form");
  std::vector<std::string> out;
  for (auto to = words.size(); to > 1; --to) {
    auto low = ascii_lower(words[to - 1]);
    while (!low.empty() && (low.back() == '.' || low.back() == ',')) low.pop_back();
    if (!legal.contains(low)) break;
    auto shorter = join(words, 0, to - 1);
    while (!shorter.empty() && (shorter.back() == ',' || shorter.back() == '&' || shorter.back() == ' '))
      shorter.pop_back();
    if (!shorter.empty()) out.push_back(std::move(shorter));
  }
  return out;
}

bool has_legal_form(std::string_view name, const RuleSet& rules) {
  const auto words = plain_words(name);
  return words.size() > 1 && rules.list("legal_form").contains(words.back());
}

std::string without_title(std::string_view name, const RuleSet& rules) {
  auto words = split_words(name);
  std::size_t from = 0;
  while (from + 1 < words.size()) {
    auto low = ascii_lower(words[from]);
    if (!low.empty() && low.back() == '.') low.pop_back();
    if (!rules.list("person_title").contains(low)) break;
    ++from;
  }
  return join(words, from, words.size());
}

std::string concept_key(std::string_view name) {
  auto words = plain_words(name);
  if (words.size() > 1 && is_article(words[0])) words.erase(words.begin());
  for (auto& w : words) {
    if (w.size() > 3 && w.back() == 's' && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is")) {
      if (w.size() > 4 && w.ends_with("ies"))
        w.replace(w.size() - 3, 3, "y");
      else
        w.pop_back();
    }
    w = one_spelling(std::move(w));
  }
  return join(words, 0, words.size());
}

bool is_acronym_of(std::string_view letters, std::string_view words) {
  if (letters.size() < 2 || letters.size() > 8) return false;
  std::string initials;
  bool fresh = true;
  for (const char c : words) {
    const bool alpha = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (alpha && fresh) initials += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    fresh = !alpha && c != '\'';
  }
  std::string capitals;
  for (const char c : letters) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '.') return false;
    if (c >= 'A' && c <= 'Z') capitals += c;
  }
  if (capitals.size() < 2 || capitals.size() + 1 < letters.size()) return false;
  if (initials == capitals) return true;
  // Small words between may be left out: "Food and Drug Administration".
  std::string strong;
  for (const auto& w : split_words(words)) {
    const auto low = ascii_lower(w);
    static constexpr std::array<std::string_view, 18> small = {"of", "and", "the", "for", "in", "&",
                                                               "to", "on",  "at",  "de",  "du", "des",
                                                               "la", "di",  "da",  "do",  "e",  "y"};
    if (std::find(small.begin(), small.end(), low) != small.end()) continue;
    if (std::isalpha(static_cast<unsigned char>(w[0])) != 0)
      strong += static_cast<char>(std::toupper(static_cast<unsigned char>(w[0])));
  }
  return strong == capitals;
}

}  // namespace skein::extract
