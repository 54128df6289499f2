// Indexes and constraints: kept with every write, checked at the commit.
#include <algorithm>

#include "graph/index_entry.hpp"
#include "graph/json/value_text.hpp"
#include "graph/merge.hpp"
#include "graph/transaction.hpp"
#include "graph/value_type.hpp"
#include "storage/index_value.hpp"

namespace skein::graph {

using keys::CatalogKind;

namespace {

Error broken(std::string message) { return Error{ErrorCode::constraint, std::move(message)}; }

// The values of all keys, one after the other; empty when one is missing.
std::string values_of(const SchemaRule& rule, const Properties& properties) {
  std::string out;
  for (const auto key : rule.keys) {
    const auto* value = find_property(properties, key);
    if (value == nullptr) return {};
    storage::put_index_value(out, *value);
  }
  return out;
}

// What a node or relationship is found by: its values, and the elements of a list, ascending.
std::vector<std::string> found_by(const SchemaRule& rule, const Properties& properties) {
  std::vector<std::string> out;
  if (auto values = values_of(rule, properties); !values.empty()) out.push_back(std::move(values));
  if (!rule.elements || out.empty()) return out;
  const auto* list = find_property(properties, rule.keys.front());
  if (!list->is<ListPtr>()) return out;
  for (const auto& element : list->as_list()) {
    if (element.is_null()) continue;
    storage::put_index_element(out.emplace_back(), element);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<NodeId> holder(std::string_view record, NodeId) {
  SKEIN_ASSIGN(const auto node, decode_counter_value(record));
  return NodeId(node);
}
Result<RelationshipId> holder(std::string_view record, const RelationshipId&) {
  const auto relationship = keys::decode_index_relationship(record);
  if (!relationship) return Error{ErrorCode::corruption, "index: record of a wrong form"};
  return *relationship;
}

constexpr std::size_t most_shown = 60;

std::string shown(const Value& value) {
  std::string text;
  append_json_text(text, value);
  if (text.size() <= most_shown) return text;
  std::size_t end = most_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

// --- words
// ---------------------------------------------------------------------------------------------------

// "node 12 (:Reader {name: "Ada"})": one property is enough to know it by.
std::string GraphTransaction::element_name(NodeId node) const {
  std::string out = "node " + std::to_string(node.value);
  const auto known = nodes_.row(node);
  if (!known || !*known) return out;
  out += " (";
  for (const auto label : (*known)->labels) out += ":" + std::string(name(label));
  for (const auto& [key, value] : (*known)->properties) {
    if (value.kind() != Value::Kind::string) continue;
    out += " {" + std::string(name(key)) + ": " + shown(value) + "}";
    break;
  }
  return out + ")";
}

std::string GraphTransaction::element_name(const RelationshipId& relationship) const {
  return "the relationship :" + std::string(name(relationship.type)) + " from " +
         element_name(relationship.from) + " to " + element_name(relationship.to);
}

// --- entries
// -------------------------------------------------------------------------------------------------

std::vector<std::string> GraphTransaction::entry_values(const SchemaRule& rule, const NodeRow* row) {
  if (row == nullptr || !rule.has_entries() || rule.on_relationships() ||
      !std::binary_search(row->labels.begin(), row->labels.end(), rule.label))
    return {};
  return found_by(rule, row->properties);
}

std::vector<std::string> GraphTransaction::entry_values(const SchemaRule& rule,
                                                        const RelationshipId& relationship,
                                                        const Properties* row) {
  if (row == nullptr || !rule.has_entries() || rule.type != relationship.type) return {};
  return found_by(rule, *row);
}

template <typename Element>
Error GraphTransaction::not_unique(const SchemaRule& rule, const Element& there) const {
  std::string pairs;  // what an import wrote cannot be read before its end
  for (const auto key : rule.keys) {
    const auto same = property(there, key);
    pairs += (pairs.empty() ? "" : ", ") + std::string(name(key)) + (same ? " = " + shown(*same) : "");
  }
  return broken(element_name(there) + " has the same " + pairs + ", which constraint " + rule.name +
                " allows only once");
}

template <typename Element>
Result<void> GraphTransaction::add_entry(const SchemaRule& rule, std::string_view value,
                                         const Element& element) {
  auto key = entry_key(rule, value, element);
  if (!rule.is_unique()) {
    overlay_.put(std::move(key), {});
    return {};
  }
  SKEIN_ASSIGN(const auto taken, overlay_.get(key));
  if (taken) {
    SKEIN_ASSIGN(const auto other, holder(*taken, element));
    return not_unique(rule, other);
  }
  overlay_.put(std::move(key), entry_record(element));
  return {};
}

template <typename Element>
Result<void> GraphTransaction::change_entries(const SchemaRule& rule, const std::vector<std::string>& before,
                                              const std::vector<std::string>& after, const Element& element) {
  for (const auto& value : after)
    if (!std::binary_search(before.begin(), before.end(), value)) SKEIN_TRY(add_entry(rule, value, element));
  for (const auto& value : before)
    if (!std::binary_search(after.begin(), after.end(), value))
      overlay_.erase(entry_key(rule, value, element));
  return {};
}

Result<void> GraphTransaction::change_indexes(NodeId node, const NodeRow* before, const NodeRow* after) {
  for (const auto& [id, rule] : catalog_->rules)
    if (rule.has_entries() && !rule.on_relationships())
      SKEIN_TRY(change_entries(rule, entry_values(rule, before), entry_values(rule, after), node));
  return {};
}

Result<void> GraphTransaction::change_indexes(const RelationshipId& relationship, const Properties* before,
                                              const Properties* after) {
  for (const auto& [id, rule] : catalog_->rules)
    if (rule.type == relationship.type && rule.has_entries())
      SKEIN_TRY(change_entries(rule, entry_values(rule, relationship, before),
                               entry_values(rule, relationship, after), relationship));
  return {};
}

// --- demands
// -------------------------------------------------------------------------------------------------

Result<void> GraphTransaction::check_demand(const SchemaRule& rule, const Properties& properties,
                                            const std::string& element) const {
  const auto group = [&] {
    return rule.type ? "every relationship :" + std::string(name(*rule.type))
                     : "every node :" + std::string(name(rule.label));
  };
  for (const auto key : rule.keys) {
    const Value* value = find_property(properties, key);
    if (value == nullptr) {
      if (rule.needs_values())
        return broken(element + " has no property " + std::string(name(key)) + ", which constraint " +
                      rule.name + " wants of " + group());
      continue;
    }
    if (rule.kind != RuleKind::type) continue;
    SKEIN_ASSIGN(const auto type, ValueType::parse(rule.value_type));
    if (!type.accepts(*value))
      return broken(element + " has " + std::string(name(key)) + " = " + shown(*value) + ", which is " +
                    ValueType::of(*value).text() + "; constraint " + rule.name + " wants " + rule.value_type +
                    " of " + group());
  }
  return {};
}

Result<void> GraphTransaction::check_demands(NodeId node, const NodeRow& row) const {
  if (!catalog_->has_demands) return {};
  for (const auto& [id, rule] : catalog_->rules) {
    if (rule.on_relationships() || !std::binary_search(row.labels.begin(), row.labels.end(), rule.label))
      continue;
    if (rule.needs_values() || rule.kind == RuleKind::type) {
      if (auto checked = check_demand(rule, row.properties, {}); !checked)
        return check_demand(rule, row.properties, element_name(node));
    }
  }
  return {};
}

Result<void> GraphTransaction::check_demands(const RelationshipId& relationship,
                                             const Properties& row) const {
  if (!catalog_->has_demands) return {};
  for (const auto& [id, rule] : catalog_->rules) {
    if (rule.type != relationship.type) continue;
    if (rule.needs_values() || rule.kind == RuleKind::type) {
      if (auto checked = check_demand(rule, row, {}); !checked)
        return check_demand(rule, row, element_name(relationship));
    }
  }
  return {};
}

Result<void> GraphTransaction::check_all_demands() const {
  for (const auto& [key, entry] : overlay_.entries()) {
    if (const auto node = keys::decode_node(key)) {
      if (NodeStore::erases(entry)) continue;
      SKEIN_ASSIGN(const auto changed, nodes_.row(*node));
      if (changed) SKEIN_TRY(check_demands(*node, *changed));
    } else if (const auto delta = keys::decode_delta(key); delta && delta->side == keys::Side::out) {
      if (!catalog_->has_relationship_rules) continue;
      SKEIN_ASSIGN(const auto change, decode_delta(entry.value));
      if (change.op != DeltaOp::remove)
        SKEIN_TRY(check_demands(RelationshipId{delta->node, delta->other, delta->type, delta->ordinal},
                                change.properties));
    }
  }
  return {};
}

// --- making and dropping
// ---------------------------------------------------------------------------------------

namespace {

// The entries of what is there, gathered before they are put down: sorted, which is quicker than finding each
// one's place.
template <typename Element>
using Entries = std::vector<std::pair<std::string, Element>>;

// By key. Keys begin alike; what is compared first are the eight bytes behind, as numbers.
template <typename Element>
void sort_by_key(Entries<Element>& entries) {
  const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(entries.begin(), entries.end(), before)) return;
  const std::string& first = entries.front().first;
  std::size_t alike = first.size();
  for (const auto& [key, element] : entries) {
    const auto end = first.begin() + static_cast<std::ptrdiff_t>(std::min(alike, key.size()));
    alike = static_cast<std::size_t>(std::mismatch(first.begin(), end, key.begin()).first - first.begin());
  }
  struct Place {
    std::uint64_t head;
    std::size_t at;
  };
  std::vector<Place> places;
  places.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string& key = entries[i].first;
    std::uint64_t head = 0;
    for (std::size_t k = alike; k < alike + 8; ++k)
      head = head << 8 | (k < key.size() ? static_cast<unsigned char>(key[k]) : 0);
    places.push_back({head, i});
  }
  std::sort(places.begin(), places.end(), [&](const Place& a, const Place& b) {
    if (a.head != b.head) return a.head < b.head;
    const int compared = entries[a.at].first.compare(entries[b.at].first);
    return compared != 0 ? compared < 0 : a.at < b.at;
  });
  Entries<Element> sorted;
  sorted.reserve(entries.size());
  for (const Place& place : places) sorted.push_back(std::move(entries[place.at]));
  entries = std::move(sorted);
}

}  // namespace

Result<void> GraphTransaction::fill(const SchemaRule& rule) {
  std::vector<std::vector<Value>> columns(rule.keys.size());  // no other property is read
  const auto take = [&](const auto& elements, auto& entries) -> Result<void> {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      columns[k].clear();
      SKEIN_TRY(property_column(elements, rule.keys[k], columns[k]));
    }
    Properties properties;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      properties.clear();
      for (std::size_t k = 0; k < columns.size(); ++k)
        if (!columns[k][i].is_null()) properties.emplace_back(rule.keys[k], std::move(columns[k][i]));
      std::sort(properties.begin(), properties.end(),
                [](const auto& a, const auto& b) { return a.first < b.first; });
      if (rule.needs_values() || rule.kind == RuleKind::type) {
        if (auto checked = check_demand(rule, properties, {}); !checked.ok())
          return check_demand(rule, properties, element_name(elements[i]));
      }
      if (!rule.has_entries()) continue;
      for (const auto& value : found_by(rule, properties))
        entries.emplace_back(entry_key(rule, value, elements[i]), elements[i]);
    }
    return {};
  };
  const auto put = [&](auto entries) -> Result<void> {
    sort_by_key(entries);
    if (rule.is_unique()) {
      const auto twice = std::adjacent_find(entries.begin(), entries.end(),
                                            [](const auto& a, const auto& b) { return a.first == b.first; });
      if (twice != entries.end()) return not_unique(rule, twice->second);
    }
    std::vector<std::pair<std::string, std::string>> records;
    records.reserve(entries.size());
    for (auto& [key, element] : entries)
      records.emplace_back(std::move(key), rule.is_unique() ? entry_record(element) : std::string());
    overlay_.put_ascending(std::move(records));
    made_indexes_.push_back(rule.id);
    return {};
  };
  constexpr std::size_t at_once = 4096;
  if (rule.type) {
    std::vector<RelationshipId> all;
    SKEIN_TRY(scan_relationships(*rule.type, [&](const RelationshipId& relationship) {
      all.push_back(relationship);
      return true;
    }));
    Entries<RelationshipId> entries;
    const std::span<const RelationshipId> relationships(all);
    for (std::size_t begin = 0; begin < all.size(); begin += at_once)
      SKEIN_TRY(take(relationships.subspan(begin, std::min(at_once, all.size() - begin)), entries));
    return put(std::move(entries));
  }
  Entries<NodeId> entries;
  std::vector<NodeId> nodes;
  SKEIN_ASSIGN(const auto scan, scan_label(rule.label));
  for (;;) {
    SKEIN_TRY(scan->next(nodes, at_once));
    if (nodes.empty()) return put(std::move(entries));
    SKEIN_TRY(take(std::span<const NodeId>(nodes), entries));
  }
}

Result<IndexId> GraphTransaction::create_rule(SchemaRule rule) {
  SKEIN_TRY(check_writable());
  for (const auto& [id, known] : catalog_->rules)
    if (known.name == rule.name)
      return broken("there is " + std::string(known.is_constraint() ? "a constraint " : "an index ") +
                    rule.name + " already");
  for (const auto& [id, known] : catalog_->text_indexes)
    if (known.name == rule.name) return broken("there is a text index " + rule.name + " already");
  if (rule.keys.empty())
    return Error{ErrorCode::invalid_argument, "an index or constraint needs a property key"};
  if (rule.kind == RuleKind::type) {
    SKEIN_ASSIGN(const auto type, ValueType::parse(rule.value_type));
    if (!type.storable())
      return Error{ErrorCode::invalid_argument, "no property can be of type " + type.text()};
    rule.value_type = type.text();
  }
  rule.elements = rule.kind == RuleKind::index && rule.keys.size() == 1;
  rule.id = IndexId(reserve_name(CatalogKind::index));
  SKEIN_TRY(fill(rule));
  own_catalog().add_rule(rule);
  overlay_.put(encode(keys::CatalogKey{CatalogKind::index, rule.id.value}), encode_rule_entry(rule));
  overlay_.put(keys::catalog_name(CatalogKind::index, rule.name), encode_counter(rule.id.value));
  overlay_.add_to_counter(keys::meta("indexes"), 1);
  note_catalog_change();
  return rule.id;
}

Result<void> GraphTransaction::drop_rule(std::string_view name) {
  SKEIN_TRY(check_writable());
  for (const auto& [found, rule] : catalog_->rules) {
    if (rule.name != name) continue;
    const auto id = found;
    const auto cursor = overlay_.scan_prefix(keys::index_prefix(id));
    std::vector<std::string> entries;
    for (; cursor->valid(); cursor->next()) entries.emplace_back(cursor->key());
    SKEIN_TRY(cursor->status());
    for (auto& entry : entries) overlay_.erase(std::move(entry));
    overlay_.erase(encode(keys::CatalogKey{CatalogKind::index, id.value}));
    overlay_.erase(keys::catalog_name(CatalogKind::index, name));
    own_catalog().erase_rule(id);
    overlay_.add_to_counter(keys::meta("indexes"), 1);
    note_catalog_change();
    return {};
  }
  return Error{ErrorCode::not_found, "there is no index or constraint " + std::string(name)};
}

}  // namespace skein::graph
