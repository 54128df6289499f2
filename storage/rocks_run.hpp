// Sorted runs on their way into a RocksDB store. For rocks_*.cpp only.
#pragma once

#include <rocksdb/options.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/kv_store.hpp"

namespace rocksdb {
class SstFileWriter;
}

namespace skein::storage::rocks {

// One finished sorted file, with its first and last key.
struct RunFile {
  std::string path;
  std::string first, last;
};

// Writes sorted files under `stem` (stem-0.sst, stem-1.sst, ...), a new one when the last has grown enough.
// Files that are still there when it goes are removed.
class FileRun final : public SortedRun {
 public:
  FileRun(const rocksdb::Options& options, std::string stem);
  FileRun(const FileRun&) = delete;
  FileRun& operator=(const FileRun&) = delete;
  ~FileRun() override;
  Result<void> add(std::string_view key, std::string_view value) override;
  Result<void> erase(std::string_view key);  // a batch's part of an ingestion may delete too
  // Closes the last file; no more pairs after this.
  Result<void> finish();
  [[nodiscard]] const std::vector<RunFile>& files() const { return files_; }

 private:
  Result<void> ready_for(std::string_view key);
  rocksdb::Options options_;
  std::string stem_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;  // of files_.back(), while it grows
  std::vector<RunFile> files_;
  std::string last_key_;
  bool any_ = false;
};

}  // namespace skein::storage::rocks
