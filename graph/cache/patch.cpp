#include "graph/cache/patch.hpp"

#include <algorithm>

#include "graph/adjacency.hpp"
#include "graph/node_chunk.hpp"
#include "graph/node_store.hpp"
#include "graph/overlay.hpp"

namespace skein::graph::cache {

namespace keys = storage::keys;

Result<NodeSet> patch_node_set(const std::shared_ptr<const storage::Snapshot>& snapshot, const NodeSet& set,
                               keys::SetKind kind, std::uint32_t id, std::span<const std::uint64_t> nodes,
                               std::uint64_t id_limit) {
  std::vector<std::uint64_t> words(set.words().begin(), set.words().end());
  std::optional<std::uint64_t> last;
  for (const auto node : nodes) {
    if (node >= id_limit) return Error{ErrorCode::limit, "node ids are too large to be held in memory"};
    const auto number = node >> keys::set_chunk_bits;
    if (last == number) continue;
    last = number;
    NodeChunk chunk;
    SKEIN_ASSIGN(const auto bytes, snapshot->get(encode(keys::SetKey{kind, id, number})));
    if (bytes) {
      SKEIN_ASSIGN(chunk, decode_node_chunk(*bytes));
    }
    const auto first = number * chunk.words.size();
    if (chunk.empty() && first >= words.size()) continue;
    if (words.size() < first + chunk.words.size()) words.resize(first + chunk.words.size());
    std::copy(chunk.words.begin(), chunk.words.end(), words.begin() + static_cast<std::ptrdiff_t>(first));
  }
  while (!words.empty() && words.back() == 0) words.pop_back();
  return NodeSet(std::move(words));
}

Result<std::optional<Csr>> patch_csr(const std::shared_ptr<const storage::Snapshot>& snapshot, const Csr& csr,
                                     std::optional<TypeId> type, std::span<const TypeId> left_out,
                                     std::span<const std::uint64_t> nodes, Csr::Node node_end) {
  Overlay overlay(snapshot);
  const Adjacency adjacency(overlay);
  const auto side = csr.outgoing() ? keys::Side::out : keys::Side::in;
  const TypeFilter filter{type ? std::span(&*type, 1) : std::span<const TypeId>(), left_out};
  std::vector<Csr::Row> rows;
  std::vector<Neighbour> found;
  for (const auto id : nodes) {
    if (id >= node_end) return Error{ErrorCode::limit, "a relationship leaves the nodes that are known"};
    const auto node = static_cast<Csr::Node>(id);
    found.clear();
    SKEIN_TRY(adjacency.expand(side, NodeId(id), filter, false, found));
    const auto range = csr.range(node);
    bool same = range.size() == found.size();
    for (std::size_t i = 0; same && i < found.size(); ++i)
      same = csr.relationship(node, range.begin + static_cast<Csr::Position>(i)) == found[i].relationship;
    if (same) continue;
    Csr::Row row{node, {}};
    for (const auto& one : found) {
      if (one.node.value >= node_end)
        return Error{ErrorCode::limit, "a relationship leaves the nodes that are known"};
      row.entries.push_back(
          {one.relationship.type, static_cast<Csr::Node>(one.node.value), one.relationship.ordinal});
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return std::optional<Csr>();
  return std::optional(csr.with_rows(rows, node_end));
}

Result<std::optional<PropertyColumn>> patch_node_property(
    const std::shared_ptr<const storage::Snapshot>& snapshot, const PropertyColumn& column, KeyId key,
    std::span<const std::uint64_t> nodes, Csr::Node node_end) {
  const Overlay overlay(snapshot);
  const NodeStore store(overlay);
  std::vector<std::pair<std::uint32_t, Value>> changes;
  for (const auto id : nodes) {
    SKEIN_ASSIGN(auto found, store.property(NodeId(id), key));
    Value value = found ? std::move(*found) : Value();
    if (column.value(id).identical(value)) continue;
    if (id >= node_end) return Error{ErrorCode::limit, "a node beyond those that are known"};
    changes.emplace_back(static_cast<std::uint32_t>(id), std::move(value));
  }
  if (changes.empty()) return std::optional<PropertyColumn>();
  auto changed = column.with(changes, std::max<std::size_t>(column.size(), node_end));
  if (!changed) return Error{ErrorCode::limit, "a value of another kind"};
  return changed;
}

}  // namespace skein::graph::cache
