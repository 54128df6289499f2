// A graph as the commands use it: opened for reading, and turned into the writer by the first statement that
// needs it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/commands/commands.hpp"
#include "dsl/copy.hpp"
#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// Errors name the directory and what to do: not_found when there is no store, locked with the holder.
Result<std::unique_ptr<graph::Graph>> open_for_reading(const StoreArgument& store);
Result<std::unique_ptr<graph::Graph>> open_for_writing(const StoreArgument& store, bool create);

// The language's procedures and those of the rooms above it.
std::shared_ptr<const dsl::ProcedureRegistry> all_procedures();

// Runs statements one after another, each in its own transaction or between BEGIN and COMMIT.
class Runner {
 public:
  // A store that is not there yet is made by the first statement that writes; one that only reads is refused.
  static Result<std::unique_ptr<Runner>> open(const StoreArgument& store, bool read_only,
                                              std::shared_ptr<const dsl::ProcedureRegistry> procedures);
  ~Runner();

  // Sets the statement's time and cancel token in `context`; parameters and limits are the caller's.
  Result<dsl::QueryResult> run(std::string_view text, graph::QueryContext& context, dsl::RowSink& sink);

  [[nodiscard]] const graph::Transaction* transaction() const;
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] bool writing() const;
  [[nodiscard]] const std::string& location() const { return store_.db; }
  // A read transaction of its own, for what looks beside the statements (completion, :schema).
  Result<std::unique_ptr<graph::Transaction>> read();
  // The graph itself, for work that is no statement; lives until the next statement or the next call.
  // Errors: not_found where there is no graph yet; read_only; invalid_argument in an open transaction.
  Result<graph::Graph*> graph_for_reading();
  Result<graph::Graph*> graph_for_writing();
  // From now on COPY may write wherever the user may.
  void allow_files();
  void set_procedures(std::shared_ptr<const dsl::ProcedureRegistry> procedures);

 private:
  Runner(StoreArgument store, bool read_only, std::shared_ptr<const dsl::ProcedureRegistry> procedures);
  Result<void> become_writer();
  Result<void> open_if_present();
  void start_session();

  StoreArgument store_;
  bool read_only_;
  std::shared_ptr<const dsl::ProcedureRegistry> procedures_;
  std::unique_ptr<dsl::CopyTarget> copy_target_;
  std::unique_ptr<graph::Graph> graph_;
  std::unique_ptr<dsl::Session> session_;
};

}  // namespace skein::cli
