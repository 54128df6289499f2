#include "graph/conflicts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace skein::graph {

namespace {

struct Figure {
  RelationshipId relationship;
  double amount = 0;
  std::string unit;  // what must agree: label, currency, counted thing
  std::set<std::uint64_t> documents;
};

// Two figures for one thing: opposite directions, or near enough to mean the same and too far apart for
// rounding; said by different documents. Figures of quite another size are of another thing or another
// period.
bool disagree(const Figure& a, const Figure& b) {
  if (a.unit != b.unit) return false;
  for (const auto d : a.documents)
    if (b.documents.contains(d)) return false;
  if (a.amount * b.amount < 0) return true;
  const double x = std::abs(a.amount), y = std::abs(b.amount);
  const double low = std::min(x, y), high = std::max(x, y);
  return high > low * 1.01 && high < low * 3;
}

}  // namespace

Result<std::vector<Conflict>> conflicts(const Transaction& transaction) {
  std::vector<Conflict> out;
  const auto& catalog = transaction.catalog();
  const auto amount_key = catalog.key("amount");
  if (!amount_key) return out;
  const auto currency_key = catalog.key("currency");
  const auto unit_key = catalog.key("unit");
  for (const auto type : catalog.types()) {
    if (!catalog.asserted(type)) continue;
    std::map<NodeId, std::vector<RelationshipId>> by_subject;
    SKEIN_TRY(transaction.scan_relationships(type, [&](const RelationshipId& r) {
      by_subject[r.from].push_back(r);
      return true;
    }));
    for (const auto& [subject, relationships] : by_subject) {
      if (relationships.size() < 2) continue;
      std::vector<Figure> figures;
      for (const auto& r : relationships) {
        SKEIN_ASSIGN(const auto origin, transaction.origin(r));
        if (origin != Origin::derived) continue;
        SKEIN_ASSIGN(const auto amount, transaction.property(r.to, *amount_key));
        if (!amount.is_number()) continue;
        Figure f;
        f.relationship = r;
        f.amount = amount.number();
        SKEIN_ASSIGN(const auto labels, transaction.labels(r.to));
        for (const auto l : labels) f.unit += std::string(catalog.name(l)) + '/';
        for (const auto& key : {currency_key, unit_key}) {
          if (!key) continue;
          SKEIN_ASSIGN(const auto unit, transaction.property(r.to, *key));
          if (unit.is<std::string>()) f.unit += unit.as_string() + '/';
        }
        SKEIN_ASSIGN(const auto evidence, transaction.evidence(r));
        for (const auto& e : evidence) f.documents.insert(e.document.value);
        figures.push_back(std::move(f));
      }
      std::set<std::size_t> involved;
      for (std::size_t i = 0; i < figures.size(); ++i)
        for (std::size_t k = i + 1; k < figures.size(); ++k)
          if (disagree(figures[i], figures[k])) involved.insert({i, k});
      if (involved.empty()) continue;
      Conflict conflict{subject, type, {}};
      for (const auto i : involved) conflict.claims.push_back(figures[i].relationship);
      out.push_back(std::move(conflict));
    }
  }
  return out;
}

}  // namespace skein::graph
