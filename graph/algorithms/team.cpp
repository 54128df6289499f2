#include "graph/algorithms/team.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace skein::graph {

unsigned threads_worth(std::size_t work) {
  constexpr std::size_t each = 1 << 16;  // a thread takes some 50 us to start; this much work takes longer
  constexpr std::size_t most = 16;       // beyond it memory is what is waited for
  const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::clamp<std::size_t>(work / each, 1, std::min(cores, most)));
}

void run_team(unsigned threads, const std::function<void(unsigned member)>& member) {
  std::exception_ptr thrown;
  std::mutex mutex;
  // Members may wait for each other, so none begins before all are there.
  enum Start { wait, go, give_up };
  std::atomic<Start> start = wait;
  const auto guarded = [&](unsigned number) {
    start.wait(wait);
    if (start == give_up) return;
    try {
      member(number);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  const auto begin = [&](Start how) {
    start = how;
    start.notify_all();
  };
  {
    std::vector<std::jthread> others;
    try {
      others.reserve(threads - 1);
      for (unsigned number = 1; number < threads; ++number) others.emplace_back(guarded, number);
    } catch (...) {
      begin(give_up);
      throw;
    }
    begin(go);
    guarded(0);
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace skein::graph
