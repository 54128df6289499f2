// Sorts an import's relationships from both of their ends in bounded memory: by (from, type, to) with their
// properties, and by (to, type, from). What does not fit is sorted in parts into scratch files and merged.
// Nodes are numbers within the import, so that 32 bits do.
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

// One side's relationships in order, equal ones as they were added.
class SortedEdges {
 public:
  virtual ~SortedEdges() = default;
  virtual Result<bool> next(SortedEdge& edge) = 0;  // false at the end
};

// Relationships as rows of an import give them.
class EdgeRows {
 public:
  void add(std::uint32_t from, std::uint32_t type, std::uint32_t to, std::string_view payload);
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t bytes() const { return rows_.size() * sizeof(Row) + payloads_.size(); }
  [[nodiscard]] std::string_view payload(std::size_t row) const { return payload_of(rows_[row]); }
  void replace_payload(std::size_t row, std::string_view payload) { set_payload(rows_[row], payload); }
  [[nodiscard]] std::uint32_t type(std::size_t row) const { return rows_[row].type; }
  // Gives each relationship the type change[type] instead of its own.
  void change_types(const std::vector<std::uint32_t>& change);

 private:
  friend class EdgeSorter;
  struct Row {
    std::uint32_t near, far;
    std::uint32_t type : 31;
    std::uint32_t apart : 1;  // the payload is in payloads_, and `payload` says where
    std::uint32_t order;      // among the rows in memory
    union {
      std::uint64_t place;
      char bytes[8];  // a length and up to seven bytes: most payloads need no look elsewhere
    } payload;
  };
  [[nodiscard]] std::string_view payload_of(const Row& row) const;
  void set_payload(Row& row, std::string_view payload);
  std::vector<Row> rows_;
  std::string payloads_;
};

class EdgeSorter {
 public:
  // Scratch files have names that begin with `stem`, which none keeps: they go with the sorter, or its
  // process.
  EdgeSorter(std::string stem, std::size_t memory_bytes);
  ~EdgeSorter();
  EdgeSorter(const EdgeSorter&) = delete;
  EdgeSorter& operator=(const EdgeSorter&) = delete;

  // `expected`: about how many there will be in all, so that memory for them grows in one step.
  Result<void> add(EdgeRows rows, std::size_t expected = 0);
  Result<void> finish();  // no more will be added
  // After finish(), once. The two may be read by two threads; they live as long as the sorter.
  [[nodiscard]] SortedEdges& outgoing() { return *out_; }
  [[nodiscard]] SortedEdges& incoming() { return *in_; }

 private:
  // The far end's look at a relationship has no properties and needs no order: equal ones are the same.
  struct FarRow {
    std::uint32_t near, far, type;
  };
  class Part;
  class Merge;
  template <typename Row, typename PayloadOf>
  class InMemory;
  void sort_rows();  // fills far_rows_ and sorts both
  Result<void> spill();

  std::string stem_;
  std::size_t memory_bytes_;
  EdgeRows rows_;
  std::vector<FarRow> far_rows_;
  std::vector<std::unique_ptr<Part>> out_parts_, in_parts_;
  std::unique_ptr<SortedEdges> out_, in_;
};

}  // namespace skein::graph
