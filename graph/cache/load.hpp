// Reading the cache's parts straight from stored blocks, without a Value or an id a relationship in between.
// All read one committed state; errors are those of the store, and corruption.
#pragma once

#include <optional>
#include <span>

#include "graph/cache/csr.hpp"
#include "graph/cache/node_set.hpp"
#include "graph/cache/property_column.hpp"
#include "storage/keys.hpp"
#include "storage/kv_store.hpp"

namespace skein::graph::cache {

// Errors: limit, when an id is not below `id_limit`.
Result<NodeSet> load_node_set(const storage::Snapshot& snapshot, storage::keys::SetKind kind,
                              std::uint32_t id, std::uint64_t id_limit);

// The outgoing relationships of `sources`: of one type, or of all but those in `left_out`. `expected`: about
// how many.
Result<Csr> load_outgoing(const storage::Snapshot& snapshot, const NodeSet& sources,
                          std::optional<TypeId> type, std::span<const TypeId> left_out, Csr::Node node_end,
                          std::uint64_t expected);

// A property of all nodes with ids below node_end, by id.
Result<PropertyColumn> load_node_property(const storage::Snapshot& snapshot, KeyId key, Csr::Node node_end);
// A property of the relationships of a typed, outgoing Csr, by position.
Result<PropertyColumn> load_relationship_property(const storage::Snapshot& snapshot, KeyId key,
                                                  const Csr& csr);

}  // namespace skein::graph::cache
