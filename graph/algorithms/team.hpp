// A few threads that work through the blocks of one problem together. Which thread takes which block differs
// from run to run, so work on a block must write only to what belongs to it; then results do not depend on
// the threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace skein::graph {

// How many threads a problem of so much work (edges, say) is worth; 1 when starting them would cost more than
// they do.
unsigned threads_worth(std::size_t work);

// Calls member(0) .. member(threads - 1) at the same time and comes back when all have. With one thread it is
// called here. What a member throws is thrown again here, once all have ended.
void run_team(unsigned threads, const std::function<void(unsigned member)>& member);

// Hands out the blocks [0, count) of one round, each once, lowest first.
class Blocks {
 public:
  explicit Blocks(std::size_t count) : count_(count) {}
  // False: none left. Otherwise `block` is the caller's.
  bool take(std::size_t& block) {
    block = next_.fetch_add(1, std::memory_order_relaxed);
    return block < count_;
  }
  void reset() { next_.store(0, std::memory_order_relaxed); }

 private:
  std::size_t count_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace skein::graph
