// A text file line by line, in bounded memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/result.hpp"

namespace skein::graph {

class LineReader {
 public:
  // Errors: io, not_found with the path.
  static Result<std::unique_ptr<LineReader>> open(const std::string& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // The next line without its end (LF or CR LF), valid until the next call; a byte order mark at the start is
  // passed over. False at the end. Errors: io; limit for a line of more than 256 MiB.
  Result<bool> next(std::string_view& line);
  [[nodiscard]] std::uint64_t line() const { return line_; }  // of the line given last, from 1
  [[nodiscard]] std::uint64_t bytes_read() const { return taken_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  LineReader(int descriptor, std::string path, std::uint64_t size)
      : descriptor_(descriptor), path_(std::move(path)), size_(size) {}
  Result<bool> fill();  // false: there is no more

  int descriptor_;
  std::string path_;
  std::uint64_t size_, line_ = 0, taken_ = 0;
  std::string buffer_;
  std::size_t at_ = 0;
};

// Reads up to `size` bytes of a file; 0 at its end. Errors: io with the path. Shared by readers that take
// blocks.
Result<std::size_t> read_block(int descriptor, char* to, std::size_t size, const std::string& path);
// Errors: not_found, io; a folder is refused.
Result<int> open_input(const std::string& path);

}  // namespace skein::graph
