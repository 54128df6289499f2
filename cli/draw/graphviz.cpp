#include "cli/draw/graphviz.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "cli/output/terminal.hpp"
#include "cli/spawn.hpp"

namespace skein::cli {

namespace {

struct Pipe {
  int read = -1, write = -1;
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() {
    if (read >= 0) ::close(std::exchange(read, -1));
  }
  void close_write() {
    if (write >= 0) ::close(std::exchange(write, -1));
  }
};

Result<void> open_pipe(Pipe& pipe) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return Error{ErrorCode::io, std::string("cannot open a pipe: ") + std::strerror(errno)};
  pipe.read = ends[0];
  pipe.write = ends[1];
  return {};
}

}  // namespace

Result<void> run_graphviz(const std::string& engine, const std::string& format, const std::string& dot,
                          const std::string& path, std::chrono::seconds patience) {
  Pipe in, err;
  SKEIN_TRY(open_pipe(in));
  SKEIN_TRY(open_pipe(err));
  const std::string type = "-T" + format, out = "-o" + path;
  const auto started = spawn({engine, type, out}, {{STDIN_FILENO, in.read}, {STDERR_FILENO, err.write}});
  if (!started) {
    Error error = started.error();
    error.hint = "GraphViz draws: install it (apt-get install graphviz), or write a .dot file";
    return error;
  }
  const pid_t child = *started;
  in.close_read();
  err.close_write();

  // GraphViz reads all of its input before it writes anything, so writing first cannot block for good.
  std::string_view rest = dot;
  while (!rest.empty()) {
    const ssize_t n = ::write(in.write, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  in.close_write();

  std::string said;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  bool late = false;
  for (;;) {
    pollfd waiting{err.read, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, 100);
    if (ready > 0) {
      char chunk[4096];
      const ssize_t n = ::read(err.read, chunk, sizeof chunk);
      if (n == 0) break;
      if (n > 0 && said.size() < 4000) said.append(chunk, static_cast<std::size_t>(n));
    }
    if (interrupted() || std::chrono::steady_clock::now() > deadline) {
      late = true;
      ::kill(child, SIGKILL);
      break;
    }
  }
  const int status = wait_for(child);
  if (interrupted()) return Error{ErrorCode::cancelled, "interrupted"};
  if (late)
    return Error{ErrorCode::limit, engine + " took longer than " + std::to_string(patience.count()) + " s"};
  if (status != 0)
    return Error{ErrorCode::io, "GraphViz's `" + engine + "` failed: " + said.substr(0, said.find('\n'))};
  return {};
}

}  // namespace skein::cli
