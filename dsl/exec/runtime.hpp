// What all operators and expressions of one running statement share.
#pragma once

#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "dsl/exec/batch.hpp"
#include "dsl/exec/memory.hpp"
#include "dsl/exec/cached_graph.hpp"
#include "dsl/exec/node_columns.hpp"
#include "dsl/functions/registry.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "graph/graph.hpp"

namespace skein::graph {
class CountingTransaction;
}

namespace skein::dsl::exec {

// What PROFILE tells of one node of the plan.
struct Profile {
  std::uint64_t rows = 0, batches = 0;
  // With those of its inputs:
  std::chrono::steady_clock::duration time{};
  std::uint64_t accesses = 0;  // of the store
};

struct ArgumentSource;

struct Runtime {
  graph::Transaction& transaction;
  graph::QueryContext& query;
  const ProcedureRegistry& procedures;
  const plan::Plan& plan;
  Counters& counters;
  ProjectedGraphs& projections;
  FunctionContext functions;
  Memory memory;
  std::uint64_t changes = 0;  // grows with every write of this statement: what was cached before is stale
  CachedGraph cached;
  NodeColumns node_columns;
  // Nodes whose rows were made before, in another transaction. The rows outlive the runtime.
  std::unordered_map<const plan::Node*, const std::vector<Batch>*> replayed = {};
  const ArgumentSource* statement_source = nullptr;  // what the statement's own Argument reads, on its main thread
  bool deleted = false;       // has the statement deleted anything? Then rows may refer to what is gone
  const graph::CountingTransaction* profiling = nullptr;  // `transaction` itself, when the plan is profiled
  std::unordered_map<const plan::Node*, Profile> profiles = {};

  // Takes the transaction's uncommitted changes into account. Error: limit.
  Result<void> pending() { return written_.set(memory.limited() ? transaction.pending_bytes() : 0); }

  Runtime(graph::Transaction& t, graph::QueryContext& q, const ProcedureRegistry& p, const plan::Plan& pl, Counters& c,
          ProjectedGraphs& named)
      : transaction(t), query(q), procedures(p), plan(pl), counters(c), projections(named), memory(q.limits.memory_bytes),
        cached(t) {
    functions.query = &query;
    functions.transaction = &transaction;
  }

 private:
  Share written_{memory, "changes before their commit"};
};

// The error of a graph call as the language puts it: what is not found was deleted by the statement itself.
Error entity_error(Error error);

}  // namespace skein::dsl::exec
