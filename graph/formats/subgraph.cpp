#include "graph/formats/subgraph.hpp"

#include <algorithm>
#include <tuple>

namespace skein::graph::formats {

namespace {

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

void Subgraph::normalise() {
  for (const auto& r : relationships) {
    nodes.push_back(r.from);
    nodes.push_back(r.to);
  }
  sort_unique(nodes);
  std::sort(relationships.begin(), relationships.end(), [](const RelationshipId& a, const RelationshipId& b) {
    return std::tie(a.type, a.from, a.to, a.ordinal) < std::tie(b.type, b.from, b.to, b.ordinal);
  });
  relationships.erase(std::unique(relationships.begin(), relationships.end()), relationships.end());
}

Result<void> for_each_node(const Transaction& transaction, const Subgraph& part,
                           const std::function<Result<void>(NodeId)>& visit) {
  if (!part.everything) {
    for (const NodeId node : part.nodes) SKEIN_TRY(visit(node));
    return {};
  }
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  for (;;) {
    SKEIN_TRY(scan->next(nodes, 1024));
    if (nodes.empty()) return {};
    for (const NodeId node : nodes) SKEIN_TRY(visit(node));
  }
}

Result<void> for_each_relationship(const Transaction& transaction, const Subgraph& part,
                                   const std::function<Result<void>(const RelationshipId&)>& visit) {
  if (!part.everything) {
    for (const auto& relationship : part.relationships) SKEIN_TRY(visit(relationship));
    return {};
  }
  Result<void> result;
  for (const TypeId type : transaction.catalog().types()) {
    SKEIN_TRY(transaction.scan_relationships(type, [&](const RelationshipId& relationship) {
      result = visit(relationship);
      return result.ok();
    }));
    if (!result) return result;
  }
  return {};
}

Result<NodeNumbers> NodeNumbers::of(const Transaction& transaction, const Subgraph& part) {
  NodeNumbers numbers;
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    numbers.nodes_.push_back(node);
    return {};
  }));
  return numbers;
}

std::uint64_t NodeNumbers::operator()(NodeId node) const {
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  return found != nodes_.end() && *found == node ? static_cast<std::uint64_t>(found - nodes_.begin()) + 1 : 0;
}

}  // namespace skein::graph::formats
