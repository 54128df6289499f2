// CSV as RFC 4180 has it, record by record over text in memory: quotes, doubled quotes, line ends inside
// quotes, LF or CRLF. Text is UTF-8 and passed on as it is.
#pragma once

#include <cstdint>
#include <deque>
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

class CsvRecords {
 public:
  // `text` is whole records, the last one with or without a line end, and must outlive this. `line` is the
  // number of its first line, `path` the file's name; both are for messages.
  CsvRecords(std::string_view text, std::uint64_t line, std::string_view path, const CsvOptions& options)
      : text_(text), path_(path), next_line_(line), options_(options) {}

  // False at the end. Blank lines are skipped. Errors name file and line.
  Result<bool> next(std::vector<CsvField>& fields);
  [[nodiscard]] std::uint64_t line() const { return line_; }            // where the last record began, from 1
  [[nodiscard]] std::uint64_t next_line() const { return next_line_; }  // where the next one begins
  [[nodiscard]] std::size_t position() const { return at_; }            // bytes that the records so far take
  [[nodiscard]] std::string_view path() const { return path_; }

 private:
  enum class Outcome { record, blank, stray_quote, open_quote };
  Outcome parse(std::vector<CsvField>& fields);
  std::string_view unescape(std::string_view raw);

  std::string_view text_, path_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 0, next_line_;
  CsvOptions options_;
  std::deque<std::string> unescaped_;  // of the record at hand; texts stay where they are as it grows
};

}  // namespace skein::graph
