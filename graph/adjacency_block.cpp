#include "graph/adjacency_block.hpp"

#include <algorithm>
#include <cassert>

#include "graph/column_codec.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {
constexpr std::uint8_t block_version = 1;
constexpr std::uint8_t flag_ordinals = 1, flag_columns = 2;

std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
}  // namespace

Error broken_adjacency() { return Error{ErrorCode::corruption, "adjacency: record of a wrong form"}; }

HeadReader::HeadReader(std::string_view bytes) {
  RecordReader in(bytes);
  ok_ = in.byte() == block_version;
  directory_ = RecordReader(in.counted());
  bodies_ = RecordReader(in.rest());
  ok_ = ok_ && in.ok();
}

bool HeadReader::next(Section& section) {
  if (!ok_ || directory_.at_end()) return false;
  type_ += directory_.varint();
  const auto degree = directory_.varint();
  section.type = TypeId(static_cast<std::uint32_t>(type_));
  section.degree = degree >> 1;
  section.split = (degree & 1) != 0;
  section.body = section.split ? std::string_view() : bodies_.bytes(directory_.varint());
  // A target takes a byte at least, so garbage never makes anyone reserve more than the bytes justify.
  ok_ = directory_.ok() && bodies_.ok() && (section.split || section.degree <= section.body.size());
  return ok_;
}

std::string encode_columns(const EdgeList& list) {
  std::string out;
  for (const auto& column : list.columns) {
    storage::put_varint(out, column.key.value);
    storage::put_string(out, encode_column(column.values));
  }
  return out;
}

std::string encode_body(NodeId node, const EdgeList& list, bool with_columns) {
  std::string targets;
  auto last = node.value;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto other = list.others[i].value;
    storage::put_varint(targets, i == 0 ? zigzag(static_cast<std::int64_t>(other - last)) : other - last);
    last = other;
  }
  const bool ordinals = std::any_of(list.ordinals.begin(), list.ordinals.end(), [](auto o) { return o != 0; });
  const bool columns = with_columns && !list.columns.empty();
  std::string out;
  out.push_back(static_cast<char>((ordinals ? flag_ordinals : 0) | (columns ? flag_columns : 0)));
  if (ordinals || columns) storage::put_varint(out, targets.size());
  out += targets;
  if (ordinals)
    for (const auto ordinal : list.ordinals) storage::put_varint(out, ordinal);
  if (columns) out += encode_columns(list);
  return out;
}

std::string encode_part(NodeId node, const EdgeList& list) {
  std::string out(1, static_cast<char>(block_version));
  storage::put_varint(out, list.size());
  return out += encode_body(node, list, false);
}

std::string encode_part_columns(const EdgeList& list) {
  std::string out(1, static_cast<char>(block_version));
  return out += encode_columns(list);
}

Result<PartView> decode_part_record(std::string_view bytes) {
  RecordReader in(bytes);
  PartView part;
  const bool known = in.byte() == block_version;
  part.count = in.varint();
  part.body = in.rest();
  if (!known || !in.ok() || part.count > part.body.size()) return broken_adjacency();
  return part;
}

Result<std::string_view> decode_part_columns(std::string_view bytes) {
  RecordReader in(bytes);
  if (in.byte() != block_version) return broken_adjacency();
  return in.rest();
}

void HeadWriter::add_inline(TypeId type, std::uint64_t degree, std::string_view body) {
  storage::put_varint(directory_, type.value - type_);
  type_ = type.value;
  storage::put_varint(directory_, degree << 1);
  storage::put_varint(directory_, body.size());
  bodies_ += body;
}

void HeadWriter::add_split(TypeId type, std::uint64_t degree) {
  storage::put_varint(directory_, type.value - type_);
  type_ = type.value;
  storage::put_varint(directory_, degree << 1 | 1);
}

std::string HeadWriter::finish() const {
  std::string out(1, static_cast<char>(block_version));
  storage::put_string(out, directory_);
  return out += bodies_;
}

bool open_body(std::string_view body, BodyView& view) {
  RecordReader in(body);
  const auto flags = in.byte();
  view.has_ordinals = (flags & flag_ordinals) != 0;
  view.has_columns = (flags & flag_columns) != 0;
  if (flags == 0) {
    view.targets = RecordReader(in.rest());
    return in.ok();
  }
  view.targets = RecordReader(in.counted());
  const auto rest = in.rest();
  if (view.has_ordinals)
    view.ordinals = RecordReader(rest);
  else
    view.columns = rest;
  return in.ok() && (flags & ~(flag_ordinals | flag_columns)) == 0;
}

Result<std::string_view> columns_of(std::string_view body, std::uint64_t count) {
  BodyView view;
  if (!open_body(body, view)) return broken_adjacency();
  if (!view.has_columns) return std::string_view();
  if (!view.has_ordinals) return view.columns;
  for (std::uint64_t i = 0; i < count; ++i) view.ordinals.varint();
  const auto rest = view.ordinals.rest();
  if (!view.ordinals.ok()) return broken_adjacency();
  return rest;
}

Result<std::string_view> find_column(std::string_view columns, KeyId key) {
  RecordReader in(columns);
  while (!in.at_end()) {
    const auto one = in.varint();
    const auto bytes = in.counted();
    if (!in.ok()) return broken_adjacency();
    if (one == key.value) return bytes;
    if (one > key.value) break;
  }
  return std::string_view();
}

Result<EdgeList> decode_edges(NodeId node, std::string_view body, std::uint64_t count, std::string_view columns) {
  EdgeList list;
  if (count > body.size()) return broken_adjacency();  // a target takes a byte at least
  list.others.reserve(count);
  list.ordinals.reserve(count);
  SKEIN_TRY(visit_body(node, body, count, [&](NodeId other, std::uint32_t ordinal) {
    list.others.push_back(other);
    list.ordinals.push_back(ordinal);
    return true;
  }));
  RecordReader in(columns);
  while (!in.at_end()) {
    EdgeList::Column column;
    column.key = KeyId(static_cast<std::uint32_t>(in.varint()));
    const auto bytes = in.counted();
    if (!in.ok()) return broken_adjacency();
    SKEIN_TRY(decode_column(bytes, count, column.values));
    list.columns.push_back(std::move(column));
  }
  return list;
}

}  // namespace skein::graph
