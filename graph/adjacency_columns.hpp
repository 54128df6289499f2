// Reads one property of many stored relationships. Those of one start node and type are expected together, as expansion
// gives them: each block is decoded once, and the next head is found a step or two along.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/adjacency_block.hpp"
#include "graph/overlay.hpp"

namespace skein::graph {

class RelationshipColumn {
 public:
  RelationshipColumn(const storage::Snapshot& snapshot, KeyId key) : snapshot_(snapshot), key_(key) {}
  // Null when the relationship lacks the property, or does not exist.
  Result<Value> at(const RelationshipId& relationship);

 private:
  using Place = std::pair<NodeId, std::uint32_t>;  // other end, ordinal
  Result<void> open_list(const RelationshipId& relationship);
  Result<void> open_part(const RelationshipId& relationship);
  Result<void> fill(NodeId node, std::string_view body, std::uint64_t count, std::string_view columns);
  void forget();
  // Does the block at hand reach from before the place to beyond it?
  [[nodiscard]] bool covers(const Place& place) const {
    return !places_.empty() && places_.front() <= place && place <= places_.back();
  }

  const storage::Snapshot& snapshot_;
  KeyId key_;
  std::unique_ptr<storage::Cursor> heads_;
  std::string wanted_;                  // the key of a head
  std::optional<RelationshipId> list_;  // whose list is open: its start node and type
  bool split_ = false;
  std::vector<Place> places_;   // of the block at hand, ascending
  std::vector<Value> values_;   // one each
  std::size_t next_ = 0;        // where the next relationship is expected
};

}  // namespace skein::graph
