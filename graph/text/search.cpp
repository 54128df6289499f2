#include "graph/text/search.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace skein::graph::text {

namespace {

constexpr double k1 = 1.2, b = 0.75;
constexpr std::size_t most_terms = 1000;  // that a prefix or a near spelling may stand for

struct Found {
  double count = 0;  // how often, in the entry
  std::uint32_t length = 0;
};
using Entries = std::map<std::string, Found, std::less<>>;

// Do two words differ by at most so many letters put in, left out or changed?
bool near(std::string_view x, std::string_view y, unsigned edits) {
  if (x.size() > y.size() + edits || y.size() > x.size() + edits) return false;
  std::vector<unsigned> row(y.size() + 1), last(y.size() + 1);
  for (std::size_t j = 0; j <= y.size(); ++j) last[j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= x.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    unsigned least = row[0];
    for (std::size_t j = 1; j <= y.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x[i - 1] == y[j - 1] ? 0u : 1u)});
      least = std::min(least, row[j]);
    }
    if (least > edits) return false;
    std::swap(row, last);
  }
  return last.back() <= edits;
}

class Searcher {
 public:
  Searcher(const PostingSource& source, const TextSize& size, const QueryContext* context)
      : source_(source), size_(size), context_(context) {}

  // Scores by entry of one part of the query.
  Result<std::map<std::string, double, std::less<>>> part(const QueryPart& part) {
    Entries found;
    double rarity = 0;
    if (part.kind == QueryPart::Kind::phrase) {
      SKEIN_TRY(phrase(part.terms, found, rarity));
    } else {
      std::vector<std::string> terms{part.terms[0]};
      if (part.kind != QueryPart::Kind::word) {
        SKEIN_ASSIGN(terms, terms_like(part));
      }
      for (const auto& term : terms) {
        if (context_) SKEIN_TRY(context_->check());
        SKEIN_TRY(source_.each_posting(term, [&](std::string_view entry, const Posting& posting) {
          auto it = found.find(entry);
          if (it == found.end()) it = found.emplace(entry, Found{0, posting.length}).first;
          it->second.count += static_cast<double>(posting.positions.size());
        }));
      }
      rarity = rarity_of(found.size());
    }
    const double mean =
        size_.entries == 0 ? 1 : static_cast<double>(size_.words) / static_cast<double>(size_.entries);
    std::map<std::string, double, std::less<>> scores;
    for (const auto& [entry, one] : found)
      scores.emplace_hint(scores.end(), entry,
                          rarity * one.count * (k1 + 1) / (one.count + k1 * (1 - b + b * one.length / mean)));
    return scores;
  }

 private:
  [[nodiscard]] double rarity_of(std::size_t entries) const {
    const auto n = static_cast<double>(entries), all = static_cast<double>(size_.entries);
    return std::log(1 + (std::max(all, n) - n + 0.5) / (n + 0.5));
  }

  Result<std::vector<std::string>> terms_like(const QueryPart& part) {
    std::vector<std::string> out;
    const auto& wanted = part.terms[0];
    const bool prefix = part.kind == QueryPart::Kind::prefix;
    // Near spellings share the first character, which keeps the walk short.
    std::size_t first = 1;
    while (first < wanted.size() && (static_cast<unsigned char>(wanted[first]) & 0xC0) == 0x80) ++first;
    SKEIN_TRY(source_.each_term(prefix ? wanted : wanted.substr(0, first), [&](const std::string& term) {
      if (prefix || near(wanted, term, part.edits)) out.push_back(term);
      return out.size() < most_terms;
    }));
    return out;
  }

  Result<void> phrase(const std::vector<std::string>& terms, Entries& found, double& rarity) {
    // For each entry the places at which the words so far end.
    std::map<std::string, Posting, std::less<>> open;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (context_) SKEIN_TRY(context_->check());
      std::map<std::string, Posting, std::less<>> next;
      std::size_t entries = 0;
      SKEIN_TRY(source_.each_posting(terms[i], [&](std::string_view entry, const Posting& posting) {
        ++entries;
        if (i == 0) {
          next.emplace_hint(next.end(), entry, posting);
          return;
        }
        const auto before = open.find(entry);
        if (before == open.end()) return;
        Posting here{posting.length, {}};
        for (const auto position : posting.positions)
          if (position > 0 && std::binary_search(before->second.positions.begin(),
                                                 before->second.positions.end(), position - 1))
            here.positions.push_back(position);
        if (!here.positions.empty()) next.emplace_hint(next.end(), entry, std::move(here));
      }));
      rarity += rarity_of(entries);
      open = std::move(next);
    }
    for (const auto& [entry, posting] : open)
      found.emplace_hint(found.end(), entry,
                         Found{static_cast<double>(posting.positions.size()), posting.length});
    return {};
  }

  const PostingSource& source_;
  const TextSize& size_;
  const QueryContext* context_;
};

}  // namespace

Result<std::vector<Hit>> search(const PostingSource& source, const std::vector<QueryPart>& query,
                                std::size_t most, const QueryContext* context) {
  SKEIN_ASSIGN(const TextSize size, source.size());
  Searcher searcher(source, size, context);
  struct Sum {
    double score = 0;
    std::size_t musts = 0;
  };
  std::unordered_map<std::string, Sum> sums;
  std::unordered_set<std::string> refused;
  std::size_t musts = 0;
  for (const auto& part : query) {
    SKEIN_ASSIGN(const auto scores, searcher.part(part));
    const bool must = part.occur == QueryPart::Occur::must;
    musts += must;
    for (const auto& [entry, score] : scores) {
      if (part.occur == QueryPart::Occur::must_not) {
        refused.insert(entry);
        continue;
      }
      auto& sum = sums[entry];
      sum.score += score;
      sum.musts += must;
    }
  }
  std::vector<Hit> hits;
  for (const auto& [entry, sum] : sums)
    if (sum.musts == musts && !refused.contains(entry)) hits.push_back({entry, sum.score});
  const auto better = [](const Hit& x, const Hit& y) {
    return x.score != y.score ? x.score > y.score : x.entry < y.entry;
  };
  const auto kept = std::min(most, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(kept), hits.end(), better);
  hits.resize(kept);
  return hits;
}

}  // namespace skein::graph::text
