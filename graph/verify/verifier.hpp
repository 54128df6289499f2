// One run of verify() (verify.hpp): what the records of a store ought to be, worked out from others of
// them, and what they are. Its checks stand in the files beside this one, by the kind of record; each builds
// on what those before it found, so their order is that of run().
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/documents.hpp"
#include "graph/text/postings.hpp"
#include "graph/transaction.hpp"
#include "graph/verify/verify.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

class Verifier {
 public:
  Verifier(GraphTransaction& transaction, std::size_t most_findings, const QueryContext* context)
      : transaction_(transaction),
        snapshot_(transaction.overlay().base()),
        most_(most_findings),
        context_(context),
        rules_(transaction.catalog().rules()) {}

  Result<VerifyReport> run();

 private:
  // records.cpp: nodes, the sets they are in, what is counted of them.
  Result<void> nodes();
  Result<void> sets();
  Result<void> counters();
  Result<void> foreign();  // keys of no known kind
  // adjacency.cpp
  Result<void> relationships();
  // indexes.cpp: entries of indexes and constraints, then the texts of full-text indexes.
  Result<void> indexes();
  Result<void> texts();
  // documents.cpp
  Result<void> documents();
  Result<void> evidence();

  void find(std::string finding) {
    if (report_.findings.size() < most_)
      report_.findings.push_back(std::move(finding));
    else
      report_.cut = true;
  }
  static std::string name(NodeId node) { return "node " + std::to_string(node.value); }
  [[nodiscard]] std::string name(const RelationshipId& r) const;
  [[nodiscard]] std::string counter_name(keys::CounterKind kind, std::uint32_t id) const;

  // Walks the records of a prefix; visit(key, value).
  template <typename Visit>
  Result<void> each(const std::string& prefix, Visit visit) {
    const auto cursor = snapshot_.scan(prefix, storage::prefix_end(prefix));
    for (; cursor->valid(); cursor->next()) {
      if (context_ && report_.records % 1024 == 0) SKEIN_TRY(context_->check());
      ++report_.records;
      visit(cursor->key(), cursor->value());
    }
    return cursor->status();
  }

  void check_keys(const Properties& properties, const std::string& of);
  bool has_node(NodeId node) {
    const auto& all = expected_sets_[{keys::SetKind::all, 0}];
    return std::binary_search(all.begin(), all.end(), node);
  }

  template <typename Visit>
  Result<void> side(keys::Side which, Visit visit);
  template <typename Visit>
  Result<void> side_again(keys::Side which, Visit visit);

  Result<void> check_entry(const SchemaRule& rule, const std::string& value, NodeId node);
  Result<void> check_entry(const SchemaRule& rule, const std::string& value,
                           const RelationshipId& relationship);
  template <typename Element>
  Result<void> check_entry_of(const SchemaRule& rule, const std::string& value, const Element& element);
  Result<void> relationship_rules();
  void expect_postings(IndexId index, std::string_view entry,
                       const std::map<std::string, text::Posting>& postings);

  struct Document {
    std::size_t code_points = 0;
    std::string key;
  };
  // One number for all postings of an index: what it has and lacks makes two of them differ.
  struct Texts {
    std::uint64_t postings = 0, entries = 0, words = 0, sum = 0;
  };

  GraphTransaction& transaction_;
  const storage::Snapshot& snapshot_;
  std::size_t most_;
  const QueryContext* context_;
  VerifyReport report_;
  std::map<std::pair<keys::SetKind, std::uint32_t>, std::vector<NodeId>> expected_sets_;
  std::map<TypeId, std::uint64_t> type_counts_;
  std::vector<SchemaRule> rules_;
  std::map<IndexId, std::uint64_t> expected_entries_;
  std::map<DocumentId, Document> documents_;
  std::map<IndexId, Texts> expected_texts_, kept_texts_;
  std::map<std::pair<DocumentId, TextSpan>, std::uint64_t> sentences_;  // pieces of evidence in each
  std::uint64_t kept_documents_ = 0, kept_evidence_ = 0;
};

}  // namespace skein::graph
