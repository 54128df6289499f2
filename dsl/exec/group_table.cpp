#include "dsl/exec/group_table.hpp"

#include <algorithm>

#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

namespace {
constexpr std::uint64_t densest_node = 1ull << 27;  // node ids up to here are looked up in an array
}

void GroupTable::number(const std::vector<Column>& columns, std::size_t rows, std::vector<std::uint32_t>& groups) {
  groups.resize(rows);
  if (width_ == 0) {
    size_ = 1;
    std::fill(groups.begin(), groups.end(), 0);
    return;
  }
  if (width_ == 1 && only_nodes_ && number_nodes(columns[0], rows, groups)) return;
  // Columns that share an index into a small vector: one look for each entry.
  const IndicesPtr& index = columns[0].is_set() ? columns[0].index() : nullptr;
  bool shared = index != nullptr;
  for (const Column& column : columns)
    shared = shared && column.is_set() && (column.is_constant() || column.index() == index);
  if (shared) {
    const std::size_t entries = std::visit([](const auto& data) { return data.size(); }, columns[0].vector().data);
    if (entries * 2 <= rows) {
      std::vector<std::uint32_t> memo(entries);
      for (std::size_t i = 0; i < rows; ++i) {
        std::uint32_t& known = memo[(*index)[i]];
        if (known == 0) known = find_or_add(columns, i) + 1;
        groups[i] = known - 1;
      }
      return;
    }
  }
  for (std::size_t i = 0; i < rows; ++i) groups[i] = find_or_add(columns, i);
}

bool GroupTable::number_nodes(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups) {
  bool fits = column.is_set() && column.kind() == Column::Kind::node && column.vector().nulls.empty();
  if (fits) {
    const View<NodeId> nodes(column);
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < rows; ++i) most = std::max(most, nodes[i].value);
    fits = most < densest_node;
    if (fits) {
      if (most >= by_node_.size()) by_node_.resize(std::max<std::size_t>(most + 1, by_node_.size() * 2));
      for (std::size_t i = 0; i < rows; ++i) {
        std::uint32_t& known = by_node_[nodes[i].value];
        if (known == 0) {
          builders_[0].append(column, i);
          known = static_cast<std::uint32_t>(++size_);
        }
        groups[i] = known - 1;
      }
      return true;
    }
  }
  // Something else came: what is known so far moves into the hash table.
  only_nodes_ = false;
  keys_.resize(size_);
  hashes_.resize(size_);
  for (std::size_t id = 0; id < by_node_.size(); ++id) {
    if (by_node_[id] == 0) continue;
    const std::size_t group = by_node_[id] - 1;
    keys_[group] = {Value(NodeId(id))};
    hashes_[group] = hash_combine(0, hash(keys_[group][0]));
  }
  by_node_.clear();
  slots_.clear();
  return false;
}

void GroupTable::grow() {
  std::size_t capacity = std::max<std::size_t>(64, slots_.size() * 2);
  while (capacity < size_ * 2) capacity *= 2;
  slots_.assign(capacity, 0);
  for (std::size_t group = 0; group < size_; ++group) {
    std::size_t at = hashes_[group] & (capacity - 1);
    while (slots_[at] != 0) at = (at + 1) & (capacity - 1);
    slots_[at] = static_cast<std::uint32_t>(group + 1);
  }
}

std::uint32_t GroupTable::find_or_add(const std::vector<Column>& columns, std::size_t row) {
  only_nodes_ = false;
  if ((size_ + 1) * 2 > slots_.size()) grow();
  std::size_t h = 0;
  Value scratch;
  for (const Column& column : columns) h = hash_combine(h, hash(column.value(row, scratch)));
  std::size_t at = h & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    const std::uint32_t group = slots_[at] - 1;
    if (hashes_[group] != h) continue;
    bool same = true;
    for (std::size_t k = 0; same && k < width_; ++k)
      same = equivalent(keys_[group][k], columns[k].value(row, scratch));
    if (same) return group;
  }
  std::vector<Value> key;
  key.reserve(width_);
  for (std::size_t k = 0; k < width_; ++k) {
    key.push_back(columns[k].value(row));
    builders_[k].append(columns[k], row);
  }
  keys_.push_back(std::move(key));
  hashes_.push_back(h);
  slots_[at] = static_cast<std::uint32_t>(++size_);
  return static_cast<std::uint32_t>(size_ - 1);
}

std::vector<Column> GroupTable::finish() {
  std::vector<Column> columns;
  for (ColumnBuilder& builder : builders_) columns.push_back(builder.finish());
  return columns;
}

}  // namespace skein::dsl::exec
