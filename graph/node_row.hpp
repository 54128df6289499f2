// The record of one node, and properties as a row. A value is preceded by its length, so that one property is read
// without decoding the others.
//   node: version:1 flags:1 (bit 0: derived) label count, labels ascending as differences, properties to the end
//   properties: (key varint, length varint, value)...  ascending by key
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"

namespace skein::graph {

struct NodeRow {
  Origin origin = Origin::written;
  std::vector<LabelId> labels;  // ascending
  Properties properties;
};

std::string encode(const NodeRow& row);
Result<NodeRow> decode_node_row(std::string_view bytes);
// Parts of a row, the rest not decoded.
Result<std::vector<LabelId>> row_labels(std::string_view bytes);
Result<bool> row_has_label(std::string_view bytes, LabelId label);
Result<Value> row_property(std::string_view bytes, KeyId key);  // Null when absent

void put_properties(std::string& out, const Properties& properties);
Result<Properties> take_properties(std::string_view bytes);

// Sets or, with Null, removes one property. The old value comes back; Null when there was none.
Value change_property(Properties& properties, KeyId key, Value value);
const Value* find_property(const Properties& properties, KeyId key);

}  // namespace skein::graph
