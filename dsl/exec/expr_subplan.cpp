// Patterns and queries inside expressions: EXISTS, COUNT, COLLECT, pattern predicates and comprehensions. The inner
// plan runs for all rows of a batch at once where it treats rows one by one; its rows come back with the number of
// the row they belong to.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

namespace {

class SubPlanOf final : public Expression {
 public:
  SubPlanOf(const plan::SubPlan& sub, Runtime& runtime) : sub_(sub) {
    root_ = build(*sub.root, runtime, source_);
    if (sub.value) {
      value_ = compile(*sub.value, runtime);
    } else if (sub.value_symbol != plan::no_symbol) {
      value_ = make_column(sub.value_symbol);
    }
  }

  Result<Column> evaluate(const Batch& in) override {
    std::vector<std::int64_t> counts(in.size);
    std::vector<List> lists(sub_.kind >= plan::SubPlan::Kind::collect ? in.size : 0);
    if (sub_.batched) {
      source_.batch = in;
      source_.batch.weight = Column();
      std::vector<std::int64_t> numbers(in.size);
      for (std::size_t i = 0; i < in.size; ++i) numbers[i] = static_cast<std::int64_t>(i);
      source_.batch.set(sub_.row, Column::of(std::move(numbers)));
      SKEIN_TRY(run(counts, lists, nullptr));
    } else {
      for (std::size_t i = 0; i < in.size; ++i) {
        source_.batch = rows_of(in, Indices{static_cast<RowIndex>(i)});
        SKEIN_TRY(run(counts, lists, &i));
      }
    }
    switch (sub_.kind) {
      case plan::SubPlan::Kind::count: return Column::of(std::move(counts));
      case plan::SubPlan::Kind::exists: {
        std::vector<std::uint8_t> is(in.size);
        for (std::size_t i = 0; i < in.size; ++i) is[i] = counts[i] > 0;
        return Column::of(std::move(is));
      }
      case plan::SubPlan::Kind::first: {
        std::vector<Value> values(in.size);
        for (std::size_t i = 0; i < in.size; ++i)
          if (!lists[i].empty()) values[i] = lists[i].front();
        return Column::of(std::move(values));
      }
      case plan::SubPlan::Kind::collect: break;
    }
    std::vector<Value> values;
    for (List& list : lists) values.emplace_back(std::move(list));
    return Column::of(std::move(values));
  }

 private:
  Result<void> run(std::vector<std::int64_t>& counts, std::vector<List>& lists, const std::size_t* only_row) {
    root_->rewind();
    Batch out;
    while (true) {
      SKEIN_ASSIGN(const bool more, root_->next(out));
      if (!more) return {};
      const Column rows = only_row ? Column() : out[sub_.row];
      Column value;
      if (!lists.empty() && value_) {
        SKEIN_ASSIGN(value, value_->evaluate(out));
      }
      for (std::size_t k = 0; k < out.size; ++k) {
        const auto row = only_row ? *only_row : static_cast<std::size_t>(View<std::int64_t>(rows)[k]);
        counts[row] += out.weight_of(k);
        if (!lists.empty()) lists[row].push_back(value.value(k));
      }
      if (only_row && sub_.kind == plan::SubPlan::Kind::exists) return {};
    }
  }

  const plan::SubPlan& sub_;
  ArgumentSource source_;
  OperatorPtr root_;
  ExpressionPtr value_;
};

}  // namespace

ExpressionPtr make_subplan(const ast::Expr& expr, Runtime& runtime) {
  const auto it = runtime.plan.subplans.find(&expr);
  if (it == runtime.plan.subplans.end()) return make_literal(Value());
  return std::make_unique<SubPlanOf>(it->second, runtime);
}

}  // namespace skein::dsl::exec
