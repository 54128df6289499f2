// The loop around Batch: lines from standard input, answers to standard output, flushed before every wait.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/batch.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"

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

}  // namespace

int batch_command(const QueryArguments& arguments) {
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
