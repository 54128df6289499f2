// For each row the rows of another plan: OPTIONAL MATCH, CALL { }.
#include "dsl/exec/changes.hpp"
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"

namespace skein::dsl::exec {

namespace {

class Apply final : public Operator {
 public:
  Apply(Runtime& shared, const plan::Apply& op, OperatorPtr left, OperatorPtr right,
        std::unique_ptr<ArgumentSource> source)
      : Operator(shared), op_(op), left_(std::move(left)), right_(std::move(right)), source_(std::move(source)) {}
  void rewind() override {
    in_ = Batch();
    row_ = 0;
    running_ = false;
    left_->rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (op_.kind == plan::ApplyKind::unit) return run_for_effects(out);
    if (!running_) {
      if (row_ >= in_.size) {
        SKEIN_ASSIGN(const bool more, left_->next(in_));
        if (!more) {
          in_ = Batch();
          return false;
        }
        row_ = 0;
      }
      start();
    }
    Batch found;
    SKEIN_ASSIGN(const bool more, right_->next(found));
    found_ = found_ || more;
    if (more) {
      join(found, out);
      return true;
    }
    running_ = false;
    const std::size_t row = row_;
    row_ = op_.batched ? in_.size : row_ + 1;
    if (op_.kind != plan::ApplyKind::optional) return nothing(out);
    if (op_.batched) return rows_without(out);
    return found_ ? nothing(out) : without(Indices{static_cast<RowIndex>(row)}, out);
  }

 private:
  void start() {
    running_ = true;
    found_ = false;
    if (op_.batched) {
      source_->batch = in_;
      source_->batch.weight = Column();
      std::vector<std::int64_t> numbers(in_.size);
      for (std::size_t i = 0; i < in_.size; ++i) numbers[i] = static_cast<std::int64_t>(i);
      source_->batch.set(op_.row, Column::of(std::move(numbers)));
      matched_.assign(in_.size, 0);
    } else {
      source_->batch = rows_of(in_, Indices{static_cast<RowIndex>(row_)});
    }
    right_->rewind();
  }

  // Left rows beside what was found for them.
  void join(const Batch& found, Batch& out) {
    Indices rows(found.size, static_cast<RowIndex>(row_));
    if (op_.batched) {
      const View<std::int64_t> numbers(found[op_.row]);
      for (std::size_t i = 0; i < found.size; ++i) {
        rows[i] = static_cast<RowIndex>(numbers[i]);
        matched_[rows[i]] = 1;
      }
    }
    out = in_;
    out.select(std::move(rows));
    for (const ast::Symbol symbol : op_.added) out.set(symbol, found[symbol]);
  }

  static Result<bool> nothing(Batch& out) {
    out = Batch();
    return true;
  }

  Result<bool> rows_without(Batch& out) {
    Indices rows;
    for (std::size_t i = 0; i < matched_.size(); ++i)
      if (!matched_[i]) rows.push_back(static_cast<RowIndex>(i));
    return without(std::move(rows), out);
  }

  Result<bool> without(Indices rows, Batch& out) {
    out = in_;
    out.select(std::move(rows));
    for (const ast::Symbol symbol : op_.added) out.set(symbol, Column::constant(Value()));
    return true;
  }

  Result<bool> run_for_effects(Batch& out) {
    SKEIN_ASSIGN(out, drain(*left_));
    if (out.size == 0) return false;
    Share held(runtime_.memory, "the rows of CALL { }");
    SKEIN_TRY(held.add(out));
    for (std::size_t i = 0; i < out.size; ++i) {
      source_->batch = rows_of(out, Indices{static_cast<RowIndex>(i)});
      right_->rewind();
      Batch ignored;
      while (true) {
        SKEIN_ASSIGN(const bool more, right_->next(ignored));
        if (!more) break;
      }
    }
    return true;
  }

  const plan::Apply& op_;
  OperatorPtr left_, right_;
  std::unique_ptr<ArgumentSource> source_;
  Batch in_;
  std::size_t row_ = 0;
  bool running_ = false, found_ = false;
  std::vector<std::uint8_t> matched_;
};

}  // namespace

OperatorPtr make_apply(Runtime& runtime, const plan::Apply& op, OperatorPtr left, OperatorPtr right,
                       std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<Apply>(runtime, op, std::move(left), std::move(right), std::move(source));
}

}  // namespace skein::dsl::exec
