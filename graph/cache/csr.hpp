// Relationships in compressed sparse rows: for each node the other ends of its relationships on one side, one
// after the other. Of one type, ascending, so that spans can be intersected; or of all asserted types, by
// (type, other end). A relationship is told by its position: 0 .. size() - 1, counted over all nodes.
//
// Rows are found by node id where most nodes have relationships; else (a rare type of a large graph) through
// a bitmap with ranks, which takes a byte and a half a word of 64 ids instead of four bytes an id.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "graph/cache/node_set.hpp"
#include "storage/ids.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

class Csr {
 public:
  using Node = CachedNode;
  using Position = std::uint32_t;
  struct Range {
    Position begin = 0, end = 0;
    [[nodiscard]] Position size() const { return end - begin; }
  };

  [[nodiscard]] std::size_t size() const { return others_.size(); }  // relationships
  [[nodiscard]] Node node_end() const { return node_end_; }          // ids are below
  [[nodiscard]] std::size_t rows() const { return offsets_.size() - 1; }
  [[nodiscard]] bool outgoing() const { return side_ == storage::keys::Side::out; }
  [[nodiscard]] bool typed() const { return typed_; }

  // The positions of a node's relationships.
  [[nodiscard]] Range range(Node node) const {
    if (node >= node_end_) return {};
    if (words_.empty()) return {offsets_[node], offsets_[node + 1]};
    const auto word = words_[node >> 6];
    const auto bit = std::uint64_t{1} << (node & 63);
    if ((word & bit) == 0) return {};
    const auto row = ranks_[node >> 6] + static_cast<Position>(std::popcount(word & (bit - 1)));
    return {offsets_[row], offsets_[row + 1]};
  }
  [[nodiscard]] Position degree(Node node) const { return range(node).size(); }
  // The other ends; a view that lives as long as the Csr. Ascending when typed; parallels repeat.
  [[nodiscard]] std::span<const Node> of(Node node) const {
    const auto at = range(node);
    return {others_.data() + at.begin, at.size()};
  }
  [[nodiscard]] std::span<const Node> others() const { return others_; }  // by position
  // When every id has a row, their starts: offsets()[id] .. offsets()[id + 1]; else empty.
  [[nodiscard]] std::span<const Position> offsets() const {
    return words_.empty() ? std::span<const Position>(offsets_) : std::span<const Position>();
  }
  // visit(node, Range) for each node that may have relationships, with ids in [first, last), ascending.
  template <typename Visit>
  void for_each_row(Node first, Node last, Visit visit) const;

  [[nodiscard]] TypeId type(Position at) const { return typed_ ? type_ : types_[at]; }
  [[nodiscard]] bool has_ordinals() const { return !ordinals_.empty(); }  // else all are 0
  [[nodiscard]] std::uint32_t ordinal(Position at) const { return ordinals_.empty() ? 0 : ordinals_[at]; }
  [[nodiscard]] RelationshipId relationship(Node node, Position at) const {
    const NodeId here(node), other(others_[at]);
    return outgoing() ? RelationshipId{here, other, type(at), ordinal(at)}
                      : RelationshipId{other, here, type(at), ordinal(at)};
  }
  [[nodiscard]] const NodeSet& sources() const { return sources_; }  // the nodes with relationships here
  [[nodiscard]] const NodeSet& ends() const { return ends_; }        // the nodes at their other ends
  // Are there relationships from a node to itself? Known once and for all.
  [[nodiscard]] bool any_loops() const { return loops_; }
  [[nodiscard]] std::size_t bytes() const;

  // The same relationships seen from the other side. `positions`, when wanted, gets the position there of
  // each here.
  [[nodiscard]] Csr transposed(std::vector<Position>* positions = nullptr) const;

  // All relationships of one node, in order.
  struct Row {
    struct Entry {
      TypeId type;
      Node other;
      std::uint32_t ordinal;
    };
    Node node;
    std::vector<Entry> entries;
  };
  // The same but for some nodes, ascending.
  [[nodiscard]] Csr with_rows(std::span<const Row> rows, Node node_end) const;

 private:
  friend class CsrBuilder;
  storage::keys::Side side_ = storage::keys::Side::out;
  TypeId type_;
  bool typed_ = true;
  Node node_end_ = 0;
  std::vector<Position> offsets_{0};
  std::vector<std::uint64_t> words_;  // with rows of their own; empty: all ids have one
  std::vector<Position> ranks_;       // rows before each word
  std::vector<Node> others_;
  std::vector<TypeId> types_;            // one each, when of all types
  std::vector<std::uint32_t> ordinals_;  // one each, when any is not 0
  NodeSet sources_, ends_;
  bool loops_ = false;
};

// Takes relationships by node, ascending, each node's in the order wanted.
class CsrBuilder {
 public:
  // No type: each relationship says its own.
  CsrBuilder(storage::keys::Side side, std::optional<TypeId> type, Csr::Node node_end);
  void reserve(std::size_t relationships) { csr_.others_.reserve(relationships); }
  void start(Csr::Node node) { sources_.emplace_back(node, static_cast<Csr::Position>(csr_.others_.size())); }
  void add(Csr::Node other, std::uint32_t ordinal) {
    csr_.loops_ |= other == sources_.back().first;
    if (ordinal != 0 || !csr_.ordinals_.empty()) add_ordinal(ordinal);
    csr_.others_.push_back(other);
  }
  void add(TypeId type, Csr::Node other, std::uint32_t ordinal) {
    csr_.types_.push_back(type);
    add(other, ordinal);
  }
  [[nodiscard]] std::size_t size() const { return csr_.others_.size(); }
  // Appends what another builder took, whose nodes all come after those of this one.
  void append(CsrBuilder&& later);
  [[nodiscard]] Csr finish();

 private:
  void add_ordinal(std::uint32_t ordinal) {
    csr_.ordinals_.resize(csr_.others_.size());
    csr_.ordinals_.push_back(ordinal);
  }
  Csr csr_;
  std::vector<std::pair<Csr::Node, Csr::Position>> sources_;  // with the position of the first
};

template <typename Visit>
void Csr::for_each_row(Node first, Node last, Visit visit) const {
  last = std::min(last, node_end_);
  if (words_.empty()) {
    for (Node node = first; node < last; ++node) visit(node, Range{offsets_[node], offsets_[node + 1]});
    return;
  }
  for (std::size_t i = first >> 6; i < words_.size() && i * 64 < last; ++i) {
    auto row = ranks_[i];
    for (auto word = words_[i]; word != 0; word &= word - 1, ++row) {
      const auto node = static_cast<Node>(i * 64 + static_cast<unsigned>(std::countr_zero(word)));
      if (node >= first && node < last) visit(node, Range{offsets_[row], offsets_[row + 1]});
    }
  }
}

}  // namespace skein::graph
