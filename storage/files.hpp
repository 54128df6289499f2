// The few things a store does with files itself: read one whole, replace one durably, hold a lock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "storage/result.hpp"

namespace skein::storage {

// An io Error: what was done to which path, and what the operating system said (errno).
Error io_error(std::string_view what, const std::string& path, int error_number);

// The whole file; nothing when there is none. Meant for small files: `limit` bytes at most are read.
Result<std::optional<std::string>> read_small_file(const std::string& path, std::size_t limit = std::size_t{1} << 20);

// Puts a file in place so that after a crash either the old or the new content is there, whole. With
// `durable` it is on the disk when this returns.
Result<void> replace_file(const std::string& path, std::string_view content, bool durable);

Result<void> sync_directory(const std::string& path);

// A lock between processes on a file (flock), which ends with the process, however it ends. The file says who
// holds it: process, host, what the holder calls itself, since when.
class FileLock {
 public:
  // Waits up to `wait` for another holder; then ErrorCode::locked, naming the holder. `of` names what is
  // locked.
  static Result<FileLock> acquire(const std::string& path, std::string_view of, std::string_view holder,
                                  std::chrono::milliseconds wait);
  // Whether some process holds the lock now; false when the file is not there or cannot be looked at.
  static bool held(const std::string& path);

  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace skein::storage
