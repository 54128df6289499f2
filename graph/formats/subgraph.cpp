#include "graph/formats/subgraph.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace skein::graph::formats {

namespace {

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Looks now and then whether the walk should go on.
class Steps {
 public:
  explicit Steps(const Subgraph& part) : context_(part.context) {}
  Result<void> next() {
    if (context_ == nullptr || ++count_ % 1024 != 0) return {};
    return context_->check();
  }

 private:
  const QueryContext* context_;
  std::uint64_t count_ = 0;
};

std::vector<TypeId> types_by_name(const Transaction& transaction) {
  auto types = transaction.catalog().types();
  const CatalogView& catalog = transaction.catalog();
  std::sort(types.begin(), types.end(),
            [&](TypeId a, TypeId b) { return catalog.name(a) < catalog.name(b); });
  return types;
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
  Steps steps(part);
  if (!part.everything) {
    for (const NodeId node : part.nodes) {
      SKEIN_TRY(steps.next());
      SKEIN_TRY(visit(node));
    }
    return {};
  }
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  for (;;) {
    SKEIN_TRY(scan->next(nodes, 1024));
    if (nodes.empty()) return {};
    for (const NodeId node : nodes) {
      SKEIN_TRY(steps.next());
      SKEIN_TRY(visit(node));
    }
  }
}

Result<void> for_each_relationship(const Transaction& transaction, const Subgraph& part,
                                   const std::function<Result<void>(const RelationshipId&)>& visit) {
  Steps steps(part);
  const auto step = [&](const RelationshipId& relationship) -> Result<void> {
    SKEIN_TRY(steps.next());
    return visit(relationship);
  };
  if (!part.everything) {
    for (const TypeId type : types_by_name(transaction)) {
      const auto before = [](const RelationshipId& r, TypeId t) { return r.type < t; };
      auto at = std::lower_bound(part.relationships.begin(), part.relationships.end(), type, before);
      for (; at != part.relationships.end() && at->type == type; ++at) SKEIN_TRY(step(*at));
    }
    return {};
  }
  Result<void> result;
  for (const TypeId type : types_by_name(transaction)) {
    SKEIN_TRY(transaction.scan_relationships(type, [&](const RelationshipId& relationship) {
      result = step(relationship);
      return result.ok();
    }));
    if (!result) return result;
  }
  return {};
}

Result<NodeNumbers> NodeNumbers::of(const Transaction& transaction, const Subgraph& part) {
  NodeNumbers numbers;
  auto& nodes = numbers.nodes_;
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    nodes.push_back(node);
    return {};
  }));
  numbers.count_ = nodes.size();
  if (nodes.empty() || nodes.size() >= std::numeric_limits<std::uint32_t>::max()) return numbers;
  const std::uint64_t range = nodes.back().value - nodes.front().value + 1;
  if (range / 2 > nodes.size()) return numbers;
  numbers.first_ = nodes.front();
  numbers.table_.assign(range, 0);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    numbers.table_[nodes[i].value - numbers.first_.value] = static_cast<std::uint32_t>(i + 1);
  nodes = {};
  return numbers;
}

std::uint64_t NodeNumbers::operator()(NodeId node) const {
  if (!table_.empty()) {
    const std::uint64_t at = node.value - first_.value;
    return node.value >= first_.value && at < table_.size() ? table_[at] : 0;
  }
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  return found != nodes_.end() && *found == node ? static_cast<std::uint64_t>(found - nodes_.begin()) + 1 : 0;
}

}  // namespace skein::graph::formats
