#include <array>

#include "graph/adjacency_block.hpp"
#include "graph/cache/load.hpp"
#include "graph/column_codec.hpp"
#include "graph/node_block.hpp"
#include "graph/node_row.hpp"

namespace skein::graph::cache {

namespace keys = storage::keys;

namespace {
constexpr auto out_side = keys::Side::out;
constexpr int steps_before_seek = 8;
}  // namespace

Result<PropertyColumn> load_node_property(const storage::Snapshot& snapshot, KeyId key, Csr::Node node_end) {
  PropertyColumnBuilder out;
  const auto cursor = snapshot.scan_once(
      keys::node_prefix(), keys::node_block((node_end + std::uint64_t{block_nodes} - 1) / block_nodes));
  std::string block;
  std::array<std::optional<Value>, block_nodes> rows;
  while (cursor->valid()) {
    block.clear();
    std::optional<std::uint64_t> number = keys::decode_node_block(cursor->key());
    if (number) {
      block = cursor->value();
      cursor->next();
    } else if (const auto node = keys::decode_node(cursor->key())) {
      number = node->value / block_nodes;
    } else {
      return Error{ErrorCode::corruption, "node: key of a wrong form"};
    }
    if (out.size() < *number * block_nodes) out.add_null(*number * block_nodes - out.size());
    // Rows beside the block hide what it says of their nodes; a row of one byte says that the node is gone.
    bool any_row = false;
    for (; cursor->valid(); cursor->next()) {
      const auto node = keys::decode_node(cursor->key());
      if (!node || node->value / block_nodes != *number) break;
      auto& row = rows[node->value % block_nodes];
      row.emplace();
      if (cursor->value().size() > 1) {
        SKEIN_ASSIGN(*row, row_property(cursor->value(), key));
      }
      any_row = true;
    }
    if (!any_row) {
      SKEIN_ASSIGN(const auto view, NodeBlockView::open(block));
      SKEIN_ASSIGN(const auto column, view.column_bytes(key));
      if (column.empty())
        out.add_null(block_nodes);
      else
        SKEIN_TRY(decode_block_column(column, view.existing(), out));
      continue;
    }
    std::vector<Value> values(block_nodes);
    if (!block.empty()) {
      SKEIN_ASSIGN(const auto view, NodeBlockView::open(block));
      SKEIN_TRY(view.column(key, values));
    }
    for (unsigned place = 0; place < block_nodes; ++place) {
      out.add(rows[place] ? *rows[place] : values[place]);
      rows[place].reset();
    }
  }
  SKEIN_TRY(cursor->status());
  if (out.size() < node_end) out.add_null(node_end - out.size());
  return out.finish();
}

Result<PropertyColumn> load_relationship_property(const storage::Snapshot& snapshot, KeyId key,
                                                  const Csr& csr) {
  PropertyColumnBuilder out;
  const auto cursor =
      snapshot.scan_once(keys::head_prefix(out_side), keys::head(out_side, NodeId(csr.node_end())));
  const auto type = csr.type(0);
  std::string wanted;
  Result<void> done;
  const auto take = [&](std::string_view columns, std::uint64_t count) -> Result<void> {
    SKEIN_ASSIGN(const auto column, find_column(columns, key));
    if (!column.empty()) return decode_column(column, count, out);
    out.add_null(count);
    return {};
  };
  const auto take_node = [&](Csr::Node node, Csr::Range at) -> Result<void> {
    if (at.size() == 0) return {};
    keys::put_head(wanted, out_side, NodeId(node));
    for (int steps = 0; cursor->valid() && cursor->key() < std::string_view(wanted);) {
      if (++steps > steps_before_seek)
        cursor->seek(wanted);
      else
        cursor->next();
    }
    if (!cursor->valid() || cursor->key() != std::string_view(wanted)) return broken_adjacency();
    HeadReader head(cursor->value());
    for (Section section; head.next(section);) {
      if (section.type != type) continue;
      if (!section.split) {
        SKEIN_ASSIGN(const auto columns, columns_of(section.body, section.degree));
        SKEIN_TRY(take(columns, section.degree));
        break;
      }
      const auto prefix = keys::part_prefix(out_side, NodeId(node), type, false);
      const auto parts = snapshot.scan_once(prefix, storage::prefix_end(prefix));
      for (; parts->valid(); parts->next()) {
        auto part_key = keys::decode_part(parts->key());
        if (!part_key) return broken_adjacency();
        SKEIN_ASSIGN(const auto part, decode_part_record(parts->value()));
        part_key->properties = true;
        SKEIN_ASSIGN(const auto record, snapshot.get(encode(*part_key)));
        std::string_view columns;
        if (record) {
          SKEIN_ASSIGN(columns, decode_part_columns(*record));
        }
        SKEIN_TRY(take(columns, part.count));
      }
      SKEIN_TRY(parts->status());
      break;
    }
    if (out.size() != at.end) return broken_adjacency();
    return {};
  };
  csr.for_each_row(0, csr.node_end(), [&](Csr::Node node, Csr::Range at) {
    if (done.ok()) done = take_node(node, at);
  });
  SKEIN_TRY(std::move(done));
  SKEIN_TRY(cursor->status());
  return out.finish();
}

}  // namespace skein::graph::cache
