// Nodes, relationships and documents on their way into a store in bulk: rows are sorted outside memory where
// they do not fit and ingested as sorted runs, all at once at the end, or nothing. What readers of file
// formats feed.
#pragma once

#include <simdjson.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/evidence.hpp"
#include "graph/import/edge_sorter.hpp"
#include "graph/import/set_writer.hpp"
#include "graph/node_block.hpp"
#include "graph/transaction.hpp"

namespace skein::graph {

struct ImportSummary {
  std::uint64_t nodes = 0, relationships = 0, properties = 0, documents = 0, evidence = 0;
  std::uint64_t rejected = 0;  // lines left out
  double seconds = 0;
};

class BulkLoader {
 public:
  // `memory_bytes` is for sorting relationships. `scratch_directory`: empty is the system's.
  BulkLoader(GraphTransaction& transaction, std::uint64_t memory_bytes, const std::string& scratch_directory);
  Result<void> start();

  // Names, found or made; kept here because rows repeat them.
  Result<LabelId> label(std::string_view name);
  Result<TypeId> type(std::string_view name, bool asserted = true);
  Result<KeyId> key(std::string_view name);

  // An index, a constraint or the traits of a relation (json/schema_json.hpp). Rules must come before the
  // nodes that are to obey them. Errors: invalid_argument; constraint.
  Result<void> add_schema(simdjson::dom::object object);
  Result<void> add_schema(std::string_view json);

  // Nodes get numbers from 0 on, by which relationships name their ends. Labels and properties in any order.
  // Errors: constraint; limit (4 billion nodes); invalid_argument when a property comes twice.
  Result<std::uint32_t> add_node(NodeRow row);
  Result<void> add_relationship(std::uint32_t from, TypeId type, std::uint32_t to, Properties properties,
                                Origin origin = Origin::written, std::vector<Evidence> evidence = {});
  // Many at once, their types those of the graph; `counts` says how many there are of each.
  Result<void> add_relationships(EdgeRows rows, const std::vector<std::pair<TypeId, std::uint64_t>>& counts,
                                 std::uint64_t properties);
  // The payload of a row of add_relationships() in which more is said than its properties.
  Result<std::string> payload(Properties properties, Origin origin, std::vector<Evidence> evidence);
  // A document of the same key and hash that is there already is left as it is; one with another hash is
  // refused (constraint). `node` is the number of its node, or nothing.
  Result<DocumentId> add_document(DocumentRecord document, std::optional<std::uint32_t> node);
  [[nodiscard]] Result<DocumentId> document(std::string_view key) const;  // error: not_found

  // For bookkeeping beside nodes and relationships. Lives as long as the loader's.
  [[nodiscard]] Transaction& transaction() { return transaction_; }

  // Writes everything and commits. `tick` is called now and then, in this thread, with the number of
  // relationships that are written, each on both sides, and may end the work.
  Result<void> finish(const std::function<Result<void>(std::uint64_t written)>& tick);
  [[nodiscard]] const ImportSummary& summary() const { return summary_; }

 private:
  Result<void> flush_block();
  Result<void> flush_rows();
  Result<void> write_relationships(const std::function<Result<void>(std::uint64_t)>& tick);
  Result<void> write_evidence(const RelationshipId& relationship, const std::vector<Evidence>& evidence);

  GraphTransaction& transaction_;
  EdgeSorter edges_;
  EdgeRows rows_;  // of add_relationship(), not yet given to the sorter
  std::uint64_t first_node_ = 0;
  bool ruled_ = false;  // the catalog has indexes or constraints
  CommitQueue::Runs runs_;
  std::unique_ptr<storage::SortedRun> node_run_;
  SetWriter everything_;
  std::map<LabelId, SetWriter> label_sets_;
  std::uint64_t block_ = 0;  // of nodes, gathered in the two below
  BlockRows block_rows_;
  std::vector<std::pair<std::string, std::string>> long_rows_;
  std::vector<std::vector<Evidence>>
      evidence_;  // of relationships that have some; payloads name them by place
  std::map<std::string, LabelId, std::less<>> labels_;
  std::map<std::string, TypeId, std::less<>> types_;
  std::map<std::string, KeyId, std::less<>> keys_;
  std::map<TypeId, std::uint64_t> type_counts_;
  ImportSummary summary_;
};

}  // namespace skein::graph
