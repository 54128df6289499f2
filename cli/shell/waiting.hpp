// A statement that takes long says that it is at work, for how long, and how many rows there are.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "dsl/query.hpp"

namespace skein::cli {

// "[ === ] 4 s, 1200 rows so far; Ctrl-C stops it"
std::string waiting_text(std::chrono::milliseconds passed, std::size_t rows);

// Passes rows on and counts them. From two seconds on a line on standard error, drawn by a thread of its own,
// tells how far it is; stop() takes it away, and is to be called before anything else is shown.
class Waiting final : public dsl::RowSink {
 public:
  explicit Waiting(dsl::RowSink& to);  // must outlive this
  ~Waiting() override { stop(); }
  Result<void> begin(const std::vector<std::string>& columns) override { return to_.begin(columns); }
  Result<void> row(std::vector<Value> values) override {
    rows_.fetch_add(1, std::memory_order_relaxed);
    return to_.row(std::move(values));
  }
  void stop();

 private:
  void run();
  dsl::RowSink& to_;
  std::atomic<std::size_t> rows_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace skein::cli
