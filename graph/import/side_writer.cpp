#include "graph/import/side_writer.hpp"

#include <algorithm>

#include "graph/node_row.hpp"

namespace skein::graph {

namespace {
constexpr std::uint64_t rows_between_reports = 1u << 16;

// It stands at the end, before the origin at most.
Properties::iterator find_evidence(Properties& properties) {
  const auto tail = properties.size() > 2 ? properties.end() - 2 : properties.begin();
  return std::find_if(tail, properties.end(), [](const auto& one) { return one.first == evidence_key; });
}

}  // namespace

Result<WrittenSide> write_side(storage::KvStore& store, storage::keys::Side side, NodeId first_node,
                               SortedEdges& edges, const FoldLimits& limits,
                               const std::function<Result<void>(std::uint64_t)>& progress,
                               const RelationshipVisit& visit) {
  WrittenSide out;
  SKEIN_ASSIGN(out.run, store.begin_run());
  std::vector<std::pair<TypeId, EdgeList>> lists;
  std::vector<std::pair<std::string, std::string>> records;
  EdgeListBuilder builder;
  std::uint64_t done = 0;

  SortedEdge edge;
  SKEIN_ASSIGN(bool more, edges.next(edge));
  while (more) {
    const auto near = edge.near;
    const NodeId node(first_node.value + near);
    lists.clear();
    while (more && edge.near == near) {
      const auto type = edge.type;
      std::uint32_t ordinal = 0, last = 0;
      bool any = false;
      while (more && edge.near == near && edge.type == type) {
        ordinal = any && edge.far == last ? ordinal + 1 : 0;
        last = edge.far;
        any = true;
        builder.add(NodeId(first_node.value + edge.far), ordinal);
        Properties properties;
        std::optional<std::size_t> evidence;
        if (!edge.payload.empty()) {
          SKEIN_ASSIGN(properties, take_properties(edge.payload));
          if (const auto at = find_evidence(properties); at != properties.end()) {
            evidence = static_cast<std::size_t>(at->second.as_int());
            properties.erase(at);
          }
        }
        if (visit)
          SKEIN_TRY(visit({node, NodeId(first_node.value + edge.far), TypeId(type), ordinal}, properties,
                          evidence));
        for (auto& [key, value] : properties) builder.set(key, std::move(value));
        if (++done % rows_between_reports == 0) SKEIN_TRY(progress(rows_between_reports));
        SKEIN_ASSIGN(more, edges.next(edge));
      }
      lists.emplace_back(TypeId(type), builder.finish());
      out.sources[TypeId(type)].add(node);
    }
    records.clear();
    fold_new_node(side, node, lists, limits, [&](std::string key, std::string value) {
      records.emplace_back(std::move(key), std::move(value));
    });
    std::sort(records.begin(), records.end());
    for (const auto& [key, value] : records) SKEIN_TRY(out.run->add(key, value));
  }
  SKEIN_TRY(progress(done % rows_between_reports));
  return out;
}

}  // namespace skein::graph
