// Commits of several threads, written together. A commit takes the disk a while to make durable; the commits
// that come meanwhile wait, and the first of them then writes all of them as one batch: one sync for the lot.
// Each is made from the state that the ones before it lead to, so that it sees their changes as if they had
// been written one by one, and is refused alone when it does not fit.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/kv_store.hpp"
#include "storage/result.hpp"

namespace skein::graph {

class CommitQueue {
 public:
  using State = std::shared_ptr<const storage::Snapshot>;
  using Changes =
      std::vector<std::pair<std::string, std::optional<std::string>>>;  // each key once; no value: erased
  // What a commit changes in `newest`, the state before it, whose sequence is above that of every older
  // snapshot unless nothing was committed since. May run in the thread of another commit while its own one
  // waits; lets go of `newest` before it returns.
  using Make = std::function<Result<Changes>(const State& newest)>;
  using Runs = std::vector<std::unique_ptr<storage::SortedRun>>;

  // Comes back when the changes are durable, or with why nothing was written. A commit with runs is written
  // alone.
  Result<void> commit(storage::KvStore& store, const Make& make, Runs runs);
  // Told of each write: the sequence numbers before and after, and what was written.
  using Written = std::function<void(std::uint64_t before, std::uint64_t after, const storage::WriteBatch& batch)>;
  void on_written(Written tell) { written_ = std::move(tell); }
  // Commits that wait for the one being written; for tests.
  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

 private:
  struct Request {
    const Make& make;
    Runs runs;
    Result<void> result;
    bool done = false;
  };
  using Group = std::vector<Request*>;
  [[nodiscard]] Group next_group();
  void write(storage::KvStore& store, const Group& group);

  Written written_;  // set before the first commit
  mutable std::mutex mutex_;  // guards the rest, and what is done of a request
  std::condition_variable turn_;
  std::deque<Request*> waiting_;
  bool busy_ = false;  // someone writes a group
};

}  // namespace skein::graph
