#include "dsl/exec/node_columns.hpp"

namespace skein::dsl::exec {

namespace {
constexpr std::uint64_t most_nodes = 4'000'000;
}

bool NodeColumns::worth(std::uint64_t asked, const graph::Transaction& transaction) {
  if (asked < 8192) return false;
  const std::uint64_t nodes = transaction.catalog().node_count();
  return asked > nodes / 4 && nodes <= most_nodes;
}

Result<bool> NodeColumns::place_nodes(const graph::Transaction& transaction) {
  if (placed_) return fits_;
  nodes_.clear();
  SKEIN_ASSIGN(auto scan, transaction.scan_nodes());
  std::vector<NodeId> some;
  while (true) {
    SKEIN_TRY(scan->next(some, 4096));
    if (some.empty()) break;
    nodes_.insert(nodes_.end(), some.begin(), some.end());
  }
  placed_ = true;
  // Ids are dense unless most nodes were deleted again.
  fits_ = nodes_.empty() || nodes_.back().value / 16 <= nodes_.size();
  if (!fits_) return false;
  const auto absent = static_cast<RowIndex>(nodes_.size());
  position_.assign(nodes_.empty() ? 0 : nodes_.back().value + 1, absent);
  for (std::size_t i = 0; i < nodes_.size(); ++i) position_[nodes_[i].value] = static_cast<RowIndex>(i);
  return true;
}

Result<const Column*> NodeColumns::get(KeyId key, const graph::Transaction& transaction, std::uint64_t changes) {
  if (changes != changes_) {
    columns_.clear();
    placed_ = false;
    changes_ = changes;
  }
  if (const auto known = columns_.find(key); known != columns_.end()) return &known->second;
  SKEIN_ASSIGN(const bool fits, place_nodes(transaction));
  if (!fits) return nullptr;
  std::vector<Value> all, some;
  all.reserve(nodes_.size() + 1);
  for (std::size_t at = 0; at < nodes_.size(); at += 4096) {
    const std::size_t count = std::min<std::size_t>(4096, nodes_.size() - at);
    some.clear();
    SKEIN_TRY(transaction.property_column(std::span(nodes_).subspan(at, count), key, some));
    for (Value& value : some) all.push_back(std::move(value));
  }
  all.emplace_back();
  return &columns_.emplace(key, Column::of(std::move(all))).first->second;
}

IndicesPtr NodeColumns::positions(std::span<const NodeId> nodes) const {
  auto index = std::make_shared<Indices>(nodes.size());
  const auto absent = static_cast<RowIndex>(nodes_.size());
  for (std::size_t i = 0; i < nodes.size(); ++i)
    (*index)[i] = nodes[i].value < position_.size() ? position_[nodes[i].value] : absent;
  return index;
}

}  // namespace skein::dsl::exec
