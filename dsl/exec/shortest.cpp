// Of all paths between two nodes, the shortest: for path selectors over patterns that only a full search finds.
#include <algorithm>
#include <map>

#include "dsl/exec/changes.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

class Shortest final : public Blocking {
 public:
  Shortest(Runtime& shared, const plan::Shortest& op, OperatorPtr input) : Blocking(shared, std::move(input)), op_(op) {}

 protected:
  Result<Batch> run() override {
    SKEIN_ASSIGN(Batch rows, drain(*input_));
    if (rows.size == 0) return rows;
    std::map<std::pair<NodeId, NodeId>, Indices> by_ends;
    std::vector<std::size_t> lengths(rows.size);
    for (std::size_t i = 0; i < rows.size; ++i) {
      const auto from = node_at(rows[op_.from], i), to = node_at(rows[op_.to], i);
      const Value path = rows[op_.path].value(i);
      if (!from || !to || !path.is<PathPtr>()) continue;
      lengths[i] = path.as_path().relationships.size();
      by_ends[{*from, *to}].push_back(static_cast<RowIndex>(i));
    }
    Indices kept;
    for (auto& [ends, all] : by_ends) {
      std::stable_sort(all.begin(), all.end(), [&](RowIndex a, RowIndex b) { return lengths[a] < lengths[b]; });
      std::int64_t counted = 0;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (!op_.groups || i == 0 || lengths[all[i]] != lengths[all[i - 1]]) ++counted;
        if (counted > op_.count) break;
        kept.push_back(all[i]);
      }
    }
    rows.select(std::move(kept));
    return rows;
  }

 private:
  const plan::Shortest& op_;
};

}  // namespace

OperatorPtr make_shortest(Runtime& runtime, const plan::Shortest& op, OperatorPtr input) {
  return std::make_unique<Shortest>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
