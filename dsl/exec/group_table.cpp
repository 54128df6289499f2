#include "dsl/exec/group_table.hpp"

#include <algorithm>
#include <bit>

#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

namespace {

std::size_t hash_integer(std::int64_t value) {
  return static_cast<std::size_t>(static_cast<std::uint64_t>(value) * 0x9e3779b97f4a7c15ULL >> 20);
}

}  // namespace

GroupTable::Form GroupTable::form_of(const Column& column) {
  if (!column.is_set()) return Form::values;
  if (column.kind() == Column::Kind::node && column.vector().nulls.empty()) return Form::nodes;
  if (column.index() && column.vector().distinct) return Form::dictionary;
  if (column.kind() == Column::Kind::integer) return Form::integers;
  return Form::values;
}

void GroupTable::number(const std::vector<Column>& columns, std::size_t rows,
                        std::vector<std::uint32_t>& groups) {
  groups.resize(rows);
  if (width_ == 0) {
    size_ = 1;
    std::fill(groups.begin(), groups.end(), 0);
    return;
  }
  const auto form = width_ == 1 ? form_of(columns[0]) : Form::values;
  if (form_ == Form::none) {
    form_ = form;
    if (form == Form::dictionary) {
      dictionary_ = columns[0].shared();
      by_entry_.all_below(std::visit([](const auto& data) { return data.size(); }, dictionary_->data));
    }
  }
  const bool other = form != form_ || (form == Form::dictionary && columns[0].shared() != dictionary_);
  if (other && form_ != Form::values) to_values();
  switch (form_) {
    case Form::nodes:
      return number_nodes(columns[0], rows, groups);
    case Form::integers:
      return number_integers(columns[0], rows, groups);
    case Form::dictionary:
      return number_entries(columns[0], rows, groups);
    default:
      return number_values(columns, rows, groups);
  }
}

void GroupTable::number_nodes(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups) {
  const View<NodeId> nodes(column);
  by_node_.expect(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    std::uint32_t& known = by_node_.of(nodes[i]);
    if (known == 0) {
      nodes_.push_back(nodes[i]);
      known = static_cast<std::uint32_t>(++size_);
    }
    groups[i] = known - 1;
  }
}

void GroupTable::number_integers(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups) {
  const View<std::int64_t> values(column);
  if ((size_ + rows) * 2 > integer_slots_.size())
    grow_integers(size_ + std::min<std::size_t>(rows, batch_rows));
  for (std::size_t i = 0; i < rows; ++i) {
    if (values.is_null(i)) {
      if (null_ == 0) {
        integers_.push_back(0);
        null_ = static_cast<std::uint32_t>(++size_);
      }
      groups[i] = null_ - 1;
      continue;
    }
    const auto value = values[i];
    if ((size_ + 1) * 2 > integer_slots_.size()) grow_integers(2 * size_);
    auto at = hash_integer(value) & (integer_slots_.size() - 1);
    for (; integer_slots_[at] != 0; at = (at + 1) & (integer_slots_.size() - 1))
      if (integers_[integer_slots_[at] - 1] == value && integer_slots_[at] != null_) break;
    if (integer_slots_[at] == 0) {
      integers_.push_back(value);
      integer_slots_[at] = static_cast<std::uint32_t>(++size_);
    }
    groups[i] = integer_slots_[at] - 1;
  }
}

// Makes room for so many.
void GroupTable::grow_integers(std::size_t groups) {
  integer_slots_.assign(std::bit_ceil(std::max<std::size_t>(64, 2 * groups + 2)), 0);
  for (std::size_t group = 0; group < integers_.size(); ++group) {
    if (group + 1 == null_) continue;
    auto at = hash_integer(integers_[group]) & (integer_slots_.size() - 1);
    while (integer_slots_[at] != 0) at = (at + 1) & (integer_slots_.size() - 1);
    integer_slots_[at] = static_cast<std::uint32_t>(group + 1);
  }
}

void GroupTable::number_entries(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups) {
  const Indices& index = *column.index();
  const auto take = [&](std::uint32_t& known, std::size_t i) {
    if (known == 0) {
      entries_.push_back(index[i]);
      known = static_cast<std::uint32_t>(++size_);
    }
    groups[i] = known - 1;
  };
  const std::size_t entries = std::visit([](const auto& data) { return data.size(); }, dictionary_->data);
  if (const auto dense = by_entry_.dense(); dense.size() >= entries) {
    for (std::size_t i = 0; i < rows; ++i) take(dense[index[i]], i);
    return;
  }
  by_entry_.expect(rows);
  for (std::size_t i = 0; i < rows; ++i) take(by_entry_.of(index[i]), i);
}

void GroupTable::number_values(const std::vector<Column>& columns, std::size_t rows,
                               std::vector<std::uint32_t>& groups) {
  // Columns that share an index into a small vector: one look for each entry.
  const IndicesPtr& index = columns[0].is_set() ? columns[0].index() : nullptr;
  bool shared = index != nullptr;
  for (const Column& column : columns)
    shared = shared && column.is_set() && (column.is_constant() || column.index() == index);
  if (shared) {
    const std::size_t entries =
        std::visit([](const auto& data) { return data.size(); }, columns[0].vector().data);
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

Column GroupTable::finish_one() {
  switch (form_) {
    case Form::nodes:
      return Column::of(std::move(nodes_));
    case Form::dictionary:
      return Column(std::move(dictionary_)).with_index(std::make_shared<const Indices>(std::move(entries_)));
    default:
      break;
  }
  std::vector<std::uint8_t> nulls;
  if (null_ != 0) {
    nulls.resize(integers_.size());
    nulls[null_ - 1] = 1;
  }
  return Column::of(std::move(integers_), std::move(nulls));
}

void GroupTable::to_values() {
  const Column known = finish_one();
  form_ = Form::values;
  for (std::size_t group = 0; group < size_; ++group) {
    builders_[0].append(known, group);
    keys_.push_back({known.value(group)});
    hashes_.push_back(hash_combine(0, hash(keys_.back()[0])));
  }
  by_node_.clear();
  by_entry_.clear();
  integer_slots_.clear();
  slots_.clear();
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
  if (form_ != Form::values && form_ != Form::none) {
    columns.push_back(finish_one());
    return columns;
  }
  for (ColumnBuilder& builder : builders_) columns.push_back(builder.finish());
  return columns;
}

}  // namespace skein::dsl::exec
