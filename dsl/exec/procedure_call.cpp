// CALL name(...) YIELD ...: the procedure is run for each row.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

class ProcedureCall final : public RowByRow {
 public:
  ProcedureCall(Runtime& shared, const plan::ProcedureCall& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)), op_(op) {
    for (const auto* argument : op.arguments) arguments_.push_back(compile(*argument, shared));
  }

 protected:
  Result<void> start_batch() override {
    columns_.clear();
    for (const ExpressionPtr& argument : arguments_) {
      SKEIN_ASSIGN(Column column, argument->evaluate(in_));
      columns_.push_back(std::move(column));
    }
    return {};
  }

  Result<bool> produce(Batch& out) override {
    const Procedure* procedure = runtime_.procedures.procedure(op_.name);
    if (!procedure)
      return runtime_error("ProcedureError", "ProcedureNotFound", "there is no procedure " + op_.name);
    SKEIN_ASSIGN(const bool more, find_row());
    if (!more) return false;
    if (procedure->table && !op_.void_result) return produce_table(*procedure, out);
    Indices rows;
    std::vector<std::vector<Value>> values(op_.yields.size());
    std::size_t emitted = 0;
    for (; row_ < in_.size && emitted < batch_rows; ++row_) {
      SKEIN_ASSIGN(const auto arguments, arguments_of(*procedure, row_));
      const auto emit = [&](std::vector<Value> given) -> Result<void> {
        rows.push_back(static_cast<RowIndex>(row_));
        ++emitted;
        for (std::size_t k = 0; k < op_.yields.size(); ++k)
          values[k].push_back(op_.yields[k].first < given.size() ? std::move(given[op_.yields[k].first])
                                                                 : Value());
        return {};
      };
      auto call = begin_call(*procedure);
      if (op_.void_result) {
        SKEIN_TRY(procedure->run(call, arguments, [](std::vector<Value>) -> Result<void> { return {}; }));
        rows.push_back(static_cast<RowIndex>(row_));
        ++emitted;
      } else {
        SKEIN_TRY(procedure->run(call, arguments, emit));
      }
    }
    out = in_;
    out.select(std::move(rows));
    for (std::size_t k = 0; k < op_.yields.size(); ++k)
      out.set(op_.yields[k].second, Column::of(std::move(values[k])));
    return true;
  }

 private:
  CallContext begin_call(const Procedure& procedure) {
    // What was read before may be stale once a procedure has written.
    if (procedure.writes || !procedure.writes_with.empty()) ++runtime_.changes;
    return {runtime_.transaction, runtime_.query, runtime_.procedures, runtime_.projections,
            runtime_.counters};
  }

  // All that the procedure gives for the next row.
  Result<bool> produce_table(const Procedure& procedure, Batch& out) {
    SKEIN_ASSIGN(const auto arguments, arguments_of(procedure, row_));
    auto call = begin_call(procedure);
    SKEIN_ASSIGN(auto columns, procedure.table(call, arguments));
    const std::size_t count =
        columns.empty() ? 0 : std::visit([](const auto& values) { return values.size(); }, columns[0]);
    out = in_;
    out.select(Indices(count, static_cast<RowIndex>(row_++)));
    for (const auto& [output, symbol] : op_.yields)
      if (output < columns.size())
        out.set(symbol, std::visit([](const auto& values) { return Column::of(values); }, columns[output]));
    return true;
  }

  Result<std::vector<Value>> arguments_of(const Procedure& procedure, std::size_t row) const {
    std::vector<Value> values;
    if (op_.from_parameters) {
      for (const Field& input : procedure.inputs) {
        const auto it = runtime_.query.parameters.find(input.name);
        if (it == runtime_.query.parameters.end()) {
          if (input.optional) break;
          Error error = runtime_error("ParameterMissing", "MissingParameter",
                                      op_.name + " takes " + input.name + " from the parameter $" +
                                          input.name + ", which has no value");
          error.phase = "compile time";
          return error;
        }
        values.push_back(it->second);
      }
    } else {
      for (const Column& column : columns_) values.push_back(column.value(row));
    }
    values.resize(std::max(values.size(), procedure.inputs.size()));
    // An integer will do where a float is wanted.
    for (std::size_t i = 0; i < values.size() && i < procedure.inputs.size(); ++i)
      if (procedure.inputs[i].type.starts_with("FLOAT") && values[i].is<std::int64_t>())
        values[i] = Value(static_cast<double>(values[i].as_int()));
    return values;
  }

  const plan::ProcedureCall& op_;
  std::vector<ExpressionPtr> arguments_;
  std::vector<Column> columns_;
};

}  // namespace

OperatorPtr make_procedure_call(Runtime& runtime, const plan::ProcedureCall& op, OperatorPtr input) {
  return std::make_unique<ProcedureCall>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
