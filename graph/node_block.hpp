// The record of up to 64 nodes with neighbouring ids, a column for each property: small on disk, read a column at a time
// for many nodes or across for one.
//   version:1 existing:8 (bits, little-endian) origins:1 (0 all written, 1 all derived, 2 a bitmap:8 of derived ones)
//   labels: length varint, a column of texts, each a node's labels as varint differences
//   columns to the end: (key varint, length varint, column)... ascending by key; see column_codec.hpp
// Columns hold a row for each existing node.
#pragma once

#include <array>
#include <bit>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/node_row.hpp"

namespace skein::graph {

inline constexpr unsigned block_nodes = 64;

using BlockRows = std::array<std::optional<NodeRow>, block_nodes>;

// Empty when no node exists.
std::string encode_block(const BlockRows& rows);

class NodeBlockView {
 public:
  // A view of `bytes`, which must outlive it.
  static Result<NodeBlockView> open(std::string_view bytes);
  [[nodiscard]] bool has(unsigned place) const { return (existing_ >> place & 1) != 0; }
  [[nodiscard]] std::uint64_t existing() const { return existing_; }
  [[nodiscard]] Origin origin(unsigned place) const {
    return (derived_ >> place & 1) != 0 ? Origin::derived : Origin::written;
  }
  // Of an existing node.
  [[nodiscard]] Result<std::vector<LabelId>> labels(unsigned place) const;
  [[nodiscard]] Result<Value> property(unsigned place, KeyId key) const;  // Null when absent
  [[nodiscard]] Result<NodeRow> row(unsigned place) const;
  // All values of a key at once, a place each; Null where there is none.
  Result<void> column(KeyId key, std::vector<Value>& out) const;
  // That column as it is stored, a row for each existing place (column_codec.hpp); empty when there is none.
  [[nodiscard]] Result<std::string_view> column_bytes(KeyId key) const;
  Result<void> rows(BlockRows& out) const;

 private:
  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(std::popcount(existing_)); }
  [[nodiscard]] std::size_t rank(unsigned place) const {
    return static_cast<std::size_t>(std::popcount(existing_ & ((std::uint64_t{1} << place) - 1)));
  }
  std::uint64_t existing_ = 0, derived_ = 0;
  std::string_view labels_, columns_;
};

}  // namespace skein::graph
