// A transaction that counts what is asked of the one it stands before: each node, relationship or property
// read, found or written is one access; what is read straight from cached() is none. For PROFILE.
#pragma once

#include <memory>

#include "graph/evidence.hpp"
#include "graph/graph.hpp"
#include "graph/text/postings.hpp"

namespace skein::graph {

// `inner` must outlive it. Committing and rolling back are the inner one's affair.
class CountingTransaction final : public Transaction {
 public:
  explicit CountingTransaction(Transaction& inner) : inner_(inner) {}
  [[nodiscard]] std::uint64_t accesses() const { return count_; }

  [[nodiscard]] const CatalogView& catalog() const override { return inner_.catalog(); }
  [[nodiscard]] bool writable() const override { return inner_.writable(); }
  [[nodiscard]] bool changed() const override { return inner_.changed(); }
  [[nodiscard]] std::uint64_t pending_bytes() const override { return inner_.pending_bytes(); }
  Result<bool> exists(NodeId node) const override {
    ++count_;
    return inner_.exists(node);
  }
  Result<bool> exists(const RelationshipId& relationship) const override {
    ++count_;
    return inner_.exists(relationship);
  }
  Result<std::vector<LabelId>> labels(NodeId node) const override {
    ++count_;
    return inner_.labels(node);
  }
  Result<bool> has_label(NodeId node, LabelId label) const override {
    ++count_;
    return inner_.has_label(node, label);
  }
  Result<Value> property(NodeId node, KeyId key) const override {
    ++count_;
    return inner_.property(node, key);
  }
  Result<Value> property(const RelationshipId& relationship, KeyId key) const override {
    ++count_;
    return inner_.property(relationship, key);
  }
  Result<Properties> properties(NodeId node) const override {
    ++count_;
    return inner_.properties(node);
  }
  Result<Properties> properties(const RelationshipId& relationship) const override {
    ++count_;
    return inner_.properties(relationship);
  }
  Result<Origin> origin(NodeId node) const override {
    ++count_;
    return inner_.origin(node);
  }
  Result<Origin> origin(const RelationshipId& relationship) const override {
    ++count_;
    return inner_.origin(relationship);
  }
  Result<void> property_column(std::span<const NodeId> nodes, KeyId key,
                               std::vector<Value>& out) const override {
    count_ += nodes.size();
    return inner_.property_column(nodes, key, out);
  }
  Result<void> property_column(std::span<const RelationshipId> relationships, KeyId key,
                               std::vector<Value>& out) const override {
    count_ += relationships.size();
    return inner_.property_column(relationships, key, out);
  }
  Result<void> label_column(std::span<const NodeId> nodes, LabelId label,
                            std::vector<std::uint8_t>& out) const override {
    count_ += nodes.size();
    return inner_.label_column(nodes, label, out);
  }
  Result<std::unique_ptr<NodeScan>> scan_nodes() const override { return counted(inner_.scan_nodes()); }
  Result<std::unique_ptr<NodeScan>> scan_label(LabelId label) const override {
    return counted(inner_.scan_label(label));
  }
  Result<std::unique_ptr<NodeScan>> scan_index(IndexId index, const IndexRange& range) const override {
    return counted(inner_.scan_index(index, range));
  }
  Result<std::unique_ptr<RelationshipScan>> scan_relationship_index(IndexId index,
                                                                    const IndexRange& range) const override {
    return counted(inner_.scan_relationship_index(index, range));
  }
  Result<void> expand(NodeId node, Direction direction, std::span<const TypeId> types,
                      std::vector<Neighbour>& out) const override {
    const std::size_t before = out.size();
    auto done = inner_.expand(node, direction, types, out);
    count_ += 1 + out.size() - before;
    return done;
  }
  Result<void> expand_many(std::span<const NodeId> nodes, Direction direction, std::span<const TypeId> types,
                           std::vector<std::size_t>& offsets, std::vector<Neighbour>& out) const override {
    auto done = inner_.expand_many(nodes, direction, types, offsets, out);
    count_ += nodes.size() + out.size();
    return done;
  }
  Result<std::uint64_t> degree(NodeId node, Direction direction,
                               std::span<const TypeId> types) const override {
    ++count_;
    return inner_.degree(node, direction, types);
  }
  Result<void> between(NodeId from, NodeId to, TypeId type, std::vector<RelationshipId>& out) const override {
    const std::size_t before = out.size();
    auto done = inner_.between(from, to, type, out);
    count_ += 1 + out.size() - before;
    return done;
  }
  Result<void> scan_relationships(std::optional<TypeId> type,
                                  const std::function<bool(const RelationshipId&)>& visit) const override {
    return inner_.scan_relationships(type, [&](const RelationshipId& relationship) {
      ++count_;
      return visit(relationship);
    });
  }
  [[nodiscard]] CacheView* cached() const override { return inner_.cached(); }
  Result<LabelId> make_label(std::string_view name) override { return inner_.make_label(name); }
  Result<TypeId> make_type(std::string_view name, bool asserted) override {
    return inner_.make_type(name, asserted);
  }
  Result<KeyId> make_key(std::string_view name) override { return inner_.make_key(name); }
  Result<NodeId> create_node(std::span<const LabelId> labels, const Properties& properties,
                             Origin origin) override {
    ++count_;
    return inner_.create_node(labels, properties, origin);
  }
  Result<RelationshipId> create_relationship(NodeId from, TypeId type, NodeId to,
                                             const Properties& properties, Origin origin) override {
    ++count_;
    return inner_.create_relationship(from, type, to, properties, origin);
  }
  Result<bool> add_label(NodeId node, LabelId label) override {
    ++count_;
    return inner_.add_label(node, label);
  }
  Result<bool> remove_label(NodeId node, LabelId label) override {
    ++count_;
    return inner_.remove_label(node, label);
  }
  Result<void> set_property(NodeId node, KeyId key, const Value& value) override {
    ++count_;
    return inner_.set_property(node, key, value);
  }
  Result<void> set_property(const RelationshipId& relationship, KeyId key, const Value& value) override {
    ++count_;
    return inner_.set_property(relationship, key, value);
  }
  Result<void> delete_node(NodeId node) override {
    ++count_;
    return inner_.delete_node(node);
  }
  Result<void> delete_relationship(const RelationshipId& relationship) override {
    ++count_;
    return inner_.delete_relationship(relationship);
  }
  Result<IndexId> create_rule(SchemaRule rule) override { return inner_.create_rule(std::move(rule)); }
  Result<void> drop_rule(std::string_view name) override { return inner_.drop_rule(name); }
  Result<IndexId> create_text_index(TextIndexInfo index) override {
    return inner_.create_text_index(std::move(index));
  }
  Result<void> drop_text_index(std::string_view name) override { return inner_.drop_text_index(name); }
  [[nodiscard]] std::unique_ptr<text::PostingSource> text_postings(IndexId index) const override {
    return inner_.text_postings(index);
  }
  Result<DocumentId> put_document(const DocumentRecord& document) override {
    return inner_.put_document(document);
  }
  Result<std::optional<DocumentId>> find_document(std::string_view key) const override {
    ++count_;
    return inner_.find_document(key);
  }
  Result<DocumentRecord> document(DocumentId id) const override {
    ++count_;
    return inner_.document(id);
  }
  Result<DocumentRecord> document_info(DocumentId id) const override {
    ++count_;
    return inner_.document_info(id);
  }
  Result<std::vector<DocumentId>> documents() const override { return inner_.documents(); }
  Result<void> delete_document(DocumentId id) override { return inner_.delete_document(id); }
  Result<void> add_evidence(const RelationshipId& relationship, const Evidence& evidence) override {
    return inner_.add_evidence(relationship, evidence);
  }
  Result<std::vector<Evidence>> evidence(const RelationshipId& relationship) const override {
    ++count_;
    return inner_.evidence(relationship);
  }
  Result<std::vector<RelationshipId>> supported_by(DocumentId document) const override {
    return inner_.supported_by(document);
  }
  Result<std::vector<RelationshipId>> remove_evidence(DocumentId document) override {
    return inner_.remove_evidence(document);
  }
  Result<std::optional<std::string>> get_record(char space, std::string_view key) const override {
    ++count_;
    return inner_.get_record(space, key);
  }
  Result<void> put_record(char space, std::string_view key, std::string value) override {
    return inner_.put_record(space, key, std::move(value));
  }
  Result<void> erase_record(char space, std::string_view key) override {
    return inner_.erase_record(space, key);
  }
  Result<void> scan_records(
      char space, std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const override {
    return inner_.scan_records(space, prefix, visit);
  }
  Savepoint savepoint() override { return inner_.savepoint(); }
  void rollback_to(Savepoint point) override { return inner_.rollback_to(point); }
  Result<void> commit() override { return inner_.commit(); }

 private:
  // Of a scan each node that it gives.
  template <typename Scan, typename Element>
  class CountingScan final : public Scan {
   public:
    CountingScan(std::unique_ptr<Scan> inner, std::uint64_t& count)
        : inner_(std::move(inner)), count_(count) {}
    Result<void> next(std::vector<Element>& out, std::size_t max) override {
      auto done = inner_->next(out, max);
      count_ += out.size();
      return done;
    }

   private:
    std::unique_ptr<Scan> inner_;
    std::uint64_t& count_;
  };
  template <typename Element, typename Scan>
  Result<std::unique_ptr<Scan>> counting(Result<std::unique_ptr<Scan>> scan) const {
    ++count_;
    if (!scan) return scan.error();
    return std::unique_ptr<Scan>(std::make_unique<CountingScan<Scan, Element>>(std::move(*scan), count_));
  }
  Result<std::unique_ptr<NodeScan>> counted(Result<std::unique_ptr<NodeScan>> scan) const {
    return counting<NodeId>(std::move(scan));
  }
  Result<std::unique_ptr<RelationshipScan>> counted(Result<std::unique_ptr<RelationshipScan>> scan) const {
    return counting<RelationshipId>(std::move(scan));
  }

  Transaction& inner_;
  mutable std::uint64_t count_ = 0;
};

}  // namespace skein::graph
