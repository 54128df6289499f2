// Operators: the nodes of a plan at work. An operator is asked for batches until it has no more; rewind()
// makes it start again with what its Argument then holds.
//
//   build -> next(batch) true ... true, false -> [rewind -> next ...] -> destroyed
#pragma once

#include <memory>

#include "dsl/exec/batch.hpp"
#include "dsl/exec/runtime.hpp"
#include "storage/result.hpp"

namespace skein::dsl::exec {

class Operator {
 public:
  explicit Operator(Runtime& shared) : runtime_(shared) {}
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  // False: no more rows. A batch that is given holds at least one row. Looks at the cancel token and the
  // deadline.
  Result<bool> next(Batch& out);
  virtual void rewind() = 0;

  [[nodiscard]] Memory& memory() { return runtime_.memory; }

  const plan::Node* plan_node = nullptr;  // for PROFILE

 protected:
  // As next(); may give an empty batch, which next() passes over.
  virtual Result<bool> produce(Batch& out) = 0;
  Runtime& runtime_;
};
using OperatorPtr = std::unique_ptr<Operator>;

// Operators over one input.
class Unary : public Operator {
 public:
  Unary(Runtime& shared, OperatorPtr input) : Operator(shared), input_(std::move(input)) {}
  void rewind() override { input_->rewind(); }

 protected:
  OperatorPtr input_;
};

// Goes through its input row by row and may stop in the middle of a batch, when its own is full.
class RowByRow : public Unary {
 public:
  using Unary::Unary;
  void rewind() override {
    in_ = Batch();
    row_ = 0;
    Unary::rewind();
  }

 protected:
  // A new batch is in in_, none of its rows has been looked at.
  virtual Result<void> start_batch() { return {}; }
  // True: in_ has a row row_. False: the input has no more.
  Result<bool> find_row() {
    if (row_ < in_.size) return true;
    SKEIN_ASSIGN(const bool more, input_->next(in_));
    row_ = 0;
    if (!more) {
      in_ = Batch();
      return false;
    }
    SKEIN_TRY(start_batch());
    return true;
  }

  Batch in_;
  std::size_t row_ = 0;
};

// Reads all of its input before it gives anything: run() makes the whole result, which then goes out in
// batches.
class Blocking : public Unary {
 public:
  Blocking(Runtime& shared, OperatorPtr input)
      : Unary(shared, std::move(input)), held_(shared.memory, "gathering rows") {}
  void rewind() override {
    held_.clear();
    done_ = false;
    at_ = 0;
    Unary::rewind();
  }

 protected:
  virtual Result<Batch> run() = 0;
  Result<bool> produce(Batch& out) override {
    if (!done_) {
      SKEIN_ASSIGN(result_, run());
      SKEIN_TRY(held_.add(result_));
      done_ = true;
    }
    if (at_ >= result_.size) return false;
    out = result_;
    const std::size_t end = std::min(result_.size, at_ + batch_rows);
    out.slice(at_, end);
    at_ = end;
    return true;
  }

 private:
  Share held_;
  Batch result_;
  bool done_ = false;
  std::size_t at_ = 0;
};

// What an Argument gives: a batch laid down by the enclosing operator.
struct ArgumentSource {
  Batch batch;
};

// The operators of a plan. Arguments below `node` read from `source`, which must outlive them.
OperatorPtr build(const plan::Node& node, Runtime& runtime, ArgumentSource& source);

}  // namespace skein::dsl::exec
