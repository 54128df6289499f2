// What a running statement uses of the graph in memory (graph/cache/). Parts are asked of the store's cache
// once and then remembered until the statement changes something. A null pointer means: read through the
// transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "graph/cache/graph_cache.hpp"
#include "graph/graph.hpp"

namespace skein::dsl::exec {

class CachedGraph {
 public:
  explicit CachedGraph(const graph::Transaction& transaction) : transaction_(transaction) {}

  // `work`: how many nodes (relationships, for their properties) are about to be looked at. `changes` tells
  // states of the statement apart. Pointers hold until another value of `changes`.
  [[nodiscard]] const graph::CsrPtr& adjacency(graph::Direction side, std::optional<TypeId> type,
                                               std::uint64_t work, std::uint64_t changes);
  [[nodiscard]] const graph::PropertyColumn* node_property(KeyId key, std::uint64_t work,
                                                           std::uint64_t changes);
  [[nodiscard]] const graph::PropertyColumn* relationship_property(const graph::Csr& csr, KeyId key,
                                                                   std::uint64_t work, std::uint64_t changes);
  [[nodiscard]] const graph::NodeSet* label(LabelId label, std::uint64_t work, std::uint64_t changes);
  [[nodiscard]] const graph::NodeSet* nodes(std::uint64_t work, std::uint64_t changes);

 private:
  graph::CacheView* view(std::uint64_t changes);

  const graph::Transaction& transaction_;
  std::uint64_t changes_ = 0;
  std::map<std::pair<graph::Direction, std::uint32_t>, graph::CsrPtr> adjacency_;
  std::map<std::uint32_t, graph::PropertyColumnPtr> node_properties_;
  std::map<std::pair<const graph::Csr*, std::uint32_t>, graph::PropertyColumnPtr> relationship_properties_;
  std::map<std::uint32_t, graph::NodeSetPtr> labels_;
  graph::NodeSetPtr nodes_;
};

}  // namespace skein::dsl::exec
