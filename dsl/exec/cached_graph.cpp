#include "dsl/exec/cached_graph.hpp"

#include <limits>

namespace skein::dsl::exec {

using storage::keys::Side;

graph::CacheView* CachedGraph::view(std::uint64_t changes) {
  if (changes != changes_) {
    adjacency_.clear();
    node_properties_.clear();
    relationship_properties_.clear();
    labels_.clear();
    nodes_.reset();
    changes_ = changes;
  }
  return transaction_.cached();
}

const graph::CsrPtr& CachedGraph::adjacency(graph::Direction side, std::optional<TypeId> type,
                                            std::uint64_t work, std::uint64_t changes) {
  auto* cached = view(changes);
  auto& known = adjacency_[{side, type ? type->value : std::numeric_limits<std::uint32_t>::max()}];
  if (!known && cached)
    known = cached->adjacency(side == graph::Direction::in ? Side::in : Side::out, type, work);
  return known;
}

const graph::PropertyColumn* CachedGraph::node_property(KeyId key, std::uint64_t work,
                                                        std::uint64_t changes) {
  auto* cached = view(changes);
  auto& known = node_properties_[key.value];
  if (!known && cached) known = cached->node_property(key, work);
  return known.get();
}

const graph::PropertyColumn* CachedGraph::relationship_property(const graph::Csr& csr, KeyId key,
                                                                std::uint64_t work, std::uint64_t changes) {
  auto* cached = view(changes);
  auto& known = relationship_properties_[{&csr, key.value}];
  if (!known && cached && csr.typed() && csr.size() > 0) {
    known = cached->relationship_property(csr.outgoing() ? Side::out : Side::in, csr.type(0), key, work);
    if (known && known->size() != csr.size()) known.reset();
  }
  return known.get();
}

const graph::NodeSet* CachedGraph::label(LabelId label, std::uint64_t work, std::uint64_t changes) {
  auto* cached = view(changes);
  auto& known = labels_[label.value];
  if (!known && cached) known = cached->label(label, work);
  return known.get();
}

const graph::NodeSet* CachedGraph::nodes(std::uint64_t work, std::uint64_t changes) {
  auto* cached = view(changes);
  if (!nodes_ && cached) nodes_ = cached->nodes(work);
  return nodes_.get();
}

}  // namespace skein::dsl::exec
