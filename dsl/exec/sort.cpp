// ORDER BY. With a limit only the first rows are kept: whenever enough have gathered, the rest is thrown
// away, and the last row that was kept bars all that come after it.
#include <algorithm>
#include <numeric>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"

namespace skein::dsl::exec {

namespace {

class Sort final : public Unary {
 public:
  Sort(Runtime& shared, const plan::Sort& op, OperatorPtr input) : Unary(shared, std::move(input)), op_(op) {
    for (const auto& key : op.keys) keys_.push_back(compile(*key.value, shared));
  }
  void rewind() override {
    held_.clear();
    bound_.clear();
    done_ = false;
    at_ = 0;
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (!done_) {
      SKEIN_TRY(run());
      done_ = true;
    }
    if (at_ >= order_.size()) return false;
    const std::size_t end = std::min(order_.size(), at_ + batch_rows);
    out = sorted_;
    out.select(Indices(order_.begin() + static_cast<std::ptrdiff_t>(at_),
                       order_.begin() + static_cast<std::ptrdiff_t>(end)));
    out.columns.resize(runtime_.plan.symbols);
    at_ = end;
    return true;
  }

 private:
  // Key k of a row stands behind the symbols, in column symbols + k.
  Result<void> run() {
    std::size_t most = ~std::size_t{0};
    if (op_.limit) {
      SKEIN_ASSIGN(const Value limit, evaluate_constant(*op_.limit, runtime_));
      if (limit.is<std::int64_t>() && limit.as_int() >= 0) most = static_cast<std::size_t>(limit.as_int());
    }
    std::vector<Batch> gathered;
    std::size_t rows = 0;
    while (true) {
      Batch in;
      SKEIN_ASSIGN(const bool more, input_->next(in));
      if (!more) break;
      in.columns.resize(runtime_.plan.symbols);
      for (const ExpressionPtr& key : keys_) {
        SKEIN_ASSIGN(Column column, key->evaluate(in));
        in.columns.push_back(std::move(column));
      }
      if (!bound_.empty() && !keep_hopeful(in)) continue;
      rows += in.size;
      SKEIN_TRY(held_.add(in));
      gathered.push_back(std::move(in));
      if (op_.limit && rows > (bound_.empty() ? 1 : 8) * batch_rows && rows / 4 > most) {
        order(gathered, most);
        sorted_.select(std::move(order_));
        set_bound();
        rows = sorted_.size;
        gathered.clear();
        held_.clear();
        SKEIN_TRY(held_.add(sorted_));
        gathered.push_back(std::move(sorted_));
      }
    }
    order(gathered, most);
    return {};
  }

  // The keys of the last row that was kept.
  void set_bound() {
    bound_.clear();
    if (sorted_.size == 0) return;
    Value scratch;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const Column& column = sorted_.columns[runtime_.plan.symbols + k];
      bound_.push_back(column.is_set() ? column.value(sorted_.size - 1, scratch) : Value());
    }
  }

  // Takes the rows out of `in` that cannot be among the first any more: a row as good as the bound came too
  // late. False: none is left.
  bool keep_hopeful(Batch& in) const {
    Indices hopeful;
    const auto hopes = [&](RowIndex row, std::size_t from) {
      for (std::size_t k = from; k < keys_.size(); ++k) {
        const Column& column = in.columns[runtime_.plan.symbols + k];
        Value scratch;
        const bool null = !column.is_set() || column.is_null(row);
        const int compared = null || bound_[k].is_null()
                                 ? static_cast<int>(null) - static_cast<int>(bound_[k].is_null())
                                 : skein::dsl::order(column.value(row, scratch), bound_[k]);
        if (compared != 0) return op_.keys[k].descending ? compared > 0 : compared < 0;
      }
      return false;
    };
    const Column& first = in.columns[runtime_.plan.symbols];
    const bool integers =
        first.is_set() && first.kind() == Column::Kind::integer && bound_[0].is<std::int64_t>();
    if (integers) {
      const View<std::int64_t> view(first);
      const std::int64_t bound = bound_[0].as_int();
      const bool descending = op_.keys[0].descending;
      for (RowIndex row = 0; row < in.size; ++row)
        if (view.is_null(row)    ? descending
            : view[row] == bound ? hopes(row, 1)
                                 : (view[row] < bound) != descending)
          hopeful.push_back(row);
    } else {
      for (RowIndex row = 0; row < in.size; ++row)
        if (hopes(row, 0)) hopeful.push_back(row);
    }
    if (hopeful.empty()) return false;
    if (hopeful.size() < in.size) in.select(std::move(hopeful));
    return true;
  }

  // sorted_ holds all rows, order_ the numbers of the first `most` in order. Rows that compare equal keep
  // their order.
  void order(std::vector<Batch>& gathered, std::size_t most) {
    sorted_ = gathered.size() == 1 ? std::move(gathered.front()) : concatenate(gathered);
    sorted_.columns.resize(runtime_.plan.symbols + keys_.size());
    std::vector<const Column*> columns;
    for (std::size_t k = 0; k < keys_.size(); ++k)
      columns.push_back(&sorted_.columns[runtime_.plan.symbols + k]);
    std::vector<std::vector<std::uint64_t>> ranks;
    for (std::size_t k = 0; k < columns.size(); ++k)
      ranks.push_back(ranks_of(*columns[k], sorted_.size, op_.keys[k].descending));
    const auto before = [&](RowIndex a, RowIndex b) {
      for (std::size_t k = 0; k < columns.size(); ++k) {
        if (!ranks[k].empty()) {
          const auto x = ranks[k][a], y = ranks[k][b];
          if (x != y) return x < y;
          if (x != 0 && x != ~std::uint64_t{0}) continue;
        }
        const int compared = compare(*columns[k], a, b);
        if (compared != 0) return op_.keys[k].descending ? compared > 0 : compared < 0;
      }
      return a < b;
    };
    order_.resize(std::min(most, sorted_.size));
    std::iota(order_.begin(), order_.end(), 0);
    if (order_.size() == sorted_.size) {
      std::sort(order_.begin(), order_.end(), before);
      return;
    }
    if (order_.empty()) return;
    // A heap of the first ones so far, the last of them on top.
    std::make_heap(order_.begin(), order_.end(), before);
    for (auto row = static_cast<RowIndex>(order_.size()); row < sorted_.size; ++row) {
      if (!before(row, order_.front())) continue;
      std::pop_heap(order_.begin(), order_.end(), before);
      order_.back() = row;
      std::push_heap(order_.begin(), order_.end(), before);
    }
    std::sort_heap(order_.begin(), order_.end(), before);
  }

  // Numbers in the order of a key's values, which are equal where those are; but the first and the last one
  // say nothing. Empty where there are none: only of integers.
  static std::vector<std::uint64_t> ranks_of(const Column& column, std::size_t rows, bool descending) {
    if (!column.is_set() || column.kind() != Column::Kind::integer || column.is_constant()) return {};
    const View<std::int64_t> values(column);
    const std::uint64_t turned = descending ? ~std::uint64_t{0} : 0;
    std::vector<std::uint64_t> ranks(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto rank = static_cast<std::uint64_t>(values[i]) ^ std::uint64_t{1} << 63;
      // Null comes after all numbers; the greatest number shares its rank.
      ranks[i] = (values.is_null(i) ? ~std::uint64_t{0} : rank) ^ turned;
    }
    return ranks;
  }

  static int compare(const Column& column, RowIndex a, RowIndex b) {
    if (!column.is_set()) return 0;
    const bool null_a = column.is_null(a), null_b = column.is_null(b);
    if (null_a || null_b) return static_cast<int>(null_a) - static_cast<int>(null_b);
    if (column.kind() == Column::Kind::integer) {
      const auto& data = column.data<std::int64_t>();
      const auto x = data[column.position(a)], y = data[column.position(b)];
      return x < y ? -1 : x > y ? 1 : 0;
    }
    Value x, y;
    return skein::dsl::order(column.value(a, x), column.value(b, y));
  }

  const plan::Sort& op_;
  std::vector<ExpressionPtr> keys_;
  Share held_{runtime_.memory, "sorting"};
  Batch sorted_;
  std::vector<Value> bound_;  // of a limit that is reached
  Indices order_;
  bool done_ = false;
  std::size_t at_ = 0;
};

}  // namespace

OperatorPtr make_sort(Runtime& runtime, const plan::Sort& op, OperatorPtr input) {
  return std::make_unique<Sort>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
