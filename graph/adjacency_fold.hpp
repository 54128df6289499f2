// Folding a transaction's delta keys into the stored adjacency blocks, at its commit.
#pragma once

#include <span>

#include "graph/adjacency.hpp"

namespace skein::graph {

// When a section takes parts of its own, and how many relationships a part holds at most.
struct FoldLimits {
  std::size_t inline_count = 1024;  // relationships of one type in the head
  std::size_t inline_bytes = 4096;  // of one section's body
  std::size_t head_bytes = 16384;   // of all bodies
  std::size_t part_count = 1024;
  std::size_t part_bytes = 16384;   // of the property columns of a part
};

// Reads the deltas out of `deltas` (entries whose keys start with keys::delta_prefix()) and writes the blocks they
// lead to into `target`, whose base is the newest committed state. Error: conflict, when that state already has a
// relationship to be added or lacks one to be removed or changed.
Result<void> fold_deltas(const Overlay::Entries& deltas, Overlay& target, const FoldLimits& limits = {});

// Makes the records of a whole section: a body for the head, or parts written through `put_part`.
struct FoldedSection {
  std::uint64_t degree = 0;
  bool split = false;
  std::string body;
};
using PutPart = std::function<void(std::string key, std::string value)>;
FoldedSection fold_new_section(keys::Side side, NodeId node, TypeId type, const EdgeList& list, bool split,
                               const FoldLimits& limits, const PutPart& put);
// All records of a node that had no relationships on this side, in no particular order. Lists by type, ascending.
void fold_new_node(keys::Side side, NodeId node, std::span<const std::pair<TypeId, EdgeList>> lists,
                   const FoldLimits& limits, const PutPart& put);

// Appends relationships to an EdgeList, whose columns grow as keys turn up.
class EdgeListBuilder {
 public:
  void add(NodeId other, std::uint32_t ordinal) {
    list_.others.push_back(other);
    list_.ordinals.push_back(ordinal);
  }
  void set(KeyId key, Value value);  // of the one added last
  // Puts the list into `out`, whose memory serves the next one.
  void finish(EdgeList& out);

 private:
  EdgeList list_;
  std::vector<std::vector<Value>> spare_;  // empty columns
};

}  // namespace skein::graph
