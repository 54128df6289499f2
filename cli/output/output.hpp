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
  // Writes to a file without a name where the file system has such, else to one beside `path`; finish() gives it its
  // name. Nothing is left behind without finish(), nor, where files need no name, when the program is killed. A missing
  // folder is an error.
  static Result<std::unique_ptr<Output>> file(const std::string& path);
  // A file for a path, standard output for an empty one or "-".
  static Result<std::unique_ptr<Output>> open(const std::string& path);
  virtual ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Buffered. Errors: io with the path and the reason; cancelled when the reader of a pipe has gone
  // (closed()).
  Result<void> write(std::string_view bytes);
  Result<void> flush();
  virtual Result<void> finish();
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] bool terminal() const;
  [[nodiscard]] int descriptor() const { return fd_; }

 protected:
  Output(int fd, std::string path, std::string temporary);
  // All of these bytes to the descriptor, past the buffer.
  virtual Result<void> put(std::string_view bytes);
  Result<void> put_to(int fd, std::string_view bytes);
  bool closed_ = false;

 private:
  [[nodiscard]] Result<void> name_file();

  int fd_;
  std::string path_, temporary_, buffer_;  // temporary_: the name beside `path_`, empty for what is never renamed
  bool nameless_ = false;                  // the file has no name yet, not even temporary_
};

// The end of a command that wrote to `out`: finishes it when the work was `done`, reports what failed, and
// gives the exit status. A reader of a pipe that has gone wanted no more: that is no failure.
int finish(Output& out, Result<void> done);

}  // namespace skein::cli
