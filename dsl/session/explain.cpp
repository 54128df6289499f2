// EXPLAIN and PROFILE: the plan as a table, a row an operator.
#include <fmt/format.h>

#include "dsl/exec/execute.hpp"
#include "dsl/session/session.hpp"

namespace skein::dsl {

namespace {

using Visit = std::function<Result<void>(const plan::Node& node, int depth)>;

Result<void> each_node(const plan::Node& node, int depth, const Visit& visit) {
  if (std::holds_alternative<plan::Argument>(node.op) && depth > 0) return {};
  SKEIN_TRY(visit(node, depth));
  for (const auto& input : node.inputs) SKEIN_TRY(each_node(*input, depth + 1, visit));
  return {};
}

std::string line(const plan::Plan& plan, const plan::Node& node, int depth) {
  return std::string(static_cast<std::size_t>(depth) * 2, ' ') + plan::describe(plan, node);
}

}  // namespace

Result<QueryResult> Session::State::explain(const plan::Plan& plan, RowSink& sink) {
  QueryResult result;
  result.columns = {"plan", "estimated rows"};
  result.warnings = plan.warnings;
  SKEIN_TRY(sink.begin(result.columns));
  SKEIN_TRY(each_node(*plan.root, 0, [&](const plan::Node& node, int depth) -> Result<void> {
    return sink.row({Value(line(plan, node, depth)), Value(static_cast<std::int64_t>(std::min(node.rows, 9e18)))});
  }));
  return result;
}

Result<QueryResult> Session::State::profile(const plan::Plan& plan, graph::QueryContext& context, RowSink& sink) {
  QueryResult result;
  result.columns = {"plan", "estimated rows", "rows", "batches", "ms"};
  result.warnings = plan.warnings;
  std::unordered_map<const plan::Node*, exec::Profile> profiles;
  const auto run = [&](graph::Transaction& transaction) -> Result<void> {
    result.counters = {};
    exec::Runtime runtime(transaction, context, *procedures, plan, result.counters, *projections);
    runtime.profiling = true;
    auto done = exec::execute(runtime, [](std::vector<Value>) -> Result<void> { return {}; });
    profiles = std::move(runtime.profiles);
    return done;
  };
  if (plan.updates) {
    SKEIN_TRY(write(run));
  } else {
    SKEIN_ASSIGN(graph::Transaction * transaction, reading());
    SKEIN_TRY(run(*transaction));
  }
  SKEIN_TRY(sink.begin(result.columns));
  SKEIN_TRY(each_node(*plan.root, 0, [&](const plan::Node& node, int depth) -> Result<void> {
    const exec::Profile& seen = profiles[&node];
    const double ms = std::chrono::duration<double, std::milli>(seen.time).count();
    return sink.row({Value(line(plan, node, depth)), Value(static_cast<std::int64_t>(std::min(node.rows, 9e18))),
                     Value(static_cast<std::int64_t>(seen.rows)), Value(static_cast<std::int64_t>(seen.batches)),
                     Value(ms)});
  }));
  return result;
}

}  // namespace skein::dsl
