// What is longer than the screen goes through the user's pager.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "cli/output/output.hpp"

namespace skein::cli {

// The command for the shell to run: `setting`, else $PAGER, else less where it is installed. Empty: none.
std::string pager_command(const std::string* setting);

// Standard output for one result. Bytes are kept while they fit on the screen and are written by finish();
// from the line on at which they do not, the pager reads them as they come. A reader who leaves the pager
// early ends the result (closed()). A pager that cannot be run is told, and the result is written as it would
// be without one.
class PagedOutput final : public Output {
 public:
  // `lines`: how many the screen has room for. `before` is called once, before anything is shown.
  PagedOutput(std::string command, std::size_t lines, std::function<void()> before);
  ~PagedOutput() override;
  Result<void> finish() override;

 private:
  Result<void> put(std::string_view bytes) override;
  Result<void> start();
  Result<void> send(std::string_view bytes);
  Result<void> give_up();  // writes what the pager did not show
  void show() {
    if (before_) std::exchange(before_, nullptr)();
  }
  int wait();  // the pager's exit status

  std::string command_, kept_;
  std::size_t lines_, seen_ = 0;
  std::function<void()> before_;
  int pipe_ = -1;
  pid_t child_ = 0;
  bool direct_ = false;  // without a pager from here on
};

// Lines that a screen of this terminal has room for, the prompt left out; nothing when it is no terminal.
std::size_t screen_lines(int fd);

}  // namespace skein::cli
