// Gathers a set of nodes that come in ascending order, a chunk at a time.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "graph/node_chunk.hpp"
#include "graph/overlay.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

class SetWriter {
 public:
  void add(NodeId node) {
    const auto number = node.value >> storage::keys::set_chunk_bits;
    if (chunks_.empty() || number != chunks_.back().first) chunks_.emplace_back(number, NodeChunk());
    chunks_.back().second.set(static_cast<unsigned>(node.value & (NodeChunk::size - 1)), true);
    ++count_;
  }
  // Puts the nodes into the set.
  void write(Overlay& overlay, storage::keys::SetKind kind, std::uint32_t id) const {
    for (const auto& [number, chunk] : chunks_)
      overlay.add_to_set(encode(storage::keys::SetKey{kind, id, number}), chunk);
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::vector<std::pair<std::uint64_t, NodeChunk>> chunks_;
  std::uint64_t count_ = 0;
};

}  // namespace skein::graph
