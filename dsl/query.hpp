// The front door of the language: text and parameters in, rows out.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/plan/planning.hpp"
#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

struct Counters {
  std::int64_t nodes_created = 0, nodes_deleted = 0, relationships_created = 0, relationships_deleted = 0,
               properties_set = 0, labels_added = 0, labels_removed = 0, indexes_added = 0, indexes_removed = 0,
               constraints_added = 0, constraints_removed = 0;
  [[nodiscard]] bool any() const;
};

// Told what comes, a batch at a time. Returning an Error ends the query with it.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Result<void> begin(const std::vector<std::string>& columns) = 0;
  virtual Result<void> row(std::vector<Value> values) = 0;
};

struct QueryResult {
  std::vector<std::string> columns;
  Counters counters;
  std::vector<std::string> warnings;
};

class CopyTarget;         // dsl/copy.hpp: where COPY writes
class ProcedureRegistry;  // dsl/procedures.hpp: what higher rooms and tests register
class ProjectedGraphs;    // dsl/procedures/projected_graphs.hpp

// One conversation with a graph: holds the open transaction between BEGIN and COMMIT. One thread at a time.
// Outside BEGIN each statement is a transaction of its own: it commits at its end or leaves nothing; inside,
// a failed statement leaves nothing of itself.
class Session {
 public:
  Session(graph::Graph& graph, std::shared_ptr<const ProcedureRegistry> procedures);
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;

  // One statement. Values in rows may refer to nodes and relationships: read them through transaction() from
  // within the sink, or before the next run().
  Result<QueryResult> run(std::string_view text, graph::QueryContext& context, RowSink& sink);
  // The transaction of the statement being run, or of the last one while its result is looked at.
  [[nodiscard]] const graph::Transaction* transaction() const;
  [[nodiscard]] bool in_transaction() const;
  // The graphs it has given names to (gds.graph.project), for a session that goes on in its place.
  [[nodiscard]] std::shared_ptr<ProjectedGraphs> projections() const;
  void set_projections(std::shared_ptr<ProjectedGraphs> projections);
  // What COPY may write to; null, as at the start, for nothing. Must outlive the session.
  void set_copy_target(CopyTarget* target);
  // For tests that compare.
  void set_planning(const Planning& planning);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// An error with its line, column, the line itself and a caret, ready to print:
//   line 1, column 17: expected ')' to close the node
//     MATCH (a:Person RETURN a
//                     ^
std::string format_error(const Error& error, std::string_view text);

}  // namespace skein::dsl
