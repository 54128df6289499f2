#include "graph/formats/content.hpp"

#include <algorithm>

#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

Result<LabelNames> label_names(const Transaction& transaction, NodeId node) {
  SKEIN_ASSIGN(const auto labels, transaction.labels(node));
  LabelNames names;
  for (const LabelId label : labels) names.push_back(transaction.catalog().name(label));
  std::sort(names.begin(), names.end());
  return names;
}

NamedProperties by_name(const Transaction& transaction, Properties properties) {
  NamedProperties named;
  named.reserve(properties.size());
  for (auto& [key, value] : properties) named.emplace_back(transaction.catalog().name(key), std::move(value));
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return named;
}

const Value* find(const NamedProperties& properties, std::string_view name) {
  for (const auto& [key, value] : properties) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string_view main_label(const LabelNames& labels) {
  for (const auto label : labels) {
    if (label != "Entity" && label != "Value") return label;
  }
  return labels.empty() ? std::string_view() : labels.front();
}

std::string display_name(const NamedProperties& properties) {
  for (const std::string_view key : {"name", "title", "id"}) {
    if (const Value* value = find(properties, key)) return plain_text(*value);
  }
  return {};
}

void append_json_members(std::string& out, const NamedProperties& properties, bool typed) {
  bool first = true;
  for (const auto& [key, value] : properties) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, key);
    out += ':';
    if (typed) {
      append_typed_json(out, value);
    } else {
      append_json_text(out, value);
    }
  }
}

void append_json_array(std::string& out, const LabelNames& names) {
  out += '[';
  bool first = true;
  for (const auto name : names) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, name);
  }
  out += ']';
}

}  // namespace skein::graph::formats
