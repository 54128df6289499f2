// What the writing and the reading side of the RocksDB backend share. For rocks_*.cpp only.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <functional>
#include <memory>
#include <string>

#include "storage/kv_store.hpp"
#include "storage/store_directory.hpp"

namespace skein::storage::rocks {

// The one place where RocksDB's status becomes ours. `what` names the store, and what was being done.
Error error_from(const rocksdb::Status& status, const std::string& what);
inline Result<void> checked(const rocksdb::Status& status, const std::string& what) {
  if (status.ok()) return {};
  return error_from(status, what);
}

// How skein's stores are set up; the cache may be shared by several instances.
rocksdb::Options make_options(const std::shared_ptr<rocksdb::Cache>& cache);
std::shared_ptr<rocksdb::Cache> make_cache(std::uint64_t bytes);

// A committed state of an open database: that of `at`, or of the whole database when it never changes (`at`
// null). Keeps `owner`, and so the database, alive; `on_end` is called when it goes.
std::shared_ptr<const Snapshot> make_snapshot(std::shared_ptr<void> owner, rocksdb::DB& db,
                                              const rocksdb::Snapshot* at, std::uint64_t sequence,
                                              const std::string& name, std::function<void()> on_end);

Result<std::unique_ptr<KvStore>> open_writer(StoreDirectory directory, const StoreOptions& options);
Result<std::unique_ptr<KvStore>> open_reader(StoreDirectory directory, const StoreOptions& options);

}  // namespace skein::storage::rocks
