// Adjacency records: the relationships of one node on one side, grouped by type (see docs/storage-format.md).
//
//   head: version:1, directory length, directory, bodies of the inline sections one after another
//   directory entry: type (difference to the one before), degree << 1 | split, and for an inline section the length
//         of its body
//   body: flags:1 (1: ordinals, 2: columns), with any flag the length of the targets, then targets (the first as a
//         zigzag difference to the node itself, the others as differences; 0 is a parallel relationship), ordinals,
//         columns
//   columns: (key varint, length, column)...  see column_codec.hpp
//   part: version:1, count, body without columns;   its columns: version:1, columns
// All numbers are varints unless a width is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/varint.hpp"
#include "storage/ids.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

// Where a relationship's origin is kept: a column of its own, true where it is derived. Never a key of the catalog.
inline constexpr KeyId origin_key{0xffffffff};

struct Section {
  TypeId type;
  std::uint64_t degree = 0;
  bool split = false;
  std::string_view body;  // of an inline section
};

// Walks the directory of a head, types ascending.
class HeadReader {
 public:
  explicit HeadReader(std::string_view bytes);
  // False at the end, and when the record is broken; ask ok() then.
  bool next(Section& section);
  [[nodiscard]] bool ok() const { return ok_ && directory_.ok(); }

 private:
  RecordReader directory_{{}};
  RecordReader bodies_{{}};
  std::uint64_t type_ = 0;
  bool ok_ = true;
};

// The relationships of one type at one node, taken apart for a change.
struct EdgeList {
  std::vector<NodeId> others;              // ascending
  std::vector<std::uint32_t> ordinals;     // one each; ascending among equal others
  struct Column {
    KeyId key;
    std::vector<Value> values;  // one a relationship, Null when absent
  };
  std::vector<Column> columns;  // by key
  [[nodiscard]] std::size_t size() const { return others.size(); }
};

std::string encode_body(NodeId node, const EdgeList& list, bool with_columns);
std::string encode_columns(const EdgeList& list);
// A whole part, its columns apart.
std::string encode_part(NodeId node, const EdgeList& list);
std::string encode_part_columns(const EdgeList& list);

struct PartView {
  std::uint64_t count = 0;
  std::string_view body;
};
Result<PartView> decode_part_record(std::string_view bytes);
Result<std::string_view> decode_part_columns(std::string_view bytes);  // gives the columns' bytes

class HeadWriter {
 public:
  void add_inline(TypeId type, std::uint64_t degree, std::string_view body);
  void add_split(TypeId type, std::uint64_t degree);
  [[nodiscard]] bool empty() const { return directory_.empty(); }
  [[nodiscard]] std::string finish() const;

 private:
  std::string directory_, bodies_;
  std::uint32_t type_ = 0;
};

Error broken_adjacency();

// A body taken apart without decoding it.
struct BodyView {
  bool has_ordinals = false, has_columns = false;
  RecordReader targets{{}}, ordinals{{}};
  std::string_view columns;  // known when there are no ordinals, else after reading those; see columns_of()
};
bool open_body(std::string_view body, BodyView& view);

// Gives (other, ordinal) for each relationship; visit returns false to stop early.
template <typename Visit>
Result<void> visit_body(NodeId node, std::string_view body, std::uint64_t count, Visit visit) {
  BodyView view;
  if (!open_body(body, view)) return broken_adjacency();
  auto other = node.value;
  auto targets = view.targets;
  if (!view.has_ordinals) {
    for (std::uint64_t i = 0; i < count; ++i) {
      other += i == 0 ? static_cast<std::uint64_t>(targets.signed_varint()) : targets.varint();
      if (!targets.ok()) return broken_adjacency();
      if (!visit(NodeId(other), 0u)) return {};
    }
    return {};
  }
  auto ordinals = view.ordinals;
  for (std::uint64_t i = 0; i < count; ++i) {
    other += i == 0 ? static_cast<std::uint64_t>(targets.signed_varint()) : targets.varint();
    const auto ordinal = static_cast<std::uint32_t>(ordinals.varint());
    if (!targets.ok() || !ordinals.ok()) return broken_adjacency();
    if (!visit(NodeId(other), ordinal)) return {};
  }
  return {};
}

// The columns of an inline body of `count` relationships; empty when there are none.
Result<std::string_view> columns_of(std::string_view body, std::uint64_t count);
// The column of one key, or empty.
Result<std::string_view> find_column(std::string_view columns, KeyId key);
// Decodes everything; `columns` are those of a part, or those inside an inline body.
Result<EdgeList> decode_edges(NodeId node, std::string_view body, std::uint64_t count, std::string_view columns);

}  // namespace skein::graph
