// A CSV file in blocks of whole records, so that several threads can parse it: finding where records end is
// much quicker than parsing them. Memory is bounded by the longest record.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "graph/formats/csv_records.hpp"
#include "storage/result.hpp"

namespace skein::graph {

struct CsvBlock {
  std::string text;              // whole records
  std::uint64_t line = 1;        // the number of its first line
  std::uint64_t bytes_read = 0;  // of the file, up to the end of this block
};

class CsvBlocks {
 public:
  static constexpr std::size_t usual_bytes = 1u << 20;
  // Errors name the file: io when it cannot be opened.
  static Result<std::unique_ptr<CsvBlocks>> open(const std::string& path, const CsvOptions& options = {},
                                                 std::size_t block_bytes = usual_bytes);
  virtual ~CsvBlocks() = default;
  // False at the end of the file. A byte order mark at its front is left out. Errors: io; invalid_argument
  // for a record that never seems to end.
  virtual Result<bool> next(CsvBlock& block) = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;  // of the file; 0 when it is not known (a pipe)
  [[nodiscard]] virtual const std::string& path() const = 0;
};

}  // namespace skein::graph
