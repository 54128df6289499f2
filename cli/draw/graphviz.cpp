#include "cli/draw/graphviz.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include "cli/terminal.hpp"

extern char** environ;

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
  const char* arguments[] = {engine.c_str(), type.c_str(), out.c_str(), nullptr};

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, engine.c_str(), &actions, &attributes,
                                    const_cast<char* const*>(arguments), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (failed != 0) {
    Error error{ErrorCode::not_found, "cannot run GraphViz's `" + engine + "`: " + std::strerror(failed)};
    error.hint = "install it (apt-get install graphviz), or write a .dot file";
    return error;
  }
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
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (interrupted()) return Error{ErrorCode::cancelled, "interrupted"};
  if (late)
    return Error{ErrorCode::limit, engine + " took longer than " + std::to_string(patience.count()) + " s"};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
      return Error{ErrorCode::not_found,      "cannot run GraphViz's `" + engine + "`", "", "", "", 0, 0,
                   "apt-get install graphviz"};
    }
    return Error{ErrorCode::io, "GraphViz's `" + engine + "` failed: " + said.substr(0, said.find('\n'))};
  }
  return {};
}

}  // namespace skein::cli
