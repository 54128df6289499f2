// What recent commits changed, as far as the cache needs to know: whose rows and whose adjacency. So what is
// in memory can be brought up to date instead of being read anew.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "graph/cache/node_set.hpp"
#include "storage/kv_store.hpp"

namespace skein::graph {

// Ids ascending, each once.
struct CacheChanges {
  std::vector<std::uint64_t> rows;  // nodes whose labels or properties may have changed
  std::vector<std::uint64_t> out;   // nodes whose outgoing relationships or their properties may have changed
  std::vector<std::uint64_t> in;    // nodes whose incoming relationships may have changed
};

// Thread-safe.
class ChangeLog {
 public:
  // A commit led from one sequence number of the store to another. Whatever came in otherwise leaves a gap.
  void note(std::uint64_t before, std::uint64_t after, const storage::WriteBatch& batch);
  // What changed between two states; nothing when it is not known in full, or is much.
  [[nodiscard]] std::optional<CacheChanges> between(std::uint64_t since, std::uint64_t until) const;

 private:
  struct Commit {
    std::uint64_t before, after;
    CacheChanges changes;
    [[nodiscard]] std::size_t size() const {
      return 1 + changes.rows.size() + changes.out.size() + changes.in.size();
    }
  };
  mutable std::mutex mutex_;
  std::deque<Commit> commits_;
  std::size_t size_ = 0;
};

}  // namespace skein::graph
