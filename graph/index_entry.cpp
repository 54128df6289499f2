#include "graph/index_entry.hpp"

#include <optional>

#include "graph/merge.hpp"

namespace skein::graph {

namespace keys = storage::keys;

std::string entry_key(const SchemaRule& rule, std::string_view value, NodeId node) {
  return keys::index_entry(rule.id, value, rule.is_unique() ? std::nullopt : std::optional(node));
}
std::string entry_key(const SchemaRule& rule, std::string_view value, const RelationshipId& relationship) {
  return rule.is_unique() ? keys::index_entry(rule.id, value, std::nullopt)
                          : keys::index_entry(rule.id, value, relationship);
}

std::string entry_record(NodeId node) { return encode_counter(node.value); }
std::string entry_record(const RelationshipId& relationship) {
  return keys::index_relationship(relationship);
}

}  // namespace skein::graph
