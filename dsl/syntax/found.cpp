#include "dsl/syntax/found.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dsl/syntax/brackets.hpp"

namespace skein::dsl::syntax {
namespace {

constexpr std::array<std::string_view, 42> keywords = {
    "MATCH", "OPTIONAL", "WHERE",      "RETURN",    "WITH",       "UNWIND",       "CREATE",
    "MERGE", "SET",      "REMOVE",     "DELETE",    "DETACH",     "ORDER",        "SKIP",
    "LIMIT", "UNION",    "CALL",       "YIELD",     "FOREACH",    "DISTINCT",     "AND",
    "NOT",   "CONTAINS", "STARTS",     "ENDS",      "EXISTS",     "COUNT",        "CASE",
    "WHEN",  "THEN",     "ELSE",       "END",       "EXPLAIN",    "PROFILE",      "INDEX",
    "SHOW",  "DROP",     "CONSTRAINT", "ASCENDING", "DESCENDING", "TRANSACTIONS", "BEGIN"};

using Advice = std::pair<std::string_view, std::string_view>;

// What people bring from other query languages.
constexpr std::array<Advice, 20> foreign_words = {{
    {"LIKE", "write CONTAINS, STARTS WITH, ENDS WITH or =~ 'regular expression'"},
    {"ILIKE", "write toLower(text) CONTAINS toLower(part)"},
    {"BETWEEN", "write low <= x <= high"},
    {"SELECT", "write MATCH (n) RETURN ..."},
    {"INSERT", "write INSERT (n:Label {key: value}) or CREATE"},
    {"LET", "write WITH *, expression AS name"},
    {"FOR", "write UNWIND list AS x"},
    {"ACYCLIC", "a relationship is walked once in a MATCH; nodes may come again unless WHERE forbids it"},
    {"FILTER", "write WITH * WHERE condition"},
    {"NEXT", "write WITH instead of RETURN to go on"},
    {"EXCEPT", "write WHERE NOT EXISTS { ... }"},
    {"INTERSECT", "write WHERE EXISTS { ... }"},
    {"NULLS", "null comes last in ascending order; ORDER BY n.key IS NOT NULL, n.key puts it first"},
    {"REPEATABLE", "a relationship is walked once in a MATCH; write a second MATCH to walk it again"},
    {"UPDATE", "write MATCH ... SET ..."},
    {"GROUP", "columns without an aggregate are what is grouped by: RETURN n.key, count(*)"},
    {"HAVING", "write WITH ..., count(*) AS c WHERE c > 1"},
    {"JOIN", "write a pattern such as (a)-[:TYPE]->(b)"},
    {"FROM", "write MATCH and a pattern"},
    {"START", "write MATCH (n) WHERE id(n) = ..."},
}};
constexpr std::array<Advice, 6> misplaced_words = {{
    {"ORDER", "ORDER BY, SKIP and LIMIT follow RETURN or WITH, in this order"},
    {"SKIP", "ORDER BY, SKIP and LIMIT follow RETURN or WITH, in this order"},
    {"LIMIT", "ORDER BY, SKIP and LIMIT follow RETURN or WITH, in this order"},
    {"WHERE", "WHERE follows MATCH, WITH or YIELD"},
    {"WHEN", "WHEN stands in CASE ... END"},
    {"YIELD", "YIELD follows CALL and a procedure"},
}};

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Found found_at(std::string_view text, std::size_t at) {
  Found found;
  found.begin = skip_gap(text, std::min(at, text.size()));
  found.end = found.begin;
  if (found.begin == text.size()) {
    // The caret goes to the end of what was written, not below the blanks and comments after it.
    found.begin = found.end = std::min(at, text.size());
    found.words = "the end of the statement";
    return found;
  }
  while (found.end < text.size() && is_word_byte(text[found.end])) ++found.end;
  if (found.end > found.begin) {
    found.word = text.substr(found.begin, found.end - found.begin);
  } else {
    ++found.end;
  }
  constexpr std::size_t longest_quote = 60;
  std::string_view shown = text.substr(found.begin, found.end - found.begin);
  if (shown.size() > longest_quote) {
    std::size_t cut = longest_quote;
    while (cut > 0 && (static_cast<unsigned char>(shown[cut]) & 0xC0) == 0x80) --cut;
    found.words = fmt::format("'{}...'", shown.substr(0, cut));
  } else {
    found.words = shown == "'" || shown == "\"" ? "a string" : fmt::format("'{}'", shown);
  }
  return found;
}

std::size_t spelling_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(row);
  }
  return previous[b.size()];
}

std::string word_hint(std::string_view word, bool between_clauses) {
  const auto is = [&](std::string_view other) {
    return word.size() == other.size() && spelling_distance(word, other) == 0;
  };
  for (const auto& [foreign, advice] : foreign_words) {
    if (is(foreign)) return std::string(advice);
  }
  if (between_clauses) {
    for (const auto& [misplaced, advice] : misplaced_words) {
      if (is(misplaced)) return std::string(advice);
    }
  }
  if (word.starts_with("\u201C") || word.starts_with("\u2018"))
    return "write strings in plain quotes: 'text' or \"text\"";
  if (word.size() < 3 || word.size() > 14) return {};
  std::string_view best;
  std::size_t best_distance = word.size() < 5 ? 2 : 3;  // one slip in a short word, two in a long one
  for (const std::string_view keyword : keywords) {
    const std::size_t distance = spelling_distance(word, keyword);
    if (distance == 0) return {};  // right, but not here
    if (distance < best_distance) {
      best = keyword;
      best_distance = distance;
    }
  }
  return best.empty() ? std::string{} : fmt::format("did you mean {}?", best);
}

}  // namespace skein::dsl::syntax
