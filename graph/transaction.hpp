// The one implementation of Transaction: graph logic over an Overlay. Reading is thread-safe while nothing is
// written.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>

#include "graph/adjacency_fold.hpp"
#include "graph/cache/graph_cache.hpp"
#include "graph/catalog.hpp"
#include "graph/commit_queue.hpp"
#include "graph/documents.hpp"
#include "graph/graph.hpp"
#include "graph/node_store.hpp"
#include "graph/overlay.hpp"
#include "graph/text/postings.hpp"

namespace skein::graph {

// Counters as a state has them, so that statement after statement over one state reads each but once.
class KnownCounts {
 public:
  // Nothing when it was not asked for in this state before.
  [[nodiscard]] std::optional<std::uint64_t> find(std::uint64_t sequence, std::string_view key) const {
    const std::lock_guard lock(mutex_);
    if (sequence != sequence_) return std::nullopt;
    const auto it = counts_.find(key);
    return it == counts_.end() ? std::nullopt : std::optional(it->second);
  }
  void add(std::uint64_t sequence, std::string key, std::uint64_t count) {
    const std::lock_guard lock(mutex_);
    if (sequence != sequence_) counts_.clear();
    sequence_ = sequence;
    counts_.insert_or_assign(std::move(key), count);
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t sequence_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

// What all transactions of one open store share.
struct GraphState {
  storage::KvStore* store = nullptr;
  FoldLimits fold_limits;
  NodeFoldLimits node_limits;
  CommitQueue
      commits;  // one after another: merges are applied to the newest state, of which there is one at a time
  // Ids handed out and perhaps not committed yet, so that concurrent writers never pick the same ones.
  std::atomic<std::uint64_t> next_node{1}, next_document{1};
  std::array<std::atomic<std::uint32_t>, 6> next_name{};  // by CatalogKind

  std::mutex catalog_mutex;  // guards the three below
  std::uint64_t catalog_version = 0;
  std::uint64_t catalog_sequence = 0;  // of the last state that is known to have this catalog
  std::shared_ptr<const CatalogData> catalog;

  KnownCounts counts;
  std::shared_ptr<GraphCache> cache;  // may have been another open graph's over the same store
};

class GraphTransaction final : public Transaction, private CatalogView {
 public:
  GraphTransaction(GraphState& state, std::shared_ptr<const storage::Snapshot> base,
                   std::shared_ptr<const CatalogData> catalog, bool writable)
      : state_(state),
        overlay_(std::move(base)),
        adjacency_(overlay_),
        nodes_(overlay_),
        catalog_(std::move(catalog)),
        cached_(*state.cache, overlay_.base_ptr(), catalog_->not_asserted),
        writable_(writable) {}

  const CatalogView& catalog() const override { return *this; }
  bool writable() const override { return writable_; }
  bool changed() const override { return !overlay_.empty(); }
  std::uint64_t pending_bytes() const override { return overlay_.bytes(); }

  Result<bool> exists(NodeId node) const override;
  Result<bool> exists(const RelationshipId& relationship) const override;
  Result<std::vector<LabelId>> labels(NodeId node) const override;
  Result<bool> has_label(NodeId node, LabelId label) const override;
  Result<Value> property(NodeId node, KeyId key) const override;
  Result<Value> property(const RelationshipId& relationship, KeyId key) const override;
  Result<Properties> properties(NodeId node) const override;
  Result<Properties> properties(const RelationshipId& relationship) const override;
  Result<Origin> origin(NodeId node) const override;
  Result<Origin> origin(const RelationshipId& relationship) const override;
  Result<void> property_column(std::span<const NodeId> nodes, KeyId key,
                               std::vector<Value>& out) const override;
  Result<void> property_column(std::span<const RelationshipId> relationships, KeyId key,
                               std::vector<Value>& out) const override;
  Result<void> label_column(std::span<const NodeId> nodes, LabelId label,
                            std::vector<std::uint8_t>& out) const override;
  Result<std::unique_ptr<NodeScan>> scan_nodes() const override;
  Result<std::unique_ptr<NodeScan>> scan_label(LabelId label) const override;
  Result<std::unique_ptr<NodeScan>> scan_index(IndexId index, const IndexRange& range) const override;
  Result<std::unique_ptr<RelationshipScan>> scan_relationship_index(IndexId index,
                                                                    const IndexRange& range) const override;
  Result<void> expand(NodeId node, Direction direction, std::span<const TypeId> types,
                      std::vector<Neighbour>& out) const override;
  Result<void> expand_many(std::span<const NodeId> nodes, Direction direction, std::span<const TypeId> types,
                           std::vector<std::size_t>& offsets, std::vector<Neighbour>& out) const override;
  Result<std::uint64_t> degree(NodeId node, Direction direction,
                               std::span<const TypeId> types) const override;
  Result<void> between(NodeId from, NodeId to, TypeId type, std::vector<RelationshipId>& out) const override;
  Result<void> scan_relationships(std::optional<TypeId> type,
                                  const std::function<bool(const RelationshipId&)>& visit) const override;
  CacheView* cached() const override { return overlay_.empty() ? &cached_ : nullptr; }

  Result<LabelId> make_label(std::string_view name) override;
  Result<TypeId> make_type(std::string_view name, bool asserted) override;
  Result<KeyId> make_key(std::string_view name) override;
  Result<NodeId> create_node(std::span<const LabelId> labels, const Properties& properties,
                             Origin origin) override;
  Result<RelationshipId> create_relationship(NodeId from, TypeId type, NodeId to,
                                             const Properties& properties, Origin origin) override;
  Result<bool> add_label(NodeId node, LabelId label) override;
  Result<bool> remove_label(NodeId node, LabelId label) override;
  Result<void> set_property(NodeId node, KeyId key, const Value& value) override;
  Result<void> set_property(const RelationshipId& relationship, KeyId key, const Value& value) override;
  Result<void> delete_node(NodeId node) override;
  Result<void> delete_relationship(const RelationshipId& relationship) override;
  Result<IndexId> create_rule(SchemaRule rule) override;
  Result<void> drop_rule(std::string_view name) override;

  Result<IndexId> create_text_index(TextIndexInfo index) override;
  Result<void> drop_text_index(std::string_view name) override;
  std::unique_ptr<text::PostingSource> text_postings(IndexId index) const override;

  Result<DocumentId> put_document(const DocumentRecord& document) override;
  Result<std::optional<DocumentId>> find_document(std::string_view key) const override;
  Result<DocumentRecord> document(DocumentId id) const override;
  Result<DocumentRecord> document_info(DocumentId id) const override;
  Result<std::vector<DocumentId>> documents() const override;
  Result<void> delete_document(DocumentId id) override;
  Result<void> add_evidence(const RelationshipId& relationship, const Evidence& evidence) override;
  Result<std::vector<Evidence>> evidence(const RelationshipId& relationship) const override;
  Result<std::vector<RelationshipId>> supported_by(DocumentId document) const override;
  Result<std::vector<RelationshipId>> remove_evidence(DocumentId document) override;

  Result<std::optional<std::string>> get_record(char space, std::string_view key) const override;
  Result<void> put_record(char space, std::string_view key, std::string value) override;
  Result<void> erase_record(char space, std::string_view key) override;
  Result<void> scan_records(
      char space, std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const override;

  Savepoint savepoint() override { return overlay_.savepoint(); }
  void rollback_to(Savepoint point) override;
  Result<void> commit() override;

  // --- for bulk import, which writes sorted runs beside what it does as a transaction ---
  Overlay& overlay() { return overlay_; }
  GraphState& state() { return state_; }
  // Commits together with runs made from `state().store`. With runs, error conflict when anything else was
  // committed since this transaction began.
  Result<void> commit_with(CommitQueue::Runs runs);
  void count(storage::keys::CounterKind kind, std::uint32_t id, std::int64_t amount);
  Result<void> change_indexes(NodeId node, const NodeRow* before, const NodeRow* after);
  // What text indexes over nodes have to know of a changed node.
  void change_texts(NodeId node, const NodeRow* before, const NodeRow* after);
  // So many pieces of evidence more (or fewer, below 0) stand in a sentence: for text indexes over evidence.
  Result<void> count_sentence(DocumentId document, TextSpan span, std::int64_t pieces);
  Result<void> change_indexes(const RelationshipId& relationship, const Properties* before,
                              const Properties* after);
  // What the rules ask of a whole node or relationship. Error: constraint.
  Result<void> check_demands(NodeId node, const NodeRow& row) const;
  Result<void> check_demands(const RelationshipId& relationship, const Properties& row) const;
  [[nodiscard]] bool has_relationship_rules() const { return catalog_->has_relationship_rules; }
  // --- for verify ---
  static std::map<std::string, text::Posting> text_postings_of(const TextIndexInfo& index,
                                                               const NodeRow* row);
  // Under which value the rule keeps a node or relationship; empty: it does not.
  static std::vector<std::string> entry_values(const SchemaRule& rule, const NodeRow* row);
  static std::vector<std::string> entry_values(const SchemaRule& rule, const RelationshipId& relationship,
                                               const Properties* row);
  // Every node's row, ascending; null for one that cannot be decoded.
  Result<void> visit_all_rows(const std::function<Result<void>(NodeId, const NodeRow*)>& visit) const;

 private:
  // --- CatalogView ---
  std::optional<LabelId> label(std::string_view name) const override;
  std::optional<TypeId> type(std::string_view name) const override;
  std::optional<KeyId> key(std::string_view name) const override;
  std::string_view name(LabelId id) const override { return catalog_->labels.name(id.value); }
  std::string_view name(TypeId id) const override { return catalog_->types.name(id.value); }
  std::string_view name(KeyId id) const override { return catalog_->property_keys.name(id.value); }
  std::vector<LabelId> labels() const override;
  std::vector<TypeId> types() const override;
  std::vector<KeyId> keys() const override;
  bool asserted(TypeId id) const override { return catalog_->types.asserted(id.value); }
  std::vector<IndexInfo> indexes() const override;
  std::vector<TextIndexInfo> text_indexes() const override;
  std::vector<SchemaRule> rules() const override;
  std::uint64_t node_count() const override;
  std::uint64_t node_count(LabelId label) const override;
  std::uint64_t relationship_count() const override;
  std::uint64_t relationship_count(TypeId type) const override;
  Counts counts() const override;

  [[nodiscard]] std::uint64_t counter(storage::keys::CounterKind kind, std::uint32_t id) const;
  void change_set(storage::keys::SetKind kind, std::uint32_t id, NodeId node, bool present);
  [[nodiscard]] TypeFilter filter(std::span<const TypeId> types) const {
    return {types, catalog_->not_asserted};
  }

  Result<NodeRow> row(NodeId node) const;  // error: not_found
  Result<void> store_row(NodeId node, const NodeRow* before,
                         const NodeRow* after);  // with sets, counts and indexes
  Result<void> check_writable() const;

  CatalogData& own_catalog();
  std::uint32_t reserve_name(storage::keys::CatalogKind kind);
  void note_catalog_change();
  template <typename Element>
  Result<void> add_entry(const SchemaRule& rule, std::string_view value, const Element& element);
  template <typename Element>
  Result<void> change_entries(const SchemaRule& rule, const std::vector<std::string>& before,
                              const std::vector<std::string>& after, const Element& element);
  Result<void> fill(const SchemaRule& rule);  // with what is there already, which must obey it
  Result<void> check_demand(const SchemaRule& rule, const Properties& properties,
                            const std::string& element) const;
  template <typename Element>
  [[nodiscard]] Error not_unique(const SchemaRule& rule, const Element& there) const;
  [[nodiscard]] std::string element_name(NodeId node) const;
  [[nodiscard]] std::string element_name(const RelationshipId& relationship) const;

  // --- text indexes (transaction_text.cpp) ---
  void replace_postings(IndexId index, std::string_view entry,
                        const std::map<std::string, text::Posting>& before,
                        const std::map<std::string, text::Posting>& after);
  Result<void> count_in(const TextIndexInfo& index, DocumentId document, TextSpan span, std::int64_t pieces);
  Result<std::string> sentence_text(DocumentId document, TextSpan span);
  Result<void> fill_text(const TextIndexInfo& index);

  Result<std::string> document_key_of(DocumentId id) const;
  Result<void> erase_evidence(const RelationshipId& relationship);

  // --- commit (transaction_commit.cpp) ---
  // The entries of large indexes made by this transaction, taken out of the overlay.
  Result<CommitQueue::Runs> runs_of_made_indexes();
  // What this transaction changes in the newest state, or how it conflicts with it.
  Result<CommitQueue::Changes> changes_to(const CommitQueue::State& newest, bool with_runs) const;
  Result<void> check_against(const std::shared_ptr<const storage::Snapshot>& newest_state) const;
  Result<void> check_folded(const Overlay& target) const;
  Result<void> check_all_demands() const;  // of what this transaction changed

  GraphState& state_;
  Overlay overlay_;
  Adjacency adjacency_;
  NodeStore nodes_;
  std::shared_ptr<const CatalogData> catalog_;
  std::vector<std::shared_ptr<const CatalogData>> old_catalogs_;  // names handed out live as long as we do
  CatalogData* own_catalog_ = nullptr;                            // catalog_ when it is our own copy
  mutable CacheView cached_;
  bool writable_;
  bool committed_ = false;
  std::vector<IndexId> made_indexes_;
  std::pair<DocumentId, IndexedText> sentence_source_;  // the text that sentences were last taken from
};

}  // namespace skein::graph
