#include "cli/shell/waiting.hpp"

#include <chrono>
#include <csignal>

#include "cli/output/terminal.hpp"

namespace skein::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s;
constexpr std::size_t bar_width = 20, bar_length = 5;

}  // namespace

std::string waiting_text(std::chrono::milliseconds passed, std::size_t rows) {
  // How much is left is not known: a bar that wanders to and fro, ten steps a second.
  constexpr std::size_t way = bar_width - bar_length;
  const std::size_t step = static_cast<std::size_t>(passed / 100ms) % (2 * way);
  const std::size_t at = step <= way ? step : 2 * way - step;
  std::string bar(bar_width, ' ');
  bar.replace(at, bar_length, bar_length, '=');
  return "[" + bar + "] " + std::to_string(passed / 1000ms) + " s, " + std::to_string(rows) +
         (rows == 1 ? " row" : " rows") + " so far; Ctrl-C stops it";
}

Waiting::Waiting(dsl::RowSink& to) : to_(to) {
  // Signals are for the thread that runs the statement: its reads and waits are to be interrupted.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Waiting::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Waiting::run() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  if (wake_.wait_for(lock, patience, [this] { return stopped_; })) return;
  Progress progress;
  do {
    const auto passed = std::chrono::steady_clock::now() - start;
    progress.show(waiting_text(std::chrono::duration_cast<std::chrono::milliseconds>(passed),
                               rows_.load(std::memory_order_relaxed)));
  } while (!wake_.wait_for(lock, 100ms, [this] { return stopped_; }));
}

}  // namespace skein::cli
