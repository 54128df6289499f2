#include "graph/import/import.hpp"

#include <chrono>
#include <filesystem>

namespace skein::graph {

void ImportRun::expect_file(const std::string& path) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path, ignored);
  if (!ignored) progress_.bytes_total += size;
}

Result<void> ImportRun::report() {
  if (context_) SKEIN_TRY(context_->check());
  if (!watch_) return {};
  progress_.nodes = loader_.summary().nodes;
  progress_.relationships = loader_.summary().relationships;
  watch_(progress_);
  return {};
}

Result<void> ImportRun::reject(std::string_view file, std::uint64_t line, std::string_view reason) {
  RejectedLine one{std::string(file), line, std::string(reason)};
  if (rejected_ >= settings_.max_errors) {
    std::string message =
        one.file + (line > 0 ? ":" + std::to_string(line) : std::string()) + ": " + one.reason;
    if (rejected_ > 0) message += "; too many lines are wrong, nothing was imported";
    return Error{ErrorCode::invalid_argument, std::move(message)};
  }
  ++rejected_;
  if (settings_.rejected) settings_.rejected(one);
  return {};
}

Result<void> ImportRun::reject(std::string_view file, std::uint64_t line, Error error) {
  if (error.code == ErrorCode::invalid_argument || error.code == ErrorCode::not_found)
    return reject(file, line, error.message);
  error.message = std::string(file) + ":" + std::to_string(line) + ": " + error.message;
  return error;
}

Result<ImportSummary> run_import(Graph& graph, const ImportSettings& settings, const ImportWatch& watch,
                                 const QueryContext* context,
                                 const std::function<Result<void>(ImportRun&)>& read) {
  const auto start = std::chrono::steady_clock::now();
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::write));
  // A Graph of this room always begins a GraphTransaction.
  BulkLoader loader(static_cast<GraphTransaction&>(*transaction), settings.memory_bytes,
                    settings.scratch_directory);
  SKEIN_TRY(loader.start());
  ImportRun run(loader, settings, watch, context);
  SKEIN_TRY(read(run));
  run.stage("writing");
  SKEIN_TRY(loader.finish([&](std::uint64_t written) {
    run.written(written);
    return run.report();
  }));
  ImportSummary summary = loader.summary();
  summary.rejected = run.rejected();
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace skein::graph
