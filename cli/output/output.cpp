#include "cli/output/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cli/commands/commands.hpp"
#include "cli/output/terminal.hpp"

namespace skein::cli {

namespace {

constexpr std::size_t buffer_bytes = 1 << 18;

Error io_error(const std::string& what, int error) {
  return Error{ErrorCode::io, what + ": " + std::strerror(error)};
}

// How the kernel lets a file without a name be linked (open(2), O_TMPFILE).
std::string descriptor_path(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

// A file in the folder of `path` that has no name, or -1 where there are none or they cannot be given one.
int open_nameless(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0 || ::access(descriptor_path(fd).c_str(), F_OK) == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace

Output::Output(int fd, std::string path, std::string temporary)
    : fd_(fd), path_(std::move(path)), temporary_(std::move(temporary)) {}

std::unique_ptr<Output> Output::standard() {
  return std::unique_ptr<Output>(new Output(STDOUT_FILENO, "standard output", ""));
}

Result<std::unique_ptr<Output>> Output::file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Error{ErrorCode::io, "cannot write " + path + ": it is a folder, a file name was wanted"};
  }
  // A device or a pipe cannot be replaced by a rename.
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return io_error("cannot write " + path, errno);
    return std::unique_ptr<Output>(new Output(fd, path, ""));
  }
  std::string temporary = path + ".part-" + std::to_string(::getpid());
  if (const int nameless = open_nameless(path); nameless >= 0) {
    std::unique_ptr<Output> output(new Output(nameless, path, std::move(temporary)));
    output->nameless_ = true;
    return output;
  }
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return io_error("cannot write " + path, errno);
  return std::unique_ptr<Output>(new Output(fd, path, std::move(temporary)));
}

Result<std::unique_ptr<Output>> Output::open(const std::string& path) {
  if (path.empty() || path == "-") return standard();
  return file(path);
}

Output::~Output() {
  if (fd_ == STDOUT_FILENO) {
    static_cast<void>(flush().ok());
    return;
  }
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty() && !nameless_) ::unlink(temporary_.c_str());
}

bool Output::terminal() const { return is_terminal(fd_); }

Result<void> Output::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= buffer_bytes) return flush();
  return {};
}

Result<void> Output::flush() {
  if (closed_) {
    buffer_.clear();
    return Error{ErrorCode::cancelled, "the reader of the output has gone"};
  }
  const std::string bytes = std::exchange(buffer_, {});
  return bytes.empty() ? Result<void>() : put(bytes);
}

Result<void> Output::put(std::string_view bytes) { return put_to(fd_, bytes); }

Result<void> Output::put_to(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EPIPE) return io_error("cannot write " + path_, errno);
    closed_ = true;
    return Error{ErrorCode::cancelled, "the reader of the output has gone"};
  }
  return {};
}

Result<void> Output::finish() {
  SKEIN_TRY(flush());
  if (fd_ == STDOUT_FILENO) return {};
  if (nameless_) SKEIN_TRY(name_file());
  const int fd = std::exchange(fd_, -1);
  if (::close(fd) != 0) return io_error("cannot write " + path_, errno);
  if (temporary_.empty()) return {};
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return io_error("cannot write " + path_, errno);
  temporary_.clear();
  return {};
}

// A link cannot take the place of a file, a rename can: so it is linked beside first.
Result<void> Output::name_file() {
  const std::string from = descriptor_path(fd_);
  ::unlink(temporary_.c_str());  // of a process that had this number before
  if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) != 0)
    return io_error("cannot write " + path_, errno);
  nameless_ = false;
  return {};
}

int finish(Output& out, Result<void> done) {
  if (done) done = out.finish();
  if (out.closed()) return exit_ok;
  return done ? exit_ok : fail(done.error());
}

}  // namespace skein::cli
