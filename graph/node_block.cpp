#include "graph/node_block.hpp"

#include <map>

#include "graph/adjacency_block.hpp"
#include "graph/column_codec.hpp"
#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

constexpr std::uint8_t block_version = 1;
constexpr std::uint8_t all_written = 0, all_derived = 1, mixed = 2;

Error broken() { return Error{ErrorCode::corruption, "node block: record of a wrong form"}; }

void put_bits(std::string& out, std::uint64_t bits) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(bits >> shift));
}
std::uint64_t take_bits(RecordReader& in) {
  std::uint64_t bits = 0;
  for (int shift = 0; shift < 64; shift += 8) bits |= static_cast<std::uint64_t>(in.byte()) << shift;
  return bits;
}

std::string label_text(const std::vector<LabelId>& labels) {
  std::string out;
  std::uint32_t last = 0;
  for (const auto label : labels) {
    storage::put_varint(out, label.value - last);
    last = label.value;
  }
  return out;
}

Result<std::vector<LabelId>> labels_of(const Value& text) {
  std::vector<LabelId> labels;
  if (text.kind() != Value::Kind::string) return broken();
  RecordReader in(text.as_string());
  std::uint64_t label = 0;
  while (!in.at_end()) labels.emplace_back(static_cast<std::uint32_t>(label += in.varint()));
  if (!in.ok()) return broken();
  return labels;
}

}  // namespace

std::string encode_block(const BlockRows& rows) {
  std::uint64_t existing = 0, derived = 0;
  std::vector<Value> labels;
  std::map<KeyId, std::vector<Value>> columns;
  std::size_t count = 0;
  for (unsigned place = 0; place < block_nodes; ++place) {
    if (!rows[place]) continue;
    const auto& row = *rows[place];
    existing |= std::uint64_t{1} << place;
    if (row.origin == Origin::derived) derived |= std::uint64_t{1} << place;
    labels.emplace_back(label_text(row.labels));
    for (const auto& [key, value] : row.properties) {
      auto& column = columns[key];
      column.resize(count);
      column.push_back(value);
    }
    ++count;
  }
  if (count == 0) return {};
  std::string out(1, static_cast<char>(block_version));
  put_bits(out, existing);
  out.push_back(static_cast<char>(derived == 0 ? all_written : derived == existing ? all_derived : mixed));
  if (derived != 0 && derived != existing) put_bits(out, derived);
  storage::put_string(out, encode_column(labels));
  for (auto& [key, column] : columns) {
    column.resize(count);
    storage::put_varint(out, key.value);
    storage::put_string(out, encode_column(column));
  }
  return out;
}

Result<NodeBlockView> NodeBlockView::open(std::string_view bytes) {
  RecordReader in(bytes);
  NodeBlockView view;
  const bool known = in.byte() == block_version;
  view.existing_ = take_bits(in);
  switch (in.byte()) {
    case all_written: break;
    case all_derived: view.derived_ = view.existing_; break;
    case mixed: view.derived_ = take_bits(in); break;
    default: return broken();
  }
  view.labels_ = in.counted();
  view.columns_ = in.rest();
  if (!known || !in.ok() || view.existing_ == 0) return broken();
  return view;
}

Result<std::vector<LabelId>> NodeBlockView::labels(unsigned place) const {
  SKEIN_ASSIGN(const auto text, column_value(labels_, count(), rank(place)));
  return labels_of(text);
}

Result<Value> NodeBlockView::property(unsigned place, KeyId key) const {
  SKEIN_ASSIGN(const auto column, find_column(columns_, key));
  if (column.empty()) return Value();
  return column_value(column, count(), rank(place));
}

Result<NodeRow> NodeBlockView::row(unsigned place) const {
  NodeRow row;
  row.origin = origin(place);
  SKEIN_ASSIGN(row.labels, labels(place));
  RecordReader in(columns_);
  while (!in.at_end()) {
    const KeyId key(static_cast<std::uint32_t>(in.varint()));
    const auto column = in.counted();
    if (!in.ok()) return broken();
    SKEIN_ASSIGN(auto value, column_value(column, count(), rank(place)));
    if (!value.is_null()) row.properties.emplace_back(key, std::move(value));
  }
  return row;
}

Result<void> NodeBlockView::column(KeyId key, std::vector<Value>& out) const {
  out.clear();
  out.resize(block_nodes);
  SKEIN_ASSIGN(const auto column, find_column(columns_, key));
  if (column.empty()) return {};
  std::vector<Value> dense;
  SKEIN_TRY(decode_column(column, count(), dense));
  std::size_t i = 0;
  for (auto left = existing_; left != 0; left &= left - 1)
    out[static_cast<std::size_t>(std::countr_zero(left))] = std::move(dense[i++]);
  return {};
}

Result<std::string_view> NodeBlockView::column_bytes(KeyId key) const { return find_column(columns_, key); }

Result<void> NodeBlockView::rows(BlockRows& out) const {
  std::vector<Value> values;
  SKEIN_TRY(decode_column(labels_, count(), values));
  std::size_t i = 0;
  for (auto left = existing_; left != 0; left &= left - 1, ++i) {
    const auto place = static_cast<unsigned>(std::countr_zero(left));
    auto& row = out[place].emplace();
    row.origin = origin(place);
    SKEIN_ASSIGN(row.labels, labels_of(values[i]));
  }
  RecordReader in(columns_);
  while (!in.at_end()) {
    const KeyId key(static_cast<std::uint32_t>(in.varint()));
    const auto column = in.counted();
    if (!in.ok()) return broken();
    values.clear();
    SKEIN_TRY(decode_column(column, count(), values));
    i = 0;
    for (auto left = existing_; left != 0; left &= left - 1, ++i)
      if (!values[i].is_null())
        out[static_cast<std::size_t>(std::countr_zero(left))]->properties.emplace_back(key, std::move(values[i]));
  }
  return {};
}

}  // namespace skein::graph
