// Where results go: standard output, or a file that appears under its name only when it is whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/result.hpp"

namespace skein::cli {

class Output {
 public:
  static std::unique_ptr<Output> standard();
  // Writes beside `path` and renames in finish(); nothing is left behind without it. A missing folder is an
  // error.
  static Result<std::unique_ptr<Output>> file(const std::string& path);
  // A file for a path, standard output for an empty one or "-".
  static Result<std::unique_ptr<Output>> open(const std::string& path);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Buffered. Errors: io with the path and the reason; cancelled when the reader of a pipe has gone
  // (closed()).
  Result<void> write(std::string_view bytes);
  Result<void> flush();
  Result<void> finish();
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] bool terminal() const;
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  Output(int fd, std::string path, std::string temporary);
  int fd_;
  std::string path_, temporary_, buffer_;
  bool closed_ = false;
};

// The end of a command that wrote to `out`: finishes it when the work was `done`, reports what failed, and gives
// the exit status. A reader of a pipe that has gone wanted no more: that is no failure.
int finish(Output& out, Result<void> done);

}  // namespace skein::cli
