// What CREATE INDEX and CREATE CONSTRAINT leave in the catalog.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.hpp"

namespace skein::graph {

// `unique` and `key` keep an index of their own, by which they are checked at each write; what `key`,
// `exists` and `type` ask of a whole node or relationship is checked at the commit, so that a statement may
// build it in steps.
enum class RuleKind : std::uint8_t { index, unique, key, exists, type };

struct SchemaRule {
  IndexId id;
  std::string name;
  RuleKind kind = RuleKind::index;
  LabelId label;               // of nodes with this label ...
  std::optional<TypeId> type;  // ... or, when given, of relationships of this type
  std::vector<KeyId> keys;     // one for `exists` and `type`
  std::string value_type;      // RuleKind::type: as ValueType::text() writes it
  bool elements = false;       // does each element of a list have an entry, beside the list's own?

  [[nodiscard]] bool on_relationships() const { return type.has_value(); }
  [[nodiscard]] bool is_constraint() const { return kind != RuleKind::index; }
  // No two nodes (relationships) may have the same values.
  [[nodiscard]] bool is_unique() const { return kind == RuleKind::unique || kind == RuleKind::key; }
  // Are values kept in order, by which nodes (relationships) can be found?
  [[nodiscard]] bool has_entries() const { return kind == RuleKind::index || is_unique(); }
  // Must every node (relationship) have all properties?
  [[nodiscard]] bool needs_values() const { return kind == RuleKind::key || kind == RuleKind::exists; }
};

// The kind as SHOW says it: "RANGE", "NODE_PROPERTY_EXISTENCE", ...
std::string_view type_name(const SchemaRule& rule);

}  // namespace skein::graph
