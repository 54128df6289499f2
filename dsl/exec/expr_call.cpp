// Function calls: the language's own (dsl/functions) and those lent by other rooms.
#include <algorithm>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/labels.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

class Call final : public Expression {
 public:
  Call(const ast::FunctionCall& node, Runtime& runtime) : node_(node), runtime_(runtime), names_(runtime) {
    for (const auto& argument : node.arguments) arguments_.push_back(compile(*argument, runtime));
    function_ = find_function(node.name);
    labels_ = function_ && function_->name == "labels";
    types_ = function_ && function_->name == "type";
    if (!function_) external_ = runtime.procedures.function(node.name);
  }

  Result<Column> evaluate(const Batch& in) override {
    std::vector<Column> columns;
    for (const ExpressionPtr& argument : arguments_) {
      SKEIN_ASSIGN(Column column, argument->evaluate(in));
      columns.push_back(std::move(column));
    }
    if (labels_)
      if (Column found = names_.labels(columns[0], in.size); found.is_set()) return found;
    if (types_)
      if (Column found = names_.types(columns[0], in.size); found.is_set()) return found;
    std::vector<Value> values(columns.size());
    const auto value_at = [&](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      for (std::size_t k = 0; k < from.size(); ++k) values[k] = from[k].value(i);
      return call(values);
    };
    // date('2024-01-01'): once will do. (Clocks stand still while a statement runs.)
    const bool same = function_ && function_->category != "Random" && in.size > 0 &&
                      std::all_of(columns.begin(), columns.end(),
                                  [](const Column& c) { return c.is_set() && c.is_constant(); });
    if (same) {
      SKEIN_ASSIGN(Value once, value_at(columns, 0));
      return Column::constant(std::move(once));
    }
    if (function_ && !function_->pure)
      return by_row(in.size, [&](std::size_t i) { return value_at(columns, i); });
    return by_entry(columns, in.size, value_at);
  }

 private:
  Result<Value> call(const std::vector<Value>& values) {
    Result<Value> result = [&]() -> Result<Value> {
      if (function_ && function_->call) return function_->call(values, runtime_.functions);
      if (external_) return external_->call(runtime_.transaction, values);
      Error error = runtime_error("SyntaxError", "UnknownFunction", "unknown function " + node_.name);
      error.phase = "compile time";
      return error;
    }();
    if (!result.ok()) return entity_error(result.error());
    return result;
  }

  const ast::FunctionCall& node_;
  Runtime& runtime_;
  std::vector<ExpressionPtr> arguments_;
  const FunctionInfo* function_ = nullptr;
  const ExternalFunction* external_ = nullptr;
  NameColumns names_;
  bool labels_ = false, types_ = false;
};

}  // namespace

ExpressionPtr make_call(const ast::FunctionCall& node, Runtime& runtime) {
  return std::make_unique<Call>(node, runtime);
}

}  // namespace skein::dsl::exec
