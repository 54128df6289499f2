#include "cli/shell/pager.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "cli/output/terminal.hpp"
#include "cli/spawn.hpp"

namespace skein::cli {

namespace {

constexpr int cannot_run = 126;             // and 127: what sh says of a command that it cannot run
constexpr std::size_t most_kept = 1 << 20;  // more than a pipe holds: so much was read by somebody

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "" : path;
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    const std::string file = std::string(folders.substr(0, end)) + "/" + program;
    if (::access(file.c_str(), X_OK) == 0) return true;
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return false;
}

}  // namespace

std::string pager_command(const std::string* setting) {
  if (setting != nullptr) return *setting;
  if (const char* pager = std::getenv("PAGER")) return pager;
  return installed("less") ? "less" : "";
}

std::size_t screen_lines(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row < 4) return 22;
  return size.ws_row - 2u;
}

PagedOutput::PagedOutput(std::string command, std::size_t lines, std::function<void()> before)
    : Output(STDOUT_FILENO, "standard output", ""),
      command_(std::move(command)),
      lines_(lines),
      before_(std::move(before)),
      direct_(command_.empty()) {}

PagedOutput::~PagedOutput() { static_cast<void>(finish().ok()); }

Result<void> PagedOutput::put(std::string_view bytes) {
  if (direct_) {
    show();
    return put_to(STDOUT_FILENO, bytes);
  }
  if (pipe_ >= 0) return send(bytes);
  kept_ += bytes;
  seen_ += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return seen_ > lines_ ? start() : Result<void>();
}

Result<void> PagedOutput::start() {
  show();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return give_up();
  // As git does: leave at once what fits, keep colours, do not clear the screen.
  ::setenv("LESS", "FRX", 0);
  ::setenv("LESSCHARSET", "utf-8", 0);
  const auto started = spawn({"sh", "-c", command_}, {{STDIN_FILENO, ends[0]}});
  ::close(ends[0]);
  pipe_ = ends[1];
  if (!started) return give_up();
  child_ = *started;
  hold_interrupts(true);
  const std::string first = std::exchange(kept_, {});
  return send(first);
}

Result<void> PagedOutput::send(std::string_view bytes) {
  if (kept_.size() < most_kept) kept_ += bytes;
  auto sent = put_to(pipe_, bytes);
  if (sent) return sent;
  // Somebody who has read enough, or nobody at all?
  const int status = wait();
  return status == cannot_run || status == cannot_run + 1 ? give_up() : sent;
}

Result<void> PagedOutput::give_up() {
  direct_ = true;
  closed_ = false;
  if (pipe_ >= 0) ::close(std::exchange(pipe_, -1));
  report("cannot run the pager '" + command_ + "'");
  return put_to(STDOUT_FILENO, std::exchange(kept_, {}));
}

int PagedOutput::wait() {
  if (pipe_ >= 0) ::close(std::exchange(pipe_, -1));
  if (child_ == 0) return 0;
  const int status = wait_for(std::exchange(child_, 0));
  hold_interrupts(false);
  return status;
}

Result<void> PagedOutput::finish() {
  if (!closed_) SKEIN_TRY(flush());
  show();
  if (child_ != 0) {
    const int status = wait();
    if (status == cannot_run || status == cannot_run + 1) return give_up();
    kept_.clear();  // the pager has shown it
  } else if (!direct_ && !closed_) {
    return put_to(STDOUT_FILENO, std::exchange(kept_, {}));
  }
  return {};
}

}  // namespace skein::cli
