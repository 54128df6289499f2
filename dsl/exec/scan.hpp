// What the operators that find nodes or relationships by themselves have in common.
#pragma once

#include <utility>
#include <vector>

#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

// For each row a list of nodes or relationships, given out together with the row.
template <typename Element>
class Scan : public RowByRow {
 public:
  Scan(Runtime& shared, ast::Symbol symbol, OperatorPtr input)
      : RowByRow(shared, std::move(input)), symbol_(symbol) {}
  void rewind() override {
    open_ = false;
    RowByRow::rewind();
  }

 protected:
  virtual Result<void> start_row(const Batch& in, std::size_t row) = 0;
  // Clears `out`, appends up to `max`; empty: no more for this row.
  virtual Result<void> more_of_row(std::vector<Element>& out, std::size_t max) = 0;

  Result<bool> produce(Batch& out) override {
    Indices rows;
    std::vector<Element> found, some;
    while (found.size() < batch_rows) {
      if (!open_) {
        if (row_ >= in_.size && !found.empty()) break;
        SKEIN_ASSIGN(const bool more, find_row());
        if (!more) return false;
        SKEIN_TRY(start_row(in_, row_));
        open_ = true;
      }
      SKEIN_TRY(more_of_row(some, batch_rows - found.size()));
      if (some.empty()) {
        open_ = false;
        ++row_;
        if (row_ >= in_.size && !found.empty()) break;
        continue;
      }
      found.insert(found.end(), some.begin(), some.end());
      rows.resize(found.size(), static_cast<RowIndex>(row_));
    }
    out = in_;
    out.select(std::move(rows));
    out.set(symbol_, Column::of(std::move(found)));
    return true;
  }

  ast::Symbol symbol_;

 private:
  bool open_ = false;
};

}  // namespace skein::dsl::exec
