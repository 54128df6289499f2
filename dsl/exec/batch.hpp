// A batch of rows: one column a symbol.
#pragma once

#include <vector>

#include "dsl/ast.hpp"
#include "dsl/exec/column.hpp"

namespace skein::dsl::exec {

struct Batch {
  std::vector<Column> columns;  // by symbol; unset where the symbol is not (or no longer) known
  std::size_t size = 0;
  // How many equal rows each row stands for (integers); unset: one. See plan/rules/group_while_expanding.hpp.
  Column weight;

  Batch() = default;
  Batch(std::size_t symbols, std::size_t rows) : columns(symbols), size(rows) {}

  [[nodiscard]] const Column& operator[](ast::Symbol symbol) const { return columns[static_cast<std::size_t>(symbol)]; }
  void set(ast::Symbol symbol, Column column);
  [[nodiscard]] std::int64_t weight_of(std::size_t row) const;

  // Keeps the given rows, in this order; a row may come several times.
  void select(IndicesPtr rows);
  void select(Indices rows) { select(std::make_shared<const Indices>(std::move(rows))); }
  // Keeps rows [begin, end).
  void slice(std::size_t begin, std::size_t end);
};

// All rows of all batches in one: written out flat, or by index where all look into one vector.
Batch concatenate(const std::vector<Batch>& batches);

}  // namespace skein::dsl::exec
