// What a node or a relationship holds, by name: stores number labels and keys in the order of their first
// use, files must not depend on it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// Names live as long as the transaction.
using NamedProperties = std::vector<std::pair<std::string_view, Value>>;  // ascending by name
using LabelNames = std::vector<std::string_view>;                         // ascending

Result<LabelNames> label_names(const Transaction& transaction, NodeId node);
NamedProperties by_name(const Transaction& transaction, Properties properties);
template <typename Id>
Result<NamedProperties> named_properties(const Transaction& transaction, const Id& id) {
  SKEIN_ASSIGN(Properties properties, transaction.properties(id));
  return by_name(transaction, std::move(properties));
}
// Null when there is none.
const Value* find(const NamedProperties& properties, std::string_view name);

// The label that says most of what a node is: the first that is neither Entity nor Value. Empty without
// labels.
std::string_view main_label(const LabelNames& labels);
// What a person would call the node: `name`, else `title`, else `id`; empty when it has none of them.
std::string display_name(const NamedProperties& properties);

// Members of a JSON object, without the braces: "a":1,"b":"x". Typed as in json/value_json.hpp, or plain.
void append_json_members(std::string& out, const NamedProperties& properties, bool typed);
void append_json_array(std::string& out, const LabelNames& names);

}  // namespace skein::graph::formats
