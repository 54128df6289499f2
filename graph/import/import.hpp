// What all readers of files to import share: progress, and lines that are left out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/import/bulk_loader.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

struct ImportProgress {
  std::string_view stage;                         // "nodes", "relationships", "writing"
  std::uint64_t bytes_done = 0, bytes_total = 0;  // of the files; the total is not known for pipes
  std::uint64_t nodes = 0, relationships = 0;
  std::uint64_t written = 0;  // relationships, on both sides: twice as many in the end
};

// Called now and then.
using ImportWatch = std::function<void(const ImportProgress&)>;

struct RejectedLine {
  std::string file;
  std::uint64_t line = 0;  // from 1; 0 when it is not known
  std::string reason;
};

struct ImportSettings {
  std::uint64_t memory_bytes = 192ull << 20;  // for sorting; node ids are kept in memory beside it
  std::string scratch_directory;              // empty: the system's
  std::uint64_t max_errors = 0;  // so many lines may be left out; one more fails, and nothing is imported
  // Called for each line that is left out, as it is met.
  std::function<void(const RejectedLine&)> rejected = {};
};

// One import under way.
class ImportRun {
 public:
  // All must outlive it.
  ImportRun(BulkLoader& loader, const ImportSettings& settings, const ImportWatch& watch,
            const QueryContext* context)
      : loader_(loader), settings_(settings), watch_(watch), context_(context) {}

  [[nodiscard]] BulkLoader& loader() { return loader_; }
  [[nodiscard]] const ImportProgress& progress() const { return progress_; }
  void expect_file(const std::string& path);  // its size counts towards the whole
  void stage(std::string_view name) { progress_.stage = name; }
  // A file is done: what follows is counted after it.
  void file_done(std::uint64_t bytes) { before_ += bytes; }
  void bytes(std::uint64_t of_file) { progress_.bytes_done = before_ + of_file; }
  void written(std::uint64_t count) { progress_.written = count; }

  // To be called for every row; reports now and then, and ends the work when it was cancelled.
  Result<void> row(std::uint64_t bytes_of_file) {
    if (++rows_ % (1u << 16) != 0) return {};
    bytes(bytes_of_file);
    return report();
  }
  Result<void> report();
  // A line is left out, or ends the import when too many were.
  Result<void> reject(std::string_view file, std::uint64_t line, std::string_view reason);
  // The same for an Error when a wrong line is what it speaks of; other errors end the import, with the
  // place.
  Result<void> reject(std::string_view file, std::uint64_t line, Error error);
  [[nodiscard]] std::uint64_t rejected() const { return rejected_; }

 private:
  BulkLoader& loader_;
  const ImportSettings& settings_;
  const ImportWatch& watch_;
  const QueryContext* context_;
  ImportProgress progress_;
  std::uint64_t before_ = 0, rows_ = 0, rejected_ = 0;
};

// Opens a load, lets `read` fill it, and commits; nothing is written when it fails.
Result<ImportSummary> run_import(Graph& graph, const ImportSettings& settings, const ImportWatch& watch,
                                 const QueryContext* context,
                                 const std::function<Result<void>(ImportRun&)>& read);

}  // namespace skein::graph
