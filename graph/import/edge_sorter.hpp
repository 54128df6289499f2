// Sorts an import's relationships from both of their ends in bounded memory: by (from, type, to) with their
// properties, and by (to, type, from). They are laid into buckets by their near ends as they come; a bucket
// is sorted, within the processor's cache, when it is read, so that several threads may read and sort a side
// together. What does not fit is sorted in parts into scratch files and merged. Nodes are numbers within the
// import, so that 32 bits do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/import/edge_buckets.hpp"
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
  [[nodiscard]] std::string_view payload(std::size_t row) const { return payload_of(rows_[row], payloads_); }
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
    union {
      std::uint64_t place;
      char bytes[8];  // a length and up to seven bytes: most payloads need no look elsewhere
    } payload;
  };
  [[nodiscard]] static std::string_view payload_of(const Row& row, std::string_view payloads);
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

  // `nodes`: how many there are so far; it decides how wide buckets are, and may be a guess.
  Result<void> add(EdgeRows rows, std::uint64_t nodes);
  Result<void> finish();  // no more will be added
  // After finish(), each once: a side, cut into at most so many pieces that follow one another. Each may be
  // read by a thread of its own; they live as long as the sorter. Where parts are merged there is one piece.
  std::vector<std::unique_ptr<SortedEdges>> outgoing(std::size_t pieces);
  std::vector<std::unique_ptr<SortedEdges>> incoming(std::size_t pieces);

 private:
  // The far end's look at a relationship has no properties and needs no order: equal ones are the same.
  struct FarRow {
    std::uint32_t near, far, type;
  };
  class Part;
  class Merge;
  template <typename Row>
  class Piece;
  template <typename Row>
  std::vector<std::unique_ptr<SortedEdges>> pieces_of(EdgeBuckets<Row>& buckets, std::size_t pieces) const;
  template <typename Row>
  Result<void> spill(EdgeBuckets<Row>& buckets, std::vector<std::unique_ptr<Part>>& parts, const char* name);
  Result<void> spill();
  [[nodiscard]] static std::string_view payload_of(const EdgeRows::Row& row, std::string_view payloads);
  [[nodiscard]] static std::string_view payload_of(const FarRow&, std::string_view) { return {}; }

  std::string stem_;
  std::size_t memory_bytes_;
  EdgeBuckets<EdgeRows::Row> out_;
  EdgeBuckets<FarRow> in_;
  std::string payloads_;
  std::vector<std::unique_ptr<Part>> out_parts_, in_parts_;
  std::unique_ptr<SortedEdges> merged_out_, merged_in_;
};

}  // namespace skein::graph
