// CASE: each branch is evaluated only for the rows that reach it.
#include "dsl/exec/expression_nodes.hpp"

namespace skein::dsl::exec {

namespace {

class Case final : public Expression {
 public:
  Case(const ast::Case& node, Runtime& runtime) {
    if (node.subject) subject_ = compile(*node.subject, runtime);
    for (const auto& [when, then] : node.branches)
      branches_.emplace_back(compile(*when, runtime), compile(*then, runtime));
    if (node.otherwise) otherwise_ = compile(*node.otherwise, runtime);
  }

  Result<Column> evaluate(const Batch& in) override {
    std::vector<Value> values(in.size);
    Indices open(in.size);
    for (std::size_t i = 0; i < in.size; ++i) open[i] = static_cast<RowIndex>(i);
    Column subject;
    if (subject_) {
      SKEIN_ASSIGN(subject, subject_->evaluate(in));
    }
    for (const auto& [when, then] : branches_) {
      if (open.empty()) break;
      Batch rest = rows_of(in, open);
      SKEIN_ASSIGN(const Column condition, when->evaluate(rest));
      Indices taken, taken_in_rest, left;
      if (subject_) {
        Value a, b;
        for (std::size_t k = 0; k < open.size(); ++k)
          if (equals(subject.value(open[k], a), condition.value(k, b)) == Truth::yes) {
            taken.push_back(open[k]);
            taken_in_rest.push_back(static_cast<RowIndex>(k));
          } else {
            left.push_back(open[k]);
          }
      } else {
        SKEIN_ASSIGN(const auto is, truths(condition, rest.size));
        for (std::size_t k = 0; k < open.size(); ++k)
          if (is[k] == Truth::yes) {
            taken.push_back(open[k]);
            taken_in_rest.push_back(static_cast<RowIndex>(k));
          } else {
            left.push_back(open[k]);
          }
      }
      if (!taken.empty()) {
        rest.select(std::move(taken_in_rest));
        SKEIN_ASSIGN(const Column result, then->evaluate(rest));
        for (std::size_t k = 0; k < taken.size(); ++k) values[taken[k]] = result.value(k);
      }
      open = std::move(left);
    }
    if (otherwise_ && !open.empty()) {
      const Batch rest = rows_of(in, open);
      SKEIN_ASSIGN(const Column result, otherwise_->evaluate(rest));
      for (std::size_t k = 0; k < open.size(); ++k) values[open[k]] = result.value(k);
    }
    return Column::of(std::move(values));
  }

 private:
  ExpressionPtr subject_;
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> branches_;
  ExpressionPtr otherwise_;
};

}  // namespace

ExpressionPtr make_case(const ast::Case& node, Runtime& runtime) { return std::make_unique<Case>(node, runtime); }

}  // namespace skein::dsl::exec
