// CALL { } IN TRANSACTIONS and USING PERIODIC COMMIT: a statement that commits as it goes. Its plan is run in stages.
// What stands before such a node is read to its end; its rows then go through the node so many at a time, each lot in
// a transaction of its own; the rest of the plan sees all of them as they are after the last commit.
#include <algorithm>

#include "dsl/exec/execute.hpp"
#include "dsl/exec/expression.hpp"
#include "dsl/exec/operator.hpp"
#include "dsl/session/session.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl {

namespace {

using exec::Batch;

constexpr std::int64_t default_rows = 1000;

// The nodes that commit, the first one first. They stand in the main chain: bind has seen to it.
std::vector<const plan::Node*> committing_nodes(const plan::Node& root) {
  std::vector<const plan::Node*> out;
  for (const plan::Node* node = &root; node != nullptr; node = node->inputs.empty() ? nullptr : node->inputs[0].get()) {
    const auto* apply = std::get_if<plan::Apply>(&node->op);
    if (apply != nullptr && apply->transactions) out.push_back(node);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

bool is_write(const plan::Node& node, const ProcedureRegistry& procedures) {
  if (const auto* call = std::get_if<plan::ProcedureCall>(&node.op)) {
    const Procedure* procedure = procedures.procedure(call->name);
    return procedure != nullptr && procedure->writes;
  }
  return std::holds_alternative<plan::Create>(node.op) || std::holds_alternative<plan::Merge>(node.op) ||
         std::holds_alternative<plan::SetItems>(node.op) || std::holds_alternative<plan::RemoveItems>(node.op) ||
         std::holds_alternative<plan::Delete>(node.op);
}

bool writes(const plan::Node& node, const ProcedureRegistry& procedures) {
  return is_write(node, procedures) || std::any_of(node.inputs.begin(), node.inputs.end(), [&](const plan::NodePtr& input) {
           return writes(*input, procedures);
         });
}

// Does anything above `below` write?
bool rest_writes(const plan::Node& root, const plan::Node& below, const ProcedureRegistry& procedures) {
  for (const plan::Node* node = &root; node != &below; node = node->inputs[0].get()) {
    if (is_write(*node, procedures)) return true;
    for (std::size_t i = 1; i < node->inputs.size(); ++i)
      if (writes(*node->inputs[i], procedures)) return true;
  }
  return false;
}

void add(Counters& total, const Counters& some) {
  total.nodes_created += some.nodes_created;
  total.nodes_deleted += some.nodes_deleted;
  total.relationships_created += some.relationships_created;
  total.relationships_deleted += some.relationships_deleted;
  total.properties_set += some.properties_set;
  total.labels_added += some.labels_added;
  total.labels_removed += some.labels_removed;
}

Result<std::vector<Batch>> gather(const plan::Node& node, exec::Runtime& runtime) {
  exec::ArgumentSource source;
  source.batch = Batch(runtime.plan.symbols, 1);
  const auto root = exec::build(node, runtime, source);
  std::vector<Batch> rows;
  while (true) {
    Batch some;
    SKEIN_ASSIGN(const bool more, root->next(some));
    if (!more) return rows;
    rows.push_back(std::move(some));
  }
}

// What REPORT STATUS tells of one transaction.
Value status_of(std::int64_t number, bool started, const Error* error) {
  Map map;
  map["transactionId"] = started ? Value("skein-transaction-" + std::to_string(number)) : Value();
  map["started"] = Value(started);
  map["committed"] = Value(started && error == nullptr);
  map["errorMessage"] = error != nullptr ? Value(error->message) : Value();
  return Value(std::move(map));
}

}  // namespace

Result<std::vector<Batch>> Session::State::commit_in_lots(const plan::Plan& plan, const plan::Node& node,
                                                          std::vector<Batch> rows, graph::QueryContext& context,
                                                          Counters& counters) {
  const auto& apply = std::get<plan::Apply>(node.op);
  const plan::InTransactions& how = *apply.transactions;
  std::int64_t lot = default_rows;
  if (how.rows != nullptr) {
    last.reset();
    SKEIN_ASSIGN(graph::Transaction * reader, reading());
    Counters none;
    exec::Runtime runtime(*reader, context, *procedures, plan, none, *projections);
    SKEIN_ASSIGN(const Value value, exec::evaluate_constant(*how.rows, runtime));
    if (!value.is<std::int64_t>() || value.as_int() < 1)
      return type_error("InvalidArgumentType", "the number of rows in a transaction has to be an integer of at least 1, found " + shown(value));
    lot = value.as_int();
  }
  using OnError = ast::InTransactions::OnError;
  const Batch all = exec::concatenate(rows);
  rows.clear();
  std::vector<Batch> results;
  bool stopped = false;
  std::int64_t number = 0;
  for (std::size_t begin = 0; begin < all.size; begin += static_cast<std::size_t>(lot)) {
    SKEIN_TRY(context.check());
    const std::size_t end = std::min(all.size, begin + static_cast<std::size_t>(lot));
    std::vector<Batch> some(1, all);
    some[0].slice(begin, end);
    ++number;
    std::vector<Batch> done;
    Counters made;
    Result<void> outcome;
    if (!stopped) {
      outcome = write([&](graph::Transaction& transaction) -> Result<void> {
        made = {};
        exec::Runtime runtime(transaction, context, *procedures, plan, made, *projections);
        runtime.replayed.emplace(node.inputs[0].get(), &some);
        SKEIN_ASSIGN(done, gather(node, runtime));
        return {};
      });
    }
    const bool failed = !outcome.ok();
    if (failed) {
      const ErrorCode code = outcome.error().code;
      if (how.on_error == OnError::fail || code == ErrorCode::cancelled || code == ErrorCode::read_only) {
        Error error = std::move(outcome).error();
        if (number > 1 && error.hint.empty())
          error.hint = std::to_string(number - 1) + (number == 2 ? " transaction was" : " transactions were") + " committed before this one";
        return error;
      }
    } else {
      add(counters, made);
    }
    if (failed || stopped) {  // the rows stay, without what they asked for
      done = std::move(some);
      for (const ast::Symbol symbol : apply.added) done[0].set(symbol, exec::Column::constant(Value()));
    }
    if (how.status != plan::no_symbol) {
      const Value status = status_of(number, !stopped, failed ? &outcome.error() : nullptr);
      for (Batch& batch : done) batch.set(how.status, exec::Column::constant(status));
    }
    std::move(done.begin(), done.end(), std::back_inserter(results));
    stopped = stopped || (failed && how.on_error == OnError::stop);
  }
  return results;
}

Result<QueryResult> Session::State::execute_in_transactions(const plan::Plan& plan, graph::QueryContext& context,
                                                            RowSink& sink) {
  if (open) {
    Error error;
    error.code = ErrorCode::invalid_argument;
    error.error_class = "TransactionError";
    error.phase = "runtime";
    error.message = "a statement that commits as it goes cannot be part of an open transaction";
    error.hint = "COMMIT or ROLLBACK first";
    return error;
  }
  if (graph.read_only()) return Error{ErrorCode::read_only, "the graph is opened for reading"};
  QueryResult result;
  result.columns = plan.bound.columns;
  result.warnings = plan.warnings;
  std::vector<Batch> rows;
  const plan::Node* done = nullptr;
  const auto replay = [&](exec::Runtime& runtime) {
    if (done != nullptr) runtime.replayed.emplace(done, &rows);
  };
  for (const plan::Node* node : committing_nodes(*plan.root)) {
    std::vector<Batch> before;
    {
      SKEIN_ASSIGN(graph::Transaction * reader, reading());
      exec::Runtime runtime(*reader, context, *procedures, plan, result.counters, *projections);
      replay(runtime);
      SKEIN_ASSIGN(before, gather(*node->inputs[0], runtime));
    }
    SKEIN_ASSIGN(rows, commit_in_lots(plan, *node, std::move(before), context, result.counters));
    done = node;
  }
  std::vector<std::vector<Value>> values;
  Counters rest;
  const auto finish = [&](graph::Transaction& transaction) -> Result<void> {
    values.clear();
    rest = {};
    exec::Runtime runtime(transaction, context, *procedures, plan, rest, *projections);
    replay(runtime);
    return exec::execute(runtime, [&](std::vector<Value> row) -> Result<void> {
      values.push_back(std::move(row));
      return {};
    });
  };
  if (rest_writes(*plan.root, *done, *procedures)) {
    SKEIN_TRY(write(finish));
    SKEIN_TRY(reading());
  } else {
    SKEIN_ASSIGN(graph::Transaction * reader, reading());
    SKEIN_TRY(finish(*reader));
  }
  add(result.counters, rest);
  SKEIN_TRY(sink.begin(result.columns));
  for (auto& row : values) SKEIN_TRY(sink.row(std::move(row)));
  return result;
}

}  // namespace skein::dsl
