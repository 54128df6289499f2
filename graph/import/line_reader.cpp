#include "graph/import/line_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace skein::graph {

namespace {
constexpr std::size_t block_bytes = 1u << 20;
constexpr std::size_t line_limit = 256u << 20;
}  // namespace

Result<std::size_t> read_block(int descriptor, char* to, std::size_t size, const std::string& path) {
  for (;;) {
    const auto n = ::read(descriptor, to, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno == EINTR) continue;
    return Error{ErrorCode::io, path + ": cannot be read: " + std::strerror(errno)};
  }
}

Result<int> open_input(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int why = errno;
    return Error{why == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                 path + ": cannot be read: " + std::strerror(why)};
  }
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return Error{ErrorCode::io, path + ": is a folder, a file was wanted"};
  }
  return descriptor;
}

Result<std::unique_ptr<LineReader>> LineReader::open(const std::string& path) {
  SKEIN_ASSIGN(const int descriptor, open_input(path));
  struct stat status {};
  const std::uint64_t size =
      ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
  std::unique_ptr<LineReader> reader(new LineReader(descriptor, path, size));
  SKEIN_ASSIGN(const bool any, reader->fill());
  if (any && std::string_view(reader->buffer_).starts_with("\xef\xbb\xbf")) reader->at_ = 3;
  return reader;
}

LineReader::~LineReader() { ::close(descriptor_); }

Result<bool> LineReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t old = buffer_.size();
  if (old > line_limit)
    return Error{ErrorCode::limit, path_ + ":" + std::to_string(line_ + 1) + ": a line of more than 256 MiB"};
  buffer_.resize(old + std::max(block_bytes, old));
  auto got = read_block(descriptor_, buffer_.data() + old, buffer_.size() - old, path_);
  if (!got) {
    buffer_.resize(old);
    return std::move(got).error();
  }
  buffer_.resize(old + *got);
  taken_ += *got;
  return *got > 0;
}

Result<bool> LineReader::next(std::string_view& line) {
  std::size_t searched = at_;
  for (;;) {
    const auto end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      line = std::string_view(buffer_).substr(at_, end - at_);
      at_ = end + 1;
      break;
    }
    searched = buffer_.size() - at_;
    SKEIN_ASSIGN(const bool more, fill());
    if (more) continue;
    if (at_ == buffer_.size()) return false;
    line = std::string_view(buffer_).substr(at_);
    at_ = buffer_.size();
    break;
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  ++line_;
  return true;
}

}  // namespace skein::graph
