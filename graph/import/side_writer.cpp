#include "graph/import/side_writer.hpp"

#include <algorithm>
#include <span>

#include "graph/node_row.hpp"
#include "graph/varint.hpp"
#include "storage/value_codec.hpp"

namespace skein::graph {

namespace {
constexpr std::uint64_t rows_between_reports = 1u << 16;

// Reads a row's properties into `out`, and what stands under evidence_key apart.
Result<void> read_payload(std::string_view payload, Properties& out, std::optional<std::size_t>& evidence) {
  out.clear();
  evidence.reset();
  RecordReader in(payload);
  while (in.ok() && !in.at_end()) {
    const KeyId key(static_cast<std::uint32_t>(in.varint()));
    SKEIN_ASSIGN(auto value, storage::decode_value(in.counted()));
    if (key == evidence_key)
      evidence = static_cast<std::size_t>(value.as_int());
    else
      out.emplace_back(key, std::move(value));
  }
  return {};
}

}  // namespace

Result<WrittenSide> write_side(storage::KvStore& store, storage::keys::Side side, NodeId first_node,
                               SortedEdges& edges, const FoldLimits& limits,
                               const std::function<Result<void>(std::uint64_t)>& progress,
                               const RelationshipVisit& visit) {
  WrittenSide out;
  SKEIN_ASSIGN(out.run, store.begin_run());
  std::vector<std::pair<TypeId, EdgeList>> lists;  // the first `types` of them are in use
  Properties properties;
  std::optional<std::size_t> evidence;
  std::vector<std::pair<std::string, std::string>> records;
  EdgeListBuilder builder;
  std::uint64_t done = 0;

  SortedEdge edge;
  SKEIN_ASSIGN(bool more, edges.next(edge));
  while (more) {
    const auto near = edge.near;
    const NodeId node(first_node.value + near);
    std::size_t types = 0;
    while (more && edge.near == near) {
      const auto type = edge.type;
      std::uint32_t ordinal = 0, last = 0;
      bool any = false;
      while (more && edge.near == near && edge.type == type) {
        ordinal = any && edge.far == last ? ordinal + 1 : 0;
        last = edge.far;
        any = true;
        builder.add(NodeId(first_node.value + edge.far), ordinal);
        SKEIN_TRY(read_payload(edge.payload, properties, evidence));
        if (visit)
          SKEIN_TRY(visit({node, NodeId(first_node.value + edge.far), TypeId(type), ordinal}, properties,
                          evidence));
        for (auto& [key, value] : properties) builder.set(key, std::move(value));
        if (++done % rows_between_reports == 0) SKEIN_TRY(progress(rows_between_reports));
        SKEIN_ASSIGN(more, edges.next(edge));
      }
      if (types == lists.size()) lists.emplace_back();
      lists[types].first = TypeId(type);
      builder.finish(lists[types++].second);
      out.sources[TypeId(type)].add(node);
    }
    records.clear();
    fold_new_node(side, node, std::span(lists).first(types), limits, [&](std::string key, std::string value) {
      records.emplace_back(std::move(key), std::move(value));
    });
    std::sort(records.begin(), records.end());
    for (const auto& [key, value] : records) SKEIN_TRY(out.run->add(key, value));
  }
  SKEIN_TRY(progress(done % rows_between_reports));
  return out;
}

}  // namespace skein::graph
