#include "dsl/session/session.hpp"

#include <chrono>
#include <thread>

#include "dsl/bind.hpp"
#include "dsl/bind/unknown_names.hpp"
#include "dsl/exec/execute.hpp"
#include "dsl/parse.hpp"
#include "dsl/plan/planner.hpp"

namespace skein::dsl {

namespace {

constexpr int conflict_retries = 6;

Error transaction_error(std::string message, std::string hint) {
  Error error;
  error.code = ErrorCode::invalid_argument;
  error.message = std::move(message);
  error.error_class = "TransactionError";
  error.phase = "runtime";
  error.hint = std::move(hint);
  return error;
}

// A constraint that is broken shows at the commit.
Result<void> committed(graph::Transaction& transaction) {
  auto done = transaction.commit();
  if (done.ok() || done.error().code != ErrorCode::constraint) return done;
  Error error = std::move(done).error();
  error.error_class = "ConstraintVerificationFailed";
  error.phase = "runtime";
  return error;
}

}  // namespace

Result<void> Session::State::write(const Work& work) {
  if (open) {
    const auto point = open->savepoint();
    auto done = work(*open);
    if (!done.ok()) open->rollback_to(point);
    return done;
  }
  for (int attempt = 0;; ++attempt) {
    last.reset();
    SKEIN_ASSIGN(last, graph.begin(storage::Access::write));
    auto done = work(*last);
    if (done.ok() && last->changed()) done = committed(*last);
    if (done.ok()) return done;
    last.reset();
    if (done.error().code != ErrorCode::conflict || attempt == conflict_retries) return done;
    std::this_thread::sleep_for(std::chrono::milliseconds(1 << attempt));
  }
}

Result<graph::Transaction*> Session::State::reading() {
  if (open) return open.get();
  last.reset();
  SKEIN_ASSIGN(last, graph.begin(storage::Access::read));
  return last.get();
}

Result<QueryResult> Session::State::run(std::string_view text, graph::QueryContext& context, RowSink& sink) {
  if (!plans.empty()) {
    SKEIN_ASSIGN(graph::Transaction * reader, reading());
    if (const auto known = plans.find(text, reader->catalog())) return execute(*known, *reader, context, sink);
  }
  SKEIN_ASSIGN(ast::Statement statement, parse(text));
  SKEIN_ASSIGN(BoundStatement bound, bind(std::move(statement), *procedures));
  const auto& node = bound.statement.node;
  if (std::holds_alternative<ast::Query>(node)) return run_query(text, std::move(bound), context, sink);
  if (const auto* n = std::get_if<ast::Copy>(&node)) {
    if (bound.statement.explain == ast::ExplainMode::none) return copy(*n, context, sink);
    return Error{ErrorCode::unsupported, "EXPLAIN and PROFILE are for queries; leave COPY out"};
  }
  plans.clear();
  if (const auto* n = std::get_if<ast::CreateRule>(&node)) return create_rule(*n, sink);
  if (const auto* n = std::get_if<ast::DropRule>(&node)) return drop_rule(*n, sink);
  if (const auto* n = std::get_if<ast::CreateTextIndex>(&node)) return create_text_index(*n, sink);
  return control(std::get<ast::TransactionControl>(node), sink);
}

Result<std::unique_ptr<plan::Plan>> Session::State::make_plan(BoundStatement bound, graph::Transaction& reader) {
  const std::vector<std::string> warnings = unknown_names(bound, reader.catalog());
  if (const int size = PlanCache::size_of(reader.catalog()); size != samples_size) {
    samples.numbers.clear();
    samples_size = size;
  }
  plan::Statistics statistics(reader, samples);
  SKEIN_ASSIGN(auto made, plan::plan_query(std::move(bound), *procedures, statistics, planning));
  made->warnings.insert(made->warnings.begin(), warnings.begin(), warnings.end());
  return made;
}

Result<QueryResult> Session::State::run_query(std::string_view text, BoundStatement bound, graph::QueryContext& context,
                                              RowSink& sink) {
  const auto mode = bound.statement.explain;
  SKEIN_ASSIGN(graph::Transaction * reader, reading());
  SKEIN_ASSIGN(auto made, make_plan(std::move(bound), *reader));
  if (mode == ast::ExplainMode::explain) return explain(*made, sink);
  if (mode == ast::ExplainMode::profile) return profile(*made, context, sink);
  const std::shared_ptr<const plan::Plan> plan = std::move(made);
  if (plan->warnings.empty()) plans.add(text, reader->catalog(), plan);
  return execute(*plan, *reader, context, sink);
}

Result<QueryResult> Session::State::execute(const plan::Plan& plan, graph::Transaction& reader,
                                            graph::QueryContext& context, RowSink& sink) {
  if (plan.bound.in_transactions) return execute_in_transactions(plan, context, sink);
  QueryResult result;
  result.columns = plan.bound.columns;
  result.warnings = plan.warnings;
  if (!plan.updates) {
    SKEIN_TRY(sink.begin(result.columns));
    exec::Runtime runtime(reader, context, *procedures, plan, result.counters, *projections);
    SKEIN_TRY(exec::execute(runtime, [&](std::vector<Value> row) { return sink.row(std::move(row)); }));
    return result;
  }
  // Rows of a statement that writes are held back until it is known to last.
  std::vector<std::vector<Value>> rows;
  const auto run = [&](graph::Transaction& transaction) -> Result<void> {
    rows.clear();
    result.counters = {};
    exec::Runtime runtime(transaction, context, *procedures, plan, result.counters, *projections);
    exec::Share held(runtime.memory, "the result");
    return exec::execute(runtime, [&](std::vector<Value> row) -> Result<void> {
      for (const Value& value : row) SKEIN_TRY(held.add(value));
      rows.push_back(std::move(row));
      return {};
    });
  };
  SKEIN_TRY(write(run));
  if (!open && !rows.empty()) {
    SKEIN_TRY(reading());
  }
  SKEIN_TRY(sink.begin(result.columns));
  for (auto& row : rows) SKEIN_TRY(sink.row(std::move(row)));
  return result;
}

Result<QueryResult> Session::State::control(ast::TransactionControl what, RowSink& sink) {
  QueryResult result;
  if (what == ast::TransactionControl::begin) {
    if (open) return transaction_error("a transaction is open already", "COMMIT or ROLLBACK it first");
    last.reset();
    SKEIN_ASSIGN(open, graph.begin(graph.read_only() ? storage::Access::read : storage::Access::write));
  } else {
    if (!open) return transaction_error("no transaction is open", "BEGIN starts one");
    const auto ending = std::move(open);
    open = nullptr;
    if (what == ast::TransactionControl::commit && ending->changed()) SKEIN_TRY(committed(*ending));
  }
  SKEIN_TRY(sink.begin({}));
  return result;
}

}  // namespace skein::dsl
