#include "dsl/exec/execute.hpp"

#include "dsl/exec/operator.hpp"

namespace skein::dsl::exec {

Result<void> execute(Runtime& runtime, const std::function<Result<void>(std::vector<Value>)>& row) {
  ArgumentSource source;
  source.batch = Batch(runtime.plan.symbols, 1);
  runtime.statement_source = &source;
  const auto root = build(*runtime.plan.root, runtime, source);
  Batch batch;
  while (true) {
    SKEIN_ASSIGN(const bool more, root->next(batch));
    if (!more) return {};
    const auto& columns = runtime.plan.columns;
    if (columns.empty()) continue;
    for (std::size_t i = 0; i < batch.size; ++i) {
      std::vector<Value> values;
      values.reserve(columns.size());
      for (const plan::Symbol symbol : columns) values.push_back(batch[symbol].value(i));
      SKEIN_TRY(row(std::move(values)));
    }
  }
}

}  // namespace skein::dsl::exec
