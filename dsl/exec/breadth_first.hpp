// The nodes that lie within some hops of a node, each once, in the order of a breadth-first search over
// adjacency in memory. Nodes met are marked in a bitmap, which is kept for the next search and emptied by the
// nodes found, so that a search costs what it finds.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

class BreadthFirst {
 public:
  using Node = graph::CachedNode;
  BreadthFirst() = default;
  BreadthFirst(const BreadthFirst&) = delete;
  BreadthFirst& operator=(const BreadthFirst&) = delete;

  // The nodes at the ends of walks of 1 .. most hops from `from`; `from` itself among them when a walk leads
  // back to it, unless it is `known` to be wanted already. The view lives until the next search. Errors: of
  // the query's check.
  Result<std::span<const Node>> search(std::span<const Neighbours::Walk> walks, Node from, std::int64_t most,
                                       bool known, const graph::QueryContext& query) {
    seen_.resize(std::max<std::size_t>(seen_.size(), Neighbours::node_end(walks) / 64 + 1));
    nodes_.resize(std::max<std::size_t>(nodes_.size(), 1024));
    nodes_[0] = from;
    if (known) mark(from);
    std::size_t size = 1;
    auto done = levels(walks, most, query, size);
    for (std::size_t i = 0; i < size; ++i) seen_[nodes_[i] >> 6] = 0;
    SKEIN_TRY(std::move(done));
    return std::span<const Node>(nodes_).subspan(1, size - 1);
  }

 private:
  void mark(Node node) { seen_[node >> 6] |= std::uint64_t{1} << (node & 63); }

  Result<void> levels(std::span<const Neighbours::Walk> walks, std::int64_t most,
                      const graph::QueryContext& query, std::size_t& size) {
    std::size_t begin = 0;
    for (std::int64_t depth = 0; depth < most && begin < size; ++depth) {
      const std::size_t end = size;
      for (std::size_t i = begin; i < end; ++i) {
        if ((i & 0xfff) == 0xfff) SKEIN_TRY(query.check());
        for (const auto& walk : walks) {
          if (i + 4 < end) prefetch(*walk.csr, nodes_[i + 4]);
          size = add(walk.csr->of(nodes_[i]), size);
        }
      }
      SKEIN_TRY(query.check());
      begin = end;
    }
    return {};
  }
  // Where the node's relationships stand lies anywhere in memory.
  static void prefetch(const graph::Csr& csr, Node node) {
    if (const auto offsets = csr.offsets(); node < offsets.size()) __builtin_prefetch(&offsets[node]);
  }
  // Without a branch on what was seen, which nothing could foresee.
  std::size_t add(std::span<const Node> others, std::size_t size) {
    if (nodes_.size() < size + others.size()) nodes_.resize(2 * (size + others.size()));
    auto* const nodes = nodes_.data();
    auto* const seen = seen_.data();
    for (const Node other : others) {
      auto& word = seen[other >> 6];
      const auto bit = std::uint64_t{1} << (other & 63);
      nodes[size] = other;
      size += (word & bit) == 0 ? 1 : 0;
      word |= bit;
    }
    return size;
  }

  std::vector<std::uint64_t> seen_;
  std::vector<Node> nodes_;  // the start, then what was found
};

}  // namespace skein::dsl::exec
