#include "graph/formats/line_sorter.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <tuple>

namespace skein::graph::formats {

namespace {

Error scratch_error() {
  return Error{ErrorCode::io,
               std::string("a scratch file for sorting: ") + std::strerror(errno != 0 ? errno : EIO)};
}

// A file in the system's folder for such ($TMPDIR) that goes when it is closed.
std::FILE* open_scratch() {
  std::error_code ignored;
  std::string path = (std::filesystem::temp_directory_path(ignored) / "skein-sort-XXXXXX").string();
  const int fd = ::mkstemp(path.data());
  if (fd < 0) return nullptr;
  ::unlink(path.c_str());
  return ::fdopen(fd, "w+b");
}

}  // namespace

// A scratch file being read back: its next row.
class LineSorter::Part {
 public:
  explicit Part(std::FILE* file) : file_(file) { std::rewind(file_); }
  Result<bool> next() {
    std::uint32_t sizes[2];
    if (std::fread(sizes, sizeof sizes, 1, file_) != 1) {
      if (std::feof(file_)) return false;
      return scratch_error();
    }
    bytes_.resize(std::size_t{sizes[0]} + sizes[1]);
    if (!bytes_.empty() && std::fread(bytes_.data(), bytes_.size(), 1, file_) != 1) return scratch_error();
    key_bytes_ = sizes[0];
    return true;
  }
  [[nodiscard]] std::string_view key() const { return std::string_view(bytes_).substr(0, key_bytes_); }
  [[nodiscard]] std::string_view line() const { return std::string_view(bytes_).substr(key_bytes_); }

 private:
  std::FILE* file_;
  std::string bytes_;
  std::size_t key_bytes_ = 0;
};

std::string_view LineSorter::key(const Row& row) const {
  return std::string_view(bytes_).substr(row.begin, row.key_bytes);
}
std::string_view LineSorter::line(const Row& row) const {
  return std::string_view(bytes_).substr(row.begin + row.key_bytes, row.line_bytes);
}

Result<void> LineSorter::add(std::string_view key, std::string_view line) {
  rows_.push_back(
      {bytes_.size(), static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(line.size())});
  bytes_.append(key).append(line);
  if (bytes_.size() + rows_.size() * sizeof(Row) > memory_bytes_) return spill();
  return {};
}

void LineSorter::sort() {
  std::sort(rows_.begin(), rows_.end(), [this](const Row& a, const Row& b) {
    const int by_key = key(a).compare(key(b));
    return by_key != 0 ? by_key < 0 : line(a) < line(b);
  });
}

Result<void> LineSorter::spill() {
  sort();
  File file(open_scratch(), std::fclose);
  if (!file) return scratch_error();
  for (const Row& row : rows_) {
    const std::uint32_t sizes[] = {row.key_bytes, row.line_bytes};
    const std::size_t size = std::size_t{row.key_bytes} + row.line_bytes;
    if (std::fwrite(sizes, sizeof sizes, 1, file.get()) != 1 ||
        (size > 0 && std::fwrite(bytes_.data() + row.begin, size, 1, file.get()) != 1))
      return scratch_error();
  }
  if (std::fflush(file.get()) != 0) return scratch_error();
  parts_.push_back(std::move(file));
  bytes_.clear();
  rows_.clear();
  return {};
}

Result<void> LineSorter::drain(const std::function<Result<void>(std::string_view line)>& take) {
  if (parts_.empty()) {
    sort();
    for (const Row& row : rows_) SKEIN_TRY(take(line(row)));
  } else {
    if (!rows_.empty()) SKEIN_TRY(spill());
    std::vector<Part> parts;
    for (const File& file : parts_) {
      Part part(file.get());
      SKEIN_ASSIGN(const bool any, part.next());
      if (any) parts.push_back(std::move(part));
    }
    const auto later = [](const Part& a, const Part& b) {
      return std::pair(a.key(), a.line()) > std::pair(b.key(), b.line());
    };
    std::make_heap(parts.begin(), parts.end(), later);
    while (!parts.empty()) {
      std::pop_heap(parts.begin(), parts.end(), later);
      SKEIN_TRY(take(parts.back().line()));
      SKEIN_ASSIGN(const bool more, parts.back().next());
      if (more) {
        std::push_heap(parts.begin(), parts.end(), later);
      } else {
        parts.pop_back();
      }
    }
  }
  bytes_ = {};
  rows_ = {};
  parts_.clear();
  return {};
}

}  // namespace skein::graph::formats
