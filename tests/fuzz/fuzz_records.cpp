// Bytes from anywhere as each kind of key and record: refused, or understood. The first byte chooses the
// kind.
#include <cstdint>
#include <cstdlib>

#include "graph/adjacency.hpp"
#include "graph/adjacency_block.hpp"
#include "graph/column_codec.hpp"
#include "graph/documents.hpp"
#include "graph/node_chunk.hpp"
#include "graph/node_row.hpp"
#include "storage/keys.hpp"

using namespace skein;
using namespace skein::graph;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// What a key decodes to encodes to the same bytes.
void as_keys(std::string_view bytes) {
  namespace keys = storage::keys;
  if (const auto key = keys::decode_catalog(bytes)) require(keys::encode(*key) == bytes);
  if (const auto key = keys::decode_node(bytes)) require(keys::node(*key) == bytes);
  if (const auto key = keys::decode_part(bytes)) require(keys::encode(*key) == bytes);
  if (const auto key = keys::decode_set(bytes)) require(keys::encode(*key) == bytes);
  if (const auto key = keys::decode_evidence(bytes)) require(keys::encode(*key) == bytes);
  if (const auto key = keys::decode_support(bytes)) require(keys::encode(*key) == bytes);
  if (const auto key = keys::decode_delta(bytes)) require(keys::encode(*key) == bytes);
  (void)keys::decode_head(bytes);
  (void)keys::decode_counter(bytes);
  (void)keys::decode_index_node(bytes);
  (void)keys::decode_document(bytes);
}

void as_node(std::string_view bytes) {
  (void)row_labels(bytes).ok();
  (void)row_has_label(bytes, LabelId(3)).ok();
  (void)row_property(bytes, KeyId(3)).ok();
  if (const auto row = decode_node_row(bytes); row.ok()) {
    const auto again = decode_node_row(encode(*row));
    require(again.ok() && again->labels == row->labels && again->properties.size() == row->properties.size());
  }
}

void as_head(std::string_view bytes) {
  HeadReader reader(bytes);
  Section section;
  while (reader.next(section)) {
    if (section.split) continue;
    std::size_t seen = 0;
    (void)visit_body(NodeId(7), section.body, section.degree, [&](NodeId, std::uint32_t) {
      return ++seen < 10'000;
    }).ok();
    const auto columns = columns_of(section.body, section.degree);
    if (columns.ok()) (void)decode_edges(NodeId(7), section.body, section.degree, *columns).ok();
  }
}

void as_part(std::string_view bytes) {
  if (const auto part = decode_part_record(bytes); part.ok())
    (void)decode_edges(NodeId(7), part->body, part->count, {}).ok();
  if (const auto columns = decode_part_columns(bytes); columns.ok())
    (void)find_column(*columns, KeyId(3)).ok();
}

void as_column(std::string_view bytes) {
  for (const std::size_t rows : {std::size_t{0}, std::size_t{1}, std::size_t{13}, std::size_t{1024}}) {
    std::vector<Value> values;
    if (decode_column(bytes, rows, values).ok()) require(values.size() == rows);
    if (rows > 0) (void)column_value(bytes, rows, rows - 1).ok();
  }
}

void as_chunk(std::string_view bytes) {
  if (const auto chunk = decode_node_chunk(bytes); chunk.ok()) {
    const auto again = decode_node_chunk(encode(*chunk));
    require(again.ok() && *again == *chunk);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 8) {
    case 0:
      as_keys(bytes);
      break;
    case 1:
      as_node(bytes);
      break;
    case 2:
      as_head(bytes);
      break;
    case 3:
      as_part(bytes);
      break;
    case 4:
      as_column(bytes);
      break;
    case 5:
      as_chunk(bytes);
      break;
    case 6:
      (void)graph::decode_document(DocumentId(1), bytes).ok();
      break;
    default:
      (void)graph::decode_evidence(bytes).ok();
      break;
  }
  return 0;
}
