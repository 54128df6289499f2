#include "graph/node_store.hpp"

#include <algorithm>
#include <unordered_map>

namespace skein::graph {

namespace keys = storage::keys;

namespace {

// A row record that says: gone. (A row begins with its version, 1.)
constexpr std::string_view gone("\x00", 1);

unsigned place_of(NodeId node) { return static_cast<unsigned>(node.value % block_nodes); }
std::uint64_t block_of(NodeId node) { return node.value / block_nodes; }

}  // namespace

void NodeStore::put(Overlay& overlay, NodeId node, const NodeRow& row) { overlay.put(keys::node(node), encode(row)); }
void NodeStore::erase(Overlay& overlay, NodeId node) { overlay.put(keys::node(node), std::string(gone)); }
bool NodeStore::erases(const Overlay::Entry& entry) {
  return entry.change == Overlay::Change::erase || entry.value == gone;
}

Result<bool> NodeStore::exists(NodeId node) const {
  SKEIN_ASSIGN(const auto row, overlay_.get(keys::node(node)));
  if (row) return *row != gone;
  SKEIN_ASSIGN(const auto block, overlay_.get(keys::node_block(block_of(node))));
  if (!block) return false;
  SKEIN_ASSIGN(const auto view, NodeBlockView::open(*block));
  return view.has(place_of(node));
}

namespace {

// Asks the row record, else the block: from_row(bytes) or from_block(view).
template <typename T, typename FromRow, typename FromBlock>
Result<std::optional<T>> look(const Overlay& overlay, NodeId node, FromRow from_row, FromBlock from_block) {
  SKEIN_ASSIGN(const auto row, overlay.get(keys::node(node)));
  if (row) {
    if (*row == gone) return std::optional<T>();
    SKEIN_ASSIGN(auto found, from_row(std::string_view(*row)));
    return std::optional<T>(std::move(found));
  }
  SKEIN_ASSIGN(const auto block, overlay.get(keys::node_block(block_of(node))));
  if (!block) return std::optional<T>();
  SKEIN_ASSIGN(const auto view, NodeBlockView::open(*block));
  if (!view.has(place_of(node))) return std::optional<T>();
  SKEIN_ASSIGN(auto found, from_block(view));
  return std::optional<T>(std::move(found));
}

}  // namespace

Result<std::optional<NodeRow>> NodeStore::row(NodeId node) const {
  return look<NodeRow>(
      overlay_, node, [](std::string_view bytes) { return decode_node_row(bytes); },
      [&](const NodeBlockView& view) { return view.row(place_of(node)); });
}

Result<std::optional<std::vector<LabelId>>> NodeStore::labels(NodeId node) const {
  return look<std::vector<LabelId>>(
      overlay_, node, [](std::string_view bytes) { return row_labels(bytes); },
      [&](const NodeBlockView& view) { return view.labels(place_of(node)); });
}

Result<std::optional<Value>> NodeStore::property(NodeId node, KeyId key) const {
  return look<Value>(
      overlay_, node, [&](std::string_view bytes) { return row_property(bytes, key); },
      [&](const NodeBlockView& view) { return view.property(place_of(node), key); });
}

Result<void> NodeStore::column(std::span<const NodeId> nodes, KeyId key, std::vector<Value>& out) const {
  out.clear();
  out.resize(nodes.size());
  if (nodes.empty()) return {};
  if (nodes.size() <= 2) {  // asking for several keys at once costs more than it saves
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      SKEIN_ASSIGN(auto value, property(nodes[i], key));
      if (value) out[i] = std::move(*value);
    }
    return {};
  }
  if (nodes.size() >= 8 && std::is_sorted(nodes.begin(), nodes.end()) &&
      nodes.back().value - nodes.front().value < 4 * nodes.size())
    return walk_column(nodes, key, out);
  SKEIN_ASSIGN(const auto found, records(nodes));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (const auto& row = found->rows[i]) {
      if (*row == gone) continue;
      SKEIN_ASSIGN(out[i], row_property(*row, key));
      continue;
    }
    const auto& block = found->blocks[found->places.at(block_of(nodes[i]))];
    if (!block) continue;
    SKEIN_ASSIGN(const auto view, NodeBlockView::open(*block));
    if (!view.has(place_of(nodes[i]))) continue;
    SKEIN_ASSIGN(out[i], view.property(place_of(nodes[i]), key));
  }
  return {};
}

// Rows and blocks of all nodes in one go.
Result<NodeStore::RecordsPtr> NodeStore::records(std::span<const NodeId> nodes) const {
  constexpr std::size_t most_kept = 256;
  const bool keep = nodes.size() <= most_kept && overlay_.empty();
  if (keep) {
    const std::lock_guard lock(last_mutex_);
    if (last_ && std::equal(nodes.begin(), nodes.end(), last_->nodes.begin(), last_->nodes.end())) return last_;
  }
  auto made = std::make_shared<Records>();
  std::vector<std::string> wanted;
  wanted.reserve(nodes.size() * 2);
  for (const auto node : nodes) wanted.push_back(keys::node(node));
  for (const auto node : nodes)
    if (made->places.try_emplace(block_of(node), wanted.size() - nodes.size()).second)
      wanted.push_back(keys::node_block(block_of(node)));
  SKEIN_ASSIGN(made->rows, overlay_.multi_get(wanted));
  const auto first_block = made->rows.begin() + static_cast<std::ptrdiff_t>(nodes.size());
  made->blocks.assign(std::make_move_iterator(first_block), std::make_move_iterator(made->rows.end()));
  made->rows.erase(first_block, made->rows.end());
  made->nodes.assign(nodes.begin(), nodes.end());
  if (keep) {
    const std::lock_guard lock(last_mutex_);
    last_ = made;
  }
  return RecordsPtr(std::move(made));
}

Result<void> NodeStore::walk_column(std::span<const NodeId> nodes, KeyId key, std::vector<Value>& out) const {
  const auto cursor = overlay_.scan(keys::node_block(block_of(nodes.front())),
                                    keys::node_block(block_of(nodes.back()) + 1));
  std::vector<Value> values;  // of the block at hand, by place
  std::size_t i = 0;
  while (i < nodes.size()) {
    const auto block = block_of(nodes[i]);
    values.assign(block_nodes, Value());
    for (; cursor->valid(); cursor->next()) {
      if (const auto number = keys::decode_node_block(cursor->key())) {
        if (*number > block) break;
        if (*number < block) continue;
        SKEIN_ASSIGN(const auto view, NodeBlockView::open(cursor->value()));
        SKEIN_TRY(view.column(key, values));
      } else if (const auto node = keys::decode_node(cursor->key())) {
        if (block_of(*node) > block) break;
        if (block_of(*node) < block) continue;
        auto& value = values[place_of(*node)];
        value = Value();
        if (cursor->value() != gone) {
          SKEIN_ASSIGN(value, row_property(cursor->value(), key));
        }
      }
    }
    // A node may be asked for twice.
    for (; i < nodes.size() && block_of(nodes[i]) == block; ++i) out[i] = values[place_of(nodes[i])];
  }
  return cursor->status();
}

Result<void> NodeStore::visit(const std::function<Result<void>(NodeId, const NodeRow*)>& visit) const {
  const auto cursor = overlay_.scan_prefix(keys::node_prefix());
  BlockRows rows;
  std::uint64_t block = 0, broken = 0;  // broken: places whose record cannot be read
  const auto flush = [&]() -> Result<void> {
    for (unsigned place = 0; place < block_nodes; ++place) {
      const NodeId node(block * block_nodes + place);
      if ((broken >> place & 1) != 0)
        SKEIN_TRY(visit(node, nullptr));
      else if (rows[place])
        SKEIN_TRY(visit(node, &*rows[place]));
      rows[place].reset();
    }
    broken = 0;
    return {};
  };
  for (; cursor->valid(); cursor->next()) {
    const auto node = keys::decode_node(cursor->key());
    const auto number = node ? std::optional(block_of(*node)) : keys::decode_node_block(cursor->key());
    if (!number) return Error{ErrorCode::corruption, "node: key of a wrong form"};
    if (*number != block) SKEIN_TRY(flush());
    block = *number;
    if (!node) {
      const auto view = NodeBlockView::open(cursor->value());
      if (!view) {
        broken = 1;
      } else if (!view->rows(rows)) {
        broken = view->existing();
      }
      continue;
    }
    const auto place = place_of(*node);
    broken &= ~(std::uint64_t{1} << place);
    rows[place].reset();
    if (cursor->value() == gone) continue;
    if (auto row = decode_node_row(cursor->value()))
      rows[place] = std::move(*row);
    else
      broken |= std::uint64_t{1} << place;
  }
  SKEIN_TRY(cursor->status());
  return flush();
}

Result<void> fold_nodes(const Overlay::Entries& own, Overlay& target, const NodeFoldLimits& limits) {
  auto it = own.lower_bound(keys::node_prefix());
  const auto end = own.lower_bound(storage::prefix_end(keys::node_prefix()));
  while (it != end) {
    const auto touched = keys::decode_node(it->first);
    const auto block = touched ? block_of(*touched) : 0;
    while (it != end && touched && it->first < keys::node_block(block + 1)) ++it;
    if (!touched) {
      ++it;
      continue;
    }
    BlockRows rows;
    std::uint64_t in_block = 0;
    std::vector<std::pair<std::string, std::optional<NodeRow>>> beside;  // short rows and what says gone
    std::uint64_t long_rows = 0;
    {
      const auto cursor = target.scan(keys::node_block(block), keys::node_block(block + 1));
      std::string block_bytes;
      for (; cursor->valid(); cursor->next()) {
        const auto node = keys::decode_node(cursor->key());
        if (!node) {
          block_bytes = cursor->value();
          SKEIN_ASSIGN(const auto view, NodeBlockView::open(block_bytes));
          in_block = view.existing();
        } else if (cursor->value() == gone) {
          beside.emplace_back(cursor->key(), std::nullopt);
        } else if (cursor->value().size() <= limits.row_bytes) {
          SKEIN_ASSIGN(auto row, decode_node_row(cursor->value()));
          beside.emplace_back(cursor->key(), std::move(row));
        } else {
          long_rows |= std::uint64_t{1} << place_of(*node);
        }
      }
      SKEIN_TRY(cursor->status());
      if (beside.size() >= limits.rows && !block_bytes.empty()) {
        SKEIN_ASSIGN(const auto view, NodeBlockView::open(block_bytes));
        SKEIN_TRY(view.rows(rows));
      }
    }
    if (beside.size() < limits.rows) {
      for (auto& [key, row] : beside)
        if (!row && (in_block >> place_of(*keys::decode_node(key)) & 1) == 0) target.erase(std::move(key));
      continue;
    }
    for (unsigned place = 0; place < block_nodes; ++place)
      if ((long_rows >> place & 1) != 0) rows[place].reset();
    for (auto& [key, row] : beside) {
      rows[place_of(*keys::decode_node(key))] = std::move(row);
      target.erase(std::move(key));
    }
    auto bytes = encode_block(rows);
    if (bytes.empty())
      target.erase(keys::node_block(block));
    else
      target.put(keys::node_block(block), std::move(bytes));
  }
  return {};
}

}  // namespace skein::graph
