// What skein's exports say beside neo4j-admin's columns: the column skein:IGNORE, documents.csv and
// evidence.csv.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/formats/csv_blocks.hpp"
#include "graph/import/id_map.hpp"
#include "graph/import/import.hpp"

namespace skein::graph {

struct CsvRest {
  bool derived = false, asserted = true;
  std::optional<std::vector<std::string>> labels;
  std::vector<std::pair<std::string, Value>> properties;  // instead of those of the columns
};
// Errors: invalid_argument.
Result<CsvRest> parse_csv_rest(std::string_view text);
Result<void> apply(const CsvRest& rest, BulkLoader& loader, Properties& properties);

// A file whose first line names its columns, read record by record.
class NamedCsv {
 public:
  // Errors: io; invalid_argument for a file without a first line.
  static Result<std::unique_ptr<NamedCsv>> open(const std::string& path, const CsvOptions& options);
  Result<bool> next();
  // Of the present record; empty when there is no such column.
  [[nodiscard]] std::string_view field(std::string_view name) const;
  [[nodiscard]] std::uint64_t line() const { return records_->line(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return blocks_->size(); }

 private:
  NamedCsv(std::unique_ptr<CsvBlocks> blocks, std::string path, const CsvOptions& options)
      : blocks_(std::move(blocks)), path_(std::move(path)), options_(options) {}
  std::unique_ptr<CsvBlocks> blocks_;
  std::string path_;
  CsvOptions options_;
  CsvBlock block_;
  std::optional<CsvRecords> records_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<CsvField> fields_;
};

// `ids`: of nodes of the group without a name.
Result<void> read_csv_documents(ImportRun& run, const std::string& path, const CsvOptions& options,
                                const IdMap& ids);

// Evidence of relationships in the order of their rows.
class CsvEvidence {
 public:
  static Result<std::unique_ptr<CsvEvidence>> open(ImportRun& run, const std::string& path,
                                                   const CsvOptions& options);
  // All of it that belongs to the relationship of this row, from 1. Rows must be asked for in ascending
  // order.
  Result<std::vector<Evidence>> of(std::uint64_t row);
  [[nodiscard]] std::uint64_t next_row() const { return row_; }  // the next that has some; 0: there is none
  Result<void> finish();                                         // evidence that no row asked for is rejected

 private:
  CsvEvidence(ImportRun& run, std::unique_ptr<NamedCsv> file) : run_(run), file_(std::move(file)) {}
  Result<void> advance();
  Result<Evidence> parse() const;

  ImportRun& run_;
  std::unique_ptr<NamedCsv> file_;
  std::uint64_t row_ = 0;
};

}  // namespace skein::graph
