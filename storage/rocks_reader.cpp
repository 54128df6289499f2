// The reading side: beside a writer in another process or alone. An opened instance never changes; refresh()
// opens another when the files have moved on, and snapshots keep theirs.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "storage/files.hpp"
#include "storage/rocks_base.hpp"
#include "storage/store_watch.hpp"

namespace skein::storage::rocks {

namespace {

using Clock = std::chrono::steady_clock;

Error cannot_write(const std::string& name) {
  return {ErrorCode::read_only, fmt::format("{} is open for reading only", name)};
}

struct Instance {
  std::unique_ptr<rocksdb::DB> db;
  std::string name;
  std::string fingerprint;  // the files as they were opened
};

class RocksReader final : public KvStore {
 public:
  RocksReader(StoreDirectory directory, const StoreOptions& options)
      : directory_(std::move(directory)), name_(directory_.name()), cache_(make_cache(options.cache_bytes)) {}

  // At first, and when the files are other than they were.
  Result<void> refresh() override {
    const std::lock_guard lock(refresh_mutex_);
    if (const auto now = current(); now && (watch_.unchanged() || watch_.look() == now->fingerprint))
      return {};
    auto next = open_instance();
    if (!next.ok()) {
      watch_.forget();
      return std::move(next).error();
    }
    const std::lock_guard state(state_mutex_);
    instance_ = std::move(*next);
    return {};
  }

  std::shared_ptr<const Snapshot> snapshot() const override {
    const auto instance = current();
    return make_snapshot(instance, *instance->db, nullptr, instance->db->GetLatestSequenceNumber(),
                         instance->name, [] {});
  }

  Result<void> commit(const WriteBatch&, const Snapshot*) override { return cannot_write(name_); }
  Result<std::unique_ptr<SortedRun>> begin_run() override { return cannot_write(name_); }
  Result<void> ingest(std::vector<std::unique_ptr<SortedRun>>, const WriteBatch&, const Snapshot*) override {
    return cannot_write(name_);
  }
  bool read_only() const override { return true; }

 private:
  std::shared_ptr<Instance> current() const {
    const std::lock_guard lock(state_mutex_);
    return instance_;
  }

  // Beside a writer an opening may fail, or see one part of the files before and another after a change:
  // RocksDB reads its MANIFEST, then the logs, while the writer moves data from the logs to sorted files. An
  // opening counts when the MANIFEST was the same before and after it; else it is tried again.
  Result<std::shared_ptr<Instance>> open_instance() {
    const auto deadline = Clock::now() + std::chrono::seconds(10);
    for (int tries = 0;; ++tries) {
      const bool writer = FileLock::held(directory_.lock_file());
      const auto fingerprint = directory_.fingerprint(true);
      const auto manifest = directory_.fingerprint(false);
      auto opened = try_open();
      const bool moved = directory_.fingerprint(false) != manifest;
      if (opened.ok() && !moved) {
        (*opened)->fingerprint = fingerprint;
        return opened;
      }
      if (!opened.ok() && !writer && !moved) return opened;
      if (Clock::now() >= deadline) {
        if (!opened.ok()) return opened;
        return Error{ErrorCode::io,
                     fmt::format("{} kept changing while it was being opened for reading", name_)};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(std::min(1 + tries, 20)));
    }
  }

  Result<std::shared_ptr<Instance>> try_open() {
    SKEIN_TRY(directory_.check_files());
    rocksdb::DB* raw = nullptr;
    const auto options = make_options(cache_);
    // By this form, with the column families named: the other opens all files a second time, to see whether
    // the database is a fully compacted one.
    const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
        {rocksdb::kDefaultColumnFamilyName, options}};
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    const auto status = rocksdb::DB::OpenForReadOnly(options, directory_.kv(), families, &handles, &raw);
    auto instance = std::make_shared<Instance>();
    instance->db.reset(raw);
    instance->name = name_;
    for (auto* handle : handles) raw->DestroyColumnFamilyHandle(handle);
    SKEIN_TRY(checked(status, "cannot open " + name_ + " for reading"));
    SKEIN_TRY(directory_.check_sequence(raw->GetLatestSequenceNumber()));
    return instance;
  }

  StoreDirectory directory_;
  std::string name_;
  std::shared_ptr<rocksdb::Cache> cache_;
  StoreWatch watch_{directory_};    // of what instance_ is, or of what was there before it was opened
  std::mutex refresh_mutex_;        // one refresh at a time; held first
  mutable std::mutex state_mutex_;  // guards instance_
  std::shared_ptr<Instance> instance_;
};

}  // namespace

Result<std::unique_ptr<KvStore>> open_reader(StoreDirectory directory, const StoreOptions& options) {
  const auto deadline = Clock::now() + options.lock_wait;
  while (true) {
    SKEIN_ASSIGN(const auto state, directory.look());
    if (state == DirectoryState::store) break;
    const bool being_made = state == DirectoryState::unfinished && FileLock::held(directory.lock_file());
    if (!being_made || Clock::now() >= deadline)
      return Error{ErrorCode::not_found, fmt::format("there is no store in {}", directory.path())};
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  auto reader = std::make_unique<RocksReader>(std::move(directory), options);
  SKEIN_TRY(reader->refresh());
  return std::unique_ptr<KvStore>(std::move(reader));
}

}  // namespace skein::storage::rocks

namespace skein::storage {

namespace {

// Every sorted file is kept open, and the usual soft limit of 1024 files is soon reached.
void allow_many_files() {
  rlimit files;
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == files.rlim_max) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

Result<std::unique_ptr<KvStore>> open_rocks_store(const std::string& directory, const StoreOptions& options) {
  allow_many_files();
  if (options.access == Access::read) return rocks::open_reader(StoreDirectory(directory), options);
  return rocks::open_writer(StoreDirectory(directory), options);
}

}  // namespace skein::storage
