// The derived half of the graph, kept equal to what the documents in it say. A Projection belongs to one
// writing transaction: documents are taken out and put in, and finish() brings entities, relationships,
// evidence and figures up to date by looking only at what was touched.
//
//   record space 'd':  document key        -> fingerprint, hash, document id, node, Extraction
//   record space 'g':  'n' representative  -> node of the cluster, its labels
//                      'v' figure identity -> node of the figure, claims about it, its other spellings
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "extract/extraction.hpp"
#include "extract/resolve/blocks.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// What is stored beside a document.
struct DocumentState {
  std::string fingerprint;  // of the extractor that read it
  std::string hash;         // of the text it read, and of the metadata
  DocumentId id;
  NodeId node;
  Extraction extraction;
};

class Projection {
 public:
  explicit Projection(graph::Transaction& transaction) : transaction_(transaction), blocks_(transaction) {}

  Result<std::optional<DocumentState>> state(std::string_view document_key) const;
  // Puts a document in, or in the place of an earlier one with the same key.
  Result<void> put(const graph::DocumentRecord& document, std::string fingerprint, Extraction extraction);
  // false: there was none.
  Result<bool> remove(std::string_view document_key);
  // What a person decides about two keys, and takes back again (false: there was no such decision).
  Result<void> decide(const DecisionRecord& record);
  Result<bool> undo_decision(const std::string& key, const std::string& other);
  // To be called once, before the commit.
  Result<void> finish();

 private:
  struct FigureState {
    NodeId node;  // 0: not made yet
    std::uint32_t claims = 0;
    std::map<std::string, std::uint32_t> also;    // other spellings of the same sum
    std::map<std::string, std::uint32_t> bounds;  // how claims hedge it; "" for those that do not
    bool changed = false;
  };
  struct Keys {
    KeyId name, aliases, uid, amount, currency, unit, support, confidence, first_seen, last_seen, count, key,
        title, url, published, source, hash, bound, country, correction, unnamed;
  };

  Result<void> load_catalog();
  Result<void> unproject(const DocumentState& state);
  Result<void> project(const DocumentState& state);
  Result<void> settle_components();
  Result<void> settle_relationships();
  Result<void> settle_figures();
  Result<void> drop_dead_clusters();
  Result<void> write_cluster(const std::string& representative, const std::vector<std::string>& keys);
  Result<std::string> representative(const Extraction& extraction, std::uint32_t entity);
  Result<NodeId> cluster_node(const std::string& representative) const;
  Result<NodeId> labelled_node(const std::string& representative, const std::vector<std::string>& labels);
  Result<FigureState*> figure_state(const std::string& identity);
  Result<NodeId> document_node(const graph::DocumentRecord& document, NodeId node, bool correction);
  Result<void> delete_derived_node(NodeId node);
  Result<std::string> content_hash(DocumentId id);
  Result<void> put_state(const std::string& key, const DocumentState& state);

  graph::Transaction& transaction_;
  Blocks blocks_;
  bool ready_ = false;
  Keys keys_{};
  TypeId mentions_{};
  std::map<std::string, DocumentState> fresh_;  // put in this transaction, to be projected
  std::set<RelationshipId> touched_;            // relationships whose evidence changed
  std::set<std::string> dead_;                  // representatives that may have no cluster any more
  std::set<std::string> nameless_;              // those among them whose names all belong to another cluster
  std::map<std::string, FigureState> figures_;
  std::map<std::uint64_t, std::string> hashes_;  // document id -> content hash
};

// The node of a cluster, by its representative key; 0 when it has none.
Result<NodeId> node_of_cluster(const graph::Transaction& transaction, const std::string& representative);

// The relationship type of a claim: the relation itself, or, for a claim that is not asserted, a type of its
// own.
std::string claim_type(const Claim& claim);

}  // namespace skein::extract
