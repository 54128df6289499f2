#include "graph/formats/explorer_part.hpp"

#include <algorithm>
#include <unordered_map>

namespace skein::graph::formats {

Result<Subgraph> explorer_part(const Transaction& transaction, std::size_t most_nodes) {
  constexpr std::size_t most_relationships = 500'000;
  const auto& catalog = transaction.catalog();
  const auto document = catalog.label("Document");
  std::vector<NodeId> nodes, batch;
  std::unordered_map<std::uint64_t, std::size_t> degrees;  // of all that may be shown
  const bool few = catalog.node_count() <= most_relationships;
  if (few) {  // those without any relationship as well
    SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
    std::vector<std::uint8_t> is_document;
    for (;;) {
      SKEIN_TRY(scan->next(batch, 4096));
      if (batch.empty()) break;
      is_document.assign(batch.size(), 0);
      if (document) SKEIN_TRY(transaction.label_column(batch, *document, is_document));
      for (std::size_t i = 0; i < batch.size(); ++i)
        if (is_document[i] == 0) degrees[batch[i].value] = 0;
    }
  }
  Subgraph part;
  part.everything = false;
  for (const TypeId type : catalog.types()) {
    if (catalog.name(type) == "MENTIONS") continue;
    SKEIN_TRY(transaction.scan_relationships(type, [&](const RelationshipId& r) {
      if (few && (!degrees.contains(r.from.value) || !degrees.contains(r.to.value))) return true;
      ++degrees[r.from.value];
      ++degrees[r.to.value];
      part.relationships.push_back(r);
      return part.relationships.size() < most_relationships;
    }));
    if (part.relationships.size() >= most_relationships) break;
  }
  for (const auto& [node, degree] : degrees) nodes.push_back(NodeId{node});
  const auto better = [&](NodeId a, NodeId b) {
    const std::size_t da = degrees.at(a.value), db = degrees.at(b.value);
    return da != db ? da > db : a < b;
  };
  if (nodes.size() > most_nodes) {
    std::nth_element(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(most_nodes), nodes.end(),
                     better);
    nodes.resize(most_nodes);
  }
  std::sort(nodes.begin(), nodes.end());
  const auto kept = [&](NodeId node) { return std::binary_search(nodes.begin(), nodes.end(), node); };
  std::erase_if(part.relationships, [&](const RelationshipId& r) { return !kept(r.from) || !kept(r.to); });
  part.nodes = std::move(nodes);
  part.normalise();
  return part;
}

}  // namespace skein::graph::formats
