#include <algorithm>
#include <cassert>

#include "graph/merge.hpp"
#include "graph/transaction.hpp"
#include "storage/value_codec.hpp"

namespace skein::graph {

using keys::CatalogKind;
using keys::CounterKind;
using keys::SetKind;

namespace {

// openCypher: a property is a simple value, or a list of them.
Result<void> check_property(const Value& value) {
  SKEIN_TRY(storage::check_storable(value));
  const auto refuse = [](std::string_view what) {
    return Error{ErrorCode::invalid_argument, "a property cannot hold " + std::string(what) +
                                                  "; wanted a simple value or a list of simple values"};
  };
  if (value.kind() == Value::Kind::map) return refuse("a map");
  if (value.kind() != Value::Kind::list) return {};
  for (const auto& element : value.as_list()) {
    if (element.is_null()) return refuse("a list with null in it");
    if (element.kind() == Value::Kind::map) return refuse("a list of maps");
    if (element.kind() == Value::Kind::list) return refuse("a list of lists");
  }
  return {};
}

Result<Properties> checked(const Properties& properties) {
  Properties out;
  for (const auto& [key, value] : properties) {
    SKEIN_TRY(check_property(value));
    if (!value.is_null()) out.emplace_back(key, value);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return out;
}

}  // namespace

Result<void> GraphTransaction::check_writable() const {
  if (!writable_) return Error{ErrorCode::read_only, "this transaction was opened for reading"};
  return {};
}

void GraphTransaction::count(CounterKind kind, std::uint32_t id, std::int64_t amount) {
  overlay_.add_to_counter(keys::counter(kind, id), amount);
}

void GraphTransaction::change_set(SetKind kind, std::uint32_t id, NodeId node, bool present) {
  overlay_.change_set(encode(keys::SetKey{kind, id, node.value >> keys::set_chunk_bits}),
                      static_cast<unsigned>(node.value & ((1u << keys::set_chunk_bits) - 1)), present);
}

// --- catalog -----------------------------------------------------------------------------------------------

CatalogData& GraphTransaction::own_catalog() {
  if (!own_catalog_) {
    auto copy = std::make_shared<CatalogData>(*catalog_);
    own_catalog_ = copy.get();
    old_catalogs_.push_back(std::exchange(catalog_, std::move(copy)));
  }
  return *own_catalog_;
}

std::uint32_t GraphTransaction::reserve_name(CatalogKind kind) {
  return state_.next_name[static_cast<std::size_t>(kind)].fetch_add(1);
}

void GraphTransaction::note_catalog_change() { overlay_.add_to_counter(catalog_version_key(), 1); }

Result<LabelId> GraphTransaction::make_label(std::string_view name) {
  if (const auto id = catalog_->labels.find(name)) return LabelId(*id);
  SKEIN_TRY(check_writable());
  const LabelId id(reserve_name(CatalogKind::label));
  own_catalog().labels.add(id.value, std::string(name));
  overlay_.put(encode(keys::CatalogKey{CatalogKind::label, id.value}), encode_name_entry(name, true));
  overlay_.put(keys::catalog_name(CatalogKind::label, name), encode_counter(id.value));
  note_catalog_change();
  return id;
}

Result<TypeId> GraphTransaction::make_type(std::string_view name, bool asserted) {
  if (const auto id = catalog_->types.find(name)) return TypeId(*id);
  SKEIN_TRY(check_writable());
  const TypeId id(reserve_name(CatalogKind::type));
  own_catalog().add_type(id, std::string(name), asserted);
  overlay_.put(encode(keys::CatalogKey{CatalogKind::type, id.value}), encode_name_entry(name, asserted));
  overlay_.put(keys::catalog_name(CatalogKind::type, name), encode_counter(id.value));
  note_catalog_change();
  return id;
}

Result<KeyId> GraphTransaction::make_key(std::string_view name) {
  if (const auto id = catalog_->property_keys.find(name)) return KeyId(*id);
  SKEIN_TRY(check_writable());
  const KeyId id(reserve_name(CatalogKind::key));
  own_catalog().property_keys.add(id.value, std::string(name));
  overlay_.put(encode(keys::CatalogKey{CatalogKind::key, id.value}), encode_name_entry(name, true));
  overlay_.put(keys::catalog_name(CatalogKind::key, name), encode_counter(id.value));
  note_catalog_change();
  return id;
}

void GraphTransaction::rollback_to(Savepoint point) {
  overlay_.rollback_to(point);
  sentence_source_ = {};
  if (!own_catalog_) return;
  auto data = load_catalog(overlay_);
  old_catalogs_.push_back(catalog_);
  if (data) {
    auto copy = std::make_shared<CatalogData>(std::move(*data));
    own_catalog_ = copy.get();
    catalog_ = std::move(copy);
  } else {
    // It could be read before; leave the names as they are, they are only unused.
    own_catalog_ = nullptr;
  }
}

// --- nodes -------------------------------------------------------------------------------------------------

// Everything that follows from a node's row: labels, counts, indexes. `before` is null for a new node,
// `after` for one that goes.
Result<void> GraphTransaction::store_row(NodeId node, const NodeRow* before, const NodeRow* after) {
  SKEIN_TRY(change_indexes(node, before, after));
  change_texts(node, before, after);
  static const std::vector<LabelId> none;
  const auto& old_labels = before ? before->labels : none;
  const auto& new_labels = after ? after->labels : none;
  for (const auto label : old_labels)
    if (!std::binary_search(new_labels.begin(), new_labels.end(), label)) {
      change_set(SetKind::label, label.value, node, false);
      count(CounterKind::label, label.value, -1);
    }
  for (const auto label : new_labels)
    if (!std::binary_search(old_labels.begin(), old_labels.end(), label)) {
      change_set(SetKind::label, label.value, node, true);
      count(CounterKind::label, label.value, 1);
    }
  if (!before || !after) {
    change_set(SetKind::all, 0, node, after != nullptr);
    count(CounterKind::nodes, 0, after ? 1 : -1);
  }
  if (after)
    NodeStore::put(overlay_, node, *after);
  else
    NodeStore::erase(overlay_, node);
  return {};
}

Result<NodeId> GraphTransaction::create_node(std::span<const LabelId> labels, const Properties& properties,
                                             Origin origin) {
  SKEIN_TRY(check_writable());
  NodeRow row;
  row.origin = origin;
  row.labels.assign(labels.begin(), labels.end());
  std::sort(row.labels.begin(), row.labels.end());
  row.labels.erase(std::unique(row.labels.begin(), row.labels.end()), row.labels.end());
  SKEIN_ASSIGN(row.properties, checked(properties));
  const NodeId node(state_.next_node.fetch_add(1));
  SKEIN_TRY(store_row(node, nullptr, &row));
  overlay_.raise(keys::meta("next-node"), node.value + 1);
  return node;
}

Result<bool> GraphTransaction::add_label(NodeId node, LabelId label) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const auto before, row(node));
  const auto it = std::lower_bound(before.labels.begin(), before.labels.end(), label);
  if (it != before.labels.end() && *it == label) return false;
  auto after = before;
  after.labels.insert(after.labels.begin() + (it - before.labels.begin()), label);
  SKEIN_TRY(store_row(node, &before, &after));
  return true;
}

Result<bool> GraphTransaction::remove_label(NodeId node, LabelId label) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const auto before, row(node));
  auto after = before;
  if (std::erase(after.labels, label) == 0) return false;
  SKEIN_TRY(store_row(node, &before, &after));
  return true;
}

Result<void> GraphTransaction::set_property(NodeId node, KeyId key, const Value& value) {
  SKEIN_TRY(check_writable());
  SKEIN_TRY(check_property(value));
  SKEIN_ASSIGN(const auto before, row(node));
  auto after = before;
  const auto old = change_property(after.properties, key, value);
  if (old.identical(value)) return {};
  return store_row(node, &before, &after);
}

Result<void> GraphTransaction::delete_node(NodeId node) {
  SKEIN_TRY(check_writable());
  SKEIN_ASSIGN(const auto before, row(node));
  SKEIN_ASSIGN(const bool connected, adjacency_.has_any(node));
  if (connected)
    return Error{ErrorCode::constraint, "node " + std::to_string(node.value) + " still has relationships"};
  return store_row(node, &before, nullptr);
}

// --- relationships
// -------------------------------------------------------------------------------------------

Result<RelationshipId> GraphTransaction::create_relationship(NodeId from, TypeId type, NodeId to,
                                                             const Properties& properties, Origin origin) {
  SKEIN_TRY(check_writable());
  for (const auto end : {from, to}) {
    SKEIN_ASSIGN(const bool there, exists(end));
    if (!there) return Error{ErrorCode::not_found, "node " + std::to_string(end.value) + " does not exist"};
  }
  SKEIN_ASSIGN(auto row, checked(properties));
  if (origin == Origin::derived) row.emplace_back(origin_key, Value(true));
  const Properties indexed = has_relationship_rules() ? row : Properties();
  SKEIN_ASSIGN(const auto relationship, adjacency_.create(from, type, to, std::move(row)));
  if (has_relationship_rules()) SKEIN_TRY(change_indexes(relationship, nullptr, &indexed));
  count(CounterKind::relationships, 0, 1);
  count(CounterKind::type, type.value, 1);
  return relationship;
}

Result<void> GraphTransaction::set_property(const RelationshipId& relationship, KeyId key,
                                            const Value& value) {
  SKEIN_TRY(check_writable());
  SKEIN_TRY(check_property(value));
  SKEIN_ASSIGN(auto row, adjacency_.row(relationship));
  const Properties before = has_relationship_rules() ? row : Properties();
  const auto old = change_property(row, key, value);
  if (old.identical(value)) return {};
  if (has_relationship_rules()) SKEIN_TRY(change_indexes(relationship, &before, &row));
  return adjacency_.replace_row(relationship, std::move(row));
}

Result<void> GraphTransaction::delete_relationship(const RelationshipId& relationship) {
  SKEIN_TRY(check_writable());
  if (has_relationship_rules()) {
    SKEIN_ASSIGN(const auto before, adjacency_.row(relationship));
    SKEIN_TRY(change_indexes(relationship, &before, nullptr));
  }
  SKEIN_TRY(adjacency_.remove(relationship));
  SKEIN_TRY(erase_evidence(relationship));
  count(CounterKind::relationships, 0, -1);
  count(CounterKind::type, relationship.type.value, -1);
  return {};
}

}  // namespace skein::graph
