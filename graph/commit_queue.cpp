#include "graph/commit_queue.hpp"

#include <exception>

#include "graph/overlay.hpp"

namespace skein::graph {

namespace {

// A committed state and changes that will be part of the same write: what the next commit of a group builds
// on.
class PendingState final : public storage::Snapshot {
 public:
  PendingState(const Overlay& changes, std::uint64_t sequence) : changes_(changes), sequence_(sequence) {}
  std::uint64_t sequence() const override { return sequence_; }
  Result<std::optional<std::string>> get(std::string_view key) const override { return changes_.get(key); }
  Result<std::vector<std::optional<std::string>>> multi_get(
      const std::vector<std::string>& keys) const override {
    return changes_.multi_get(keys);
  }
  std::unique_ptr<storage::Cursor> scan(std::string_view lower, std::string_view upper) const override {
    return changes_.scan(lower, upper);
  }

 private:
  const Overlay& changes_;
  std::uint64_t sequence_;
};

void add(Overlay& overlay, CommitQueue::Changes& changes) {
  for (auto& [key, value] : changes) {
    if (value)
      overlay.put(std::move(key), std::move(*value));
    else
      overlay.erase(std::move(key));
  }
  changes = {};
}

storage::WriteBatch batch_of(CommitQueue::Changes changes) {
  storage::WriteBatch batch;
  for (auto& [key, value] : changes) {
    if (value)
      batch.put(std::move(key), std::move(*value));
    else
      batch.erase(std::move(key));
  }
  return batch;
}

storage::WriteBatch batch_of(Overlay::Entries entries) {
  storage::WriteBatch batch;
  while (!entries.empty()) {
    auto entry = entries.extract(entries.begin());
    if (entry.mapped().change == Overlay::Change::put)
      batch.put(std::move(entry.key()), std::move(entry.mapped().value));
    else
      batch.erase(std::move(entry.key()));
  }
  return batch;
}

}  // namespace

CommitQueue::Group CommitQueue::next_group() {
  Group group;
  while (!waiting_.empty()) {
    auto* next = waiting_.front();
    if (!group.empty() && !next->runs.empty()) break;
    group.push_back(next);
    waiting_.pop_front();
    if (!next->runs.empty()) break;
  }
  return group;
}

void CommitQueue::write(storage::KvStore& store, const Group& group) {
  const auto newest = store.snapshot();
  Changes only;             // of the first that was accepted, while it is the only one
  Overlay pending(newest);  // of all of them, from the second on
  Group accepted;
  for (auto* each : group) {
    State state = newest;
    if (!accepted.empty()) {
      add(pending, only);
      state = std::make_shared<PendingState>(pending, newest->sequence() + accepted.size());
    }
    auto changes = each->make(state);
    if (!changes.ok()) {
      each->result = std::move(changes).error();
      continue;
    }
    if (accepted.empty())
      only = std::move(*changes);
    else
      add(pending, *changes);
    accepted.push_back(each);
  }
  if (accepted.empty()) return;
  const auto batch = pending.empty() ? batch_of(std::move(only)) : batch_of(pending.take_entries());
  auto& runs = accepted.front()->runs;
  const bool with_runs = !runs.empty();
  const auto written =
      runs.empty() ? store.commit(batch, newest.get()) : store.ingest(std::move(runs), batch, newest.get());
  if (written.ok() && !with_runs && written_) written_(newest->sequence(), store.snapshot()->sequence(), batch);
  for (auto* each : accepted) each->result = written;
}

Result<void> CommitQueue::commit(storage::KvStore& store, const Make& make, Runs runs) {
  Request mine{make, std::move(runs), {}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  turn_.wait(lock, [&] { return mine.done || (!busy_ && waiting_.front() == &mine); });
  if (mine.done) return std::move(mine.result);
  busy_ = true;
  const auto group = next_group();
  lock.unlock();
  std::exception_ptr thrown;
  try {
    write(store, group);
  } catch (...) {  // for want of memory; the others must not wait for ever
    thrown = std::current_exception();
    for (auto* each : group)
      if (each->result.ok())
        each->result = Error{ErrorCode::io, "the commit this one was joined to was given up"};
  }
  lock.lock();
  for (auto* each : group) each->done = true;
  busy_ = false;
  turn_.notify_all();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(mine.result);
}

}  // namespace skein::graph
