#include <algorithm>
#include <unordered_map>

#include "graph/merge.hpp"
#include "graph/node_chunk.hpp"
#include "graph/transaction.hpp"
#include "storage/index_value.hpp"

namespace skein::graph {

using keys::CounterKind;
using keys::SetKind;
using keys::Side;

namespace {

// Walks a set of node ids chunk by chunk.
class SetScan final : public NodeScan {
 public:
  explicit SetScan(std::unique_ptr<storage::Cursor> cursor) : cursor_(std::move(cursor)) {}
  Result<void> next(std::vector<NodeId>& out, std::size_t max) override {
    out.clear();
    while (out.size() < max) {
      if (at_ == ids_.size()) {
        if (!cursor_->valid()) return cursor_->status();
        const auto key = keys::decode_set(cursor_->key());
        if (!key) return Error{ErrorCode::corruption, "node set: key of a wrong form"};
        SKEIN_ASSIGN(const auto chunk, decode_node_chunk(cursor_->value()));
        ids_.clear();
        at_ = 0;
        chunk.append_to(ids_, key->chunk << keys::set_chunk_bits);
        cursor_->next();
      }
      const auto take = std::min(max - out.size(), ids_.size() - at_);
      out.insert(out.end(), ids_.begin() + static_cast<std::ptrdiff_t>(at_),
                 ids_.begin() + static_cast<std::ptrdiff_t>(at_ + take));
      at_ += take;
    }
    return {};
  }

 private:
  std::unique_ptr<storage::Cursor> cursor_;
  std::vector<NodeId> ids_;
  std::size_t at_ = 0;
};

// An entry of a unique index holds its node or relationship in the record, any other at the end of the key.
Result<NodeId> entry_of(const storage::Cursor& cursor, bool unique, NodeId) {
  if (unique) {
    SKEIN_ASSIGN(const auto node, decode_counter_value(cursor.value()));
    return NodeId(node);
  }
  const auto node = keys::decode_index_node(cursor.key());
  if (!node) return Error{ErrorCode::corruption, "index: key of a wrong form"};
  return *node;
}
Result<RelationshipId> entry_of(const storage::Cursor& cursor, bool unique, const RelationshipId&) {
  const auto relationship = keys::decode_index_relationship(unique ? cursor.value() : cursor.key());
  if (!relationship) return Error{ErrorCode::corruption, "index: entry of a wrong form"};
  return *relationship;
}

template <typename Element, typename Scan>
class IndexScan final : public Scan {
 public:
  IndexScan(std::unique_ptr<storage::Cursor> cursor, bool unique)
      : cursor_(std::move(cursor)), unique_(unique) {}
  Result<void> next(std::vector<Element>& out, std::size_t max) override {
    out.clear();
    if (!cursor_) return {};
    for (; out.size() < max && cursor_->valid(); cursor_->next()) {
      SKEIN_ASSIGN(const auto element, entry_of(*cursor_, unique_, Element()));
      out.push_back(element);
    }
    return cursor_->status();
  }

 private:
  std::unique_ptr<storage::Cursor> cursor_;  // null: an empty range
  bool unique_;
};

// The keys of an index range; nothing when no value can be in it.
std::optional<std::pair<std::string, std::string>> key_range(IndexId index, const IndexRange& range) {
  const auto prefix = keys::index_prefix(index);
  const auto at = [&](const Value& value) {
    auto key = prefix;
    storage::put_index_value(key, value);
    return key;
  };
  const auto usable = [](const Value& value) {
    const auto kind = value.kind();
    return kind != Value::Kind::null && kind != Value::Kind::node && kind != Value::Kind::relationship &&
           kind != Value::Kind::path;
  };
  if (range.element) {
    if (!usable(*range.element)) return std::nullopt;
    auto key = prefix;
    storage::put_index_element(key, *range.element);
    auto end = storage::prefix_end(key);
    return std::pair(std::move(key), std::move(end));
  }
  const auto values = storage::index_value_range();
  std::string lower = prefix + values.first, upper = prefix + values.last;
  const auto narrow = [&](const std::string& low, const std::string& high) {
    lower = std::max(lower, low);
    upper = std::min(upper, high);
  };
  for (const auto* value : {&range.equals, &range.lower, &range.upper}) {
    if (!*value) continue;
    if (!usable(**value)) return std::nullopt;
    const auto kind = storage::index_kind_range(**value);
    narrow(prefix + kind.first, prefix + kind.last);
  }
  if (range.equals) narrow(at(*range.equals), storage::prefix_end(at(*range.equals)));
  if (range.lower)
    lower = std::max(lower, range.lower_inclusive ? at(*range.lower) : storage::prefix_end(at(*range.lower)));
  if (range.upper)
    upper = std::min(upper, range.upper_inclusive ? storage::prefix_end(at(*range.upper)) : at(*range.upper));
  if (range.prefix) {
    const auto strings = storage::index_prefix_range(*range.prefix);
    narrow(prefix + strings.first, prefix + strings.last);
  }
  if (lower >= upper) return std::nullopt;
  return std::pair(std::move(lower), std::move(upper));
}

}  // namespace

// --- catalog -----------------------------------------------------------------------------------------------

std::optional<LabelId> GraphTransaction::label(std::string_view name) const {
  const auto id = catalog_->labels.find(name);
  return id ? std::optional(LabelId(*id)) : std::nullopt;
}
std::optional<TypeId> GraphTransaction::type(std::string_view name) const {
  const auto id = catalog_->types.find(name);
  return id ? std::optional(TypeId(*id)) : std::nullopt;
}
std::optional<KeyId> GraphTransaction::key(std::string_view name) const {
  const auto id = catalog_->property_keys.find(name);
  return id ? std::optional(KeyId(*id)) : std::nullopt;
}

namespace {
template <typename Id>
std::vector<Id> known_ids(const NameTable& names) {
  std::vector<Id> out;
  for (std::uint32_t id = 0; id < names.end(); ++id)
    if (names.known(id)) out.emplace_back(id);
  return out;
}
}  // namespace

std::vector<LabelId> GraphTransaction::labels() const { return known_ids<LabelId>(catalog_->labels); }
std::vector<TypeId> GraphTransaction::types() const { return known_ids<TypeId>(catalog_->types); }
std::vector<KeyId> GraphTransaction::keys() const { return known_ids<KeyId>(catalog_->property_keys); }

std::vector<IndexInfo> GraphTransaction::indexes() const {
  std::vector<IndexInfo> out;
  for (const auto& [id, rule] : catalog_->rules)
    if (rule.has_entries() && !rule.on_relationships())
      out.push_back({id, rule.name, rule.label, rule.keys, rule.is_unique(), rule.elements});
  return out;
}

std::vector<SchemaRule> GraphTransaction::rules() const {
  std::vector<SchemaRule> out;
  for (const auto& [id, rule] : catalog_->rules) out.push_back(rule);
  return out;
}

std::uint64_t GraphTransaction::counter(CounterKind kind, std::uint32_t id) const {
  const auto key = keys::counter(kind, id);
  const auto sequence = overlay_.base().sequence();
  if (overlay_.empty())
    if (const auto known = state_.counts.find(sequence, key)) return *known;
  const auto bytes = overlay_.get(key);
  if (!bytes) return 0;
  std::uint64_t count = 0;
  if (*bytes) {
    const auto value = decode_counter_value(**bytes);
    if (!value) return 0;
    count = *value;
  }
  if (overlay_.empty()) state_.counts.add(sequence, key, count);
  return count;
}
std::uint64_t GraphTransaction::node_count() const { return counter(CounterKind::nodes, 0); }
std::uint64_t GraphTransaction::node_count(LabelId label) const {
  return counter(CounterKind::label, label.value);
}
std::uint64_t GraphTransaction::relationship_count() const { return counter(CounterKind::relationships, 0); }
std::uint64_t GraphTransaction::relationship_count(TypeId type) const {
  return counter(CounterKind::type, type.value);
}
Counts GraphTransaction::counts() const {
  return {node_count(), relationship_count(), counter(CounterKind::documents, 0),
          counter(CounterKind::evidence, 0)};
}

// --- nodes -------------------------------------------------------------------------------------------------

namespace {
Error no_node(NodeId node) {
  return Error{ErrorCode::not_found, "node " + std::to_string(node.value) + " does not exist"};
}
}  // namespace

Result<NodeRow> GraphTransaction::row(NodeId node) const {
  SKEIN_ASSIGN(auto found, nodes_.row(node));
  if (!found) return no_node(node);
  return std::move(*found);
}

Result<void> GraphTransaction::visit_all_rows(
    const std::function<Result<void>(NodeId, const NodeRow*)>& visit) const {
  return nodes_.visit(visit);
}

Result<bool> GraphTransaction::exists(NodeId node) const { return nodes_.exists(node); }

Result<std::vector<LabelId>> GraphTransaction::labels(NodeId node) const {
  SKEIN_ASSIGN(auto found, nodes_.labels(node));
  if (!found) return no_node(node);
  return std::move(*found);
}

Result<bool> GraphTransaction::has_label(NodeId node, LabelId label) const {
  SKEIN_ASSIGN(const auto found, labels(node));
  return std::binary_search(found.begin(), found.end(), label);
}

Result<Value> GraphTransaction::property(NodeId node, KeyId key) const {
  SKEIN_ASSIGN(auto found, nodes_.property(node, key));
  if (!found) return no_node(node);
  return std::move(*found);
}

Result<Properties> GraphTransaction::properties(NodeId node) const {
  SKEIN_ASSIGN(auto found, row(node));
  return std::move(found.properties);
}

Result<Origin> GraphTransaction::origin(NodeId node) const {
  SKEIN_ASSIGN(const auto found, row(node));
  return found.origin;
}

Result<void> GraphTransaction::property_column(std::span<const NodeId> nodes, KeyId key,
                                               std::vector<Value>& out) const {
  return nodes_.column(nodes, key, out);
}

Result<void> GraphTransaction::label_column(std::span<const NodeId> nodes, LabelId label,
                                            std::vector<std::uint8_t>& out) const {
  out.assign(nodes.size(), 0);
  std::unordered_map<std::uint64_t, NodeChunk> chunks;
  const NodeChunk* chunk = nullptr;
  std::uint64_t chunk_number = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto number = nodes[i].value >> keys::set_chunk_bits;
    if (!chunk || number != chunk_number) {
      const auto [it, fresh] = chunks.try_emplace(number);
      if (fresh) {
        SKEIN_ASSIGN(const auto bytes,
                     overlay_.get(encode(keys::SetKey{SetKind::label, label.value, number})));
        if (bytes) {
          SKEIN_ASSIGN(it->second, decode_node_chunk(*bytes));
        }
      }
      chunk = &it->second;
      chunk_number = number;
    }
    out[i] = chunk->has(static_cast<unsigned>(nodes[i].value & (NodeChunk::size - 1))) ? 1 : 0;
  }
  return {};
}

Result<std::unique_ptr<NodeScan>> GraphTransaction::scan_nodes() const {
  return std::unique_ptr<NodeScan>(
      std::make_unique<SetScan>(overlay_.scan_prefix(keys::set_prefix(SetKind::all, 0))));
}

Result<std::unique_ptr<NodeScan>> GraphTransaction::scan_label(LabelId label) const {
  return std::unique_ptr<NodeScan>(
      std::make_unique<SetScan>(overlay_.scan_prefix(keys::set_prefix(SetKind::label, label.value))));
}

Result<std::unique_ptr<NodeScan>> GraphTransaction::scan_index(IndexId index, const IndexRange& range) const {
  const auto it = catalog_->rules.find(index);
  if (it == catalog_->rules.end() || !it->second.has_entries() || it->second.on_relationships())
    return Error{ErrorCode::not_found, "there is no such index"};
  const auto found = key_range(index, range);
  return std::unique_ptr<NodeScan>(std::make_unique<IndexScan<NodeId, NodeScan>>(
      found ? overlay_.scan(found->first, found->second) : nullptr, it->second.is_unique()));
}

Result<std::unique_ptr<RelationshipScan>> GraphTransaction::scan_relationship_index(
    IndexId index, const IndexRange& range) const {
  const auto it = catalog_->rules.find(index);
  if (it == catalog_->rules.end() || !it->second.has_entries() || !it->second.on_relationships())
    return Error{ErrorCode::not_found, "there is no such index over relationships"};
  const auto found = key_range(index, range);
  return std::unique_ptr<RelationshipScan>(std::make_unique<IndexScan<RelationshipId, RelationshipScan>>(
      found ? overlay_.scan(found->first, found->second) : nullptr, it->second.is_unique()));
}

// --- relationships
// -------------------------------------------------------------------------------------------

Result<bool> GraphTransaction::exists(const RelationshipId& relationship) const {
  return adjacency_.exists(relationship);
}

Result<Value> GraphTransaction::property(const RelationshipId& relationship, KeyId key) const {
  return adjacency_.property(relationship, key);
}

Result<Properties> GraphTransaction::properties(const RelationshipId& relationship) const {
  SKEIN_ASSIGN(auto found, adjacency_.row(relationship));
  if (!found.empty() && found.back().first == origin_key) found.pop_back();
  return found;
}

Result<Origin> GraphTransaction::origin(const RelationshipId& relationship) const {
  SKEIN_ASSIGN(const auto derived, adjacency_.property(relationship, origin_key));
  return derived.is_null() ? Origin::written : Origin::derived;
}

Result<void> GraphTransaction::property_column(std::span<const RelationshipId> relationships, KeyId key,
                                               std::vector<Value>& out) const {
  return adjacency_.column(relationships, key, out);
}

Result<void> GraphTransaction::expand(NodeId node, Direction direction, std::span<const TypeId> types,
                                      std::vector<Neighbour>& out) const {
  const auto wanted = filter(types);
  if (direction != Direction::in) SKEIN_TRY(adjacency_.expand(Side::out, node, wanted, false, out));
  if (direction != Direction::out)
    SKEIN_TRY(adjacency_.expand(Side::in, node, wanted, direction == Direction::both, out));
  return {};
}

Result<void> GraphTransaction::expand_many(std::span<const NodeId> nodes, Direction direction,
                                           std::span<const TypeId> types, std::vector<std::size_t>& offsets,
                                           std::vector<Neighbour>& out) const {
  if (direction != Direction::both)
    return adjacency_.expand_each(direction == Direction::out ? Side::out : Side::in, nodes, filter(types),
                                  false, offsets, out);
  std::vector<std::size_t> out_offsets, in_offsets;
  std::vector<Neighbour> outgoing, incoming;
  SKEIN_TRY(adjacency_.expand_each(Side::out, nodes, filter(types), false, out_offsets, outgoing));
  SKEIN_TRY(adjacency_.expand_each(Side::in, nodes, filter(types), true, in_offsets, incoming));
  out.clear();
  out.reserve(outgoing.size() + incoming.size());
  offsets.assign(1, 0);
  const auto append = [&](const std::vector<Neighbour>& from, const std::vector<std::size_t>& at,
                          std::size_t i) {
    out.insert(out.end(), from.begin() + static_cast<std::ptrdiff_t>(at[i]),
               from.begin() + static_cast<std::ptrdiff_t>(at[i + 1]));
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    append(outgoing, out_offsets, i);
    append(incoming, in_offsets, i);
    offsets.push_back(out.size());
  }
  return {};
}

Result<std::uint64_t> GraphTransaction::degree(NodeId node, Direction direction,
                                               std::span<const TypeId> types) const {
  const auto wanted = filter(types);
  std::uint64_t degree = 0;
  if (direction != Direction::in) {
    SKEIN_ASSIGN(const auto out, adjacency_.degree(Side::out, node, wanted));
    degree += out;
  }
  if (direction != Direction::out) {
    SKEIN_ASSIGN(const auto in, adjacency_.degree(Side::in, node, wanted));
    degree += in;
  }
  if (direction == Direction::both) {
    SKEIN_ASSIGN(const auto loops, adjacency_.loops(node, wanted));
    degree -= loops;
  }
  return degree;
}

Result<void> GraphTransaction::between(NodeId from, NodeId to, TypeId type,
                                       std::vector<RelationshipId>& out) const {
  return adjacency_.between(from, to, type, out);
}

Result<void> GraphTransaction::scan_relationships(
    std::optional<TypeId> type, const std::function<bool(const RelationshipId&)>& visit) const {
  if (type) {
    SKEIN_TRY(adjacency_.scan_type(*type, visit));
    return {};
  }
  for (const auto one : types()) {
    SKEIN_ASSIGN(const bool more, adjacency_.scan_type(one, visit));
    if (!more) break;
  }
  return {};
}

}  // namespace skein::graph
