#include "graph/formats/csv_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace skein::graph {

namespace {

constexpr std::size_t chunk_bytes = 1u << 20;
constexpr std::size_t record_limit = 256u << 20;  // a record longer than this is a quote that was never closed

class FileCsvReader final : public CsvReader {
 public:
  FileCsvReader(int descriptor, std::string path, std::uint64_t size, const CsvOptions& options)
      : descriptor_(descriptor), path_(std::move(path)), size_(size), options_(options) {}
  ~FileCsvReader() override { ::close(descriptor_); }
  FileCsvReader(const FileCsvReader&) = delete;
  FileCsvReader& operator=(const FileCsvReader&) = delete;

  Result<bool> next(std::vector<CsvField>& fields) override {
    if (!started_) SKEIN_TRY(start());
    for (;;) {
      // A record is parsed in place; when it does not end within the buffer, more is read and it is parsed again.
      const auto outcome = parse(fields);
      if (outcome == Outcome::record) return true;
      if (outcome == Outcome::blank) continue;
      if (outcome == Outcome::end) return false;
      if (outcome == Outcome::stray_quote)
        return Error{ErrorCode::invalid_argument,
                     place() + ": text after a closing quote; wanted the delimiter or the end of the line"};
      if (ended_)
        return Error{ErrorCode::invalid_argument, place() + ": a quote is not closed before the end of the file"};
      SKEIN_TRY(fill());
    }
  }
  std::uint64_t line() const override { return line_; }
  std::uint64_t bytes_read() const override { return taken_ + at_; }
  std::uint64_t size() const override { return size_; }
  const std::string& path() const override { return path_; }

 private:
  enum class Outcome { record, blank, end, more, stray_quote };

  std::string place() const { return path_ + ":" + std::to_string(next_line_); }

  Result<void> start() {
    started_ = true;
    SKEIN_TRY(fill());
    if (std::string_view(buffer_).starts_with("\xef\xbb\xbf")) at_ = 3;
    return {};
  }

  Result<void> fill() {
    taken_ += at_;
    buffer_.erase(0, at_);
    at_ = 0;
    if (buffer_.size() > record_limit)
      return Error{ErrorCode::invalid_argument,
                   place() + ": a record of more than 256 MiB; is a quote not closed?"};
    const auto old = buffer_.size();
    const auto want = std::max(chunk_bytes, old);  // doubling, so that a long record is not parsed again and again
    buffer_.resize(old + want);
    std::size_t got = 0;
    while (got < want) {
      const auto n = ::read(descriptor_, buffer_.data() + old + got, want - got);
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
    buffer_.resize(old + got);
    return {};
  }

  Outcome parse(std::vector<CsvField>& fields) {
    fields.clear();
    unescaped_.clear();
    const char* p = buffer_.data() + at_;
    const char* const end = buffer_.data() + buffer_.size();
    if (p == end) return ended_ ? Outcome::end : Outcome::more;
    std::uint64_t lines = 0;
    for (;;) {
      if (p < end && *p == options_.quote) {
        bool doubled = false;
        const char* const first = ++p;
        for (;; ++p) {
          while (p < end && *p != options_.quote && *p != '\n') ++p;
          if (p == end) return Outcome::more;
          if (*p == '\n') {
            ++lines;
            continue;
          }
          if (p + 1 == end && !ended_) return Outcome::more;
          if (p + 1 == end || p[1] != options_.quote) break;
          doubled = true;
          ++p;
        }
        const std::string_view raw(first, static_cast<std::size_t>(p - first));
        ++p;
        fields.push_back({doubled ? unescape(raw) : raw, true});
        if (p < end && *p != options_.delimiter && *p != '\n' && *p != '\r') return Outcome::stray_quote;
      } else {
        const char* const first = p;
        while (p < end && *p != options_.delimiter && *p != '\n') ++p;
        if (p == end && !ended_) return Outcome::more;
        auto length = static_cast<std::size_t>(p - first);
        if ((p == end || *p == '\n') && length > 0 && first[length - 1] == '\r') --length;
        fields.push_back({std::string_view(first, length), false});
      }
      if (p < end && *p == '\r') {
        if (p + 1 == end && !ended_) return Outcome::more;
        if (p + 1 < end && p[1] != '\n') return Outcome::stray_quote;
        ++p;
      }
      if (p == end && !ended_) return Outcome::more;
      if (p == end || *p == '\n') {
        line_ = next_line_;
        next_line_ += lines + 1;
        at_ = static_cast<std::size_t>((p == end ? p : p + 1) - buffer_.data());
        return fields.size() == 1 && fields[0].text.empty() && !fields[0].quoted ? Outcome::blank : Outcome::record;
      }
      ++p;  // the delimiter
    }
  }

  // Doubled quotes made single; the texts live until the next record.
  std::string_view unescape(std::string_view raw) {
    auto& text = unescaped_.emplace_back(std::make_unique<std::string>());
    text->reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
      text->push_back(raw[i]);
      if (raw[i] == options_.quote) ++i;
    }
    return *text;
  }

  int descriptor_;
  std::string path_;
  std::uint64_t size_;
  CsvOptions options_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t taken_ = 0;  // bytes that have left the buffer
  std::uint64_t line_ = 0, next_line_ = 1;
  bool started_ = false, ended_ = false;
  std::vector<std::unique_ptr<std::string>> unescaped_;
};

}  // namespace

Result<std::unique_ptr<CsvReader>> CsvReader::open(const std::string& path, const CsvOptions& options) {
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
  return std::unique_ptr<CsvReader>(std::make_unique<FileCsvReader>(descriptor, path, size, options));
}

}  // namespace skein::graph
