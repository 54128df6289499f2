// What travels with one piece of work: cancel token, limits, parameters. No globals.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

// Set from a signal handler or another thread; looked at between batches.
class CancelToken {
 public:
  void cancel() { flag_.store(true, std::memory_order_relaxed); }
  void reset() { flag_.store(false, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const { return flag_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> flag_{false};
};

struct Limits {
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::chrono::milliseconds time = {};  // the whole of it, for the message
  std::uint64_t memory_bytes = 0;  // 0: none
};

struct QueryContext {
  const CancelToken* cancel = nullptr;
  Limits limits = {};
  std::map<std::string, Value, std::less<>> parameters = {};
  // The folder whose files a statement may read (LOAD CSV); empty: none. See graph/formats/file_access.hpp.
  std::string files = {};
  // The instant that date(), datetime() ... without arguments give; one for a whole statement.
  DateTime statement_time = {};

  // An Error (cancelled, limit) when the work should stop.
  [[nodiscard]] Result<void> check() const;
};

}  // namespace skein::graph
