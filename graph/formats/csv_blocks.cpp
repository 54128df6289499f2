#include "graph/formats/csv_blocks.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace skein::graph {

namespace {

constexpr std::size_t record_limit = 256u
                                     << 20;  // a record longer than this is a quote that was never closed

// Where the last whole record of `text` ends, line end included; 0 when there is none. `text` begins with a
// record.
std::size_t end_of_records(std::string_view text, const CsvOptions& options) {
  if (text.find(options.quote) == std::string_view::npos) return text.rfind('\n') + 1;  // npos + 1 is 0
  std::size_t whole = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == options.quote) {
      // To behind the closing quote. A quote at the very end may be the first of two.
      do {
        at = text.find(options.quote, at + 1);
        if (at == std::string_view::npos || at + 1 == text.size()) return whole;
        ++at;
      } while (text[at] == options.quote);
    }
    while (at < text.size() && text[at] != options.delimiter && text[at] != '\n') ++at;
    if (at < text.size() && text[at] == '\n') whole = at + 1;
  }
  return whole;
}

class FileCsvBlocks final : public CsvBlocks {
 public:
  FileCsvBlocks(int descriptor, std::string path, std::uint64_t size, const CsvOptions& options,
                std::size_t block_bytes)
      : descriptor_(descriptor),
        path_(std::move(path)),
        size_(size),
        options_(options),
        block_bytes_(block_bytes) {}
  ~FileCsvBlocks() override { ::close(descriptor_); }
  FileCsvBlocks(const FileCsvBlocks&) = delete;
  FileCsvBlocks& operator=(const FileCsvBlocks&) = delete;

  Result<bool> next(CsvBlock& block) override {
    block.text = std::exchange(rest_, {});
    std::size_t whole = 0;
    while (!ended_ && whole == 0) {
      if (block.text.size() > record_limit)
        return Error{
            ErrorCode::invalid_argument,
            path_ + ":" + std::to_string(line_) + ": a record of more than 256 MiB; is a quote not closed?"};
      // Doubling, so that a long record is not looked through again and again.
      SKEIN_TRY(read(block.text, std::max(block_bytes_, block.text.size())));
      if (!ended_) whole = end_of_records(block.text, options_);
    }
    if (!ended_) {
      rest_.assign(block.text, whole);
      block.text.resize(whole);
    }
    block.line = line_;
    line_ += static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
    block.bytes_read = read_ - rest_.size();
    return !block.text.empty();
  }
  std::uint64_t size() const override { return size_; }
  const std::string& path() const override { return path_; }

 private:
  Result<void> read(std::string& text, std::size_t want) {
    const auto old = text.size();
    text.resize(old + want);
    std::size_t got = 0;
    while (got < want) {
      const auto n = ::read(descriptor_, text.data() + old + got, want - got);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        const int why = errno;
        return Error{ErrorCode::io, path_ + ": cannot be read: " + std::strerror(why)};
      }
      if (n == 0) {
        ended_ = true;
        break;
      }
      got += static_cast<std::size_t>(n);
    }
    text.resize(old + got);
    if (read_ == 0 && text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    read_ += got;
    return {};
  }

  int descriptor_;
  std::string path_;
  std::uint64_t size_;
  CsvOptions options_;
  std::size_t block_bytes_;
  std::string rest_;  // what was read of the next block
  std::uint64_t read_ = 0, line_ = 1;
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<CsvBlocks>> CsvBlocks::open(const std::string& path, const CsvOptions& options,
                                                   std::size_t block_bytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int why = errno;
    return Error{ErrorCode::io, path + ": cannot be opened: " + std::strerror(why)};
  }
  struct stat information {};
  std::uint64_t size = 0;
  if (::fstat(descriptor, &information) == 0) {
    if (S_ISDIR(information.st_mode)) {
      ::close(descriptor);
      return Error{ErrorCode::io, path + ": is a directory; wanted a CSV file"};
    }
    if (S_ISREG(information.st_mode)) size = static_cast<std::uint64_t>(information.st_size);
  }
  return std::unique_ptr<CsvBlocks>(
      std::make_unique<FileCsvBlocks>(descriptor, path, size, options, block_bytes));
}

}  // namespace skein::graph
