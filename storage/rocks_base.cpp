#include "storage/rocks_base.hpp"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

namespace skein::storage::rocks {

namespace {

// RocksDB would write a LOG file on every opening, by readers too.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

class RocksCursor final : public Cursor {
 public:
  RocksCursor(rocksdb::DB& db, const rocksdb::Snapshot* at, const std::string& name, std::string_view lower,
              std::string_view upper, bool keep)
      : name_(name), lower_(lower), upper_(upper), lower_slice_(lower_), upper_slice_(upper_) {
    rocksdb::ReadOptions options;
    options.snapshot = at;
    options.fill_cache = keep;
    options.iterate_lower_bound = &lower_slice_;
    if (!upper_.empty()) options.iterate_upper_bound = &upper_slice_;
    empty_ = !upper_.empty() && upper_ <= lower_;
    iterator_.reset(db.NewIterator(options));
    seek(lower_);
  }
  bool valid() const override { return !empty_ && iterator_->Valid(); }
  std::string_view key() const override { return iterator_->key().ToStringView(); }
  std::string_view value() const override { return iterator_->value().ToStringView(); }
  void next() override { iterator_->Next(); }
  void seek(std::string_view key) override {
    if (!empty_) iterator_->Seek(std::max<std::string_view>(key, lower_));
  }
  Result<void> status() const override { return checked(iterator_->status(), "cannot read on in " + name_); }

 private:
  const std::string& name_;
  std::string lower_, upper_;
  rocksdb::Slice lower_slice_, upper_slice_;
  bool empty_ = false;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

class RocksSnapshot final : public Snapshot {
 public:
  RocksSnapshot(std::shared_ptr<void> owner, rocksdb::DB& db, const rocksdb::Snapshot* at,
                std::uint64_t sequence, const std::string& name, std::function<void()> on_end)
      : owner_(std::move(owner)),
        db_(db),
        at_(at),
        sequence_(sequence),
        name_(name),
        on_end_(std::move(on_end)) {}
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;
  ~RocksSnapshot() override { on_end_(); }

  std::uint64_t sequence() const override { return sequence_; }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    std::string value;
    const auto status = db_.Get(read_options(), rocksdb::Slice(key.data(), key.size()), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return error_from(status, "cannot read from " + name_);
    return std::optional(std::move(value));
  }

  Result<std::vector<std::optional<std::string>>> multi_get(
      const std::vector<std::string>& keys) const override {
    const std::size_t n = keys.size();
    std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
    std::vector<rocksdb::PinnableSlice> found(n);
    std::vector<rocksdb::Status> statuses(n);
    std::vector<std::optional<std::string>> values(n);
    if (n == 0) return values;
    db_.MultiGet(read_options(), db_.DefaultColumnFamily(), n, slices.data(), found.data(), statuses.data());
    for (std::size_t i = 0; i < n; ++i) {
      if (statuses[i].ok())
        values[i] = found[i].ToString();
      else if (!statuses[i].IsNotFound())
        return error_from(statuses[i], "cannot read from " + name_);
    }
    return values;
  }

  std::unique_ptr<Cursor> scan(std::string_view lower, std::string_view upper) const override {
    return std::make_unique<RocksCursor>(db_, at_, name_, lower, upper, true);
  }
  std::unique_ptr<Cursor> scan_once(std::string_view lower, std::string_view upper) const override {
    return std::make_unique<RocksCursor>(db_, at_, name_, lower, upper, false);
  }

 private:
  [[nodiscard]] rocksdb::ReadOptions read_options() const {
    rocksdb::ReadOptions options;
    options.snapshot = at_;
    return options;
  }
  std::shared_ptr<void> owner_;
  rocksdb::DB& db_;
  const rocksdb::Snapshot* at_;
  std::uint64_t sequence_;
  const std::string& name_;  // the owner's
  std::function<void()> on_end_;
};

}  // namespace

Error error_from(const rocksdb::Status& status, const std::string& what) {
  std::string text = fmt::format("{}: {}", what, status.ToString());
  // RocksDB looks for a missing file under an older name last, and tells that name.
  if (const auto at = text.find(".ldb"); at != std::string::npos) text.replace(at, 4, ".sst");
  if (status.IsCorruption()) return {ErrorCode::corruption, text + " (a file of the store was damaged)"};
  // A file that the store's own lists name is not there: that is damage, not a disk's whim.
  if (status.IsPathNotFound()) return {ErrorCode::corruption, text + " (a file of the store is missing)"};
  if (status.IsBusy() || status.IsTryAgain()) return {ErrorCode::conflict, text};
  if (status.IsNotSupported() || status.IsInvalidArgument()) return {ErrorCode::invalid_argument, text};
  return {ErrorCode::io, text};
}

std::shared_ptr<rocksdb::Cache> make_cache(std::uint64_t bytes) {
  return rocksdb::NewLRUCache(static_cast<std::size_t>(bytes));
}

rocksdb::Options make_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // A cold read decodes a block and keeps it: small ones cost a tenth more on the disk and a third of the time.
  table.block_size = 4 * 1024;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // Index and filter blocks are read when they are first needed, which keeps opening short.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;

  rocksdb::Options options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // Measured (bench/README.md): LZ4 costs a load next to nothing; ZSTD halves text once more and takes a
  // fifth off adjacency blocks at twice LZ4's time, so it is for what compaction has merged to the bottom.
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.info_log = std::make_shared<NoLog>();
  // A cut last record is what a crash leaves and is dropped; any other damage to the log is an error, where
  // RocksDB's default would drop all that follows it without a word.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.avoid_flush_during_recovery = true;
  // Readers in other processes replay what is not in sorted files yet: keep that small. Bulk goes by
  // ingestion.
  options.write_buffer_size = 16 << 20;
  options.max_write_buffer_number = 4;
  options.target_file_size_base = 32 << 20;
  options.target_file_size_multiplier = 2;
  options.max_bytes_for_level_base = 128 << 20;
  options.level_compaction_dynamic_level_bytes = true;
  options.max_background_jobs = 2;
  options.max_open_files =
      -1;  // all are opened at once: a missing or cut file is told then, and cannot vanish later
  options.max_file_opening_threads = 2;
  options.skip_stats_update_on_db_open = true;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::shared_ptr<const Snapshot> make_snapshot(std::shared_ptr<void> owner, rocksdb::DB& db,
                                              const rocksdb::Snapshot* at, std::uint64_t sequence,
                                              const std::string& name, std::function<void()> on_end) {
  return std::make_shared<RocksSnapshot>(std::move(owner), db, at, sequence, name, std::move(on_end));
}

}  // namespace skein::storage::rocks
