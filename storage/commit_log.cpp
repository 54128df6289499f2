#include "storage/commit_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/bytes.hpp"

namespace skein::storage {

std::uint64_t CommitLog::open_snapshot(const std::function<std::uint64_t()>& take) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t sequence = take();
  snapshots_.insert(sequence);
  return sequence;
}

void CommitLog::close_snapshot(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  if (auto it = snapshots_.find(sequence); it != snapshots_.end()) snapshots_.erase(it);
}

bool CommitLog::changed(const std::string& key, std::uint64_t since) const {
  if (auto it = changed_.find(checksum(key)); it != changed_.end() && it->second > since) return true;
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [&](const Range& r) { return r.sequence > since && r.first <= key && key <= r.last; });
}

Result<void> CommitLog::check(const WriteBatch& batch, std::uint64_t since) const {
  const std::lock_guard lock(mutex_);
  if (since < floor_)
    return Error{ErrorCode::conflict,
                 fmt::format("the transaction began at commit {} and too much was changed since "
                             "to tell whether it conflicts; try again",
                             since)};
  if (changed_.empty() && ranges_.empty()) return {};
  const auto refuse = [](const std::string& key) {
    return Error{ErrorCode::conflict,
                 fmt::format("another transaction has changed what this one read or wrote "
                             "(key {}); try again",
                             printable(key))};
  };
  for (const auto& [key, value] : batch.operations())
    if (changed(key, since)) return refuse(key);
  for (const auto& key : batch.guards())
    if (changed(key, since)) return refuse(key);
  return {};
}

void CommitLog::forget_first() {
  const Entry& first = order_.front();
  if (auto it = changed_.find(first.hash); it != changed_.end() && it->second == first.sequence)
    changed_.erase(it);
  order_.pop_front();
}

void CommitLog::prune(std::uint64_t newest) {
  const std::uint64_t oldest = snapshots_.empty() ? newest : *snapshots_.begin();
  while (!order_.empty() && order_.front().sequence <= oldest) forget_first();
  std::erase_if(ranges_, [&](const Range& r) { return r.sequence <= oldest; });
  if (order_.size() <= limit_) return;
  while (order_.size() > limit_ / 2) {
    floor_ = std::max(floor_, order_.front().sequence);
    forget_first();
  }
}

void CommitLog::record(const WriteBatch& batch, std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  if (!snapshots_.empty())
    for (const auto& [key, value] : batch.operations()) {
      const std::uint64_t hash = checksum(key);
      if (auto& last = changed_[hash]; last != sequence) {
        last = sequence;
        order_.push_back({sequence, hash});
      }
    }
  prune(sequence);
}

void CommitLog::record_range(std::string first, std::string last, std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  if (!snapshots_.empty()) ranges_.push_back({std::move(first), std::move(last), sequence});
  prune(sequence);
}

std::size_t CommitLog::size() const {
  const std::lock_guard lock(mutex_);
  return order_.size() + ranges_.size();
}

}  // namespace skein::storage
