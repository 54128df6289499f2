// The store that lives and dies with its process. Each commit makes a new OrderedMap; a snapshot is a copy of
// one.
#include <atomic>
#include <mutex>

#include <fmt/format.h>

#include "storage/bytes.hpp"
#include "storage/commit_log.hpp"
#include "storage/kv_store.hpp"
#include "storage/ordered_map.hpp"

namespace skein::storage {

namespace {

class MemoryCursor final : public Cursor {
 public:
  MemoryCursor(const OrderedMap& map, std::string_view lower, std::string_view upper)
      : walker_(map), lower_(lower), upper_(upper) {
    walker_.seek(lower_);
  }
  bool valid() const override { return walker_.valid() && (upper_.empty() || walker_.key() < upper_); }
  std::string_view key() const override { return walker_.key(); }
  std::string_view value() const override { return walker_.value(); }
  void next() override { walker_.next(); }
  void seek(std::string_view key) override { walker_.seek(std::max<std::string_view>(key, lower_)); }
  Result<void> status() const override { return {}; }

 private:
  OrderedMap::Walker walker_;
  std::string lower_, upper_;
};

class MemorySnapshot final : public Snapshot {
 public:
  MemorySnapshot(std::shared_ptr<CommitLog> log, OrderedMap map, std::uint64_t sequence)
      : log_(std::move(log)), map_(std::move(map)), sequence_(sequence) {}
  MemorySnapshot(const MemorySnapshot&) = delete;
  MemorySnapshot& operator=(const MemorySnapshot&) = delete;
  ~MemorySnapshot() override { log_->close_snapshot(sequence_); }

  std::uint64_t sequence() const override { return sequence_; }
  Result<std::optional<std::string>> get(std::string_view key) const override { return lookup(key); }
  Result<std::vector<std::optional<std::string>>> multi_get(
      const std::vector<std::string>& keys) const override {
    std::vector<std::optional<std::string>> values;
    values.reserve(keys.size());
    for (const auto& key : keys) values.push_back(lookup(key));
    return values;
  }
  std::unique_ptr<Cursor> scan(std::string_view lower, std::string_view upper) const override {
    return std::make_unique<MemoryCursor>(map_, lower, upper);
  }

 private:
  std::optional<std::string> lookup(std::string_view key) const {
    const std::string* value = map_.find(key);
    return value ? std::optional(*value) : std::nullopt;
  }
  std::shared_ptr<CommitLog> log_;
  OrderedMap map_;
  std::uint64_t sequence_;
};

class MemoryRun final : public SortedRun {
 public:
  Result<void> add(std::string_view key, std::string_view value) override {
    if (!pairs_.empty() && key <= pairs_.back().first)
      return Error{ErrorCode::invalid_argument,
                   fmt::format("a sorted run got key {} after {}; it wants ascending keys", printable(key),
                               printable(pairs_.back().first))};
    pairs_.emplace_back(key, value);
    return {};
  }
  std::vector<std::pair<std::string, std::string>> take() { return std::move(pairs_); }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

class MemoryStore final : public KvStore {
 public:
  std::shared_ptr<const Snapshot> snapshot() const override {
    OrderedMap map;
    const auto sequence = log_->open_snapshot([&] {
      const std::lock_guard lock(state_mutex_);
      map = map_;
      return sequence_;
    });
    return std::make_shared<MemorySnapshot>(log_, std::move(map), sequence);
  }

  Result<void> commit(const WriteBatch& batch, const Snapshot* since) override {
    return apply({}, batch, since);
  }

  Result<std::unique_ptr<SortedRun>> begin_run() override {
    return std::unique_ptr<SortedRun>(std::make_unique<MemoryRun>());
  }

  Result<void> ingest(std::vector<std::unique_ptr<SortedRun>> runs, const WriteBatch& batch,
                      const Snapshot* since) override {
    return apply(runs, batch, since);
  }

  bool read_only() const override { return false; }

 private:
  Result<void> apply(const std::vector<std::unique_ptr<SortedRun>>& runs, const WriteBatch& batch,
                     const Snapshot* since) {
    const std::lock_guard one_at_a_time(commit_mutex_);
    if (since) SKEIN_TRY(log_->check(batch, since->sequence()));
    if (runs.empty() && batch.empty()) return {};
    const std::uint64_t sequence = sequence_ + 1;
    OrderedMap::Edit edit(map_);
    std::vector<std::pair<std::string, std::string>> ranges;  // first and last key of each run
    for (const auto& run : runs) {
      auto pairs = static_cast<MemoryRun&>(*run).take();
      if (pairs.empty()) continue;
      ranges.emplace_back(pairs.front().first, pairs.back().first);
      for (auto& [key, value] : pairs) edit.put(std::move(key), std::move(value));
    }
    for (const auto& [key, value] : batch.operations()) {
      if (value)
        edit.put(key, *value);
      else
        edit.erase(key);
    }
    publish(std::move(edit).finish(), sequence);
    for (auto& [first, last] : ranges) log_->record_range(std::move(first), std::move(last), sequence);
    log_->record(batch, sequence);
    return {};
  }

  void publish(OrderedMap map, std::uint64_t sequence) {
    const std::lock_guard lock(state_mutex_);
    std::swap(map_, map);
    sequence_ = sequence;
  }

  std::shared_ptr<CommitLog> log_ = std::make_shared<CommitLog>();  // snapshots may outlive the store
  std::mutex commit_mutex_;                                         // commits come one at a time; held first
  mutable std::mutex state_mutex_;                                  // guards the two below against readers
  OrderedMap map_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<KvStore> open_memory_store() { return std::make_unique<MemoryStore>(); }

std::string prefix_end(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace skein::storage
