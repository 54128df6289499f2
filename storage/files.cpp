#include "storage/files.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <thread>
#include <utility>

namespace skein::storage {

namespace {

using Clock = std::chrono::steady_clock;

// A file descriptor that is closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(-1); }
  [[nodiscard]] int get() const { return fd_; }
  void reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Does the path still lead to this open file?
bool is_at(int fd, const std::string& path) {
  struct stat open_file, there;
  return ::fstat(fd, &open_file) == 0 && ::stat(path.c_str(), &there) == 0 &&
         open_file.st_ino == there.st_ino && open_file.st_dev == there.st_dev;
}

std::string host_name() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}

std::string note_of_holder(std::string_view holder) {
  std::string text(holder);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return fmt::format("process {} on {}\n{}\n{:%Y-%m-%d %H:%M:%S} UTC\n", ::getpid(), host_name(), text,
                     fmt::gmtime(std::time(nullptr)));
}

// "skein build (process 12 on host, since ...)", as far as the note in the file says.
std::string holder_from(const std::string& path) {
  const auto note = read_small_file(path);
  if (!note.ok() || !*note) return "another process";
  const std::string& text = **note;
  const std::size_t a = text.find('\n');
  const std::size_t b = a == std::string::npos ? a : text.find('\n', a + 1);
  const std::size_t c = b == std::string::npos ? b : text.find('\n', b + 1);
  if (c == std::string::npos) return "another process";
  return fmt::format("{} ({}, since {})", text.substr(a + 1, b - a - 1), text.substr(0, a),
                     text.substr(b + 1, c - b - 1));
}

}  // namespace

Error io_error(std::string_view what, const std::string& path, int error_number) {
  return {ErrorCode::io, fmt::format("cannot {} {}: {}", what, path, std::strerror(error_number))};
}

Result<std::optional<std::string>> read_small_file(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
    return io_error("read", path, errno);
  }
  struct stat status;
  if (::fstat(file.get(), &status) != 0) return io_error("read", path, errno);
  std::string content(std::min(limit, static_cast<std::size_t>(status.st_size)), '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t n = ::read(file.get(), content.data() + size, content.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("read", path, errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  content.resize(size);
  return std::optional(std::move(content));
}

Result<void> replace_file(const std::string& path, std::string_view content, bool durable) {
  const std::string beside = path + ".tmp";
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.get() < 0) return io_error("write", beside, errno);
    if (!write_all(file.get(), content)) return io_error("write", beside, errno);
    if (durable && ::fsync(file.get()) != 0) return io_error("write", beside, errno);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return io_error("put in place", path, errno);
  if (durable) return sync_directory(std::filesystem::path(path).parent_path().string());
  return {};
}

Result<void> sync_directory(const std::string& path) {
  const Descriptor directory(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return io_error("open", path, errno);
  if (::fsync(directory.get()) != 0 && errno != EINVAL) return io_error("sync", path, errno);
  return {};
}

Result<FileLock> FileLock::acquire(const std::string& path, std::string_view of, std::string_view holder,
                                   std::chrono::milliseconds wait) {
  Descriptor file(-1);
  const auto deadline = Clock::now() + wait;
  // A reader that looks whether the lock is held holds it for a moment itself, so even no wait is a few
  // tries.
  for (int tries = 1;; ++tries) {
    if (file.get() < 0) file.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (file.get() < 0) return io_error("open", path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
      if (is_at(file.get(), path)) break;
      file.reset(-1);  // its holder took the file away; what is there now is another
      continue;
    }
    if (errno != EWOULDBLOCK && errno != EINTR) return io_error("lock", path, errno);
    if (tries > 3 && Clock::now() >= deadline)
      return Error{ErrorCode::locked,
                   fmt::format("{} is being written by {}; waited {:.1f} s for it to end", of,
                               holder_from(path), static_cast<double>(wait.count()) / 1000)};
    // Often, so that one who takes the lock again and again does not keep it from the others.
    std::this_thread::sleep_for(std::chrono::milliseconds(tries < 10 ? 1 : 4));
  }
  if (::ftruncate(file.get(), 0) != 0 || !write_all(file.get(), note_of_holder(holder))) {
    // The lock holds without the note too; others are told of "another process".
  }
  return FileLock(file.release());
}

bool FileLock::held(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return false;
  return ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FileLock::~FileLock() {
  if (fd_ < 0) return;
  if (::ftruncate(fd_, 0) != 0) {
    // The note stays; the lock ends all the same.
  }
  ::close(fd_);
}

}  // namespace skein::storage
