// Sorts an import's relationships by (near end, type, far end) in bounded memory: what does not fit is sorted in parts
// into scratch files and merged. Nodes are numbers within the import, so that 32 bits do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph {

struct SortedEdge {
  std::uint32_t near = 0, far = 0;
  std::uint32_t type = 0;
  std::string_view payload;  // lives until the next call
};

class EdgeSorter {
 public:
  // Scratch files are called `stem`.0, .1, ...; they go away with the sorter.
  EdgeSorter(std::string stem, std::size_t memory_bytes);
  ~EdgeSorter();
  EdgeSorter(const EdgeSorter&) = delete;
  EdgeSorter& operator=(const EdgeSorter&) = delete;

  Result<void> add(std::uint32_t near, std::uint32_t type, std::uint32_t far, std::string_view payload);
  Result<void> finish();  // no more will be added
  // In order, equal ones as they were added; false at the end.
  Result<bool> next(SortedEdge& edge);

 private:
  struct Row {
    std::uint32_t near, far;
    std::uint32_t type : 31;
    std::uint32_t apart : 1;     // the payload is in payloads_, and `payload` says where
    std::uint32_t order;         // among the rows in memory
    union {
      std::uint64_t place;
      char bytes[8];             // a length and up to seven bytes: most payloads need no look elsewhere
    } payload;
  };
  class Part;
  void sort_rows();
  [[nodiscard]] std::string_view payload_of(const Row& row) const;
  Result<void> spill();

  std::string stem_;
  std::size_t memory_bytes_;
  std::vector<Row> rows_;
  std::string payloads_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::vector<Part*> heap_;
  std::size_t at_ = 0;
  bool first_ = true;
};

}  // namespace skein::graph
