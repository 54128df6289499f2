// Work in parts on all cores. Which part a core takes does not show in the result: each part writes its own.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace skein::graph {

inline std::size_t core_count() {
  // Asking opens a file of the system's.
  static const auto cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 64);
  return cores;
}

// Calls work(part) for each part in [0, parts), each once, from this thread and others.
template <typename Work>
void in_parallel(std::size_t parts, Work work) {
  const std::size_t threads = std::min(parts, core_count());
  if (threads <= 1) {
    for (std::size_t part = 0; part < parts; ++part) work(part);
    return;
  }
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t part; (part = next.fetch_add(1)) < parts;) work(part);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
}

}  // namespace skein::graph
