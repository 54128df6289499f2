#include "dsl/exec/batch.hpp"

#include <numeric>

namespace skein::dsl::exec {

void Batch::set(ast::Symbol symbol, Column column) {
  const auto at = static_cast<std::size_t>(symbol);
  if (at >= columns.size()) columns.resize(at + 1);
  columns[at] = std::move(column);
}

std::int64_t Batch::weight_of(std::size_t row) const {
  return weight.is_set() ? weight.data<std::int64_t>()[weight.position(row)] : 1;
}

void Batch::select(IndicesPtr rows) {
  // Columns often share an index: each one is composed once.
  std::vector<std::pair<IndicesPtr, IndicesPtr>> composed;
  const auto through = [&](const IndicesPtr& old) -> IndicesPtr {
    if (!old) return rows;
    for (const auto& [from, to] : composed)
      if (from == old) return to;
    auto fresh = std::make_shared<Indices>(rows->size());
    for (std::size_t i = 0; i < rows->size(); ++i) (*fresh)[i] = (*old)[(*rows)[i]];
    composed.emplace_back(old, fresh);
    return fresh;
  };
  for (Column& column : columns)
    if (column.is_set() && !column.is_constant()) column = column.with_index(through(column.index()));
  if (weight.is_set() && !weight.is_constant()) weight = weight.with_index(through(weight.index()));
  size = rows->size();
}

void Batch::slice(std::size_t begin, std::size_t end) {
  if (begin == 0 && end == size) return;
  Indices rows(end - begin);
  std::iota(rows.begin(), rows.end(), static_cast<RowIndex>(begin));
  select(std::move(rows));
}

namespace {

// When a symbol's columns all look into one vector: that vector with the indexes one after the other.
Column joined(const std::vector<Batch>& batches, std::size_t symbol, std::size_t rows) {
  const std::shared_ptr<const Vector>* vector = nullptr;
  for (const Batch& batch : batches) {
    if (batch.size == 0) continue;
    const Column* column = symbol < batch.columns.size() ? &batch.columns[symbol] : nullptr;
    if (!column || !column->is_set() || !column->index()) return {};
    if (vector && *vector != column->shared()) return {};
    vector = &column->shared();
  }
  if (!vector) return {};
  auto index = std::make_shared<Indices>();
  index->reserve(rows);
  for (const Batch& batch : batches)
    if (batch.size > 0) {
      const Indices& part = *batch.columns[symbol].index();
      index->insert(index->end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(batch.size));
    }
  return Column(*vector).with_index(std::move(index));
}

}  // namespace

Batch concatenate(const std::vector<Batch>& batches) {
  Batch all;
  std::size_t symbols = 0;
  bool weighted = false;
  for (const Batch& batch : batches) {
    symbols = std::max(symbols, batch.columns.size());
    weighted = weighted || batch.weight.is_set();
    all.size += batch.size;
  }
  all.columns.resize(symbols);
  for (std::size_t symbol = 0; symbol < symbols; ++symbol) {
    bool set = false;
    for (const Batch& batch : batches)
      set = set || (symbol < batch.columns.size() && batch.columns[symbol].is_set());
    if (!set) continue;
    if (Column shared = joined(batches, symbol, all.size); shared.is_set()) {
      all.columns[symbol] = std::move(shared);
      continue;
    }
    ColumnBuilder builder;
    for (const Batch& batch : batches)
      builder.append_all(symbol < batch.columns.size() ? batch.columns[symbol] : Column(), batch.size);
    all.columns[symbol] = builder.finish();
  }
  if (weighted) {
    std::vector<std::int64_t> weights;
    weights.reserve(all.size);
    for (const Batch& batch : batches)
      for (std::size_t i = 0; i < batch.size; ++i) weights.push_back(batch.weight_of(i));
    all.weight = Column::of(std::move(weights));
  }
  return all;
}

}  // namespace skein::dsl::exec
