// Which keys were changed lately, and by which commit: how a store tells that a transaction's work rests on
// what another has changed since. Kept only as far back as the oldest snapshot still in use.
//
// Keys are remembered by a 64-bit hash: two keys with one hash may cause a needless conflict, never a missed
// one.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/kv_store.hpp"

namespace skein::storage {

// Thread-safe; but check() and the record() that follows belong to one committer at a time.
class CommitLog {
 public:
  // `limit`: keys remembered at most. Past it the older half is forgotten and transactions that began before
  // then are refused.
  explicit CommitLog(std::size_t limit = std::size_t{1} << 22) : limit_(limit) {}

  // Counts a snapshot in. `take` makes it and returns its sequence number; no commit is recorded meanwhile.
  std::uint64_t open_snapshot(const std::function<std::uint64_t()>& take);
  void close_snapshot(std::uint64_t sequence);

  // ErrorCode::conflict when a key that the batch writes or guards was changed after `since`.
  [[nodiscard]] Result<void> check(const WriteBatch& batch, std::uint64_t since) const;
  // The batch's keys were changed by the commit that made `sequence`. Sequences do not go back.
  void record(const WriteBatch& batch, std::uint64_t sequence);
  // Any key with first <= key <= last may have been changed.
  void record_range(std::string first, std::string last, std::uint64_t sequence);

  [[nodiscard]] std::size_t size() const;  // keys remembered

 private:
  struct Range {
    std::string first, last;
    std::uint64_t sequence;
  };
  struct Entry {
    std::uint64_t sequence, hash;
  };
  [[nodiscard]] bool changed(const std::string& key, std::uint64_t since) const;
  void prune(std::uint64_t newest);
  void forget_first();

  mutable std::mutex mutex_;
  std::size_t limit_;
  std::multiset<std::uint64_t> snapshots_;
  std::unordered_map<std::uint64_t, std::uint64_t> changed_;  // key hash -> its last commit
  std::deque<Entry> order_;
  std::vector<Range> ranges_;
  std::uint64_t floor_ = 0;  // commits up to here may be forgotten although a snapshot is older
};

}  // namespace skein::storage
