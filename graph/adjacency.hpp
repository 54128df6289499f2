// Relationships over an overlay. A transaction keeps its own changes as delta keys in its overlay ('~', one a
// relationship and side); reads merge them with the stored blocks, and the commit folds them in (adjacency_fold.hpp).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "graph/adjacency_block.hpp"
#include "graph/graph.hpp"
#include "graph/overlay.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

namespace keys = storage::keys;

// Which types a walk takes: the named ones, or all asserted ones.
struct TypeFilter {
  std::span<const TypeId> types;             // empty: every type that is not in `not_asserted`
  std::span<const TypeId> not_asserted;
  [[nodiscard]] bool takes(TypeId type) const {
    if (!types.empty()) {
      for (const auto one : types)
        if (one == type) return true;
      return false;
    }
    for (const auto one : not_asserted)
      if (one == type) return false;
    return true;
  }
};

// What a transaction did to one relationship. `update` replaces all properties of a stored one.
enum class DeltaOp : std::uint8_t { add = 1, remove = 2, update = 3 };
struct Delta {
  DeltaOp op;
  Properties properties;  // on the out side; the origin among them (origin_key)
};
std::string encode(const Delta& delta);
Result<Delta> decode_delta(std::string_view bytes);

class Adjacency {
 public:
  explicit Adjacency(Overlay& overlay) : overlay_(overlay) {}

  // Appends in (type, other, ordinal) order. With skip_loops self-loops are left out.
  Result<void> expand(keys::Side side, NodeId node, const TypeFilter& filter, bool skip_loops,
                      std::vector<Neighbour>& out) const;
  // The same for many nodes: those of nodes[i] are out[offsets[i]] .. out[offsets[i + 1]]. One walk over the heads when
  // the nodes ascend and stand close together.
  Result<void> expand_each(keys::Side side, std::span<const NodeId> nodes, const TypeFilter& filter, bool skip_loops,
                           std::vector<std::size_t>& offsets, std::vector<Neighbour>& out) const;
  [[nodiscard]] bool changed() const;  // has the transaction changed any relationship?
  Result<std::uint64_t> degree(keys::Side side, NodeId node, const TypeFilter& filter) const;
  Result<std::uint64_t> loops(NodeId node, const TypeFilter& filter) const;
  Result<bool> has_any(NodeId node) const;  // of any type, on either side
  Result<bool> exists(const RelationshipId& relationship) const;
  Result<void> between(NodeId from, NodeId to, TypeId type, std::vector<RelationshipId>& out) const;

  // All properties, the origin among them. Error: not_found.
  Result<Properties> row(const RelationshipId& relationship) const;
  Result<Value> property(const RelationshipId& relationship, KeyId key) const;
  Result<void> column(std::span<const RelationshipId> relationships, KeyId key, std::vector<Value>& out) const;

  // False from `visit` ends the scan; told by the result.
  using Visit = std::function<bool(const RelationshipId&)>;
  Result<bool> scan_type(TypeId type, const Visit& visit) const;

  Result<RelationshipId> create(NodeId from, TypeId type, NodeId to, Properties row);
  Result<void> replace_row(const RelationshipId& relationship, Properties row);
  Result<void> remove(const RelationshipId& relationship);  // error: not_found

 private:
  using OwnRange = std::pair<Overlay::Entries::const_iterator, Overlay::Entries::const_iterator>;
  [[nodiscard]] OwnRange own(const std::string& prefix) const;
  // Stored relationships, own changes left out.
  template <typename Visitor>
  Result<void> visit_stored(keys::Side side, NodeId node, const TypeFilter& filter, Visitor visit) const;
  template <typename Visitor>
  Result<void> visit_section(keys::Side side, NodeId node, const Section& section, Visitor visit) const;

  Result<void> expand_ascending(keys::Side side, std::span<const NodeId> nodes, const TypeFilter& filter,
                                bool skip_loops, std::vector<std::size_t>& offsets, std::vector<Neighbour>& out) const;

  // The place of a stored relationship: its block's columns and its row in them.
  struct Located {
    std::string columns;  // empty when there are none, or when they were not wanted
    std::size_t count = 0, row = 0;
  };
  Result<std::optional<Located>> locate(const RelationshipId& relationship, bool want_columns) const;

  Overlay& overlay_;
};

}  // namespace skein::graph
