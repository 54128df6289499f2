// Starts store_worker and talks to it.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace skein::tests {

class Worker {
 public:
  explicit Worker(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), SKEIN_STORE_WORKER);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
      // All threads of a worker but one are RocksDB's, which ThreadSanitizer does not know.
      ::setenv("TSAN_OPTIONS", "report_bugs=0", 1);
      ::dup2(ends[1], STDOUT_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  Worker(Worker&& other) noexcept
      : process_(std::exchange(other.process_, -1)), output_(std::exchange(other.output_, -1)) {}
  Worker& operator=(Worker&&) = delete;
  ~Worker() {
    kill();
    wait();
    if (output_ >= 0) ::close(output_);
  }

  [[nodiscard]] pid_t process() const { return process_; }
  void kill() const {
    if (process_ > 0) ::kill(process_, SIGKILL);
  }
  // Its exit status, or 1000 and the signal that ended it.
  int wait() {
    if (process_ <= 0) return -1;
    int status = 0;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  // The next bytes of its standard output; false at its end.
  template <typename T>
  bool read(T& out) const {
    return ::read(output_, &out, sizeof out) == static_cast<ssize_t>(sizeof out);
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace skein::tests
