// The inside of a Session: which transaction a statement runs in, and what becomes of it.
#pragma once

#include <functional>
#include <memory>

#include "dsl/bind.hpp"
#include "dsl/exec/batch.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/plan/statistics.hpp"
#include "dsl/procedures.hpp"
#include "dsl/procedures/projected_graphs.hpp"
#include "dsl/query.hpp"
#include "dsl/session/plan_cache.hpp"

namespace skein::dsl {

struct Session::State {
  State(graph::Graph& g, std::shared_ptr<const ProcedureRegistry> p) : graph(g), procedures(std::move(p)) {}

  graph::Graph& graph;
  std::shared_ptr<const ProcedureRegistry> procedures;
  std::unique_ptr<graph::Transaction> open;  // between BEGIN and COMMIT
  std::unique_ptr<graph::Transaction> last;  // of the last statement outside, kept while its rows are looked at

  std::shared_ptr<ProjectedGraphs> projections = std::make_shared<ProjectedGraphs>();
  Planning planning;
  PlanCache plans;
  plan::Samples samples;  // taken when the graph had this size
  int samples_size = -1;
  CopyTarget* copy_target = nullptr;

  Result<QueryResult> run(std::string_view text, graph::QueryContext& context, RowSink& sink);

 private:
  using Work = std::function<Result<void>(graph::Transaction&)>;

  Result<std::unique_ptr<plan::Plan>> make_plan(BoundStatement bound, graph::Transaction& reader);
  Result<QueryResult> run_query(std::string_view text, BoundStatement bound, graph::QueryContext& context, RowSink& sink);
  Result<QueryResult> execute(const plan::Plan& plan, graph::Transaction& reader, graph::QueryContext& context,
                              RowSink& sink);
  Result<QueryResult> execute_in_transactions(const plan::Plan& plan, graph::QueryContext& context, RowSink& sink);
  Result<std::vector<exec::Batch>> commit_in_lots(const plan::Plan& plan, const plan::Node& node, std::vector<exec::Batch> rows,
                                                  graph::QueryContext& context, Counters& counters);
  Result<QueryResult> explain(const plan::Plan& plan, RowSink& sink);
  Result<QueryResult> profile(const plan::Plan& plan, graph::QueryContext& context, RowSink& sink);
  Result<QueryResult> create_text_index(const ast::CreateTextIndex& create, RowSink& sink);
  Result<QueryResult> control(ast::TransactionControl what, RowSink& sink);
  Result<QueryResult> create_rule(const ast::CreateRule& create, RowSink& sink);
  Result<QueryResult> drop_rule(const ast::DropRule& drop, RowSink& sink);
  Result<QueryResult> copy(const ast::Copy& copy, graph::QueryContext& context, RowSink& sink);

  // Does the work in the open transaction, taking back what it did when it fails; or in a write transaction of its
  // own, which is committed, and begun again when another one was faster.
  Result<void> write(const Work& work);
  Result<graph::Transaction*> reading();  // the open transaction, or a fresh one to read in
};

}  // namespace skein::dsl
