#include "dsl/exec/join_table.hpp"

#include <numeric>

#include "dsl/exec/changes.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {
constexpr std::uint64_t slot_bytes = 64;  // of a hash table, for one row
}

JoinTable::JoinTable(const std::vector<const plan::Expr*>& probed,
                     const std::vector<const plan::Expr*>& gathered, Runtime& runtime)
    : runtime_(runtime) {
  for (const auto* key : probed) probed_.push_back(compile(*key, runtime));
  for (const auto* key : gathered) gathered_.push_back(compile(*key, runtime));
}

Result<void> JoinTable::gather(Operator& input) {
  if (done_) return {};
  done_ = true;
  changes_ = runtime_.changes;
  nodes_.clear();
  values_.clear();
  all_.clear();
  held_.clear();
  SKEIN_ASSIGN(rows_, drain(input));
  SKEIN_TRY(held_.add(rows_));
  rows_.columns.resize(runtime_.plan.symbols);
  if (rows_.size == 0) return {};
  if (gathered_.empty()) {
    all_.resize(rows_.size);
    std::iota(all_.begin(), all_.end(), RowIndex{0});
    return {};
  }
  std::vector<Column> columns;
  for (const ExpressionPtr& key : gathered_) {
    SKEIN_ASSIGN(Column column, key->evaluate(rows_));
    columns.push_back(std::move(column));
  }
  SKEIN_TRY(held_.add(rows_.size * slot_bytes));
  by_node_ = columns.size() == 1 && columns[0].is_set() && columns[0].kind() == Column::Kind::node;
  for (std::size_t i = 0; i < rows_.size; ++i) {
    if (by_node_) {
      if (const auto node = node_at(columns[0], i)) nodes_[*node].push_back(static_cast<RowIndex>(i));
    } else if (const auto key = key_at(columns, i)) {
      values_[*key].push_back(static_cast<RowIndex>(i));
    }
  }
  return {};
}

Result<void> JoinTable::probe(const Batch& in) {
  columns_.clear();
  for (const ExpressionPtr& key : probed_) {
    SKEIN_ASSIGN(Column column, key->evaluate(in));
    columns_.push_back(std::move(column));
  }
  return {};
}

const Indices* JoinTable::find(std::size_t row) const {
  if (probed_.empty()) return all_.empty() ? nullptr : &all_;
  if (by_node_) {
    const auto node = node_at(columns_[0], row);
    if (!node) return nullptr;
    const auto it = nodes_.find(*node);
    return it == nodes_.end() ? nullptr : &it->second;
  }
  const auto key = key_at(columns_, row);
  if (!key) return nullptr;
  const auto it = values_.find(*key);
  return it == values_.end() ? nullptr : &it->second;
}

// The key as one value; nothing when a part is null.
std::optional<Value> JoinTable::key_at(const std::vector<Column>& columns, std::size_t row) {
  if (columns.size() == 1) {
    Value value = columns[0].value(row);
    if (value.is_null()) return std::nullopt;
    return value;
  }
  List parts;
  for (const Column& column : columns) {
    parts.push_back(column.value(row));
    if (parts.back().is_null()) return std::nullopt;
  }
  return Value(std::move(parts));
}

}  // namespace skein::dsl::exec
