// For each row the rows of another plan: OPTIONAL MATCH, CALL { }. And the hash join.
#include <unordered_map>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/group_table.hpp"
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
    if (more) {
      join(found, out);
      return true;
    }
    running_ = false;
    if (op_.batched) row_ = in_.size;
    else ++row_;
    return op_.kind == plan::ApplyKind::optional ? rows_without(out) : nothing(out);
  }

 private:
  void start() {
    running_ = true;
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
    out = in_;
    out.select(std::move(rows));
    for (const ast::Symbol symbol : op_.added) out.set(symbol, Column::constant(Value()));
    return true;
  }

  Result<bool> run_for_effects(Batch& out) {
    std::vector<Batch> all;
    while (true) {
      Batch in;
      SKEIN_ASSIGN(const bool more, left_->next(in));
      if (!more) break;
      all.push_back(std::move(in));
    }
    if (all.empty()) return false;
    out = concatenate(all);
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
  bool running_ = false;
  std::vector<std::uint8_t> matched_;
};

// The right input is gathered, keyed by its values (numbered by a GroupTable); then the left rows look theirs up.
// Null joins nothing. Without keys: every row with every row.
class HashJoin final : public Operator {
 public:
  HashJoin(Runtime& shared, const plan::HashJoin& op, OperatorPtr left, OperatorPtr right,
           std::unique_ptr<ArgumentSource> source)
      : Operator(shared), op_(op), left_(std::move(left)), right_(std::move(right)), source_(std::move(source)) {
    for (const auto* key : op.left) left_keys_.push_back(compile(*key, shared));
    for (const auto* key : op.right) right_keys_.push_back(compile(*key, shared));
  }
  void rewind() override {
    in_ = Batch();
    row_ = match_ = 0;
    gathered_ = gathered_ && changes_ == runtime_.changes;
    left_->rewind();
    right_->rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (!gathered_) {
      SKEIN_TRY(gather());
      gathered_ = true;
      changes_ = runtime_.changes;
    }
    if (all_.size == 0) {
      if (!runtime_.plan.updates) return false;
    }
    if (row_ >= in_.size) {
      SKEIN_ASSIGN(const bool more, left_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      row_ = match_ = 0;
      keys_.clear();
      for (const ExpressionPtr& key : left_keys_) {
        SKEIN_ASSIGN(Column column, key->evaluate(in_));
        keys_.push_back(std::move(column));
      }
    }
    Indices left, right;
    for (; row_ < in_.size && left.size() < batch_rows;) {
      const Indices* matches = find(row_);
      const std::size_t count = matches ? matches->size() : 0;
      for (; match_ < count && left.size() < batch_rows; ++match_) {
        left.push_back(static_cast<RowIndex>(row_));
        right.push_back((*matches)[match_]);
      }
      if (match_ < count) break;
      match_ = 0;
      ++row_;
    }
    out = in_;
    out.select(std::move(left));
    Batch chosen = all_;
    chosen.select(std::move(right));
    for (const ast::Symbol symbol : op_.added) out.set(symbol, chosen[symbol]);
    return true;
  }

 private:
  Result<void> gather() {
    std::vector<Batch> batches;
    while (true) {
      Batch in;
      SKEIN_ASSIGN(const bool more, right_->next(in));
      if (!more) break;
      batches.push_back(std::move(in));
    }
    all_ = concatenate(batches);
    all_.columns.resize(runtime_.plan.symbols);
    table_.clear();
    if (all_.size == 0) return {};
    std::vector<Column> columns;
    for (const ExpressionPtr& key : right_keys_) {
      SKEIN_ASSIGN(Column column, key->evaluate(all_));
      columns.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < all_.size; ++i)
      if (const auto key = key_at(columns, i)) table_[*key].push_back(static_cast<RowIndex>(i));
    return {};
  }

  // The key as one value; nothing when a part is null.
  static std::optional<Value> key_at(const std::vector<Column>& columns, std::size_t row) {
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

  const Indices* find(std::size_t row) const {
    const auto key = key_at(keys_, row);
    if (!key) return nullptr;
    const auto it = table_.find(*key);
    return it == table_.end() ? nullptr : &it->second;
  }

  const plan::HashJoin& op_;
  OperatorPtr left_, right_;
  std::unique_ptr<ArgumentSource> source_;
  std::vector<ExpressionPtr> left_keys_, right_keys_;
  Batch all_, in_;
  std::vector<Column> keys_;
  std::unordered_map<Value, Indices, ValueHash, ValueEquivalent> table_;
  std::size_t row_ = 0, match_ = 0;
  bool gathered_ = false;
  std::uint64_t changes_ = 0;
};

}  // namespace

OperatorPtr make_apply(Runtime& runtime, const plan::Apply& op, OperatorPtr left, OperatorPtr right,
                       std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<Apply>(runtime, op, std::move(left), std::move(right), std::move(source));
}
OperatorPtr make_hash_join(Runtime& runtime, const plan::HashJoin& op, OperatorPtr left, OperatorPtr right,
                           std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<HashJoin>(runtime, op, std::move(left), std::move(right), std::move(source));
}

}  // namespace skein::dsl::exec
