// The writing side: one process at a time, many threads.
//
// Commits that come while another is being written wait and are then written together, checked one after the
// other against the commit log and each other: one write, one fsync. An ingestion takes the place of one such
// group.
#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <unordered_set>

#include "storage/bytes.hpp"
#include "storage/commit_log.hpp"
#include "storage/files.hpp"
#include "storage/rocks_base.hpp"
#include "storage/rocks_compaction.hpp"
#include "storage/rocks_run.hpp"

namespace skein::storage::rocks {

namespace {

namespace fs = std::filesystem;

rocksdb::Slice slice(std::string_view v) { return {v.data(), v.size()}; }

// An open database and what must last as long: snapshots may outlive the store object.
struct Core {
  StoreDirectory directory;
  FileLock lock;  // ends last
  std::string name;
  rocksdb::Options options;
  CommitLog log;
  std::shared_ptr<CompactionSwitch> compaction = std::make_shared<CompactionSwitch>();
  std::unique_ptr<rocksdb::DB> db;
  bool sound = false;  // all checks passed; a damaged store is closed as it is

  Core(StoreDirectory d, FileLock l, const StoreOptions& o)
      : directory(std::move(d)),
        lock(std::move(l)),
        name(directory.name()),
        options(make_options(make_cache(o.cache_bytes))) {}

  Result<void> open(bool create) {
    options.create_if_missing = create;
    options.error_if_exists = create;
    options.disable_auto_compactions = true;  // until `compaction` sees work
    options.listeners.push_back(compaction);
    rocksdb::DB* raw = nullptr;
    const auto status = rocksdb::DB::Open(options, directory.kv(), &raw);
    db.reset(raw);
    return checked(status, "cannot open " + name);
  }

  ~Core() {
    if (!db || !sound) return;
    settle();
    const auto sequence = db->GetLatestSequenceNumber();
    if (!db->Close().ok()) return;
    db.reset();
    drop_empty_logs();
    directory.write_closed(sequence);
  }

  // The next opening replays the logs, so what is in them stays small, and few.
  void settle() const {
    constexpr std::uint64_t much = 1 << 20;
    constexpr std::size_t many = 8;
    std::uint64_t bytes = 0;
    const auto logs = directory.logs();
    for (const auto& each : logs) bytes += each.size;
    if (bytes > much || logs.size() > many)
      (void)db->Flush(rocksdb::FlushOptions());  // if not now, then next time
  }

  // Every session begins a log, and one that writes nothing leaves it empty for RocksDB to carry along.
  void drop_empty_logs() const {
    std::error_code ignored;
    for (const auto& each : directory.logs())
      if (each.size == 0) fs::remove(directory.kv() + "/" + each.name, ignored);
  }
};

class RocksStore final : public KvStore {
 public:
  explicit RocksStore(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  std::shared_ptr<const Snapshot> snapshot() const override {
    const rocksdb::Snapshot* at = nullptr;
    const auto sequence = core_->log.open_snapshot([&] {
      at = core_->db->GetSnapshot();
      return at->GetSequenceNumber();
    });
    auto* core = core_.get();
    return make_snapshot(core_, *core->db, at, sequence, core->name, [core, at, sequence] {
      core->db->ReleaseSnapshot(at);
      core->log.close_snapshot(sequence);
    });
  }

  Result<void> commit(const WriteBatch& batch, const Snapshot* since) override {
    Waiting mine{batch, since, {}, false};
    std::unique_lock lock(queue_mutex_);
    queue_.push_back(&mine);
    turn_.wait(lock, [&] { return mine.done || (!busy_ && queue_.front() == &mine); });
    if (mine.done) return std::move(mine.result);
    busy_ = true;
    const std::vector<Waiting*> group(queue_.begin(), queue_.end());
    queue_.clear();
    lock.unlock();
    write_group(group);
    lock.lock();
    for (auto* each : group) each->done = true;
    busy_ = false;
    turn_.notify_all();
    return std::move(mine.result);
  }

  Result<std::unique_ptr<SortedRun>> begin_run() override {
    std::error_code error;
    fs::create_directories(core_->directory.runs(), error);
    if (error) return io_error("make the directory", core_->directory.runs(), error.value());
    return std::unique_ptr<SortedRun>(std::make_unique<FileRun>(core_->options, next_stem()));
  }

  Result<void> ingest(std::vector<std::unique_ptr<SortedRun>> runs, const WriteBatch& batch,
                      const Snapshot* since) override {
    std::vector<RunFile> files;
    for (const auto& run : runs) {
      auto& file_run = static_cast<FileRun&>(*run);
      SKEIN_TRY(file_run.finish());
      files.insert(files.end(), file_run.files().begin(), file_run.files().end());
    }
    if (files.empty()) return commit(batch, since);
    const auto turn = wait_for_turn();
    if (since) SKEIN_TRY(core_->log.check(batch, since->sequence()));
    return ingest_files(std::move(files), batch);
  }

  bool read_only() const override { return false; }

 private:
  struct Waiting {
    const WriteBatch& batch;
    const Snapshot* since;
    Result<void> result;
    bool done;
  };

  // Keeps all commits out while it lives.
  class Turn {
   public:
    explicit Turn(RocksStore& store) : store_(store) {
      std::unique_lock lock(store_.queue_mutex_);
      store_.turn_.wait(lock, [&] { return !store_.busy_; });
      store_.busy_ = true;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      const std::lock_guard lock(store_.queue_mutex_);
      store_.busy_ = false;
      store_.turn_.notify_all();
    }

   private:
    RocksStore& store_;
  };
  Turn wait_for_turn() { return Turn(*this); }

  void write_group(const std::vector<Waiting*>& group) {
    rocksdb::WriteBatch all;
    std::vector<Waiting*> accepted;
    std::unordered_set<std::string_view> changed;  // by this group so far
    for (auto* each : group) {
      if (each->since) {
        each->result = core_->log.check(each->batch, each->since->sequence());
        if (each->result.ok()) each->result = check_within(changed, each->batch);
        if (!each->result.ok()) continue;
      }
      if (each->batch.empty()) continue;
      accepted.push_back(each);
      for (const auto& [key, value] : each->batch.operations()) {
        if (group.size() > 1) changed.insert(key);
        // These only fail for want of memory or past 4 GB in one batch; Write() would then tell.
        if (value)
          all.Put(slice(key), slice(*value));
        else
          all.Delete(slice(key));
      }
    }
    if (accepted.empty()) return;
    // Nothing else writes meanwhile, so no snapshot lies between this number and the group's own.
    const auto sequence = core_->db->GetLatestSequenceNumber() + 1;
    rocksdb::WriteOptions durable;
    durable.sync = true;
    const auto status = core_->db->Write(durable, &all);
    for (auto* each : accepted) {
      each->result = checked(status, "cannot commit to " + core_->name);
      if (status.ok()) core_->log.record(each->batch, sequence);
    }
    core_->compaction->settle(*core_->db);
  }

  static Result<void> check_within(const std::unordered_set<std::string_view>& changed,
                                   const WriteBatch& batch) {
    const auto refuse = [&](const std::string& key) -> Result<void> {
      if (changed.count(key) == 0) return {};
      return Error{ErrorCode::conflict,
                   fmt::format("another transaction has changed what this one read or wrote "
                               "(key {}); try again",
                               printable(key))};
    };
    for (const auto& [key, value] : batch.operations()) SKEIN_TRY(refuse(key));
    for (const auto& key : batch.guards()) SKEIN_TRY(refuse(key));
    return {};
  }

  // All files become part of the store in one edit of RocksDB's MANIFEST, so the batch goes by files as well:
  // one for each gap between the runs and each kind of keys that it has keys in, for files that overlap are slower
  // to read, and dear to merge.
  Result<void> ingest_files(std::vector<RunFile> files, const WriteBatch& batch) {
    std::map<std::string_view, const std::optional<std::string>*> last;  // a later operation on a key wins
    for (const auto& [key, value] : batch.operations()) last[key] = &value;
    std::sort(files.begin(), files.end(),
              [](const RunFile& a, const RunFile& b) { return a.first < b.first; });
    const auto gap_of = [&](std::string_view key) {
      return std::upper_bound(files.begin(), files.end(), key,
                              [](std::string_view k, const RunFile& f) { return k < f.first; }) -
             files.begin();
    };
    std::vector<std::unique_ptr<FileRun>> parts;
    std::ptrdiff_t gap = -1;
    char kind = 0;
    for (const auto& [key, value] : last) {
      if (parts.empty() || gap_of(key) != gap || key.front() != kind) {
        kind = key.front();
        gap = gap_of(key);
        parts.push_back(std::make_unique<FileRun>(core_->options, next_stem()));
      }
      SKEIN_TRY(*value ? parts.back()->add(key, **value) : parts.back()->erase(key));
    }
    std::vector<std::string> paths;
    paths.reserve(files.size() + parts.size());
    for (const auto& file : files) paths.push_back(file.path);
    for (const auto& part : parts) {
      SKEIN_TRY(part->finish());
      for (const auto& file : part->files()) paths.push_back(file.path);
    }
    SKEIN_TRY(hand_over(paths));
    const auto sequence = core_->db->GetLatestSequenceNumber();
    for (auto& file : files) core_->log.record_range(std::move(file.first), std::move(file.last), sequence);
    core_->log.record(batch, sequence);
    core_->compaction->settle(*core_->db);
    return {};
  }

  Result<void> hand_over(const std::vector<std::string>& paths) {
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    options.write_global_seqno = false;
    // Beside a live snapshot RocksDB gives the files a sequence number of their own: without one the store
    // would change and its sequence would not.
    const auto* held = core_->db->GetSnapshot();
    const auto status = core_->db->IngestExternalFile(paths, options);
    core_->db->ReleaseSnapshot(held);
    return checked(status, "cannot ingest sorted runs into " + core_->name);
  }

  std::string next_stem() { return fmt::format("{}/{}", core_->directory.runs(), ++run_number_); }

  std::shared_ptr<Core> core_;
  std::atomic<std::uint64_t> run_number_{0};
  std::mutex queue_mutex_;
  std::condition_variable turn_;
  std::deque<Waiting*> queue_;
  bool busy_ = false;  // someone writes a group or ingests
};

Result<std::unique_ptr<KvStore>> create_store(const std::shared_ptr<Core>& core) {
  SKEIN_TRY(core->directory.begin_store());
  SKEIN_TRY(core->open(true));
  SKEIN_TRY(core->directory.finish_store());
  core->sound = true;
  return std::unique_ptr<KvStore>(std::make_unique<RocksStore>(core));
}

}  // namespace

Result<std::unique_ptr<KvStore>> open_writer(StoreDirectory directory, const StoreOptions& options) {
  SKEIN_ASSIGN(auto state, directory.look());
  if (state != DirectoryState::store && !options.create)
    return Error{ErrorCode::not_found, fmt::format("there is no store in {}", directory.path())};
  if (state == DirectoryState::absent) SKEIN_TRY(directory.make_directory());
  auto lock = FileLock::acquire(directory.lock_file(), directory.name(), options.holder, options.lock_wait);
  if (!lock.ok()) {
    directory.undo_directory();
    return std::move(lock).error();
  }
  const auto core = std::make_shared<Core>(std::move(directory), std::move(*lock), options);
  SKEIN_ASSIGN(state, core->directory.look());  // another may have been here before we got the lock
  if (state != DirectoryState::store) {
    auto created = create_store(core);
    if (created.ok()) return created;
    core->db.reset();
    core->directory.undo();
    return std::move(created).error();
  }
  core->directory.clear_runs();
  SKEIN_TRY(core->directory.check_files());
  SKEIN_TRY(core->open(false));
  SKEIN_TRY(core->directory.check_sequence(core->db->GetLatestSequenceNumber()));
  core->sound = true;
  return std::unique_ptr<KvStore>(std::make_unique<RocksStore>(core));
}

}  // namespace skein::storage::rocks
