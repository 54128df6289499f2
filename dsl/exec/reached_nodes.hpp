// A set of nodes that is emptied in no time and kept for the next search: nodes in the order of their coming,
// and for each id where it would stand among them (Briggs and Torczon, "An efficient representation for
// sparse sets", 1993).
#pragma once

#include <cstdint>
#include <vector>

#include "graph/cache/node_set.hpp"

namespace skein::dsl::exec {

class ReachedNodes {
 public:
  using Node = graph::CachedNode;
  // For nodes with ids below `node_end`.
  void start(Node node_end) {
    if (where_.size() < node_end) where_.resize(node_end);
    nodes_.clear();
  }
  [[nodiscard]] bool has(Node node) const {
    const auto at = where_[node];
    return at < nodes_.size() && nodes_[at] == node;
  }
  // False when it was there.
  bool add(Node node) {
    if (has(node)) return false;
    where_[node] = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(node);
    return true;
  }
  [[nodiscard]] std::uint32_t place(Node node) const { return where_[node]; }  // of one that is there
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<std::uint32_t> where_;
  std::vector<Node> nodes_;
};

}  // namespace skein::dsl::exec
