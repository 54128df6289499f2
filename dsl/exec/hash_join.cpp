// Joins by hash: all rows of both sides with equal keys, or the rows of the left side alone that have (or
// have not) a partner.
#include "dsl/exec/join_table.hpp"
#include "dsl/exec/operators.hpp"

namespace skein::dsl::exec {

namespace {

class HashJoin final : public Operator {
 public:
  HashJoin(Runtime& shared, const plan::HashJoin& op, OperatorPtr left, OperatorPtr right,
           std::unique_ptr<ArgumentSource> source)
      : Operator(shared),
        op_(op),
        left_(std::move(left)),
        right_(std::move(right)),
        source_(std::move(source)),
        table_(op.left, op.right, shared) {}
  void rewind() override {
    in_ = Batch();
    row_ = match_ = 0;
    left_->rewind();
    right_->rewind();
    table_.rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    // A left side that changes the graph has to do so before the right side looks at it.
    if (!runtime_.plan.updates) {
      SKEIN_TRY(table_.gather(*right_));
      if (table_.rows().size == 0) return false;
    }
    if (row_ >= in_.size) {
      SKEIN_ASSIGN(const bool more, left_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      row_ = match_ = 0;
      SKEIN_TRY(table_.gather(*right_));
      SKEIN_TRY(table_.probe(in_));
    }
    Indices left, right;
    for (; row_ < in_.size && left.size() < batch_rows;) {
      const Indices* matches = table_.find(row_);
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
    Batch chosen = table_.rows();
    chosen.select(std::move(right));
    for (const ast::Symbol symbol : op_.added) out.set(symbol, chosen[symbol]);
    return true;
  }

 private:
  const plan::HashJoin& op_;
  OperatorPtr left_, right_;
  std::unique_ptr<ArgumentSource> source_;
  JoinTable table_;
  Batch in_;
  std::size_t row_ = 0, match_ = 0;
};

class SemiJoin final : public Operator {
 public:
  SemiJoin(Runtime& shared, const plan::SemiJoin& op, OperatorPtr left, OperatorPtr right,
           std::unique_ptr<ArgumentSource> source)
      : Operator(shared),
        op_(op),
        left_(std::move(left)),
        right_(std::move(right)),
        source_(std::move(source)),
        table_(op.left, op.right, shared) {}
  void rewind() override {
    left_->rewind();
    right_->rewind();
    table_.rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, left_->next(out));
    if (!more) return false;
    // Only now: the left side may have changed the graph.
    SKEIN_TRY(table_.gather(*right_));
    SKEIN_TRY(table_.probe(out));
    Indices rows;
    for (std::size_t i = 0; i < out.size; ++i)
      if ((table_.find(i) != nullptr) != op_.anti) rows.push_back(static_cast<RowIndex>(i));
    if (rows.size() < out.size) out.select(std::move(rows));
    return true;
  }

 private:
  const plan::SemiJoin& op_;
  OperatorPtr left_, right_;
  std::unique_ptr<ArgumentSource> source_;
  JoinTable table_;
};

}  // namespace

OperatorPtr make_hash_join(Runtime& runtime, const plan::HashJoin& op, OperatorPtr left, OperatorPtr right,
                           std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<HashJoin>(runtime, op, std::move(left), std::move(right), std::move(source));
}
OperatorPtr make_semi_join(Runtime& runtime, const plan::SemiJoin& op, OperatorPtr left, OperatorPtr right,
                           std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<SemiJoin>(runtime, op, std::move(left), std::move(right), std::move(source));
}

}  // namespace skein::dsl::exec
