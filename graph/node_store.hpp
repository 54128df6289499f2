// Nodes over an overlay. Stored nodes are in blocks of 64 (node_block.hpp); a changed or new node is a row
// record of its own beside its block (node_row.hpp) and hides what the block says of it. When a block has
// many rows beside it, the committing batch folds them in. Long rows stay outside for good, so that a block
// stays short.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "graph/node_block.hpp"
#include "graph/overlay.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

struct NodeFoldLimits {
  std::size_t rows = 16;         // rows beside a block before they are folded in
  std::size_t row_bytes = 1024;  // a longer row is not folded
};

class NodeStore {
 public:
  explicit NodeStore(const Overlay& overlay) : overlay_(overlay) {}

  [[nodiscard]] Result<bool> exists(NodeId node) const;
  // Nothing when the node does not exist.
  [[nodiscard]] Result<std::optional<NodeRow>> row(NodeId node) const;
  [[nodiscard]] Result<std::optional<std::vector<LabelId>>> labels(NodeId node) const;
  [[nodiscard]] Result<std::optional<Value>> property(NodeId node, KeyId key) const;
  // out[i] belongs to nodes[i]; Null when absent or gone.
  Result<void> column(std::span<const NodeId> nodes, KeyId key, std::vector<Value>& out) const;
  // All nodes, ascending; null for a record that cannot be read.
  Result<void> visit(const std::function<Result<void>(NodeId, const NodeRow*)>& visit) const;

  static void put(Overlay& overlay, NodeId node, const NodeRow& row);
  static void erase(Overlay& overlay, NodeId node);
  [[nodiscard]] static bool erases(const Overlay::Entry& entry);  // is this entry of a node key an erase()?

 private:
  // The records of some nodes, as they were read.
  struct Records {
    std::vector<NodeId> nodes;
    std::vector<std::optional<std::string>> rows;           // one a node
    std::vector<std::optional<std::string>> blocks;         // each once
    std::unordered_map<std::uint64_t, std::size_t> places;  // of blocks, by number
  };
  using RecordsPtr = std::shared_ptr<const Records>;

  Result<void> walk_column(std::span<const NodeId> nodes, KeyId key, std::vector<Value>& out) const;
  Result<RecordsPtr> records(std::span<const NodeId> nodes) const;

  const Overlay& overlay_;
  // Statements ask for one property of some nodes after the other.
  mutable std::mutex last_mutex_;
  mutable RecordsPtr last_;  // of a transaction that has written nothing, and of few nodes
};

// For the blocks of the rows that `own` holds: takes rows into their blocks where there are many, and drops
// what says that a node is gone which no block has. Reads and writes `target`.
Result<void> fold_nodes(const Overlay::Entries& own, Overlay& target, const NodeFoldLimits& limits);

}  // namespace skein::graph
