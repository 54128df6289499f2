// The property graph over a KvStore: nodes with labels and properties, relationships with one type and
// properties, documents and evidence. A Transaction has snapshot isolation: it reads one committed state and
// its own writes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/evidence.hpp"
#include "graph/schema_rule.hpp"
#include "storage/ids.hpp"
#include "storage/kv_store.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::graph {

enum class Direction : std::uint8_t { out, in, both };

// Told from each other for good: derived things are a function of the documents and may be thrown away and
// made again; written ones are people's own.
enum class Origin : std::uint8_t { written, derived };

using Properties = std::vector<std::pair<KeyId, Value>>;  // sorted by key id, no nulls

struct Neighbour {
  RelationshipId relationship;
  NodeId node;  // the other end
};

// An index over nodes, whether it was asked for or comes with a constraint.
struct IndexInfo {
  IndexId id;
  std::string name;
  LabelId label;
  std::vector<KeyId> keys;
  bool unique = false;
  bool elements = false;  // can it be asked for lists that hold a value?
};

// An index over the words of texts: of properties of nodes, or of the sentences that evidence stands in.
struct TextIndexInfo {
  IndexId id;
  std::string name;
  std::vector<LabelId> labels;  // nodes with any of these; none: all nodes
  std::vector<KeyId> keys;      // of texts or lists of texts; none for sentences
  bool sentences = false;
};

namespace text {
class PostingSource;
}

struct Counts {
  std::uint64_t nodes = 0, relationships = 0, documents = 0, evidence = 0;
};

// Names of labels, relationship types and property keys. Ids are small and dense, handed out in order of
// first use. A read view belongs to one transaction; names made by it are its own until it commits.
class CatalogView {
 public:
  virtual ~CatalogView() = default;
  [[nodiscard]] virtual std::optional<LabelId> label(std::string_view name) const = 0;
  [[nodiscard]] virtual std::optional<TypeId> type(std::string_view name) const = 0;
  [[nodiscard]] virtual std::optional<KeyId> key(std::string_view name) const = 0;
  [[nodiscard]] virtual std::string_view name(LabelId id) const = 0;  // views live as long as the transaction
  [[nodiscard]] virtual std::string_view name(TypeId id) const = 0;
  [[nodiscard]] virtual std::string_view name(KeyId id) const = 0;
  [[nodiscard]] virtual std::vector<LabelId> labels() const = 0;
  [[nodiscard]] virtual std::vector<TypeId> types() const = 0;
  [[nodiscard]] virtual std::vector<KeyId> keys() const = 0;
  // Claims which a source denies, plans or guesses live under types of their own, flagged as not asserted. A
  // pattern without types never walks them; naming the type asks for them.
  [[nodiscard]] virtual bool asserted(TypeId id) const = 0;
  [[nodiscard]] virtual std::vector<IndexInfo> indexes() const = 0;
  // All indexes and constraints, in order of creation.
  [[nodiscard]] virtual std::vector<SchemaRule> rules() const = 0;
  [[nodiscard]] virtual std::vector<TextIndexInfo> text_indexes() const = 0;
  // Kept counts, exact in this transaction.
  [[nodiscard]] virtual std::uint64_t node_count() const = 0;
  [[nodiscard]] virtual std::uint64_t node_count(LabelId label) const = 0;
  [[nodiscard]] virtual std::uint64_t relationship_count() const = 0;
  [[nodiscard]] virtual std::uint64_t relationship_count(TypeId type) const = 0;
  [[nodiscard]] virtual Counts counts() const = 0;
};

// Gives node ids in ascending order, a batch at a time. Sees the state at its creation.
class NodeScan {
 public:
  virtual ~NodeScan() = default;
  // Clears `out` and appends up to `max` ids; an empty `out` means the end.
  virtual Result<void> next(std::vector<NodeId>& out, std::size_t max) = 0;
};

// Gives relationships, in the order that who makes it says.
class RelationshipScan {
 public:
  virtual ~RelationshipScan() = default;
  // Clears `out` and appends up to `max`; an empty `out` means the end.
  virtual Result<void> next(std::vector<RelationshipId>& out, std::size_t max) = 0;
};

// A range of index values. Absent bounds are open; `equals` alone asks for a point.
struct IndexRange {
  std::optional<Value> equals, lower, upper;
  bool lower_inclusive = true, upper_inclusive = true;
  std::optional<std::string> prefix;  // strings that start with this
  std::optional<Value> element;       // lists that hold this; alone, and of indexes that keep elements
};

class CacheView;  // cache/graph_cache.hpp

class Transaction {
 public:
  virtual ~Transaction() = default;  // a transaction that was not committed is rolled back
  [[nodiscard]] virtual const CatalogView& catalog() const = 0;
  [[nodiscard]] virtual bool writable() const = 0;
  [[nodiscard]] virtual bool changed() const = 0;  // has it written anything?
  // What its writes take until they are committed, keys and values.
  [[nodiscard]] virtual std::uint64_t pending_bytes() const = 0;

  // --- reading -------------------------------------------------------------------------------------------
  // Errors: not_found when the node or relationship does not exist (any more).
  virtual Result<bool> exists(NodeId node) const = 0;
  virtual Result<bool> exists(const RelationshipId& relationship) const = 0;
  virtual Result<std::vector<LabelId>> labels(NodeId node) const = 0;  // ascending
  virtual Result<bool> has_label(NodeId node, LabelId label) const = 0;
  virtual Result<Value> property(NodeId node, KeyId key) const = 0;  // Null when absent
  virtual Result<Value> property(const RelationshipId& relationship, KeyId key) const = 0;
  virtual Result<Properties> properties(NodeId node) const = 0;
  virtual Result<Properties> properties(const RelationshipId& relationship) const = 0;
  virtual Result<Origin> origin(NodeId node) const = 0;
  virtual Result<Origin> origin(const RelationshipId& relationship) const = 0;
  // A column at a time for many nodes: out[i] belongs to nodes[i]; Null when absent, or when the node is
  // gone. Fastest when the nodes ascend, as scans give them.
  virtual Result<void> property_column(std::span<const NodeId> nodes, KeyId key,
                                       std::vector<Value>& out) const = 0;
  // The same for relationships; fastest when those of one start node and type stand together, as expand gives
  // them.
  virtual Result<void> property_column(std::span<const RelationshipId> relationships, KeyId key,
                                       std::vector<Value>& out) const = 0;
  // out[i] is 1 when nodes[i] has the label, else 0 (also when the node is gone).
  virtual Result<void> label_column(std::span<const NodeId> nodes, LabelId label,
                                    std::vector<std::uint8_t>& out) const = 0;

  virtual Result<std::unique_ptr<NodeScan>> scan_nodes() const = 0;
  virtual Result<std::unique_ptr<NodeScan>> scan_label(LabelId label) const = 0;
  // In value order, nodes with the same value ascending. A bound or prefix is compared with values of its own
  // kind only (all numbers are one kind). An index over several keys is scanned by its first.
  virtual Result<std::unique_ptr<NodeScan>> scan_index(IndexId index, const IndexRange& range) const = 0;
  // The same of an index over relationships; those with the same value by (from, to).
  virtual Result<std::unique_ptr<RelationshipScan>> scan_relationship_index(
      IndexId index, const IndexRange& range) const = 0;

  // Appends the relationships of `node`, ordered by (type, other end, ordinal), out before in. No types: all
  // asserted types. With Direction::both a self-loop comes once.
  virtual Result<void> expand(NodeId node, Direction direction, std::span<const TypeId> types,
                              std::vector<Neighbour>& out) const = 0;
  // Many nodes at once: the neighbours of nodes[i] are appended at out[offsets[i]] .. out[offsets[i + 1]].
  // Clears both vectors; offsets has nodes.size() + 1 entries. Gone nodes have no neighbours.
  virtual Result<void> expand_many(std::span<const NodeId> nodes, Direction direction,
                                   std::span<const TypeId> types, std::vector<std::size_t>& offsets,
                                   std::vector<Neighbour>& out) const = 0;
  virtual Result<std::uint64_t> degree(NodeId node, Direction direction,
                                       std::span<const TypeId> types) const = 0;
  // Relationships from `from` to `to` of one type, by ordinal.
  virtual Result<void> between(NodeId from, NodeId to, TypeId type,
                               std::vector<RelationshipId>& out) const = 0;
  // Calls back for each relationship of a type (all types when absent), in (type, from, to, ordinal) order
  // within a type; false from the callback ends the scan.
  virtual Result<void> scan_relationships(std::optional<TypeId> type,
                                          const std::function<bool(const RelationshipId&)>& visit) const = 0;
  // The state as it is kept in memory, for walks over much; null when this transaction has written something.
  [[nodiscard]] virtual CacheView* cached() const = 0;

  // --- writing -------------------------------------------------------------------------------------------
  virtual Result<LabelId> make_label(std::string_view name) = 0;  // found or new
  virtual Result<TypeId> make_type(std::string_view name, bool asserted = true) = 0;
  virtual Result<KeyId> make_key(std::string_view name) = 0;
  virtual Result<NodeId> create_node(std::span<const LabelId> labels, const Properties& properties,
                                     Origin origin = Origin::written) = 0;
  virtual Result<RelationshipId> create_relationship(NodeId from, TypeId type, NodeId to,
                                                     const Properties& properties,
                                                     Origin origin = Origin::written) = 0;
  virtual Result<bool> add_label(NodeId node, LabelId label) = 0;     // false: it was there
  virtual Result<bool> remove_label(NodeId node, LabelId label) = 0;  // false: it was not there
  // A Null value removes the property. Errors: constraint; invalid_argument for a value that cannot be
  // stored.
  virtual Result<void> set_property(NodeId node, KeyId key, const Value& value) = 0;
  virtual Result<void> set_property(const RelationshipId& relationship, KeyId key, const Value& value) = 0;
  // Errors: constraint when relationships are left. Deleting a relationship takes its evidence along.
  virtual Result<void> delete_node(NodeId node) = 0;
  virtual Result<void> delete_relationship(const RelationshipId& relationship) = 0;
  // The id is given. Errors: constraint when the name is taken or the data break the rule.
  virtual Result<IndexId> create_rule(SchemaRule rule) = 0;
  virtual Result<void> drop_rule(std::string_view name) = 0;  // error: not_found
  Result<IndexId> create_index(std::string_view name, LabelId label, std::span<const KeyId> keys,
                               bool unique) {
    return create_rule({{},
                        std::string(name),
                        unique ? RuleKind::unique : RuleKind::index,
                        label,
                        {},
                        {keys.begin(), keys.end()},
                        {}});
  }

  // Searched through its postings: see text/search.hpp. Entries are nodes (keys::text_node) or sentences
  // (keys::text_sentence). The id in the info is given by the store. Must end before the transaction.
  virtual Result<IndexId> create_text_index(TextIndexInfo index) = 0;
  virtual Result<void> drop_text_index(std::string_view name) = 0;
  [[nodiscard]] virtual std::unique_ptr<text::PostingSource> text_postings(IndexId index) const = 0;

  // --- documents and evidence (see evidence.hpp) -----------------------------------------------------------
  virtual Result<DocumentId> put_document(
      const DocumentRecord& document) = 0;  // by its key: new, or replaced
  virtual Result<std::optional<DocumentId>> find_document(std::string_view key) const = 0;
  virtual Result<DocumentRecord> document(DocumentId id) const = 0;       // with its text
  virtual Result<DocumentRecord> document_info(DocumentId id) const = 0;  // without: quick for listings
  virtual Result<std::vector<DocumentId>> documents() const = 0;          // in key order
  virtual Result<void> delete_document(DocumentId id) = 0;                // its text and metadata only
  virtual Result<void> add_evidence(const RelationshipId& relationship, const Evidence& evidence) = 0;
  // In an order that does not depend on the order of arrival: by a hash of the document's key, then by place
  // in the text. Adding the same piece twice leaves one.
  virtual Result<std::vector<Evidence>> evidence(const RelationshipId& relationship) const = 0;
  // The relationships that a document gives evidence for, ascending, each once.
  virtual Result<std::vector<RelationshipId>> supported_by(DocumentId document) const = 0;
  // Takes away all evidence that a document gives, and says for which relationships that was.
  virtual Result<std::vector<RelationshipId>> remove_evidence(DocumentId document) = 0;

  // Opaque records for the text side's own bookkeeping (what each document said, blocking keys, decisions),
  // kept, snapshotted and committed like everything else. `space` is one of the letters listed in
  // storage/keys.hpp.
  virtual Result<std::optional<std::string>> get_record(char space, std::string_view key) const = 0;
  virtual Result<void> put_record(char space, std::string_view key, std::string value) = 0;
  virtual Result<void> erase_record(char space, std::string_view key) = 0;
  virtual Result<void> scan_records(
      char space, std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;

  // --- ending ----------------------------------------------------------------------------------------------
  // A point to go back to, for a statement that fails inside a longer transaction.
  using Savepoint = std::size_t;
  virtual Savepoint savepoint() = 0;
  virtual void rollback_to(Savepoint point) = 0;
  virtual Result<void> commit() = 0;  // errors: conflict, io; then nothing was written
};

class Graph {
 public:
  virtual ~Graph() = default;
  // `location` is a directory or ":memory:".
  static Result<std::unique_ptr<Graph>> open(const std::string& location,
                                             const storage::StoreOptions& options);
  // Read transactions see the newest committed state and never block; many may run at once, one per thread.
  virtual Result<std::unique_ptr<Transaction>> begin(storage::Access access) = 0;
  [[nodiscard]] virtual bool read_only() const = 0;
  [[nodiscard]] virtual storage::KvStore& store() = 0;
};

}  // namespace skein::graph
