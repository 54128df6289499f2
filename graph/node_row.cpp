#include "graph/node_row.hpp"

#include <algorithm>

#include "graph/varint.hpp"
#include "storage/value_codec.hpp"

namespace skein::graph {

namespace {

constexpr std::uint8_t row_version = 1;
constexpr std::uint8_t flag_derived = 1;

Error broken() { return Error{ErrorCode::corruption, "node: record of a wrong form"}; }

// Reads what comes before the properties; gives every label to `visit`.
template <typename Visit>
bool read_front(RecordReader& in, Origin& origin, Visit visit) {
  if (in.byte() != row_version) return false;
  origin = (in.byte() & flag_derived) != 0 ? Origin::derived : Origin::written;
  const auto count = in.varint();
  std::uint64_t label = 0;
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    label += in.varint();
    visit(LabelId(static_cast<std::uint32_t>(label)));
  }
  return in.ok();
}

auto at_key(const Properties& properties, KeyId key) {
  return std::lower_bound(properties.begin(), properties.end(), key,
                          [](const auto& property, KeyId k) { return property.first < k; });
}

}  // namespace

std::string encode(const NodeRow& row) {
  std::string out;
  out.push_back(static_cast<char>(row_version));
  out.push_back(static_cast<char>(row.origin == Origin::derived ? flag_derived : 0));
  storage::put_varint(out, row.labels.size());
  std::uint32_t last = 0;
  for (const auto label : row.labels) {
    storage::put_varint(out, label.value - last);
    last = label.value;
  }
  put_properties(out, row.properties);
  return out;
}

Result<NodeRow> decode_node_row(std::string_view bytes) {
  RecordReader in(bytes);
  NodeRow row;
  if (!read_front(in, row.origin, [&](LabelId label) { row.labels.push_back(label); })) return broken();
  SKEIN_ASSIGN(row.properties, take_properties(in.rest()));
  return row;
}

Result<std::vector<LabelId>> row_labels(std::string_view bytes) {
  RecordReader in(bytes);
  Origin origin{};
  std::vector<LabelId> labels;
  if (!read_front(in, origin, [&](LabelId label) { labels.push_back(label); })) return broken();
  return labels;
}

Result<bool> row_has_label(std::string_view bytes, LabelId label) {
  RecordReader in(bytes);
  Origin origin{};
  bool found = false;
  if (!read_front(in, origin, [&](LabelId one) { found |= one == label; })) return broken();
  return found;
}

Result<Value> row_property(std::string_view bytes, KeyId key) {
  RecordReader in(bytes);
  Origin origin{};
  if (!read_front(in, origin, [](LabelId) {})) return broken();
  while (in.ok() && !in.at_end()) {
    const auto one = in.varint();
    const auto value = in.counted();
    if (one == key.value && in.ok()) return storage::decode_value(value);
    if (one > key.value) break;
  }
  if (!in.ok()) return broken();
  return Value();
}

void put_properties(std::string& out, const Properties& properties) {
  std::string value;
  for (const auto& [key, v] : properties) {
    storage::put_varint(out, key.value);
    value.clear();
    storage::put_value(value, v);
    storage::put_string(out, value);
  }
}

Result<Properties> take_properties(std::string_view bytes) {
  RecordReader in(bytes);
  Properties properties;
  while (in.ok() && !in.at_end()) {
    const KeyId key(static_cast<std::uint32_t>(in.varint()));
    const auto value = in.counted();
    if (!in.ok()) break;
    SKEIN_ASSIGN(auto decoded, storage::decode_value(value));
    properties.emplace_back(key, std::move(decoded));
  }
  if (!in.ok()) return Error{ErrorCode::corruption, "properties: record of a wrong form"};
  return properties;
}

Value change_property(Properties& properties, KeyId key, Value value) {
  const auto it = properties.begin() + (at_key(properties, key) - properties.cbegin());
  Value old;
  const bool found = it != properties.end() && it->first == key;
  if (found) old = it->second;
  if (value.is_null()) {
    if (found) properties.erase(it);
  } else if (found) {
    it->second = std::move(value);
  } else {
    properties.emplace(it, key, std::move(value));
  }
  return old;
}

const Value* find_property(const Properties& properties, KeyId key) {
  const auto it = at_key(properties, key);
  return it != properties.end() && it->first == key ? &it->second : nullptr;
}

}  // namespace skein::graph
