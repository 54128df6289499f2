#include "cli/references.hpp"

namespace skein::cli {

Result<void> References::begin(const std::vector<std::string>& columns) {
  found_ = {};
  found_.everything = false;
  return to_ != nullptr ? to_->begin(columns) : Result<void>();
}

Result<void> References::row(std::vector<Value> values) {
  for (const Value& value : values) note(value);
  return to_ != nullptr ? to_->row(std::move(values)) : Result<void>();
}

void References::note(const Value& value) {
  if (const auto* node = value.get_if<NodeId>()) {
    found_.nodes.push_back(*node);
  } else if (const auto* relationship = value.get_if<RelationshipId>()) {
    found_.relationships.push_back(*relationship);
  } else if (value.kind() == Value::Kind::path) {
    const Path& path = value.as_path();
    found_.nodes.insert(found_.nodes.end(), path.nodes.begin(), path.nodes.end());
    found_.relationships.insert(found_.relationships.end(), path.relationships.begin(),
                                path.relationships.end());
  } else if (value.kind() == Value::Kind::list) {
    for (const Value& item : value.as_list()) note(item);
  } else if (value.kind() == Value::Kind::map) {
    for (const auto& [key, item] : value.as_map()) note(item);
  }
}

}  // namespace skein::cli
