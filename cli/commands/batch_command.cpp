// The loop around Batch: lines from standard input, answers to standard output, flushed before every wait.
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "cli/batch.hpp"
#include "cli/commands/commands.hpp"
#include "cli/heap.hpp"
#include "cli/output/terminal.hpp"

namespace skein::cli {

namespace {

constexpr std::size_t read_bytes = 1 << 16;

// false: the reader has gone, or the disk is full.
bool write_all(std::string& out) {
  std::string_view rest = out;
  while (!rest.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (n < 0 && errno == EINTR && !interrupted()) continue;
    if (n < 0) {
      if (errno != EPIPE) report(std::string("cannot write standard output: ") + std::strerror(errno));
      return false;
    }
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  out.clear();
  return true;
}

// A client that asks one thing after another sends the next line within microseconds of an answer. To look
// for it takes less than to be put to sleep and woken up again, which on a virtual machine is 30 us or more
// for each side. Others who want the processor get it.
void watch_for_input() {
  constexpr std::chrono::microseconds longest{50};
  static const bool alone = std::thread::hardware_concurrency() < 2;
  if (alone) return;
  pollfd in{STDIN_FILENO, POLLIN, 0};
  const auto end = std::chrono::steady_clock::now() + longest;
  while (::poll(&in, 1, 0) == 0 && std::chrono::steady_clock::now() < end) ::sched_yield();
}

}  // namespace

int batch_command(const QueryArguments& arguments) {
  keep_freed_memory();
  auto runner = Runner::open(arguments.store, arguments.read_only, all_procedures());
  if (!runner) return fail(runner.error());
  Batch batch(**runner, arguments.plain ? JsonForm::plain : JsonForm::typed, arguments.limits);
  std::string in, out;
  std::size_t start = 0;
  for (;;) {
    // Everything that is here is answered before more is waited for.
    for (std::size_t end; (end = in.find('\n', start)) != std::string::npos; start = end + 1) {
      batch.answer(std::string_view(in).substr(start, end - start), out);
      if (interrupted()) return exit_interrupted;
      if (out.size() >= (1u << 20) && !write_all(out)) return exit_ok;
    }
    if (!write_all(out)) return exit_ok;
    in.erase(0, start);
    start = 0;
    const std::size_t size = in.size();
    in.resize(size + read_bytes);
    watch_for_input();
    ssize_t n;
    do {
      n = ::read(STDIN_FILENO, in.data() + size, read_bytes);
    } while (n < 0 && errno == EINTR && !interrupted());
    in.resize(size + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (interrupted()) return exit_interrupted;
    if (n > 0) continue;
    if (!in.empty()) batch.answer(in, out);
    write_all(out);
    return exit_ok;
  }
}

}  // namespace skein::cli
