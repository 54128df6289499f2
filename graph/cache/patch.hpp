// Bringing a part of the cache up to date: only what a commit touched is read again. Null: the part is as it
// was. Errors: those of the store; limit, when the part had better be read anew.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "graph/cache/csr.hpp"
#include "graph/cache/property_column.hpp"
#include "storage/keys.hpp"
#include "storage/kv_store.hpp"

namespace skein::graph::cache {

Result<NodeSet> patch_node_set(const std::shared_ptr<const storage::Snapshot>& snapshot, const NodeSet& set,
                               storage::keys::SetKind kind, std::uint32_t id,
                               std::span<const std::uint64_t> nodes, std::uint64_t id_limit);
// No type: of all types but those in `left_out`.
Result<std::optional<Csr>> patch_csr(const std::shared_ptr<const storage::Snapshot>& snapshot, const Csr& csr,
                                     std::optional<TypeId> type, std::span<const TypeId> left_out,
                                     std::span<const std::uint64_t> nodes, Csr::Node node_end);
Result<std::optional<PropertyColumn>> patch_node_property(
    const std::shared_ptr<const storage::Snapshot>& snapshot, const PropertyColumn& column, KeyId key,
    std::span<const std::uint64_t> nodes, Csr::Node node_end);

}  // namespace skein::graph::cache
