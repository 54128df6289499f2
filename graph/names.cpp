#include "graph/names.hpp"

#include <algorithm>
#include <map>

#include "graph/text/words.hpp"

namespace skein::graph {

Result<void> for_each_name(const Transaction& transaction,
                           const std::function<void(NodeId, std::string_view, bool)>& visit,
                           const QueryContext* context) {
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  std::vector<Value> values;
  for (;;) {
    if (context) SKEIN_TRY(context->check());
    SKEIN_TRY(scan->next(nodes, 2048));
    if (nodes.empty()) return {};
    for (const auto name : naming_keys) {
      const auto key = transaction.catalog().key(name);
      if (!key) continue;
      SKEIN_TRY(transaction.property_column(nodes, *key, values));
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        const bool first = name == naming_keys[0];
        if (const auto* text = values[i].get_if<std::string>()) visit(nodes[i], *text, first);
        if (!values[i].is<ListPtr>()) continue;
        for (const Value& item : values[i].as_list())
          if (const auto* text = item.get_if<std::string>()) visit(nodes[i], *text, first);
      }
    }
  }
}

namespace {

// What is left of a name when case, accents and punctuation do not count.
struct Folded {
  std::vector<std::string> terms;
  std::string joined;
  explicit Folded(std::string_view name) : terms(text::terms(name)) {
    for (const auto& term : terms) joined += (joined.empty() ? "" : " ") + term;
  }
};

// Letters put in, left out, changed or swapped (Damerau, Levenshtein); more than `most` is told as most + 1.
std::size_t distance(std::string_view x, std::string_view y, std::size_t most) {
  if (x.size() > y.size() + most || y.size() > x.size() + most) return most + 1;
  std::vector<std::size_t> before(y.size() + 1), last(y.size() + 1), row(y.size() + 1);
  for (std::size_t j = 0; j <= y.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= y.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x[i - 1] != y[j - 1])});
      if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return last.back();
}

class Likeness {
 public:
  explicit Likeness(std::string_view text) : text_(text), folded_(text) {
    sorted_ = folded_.terms;
    std::sort(sorted_.begin(), sorted_.end());
    sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
  }

  [[nodiscard]] double of(std::string_view name, bool first) const {
    if (name == text_) return first ? 1 : 0.98;
    if (folded_.terms.empty()) return 0;
    const Folded other(name.substr(0, 200));
    if (other.joined == folded_.joined) return first ? 0.95 : 0.93;
    const double here = first ? 1 : 0.99;
    double score = 0;
    if (std::all_of(sorted_.begin(), sorted_.end(), [&](const std::string& term) {
          return std::find(other.terms.begin(), other.terms.end(), term) != other.terms.end();
        }))
      score = 0.5 + 0.4 * static_cast<double>(sorted_.size()) / static_cast<double>(other.terms.size() + 1);
    const auto longest = std::max(folded_.joined.size(), other.joined.size());
    const auto most = longest * 3 / 10;
    if (most > 0)
      if (const auto edits = distance(folded_.joined, other.joined, most); edits <= most)
        score = std::max(score, 0.9 * (1 - static_cast<double>(edits) / static_cast<double>(longest)));
    return here * score;
  }

 private:
  std::string_view text_;
  Folded folded_;
  std::vector<std::string> sorted_;
};

}  // namespace

Result<std::vector<NamedNode>> resolve_name(const Transaction& transaction, std::string_view text,
                                            std::size_t most, const QueryContext* context) {
  const Likeness likeness(text);
  std::map<NodeId, NamedNode> best;
  SKEIN_TRY(for_each_name(
      transaction,
      [&](NodeId node, std::string_view name, bool first) {
        const double score = likeness.of(name, first);
        if (score <= 0) return;
        auto& known = best[node];
        if (score > known.score) known = {node, std::string(name), score};
      },
      context));
  std::vector<NamedNode> out;
  for (auto& one : best) out.push_back(std::move(one.second));
  std::stable_sort(out.begin(), out.end(),
                   [](const NamedNode& a, const NamedNode& b) { return a.score > b.score; });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace skein::graph
