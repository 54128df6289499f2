// Reads CSV as RFC 4180 has it, a record at a time in bounded memory: quotes, doubled quotes, line ends inside quotes,
// LF or CRLF, a byte order mark at the front. Text is UTF-8 and passed on as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph {

struct CsvOptions {
  char delimiter = ',';
  char quote = '"';
};

struct CsvField {
  std::string_view text;  // quotes taken off; lives until the next record
  bool quoted = false;    // tells "" (an empty text) from nothing
};

class CsvReader {
 public:
  // Errors name the file: io when it cannot be opened.
  static Result<std::unique_ptr<CsvReader>> open(const std::string& path, const CsvOptions& options = {});
  virtual ~CsvReader() = default;
  // False at the end of the file. Blank lines are skipped. Errors name file and line.
  virtual Result<bool> next(std::vector<CsvField>& fields) = 0;
  [[nodiscard]] virtual std::uint64_t line() const = 0;        // where the last record began, from 1
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;        // of the file; 0 when it is not known (a pipe)
  [[nodiscard]] virtual const std::string& path() const = 0;
};

}  // namespace skein::graph
