// The front door of the text side: documents into a graph, and out again.
//
// What a build leaves in the graph is a function of its schema and the documents in it: their order, the
// number of threads, the batches, and what was added and forgotten in between leave no trace. Every batch is
// one atomic transaction, so a build that is killed leaves whole batches behind, and the next build goes on
// from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "extract/claims/proposals.hpp"
#include "extract/document.hpp"
#include "extract/extraction.hpp"
#include "extract/rules/rules.hpp"
#include "graph/conflicts.hpp"
#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// Models and rules, loaded once. Immutable: any number of threads may extract with one Extractor.
class Extractor {
 public:
  struct Files {
    std::filesystem::path models;  // empty: default_model_directory()
    // Beside the rules in default_rule_directory(): files or directories of .rules, and such that were read
    // already.
    std::vector<std::filesystem::path> rules;
    std::vector<RuleText> texts;
  };
  static Result<Extractor> load(const Files& files);

  Extractor(Extractor&&) noexcept;
  Extractor& operator=(Extractor&&) noexcept;
  ~Extractor();

  // Runs every stage over a document that has its text and metadata. The document keeps what the stages
  // found. `more`: a source of proposals that has prepared this document.
  [[nodiscard]] Extraction extract(Document& document, ProposalSource* more = nullptr) const;
  // Of models and rules together: a document read under another fingerprint is read anew.
  [[nodiscard]] const std::string& fingerprint() const;
  [[nodiscard]] const RuleSet& rules() const;
  // What it was given beside the rules that ship.
  [[nodiscard]] const std::vector<RuleText>& schema() const;
  // What its rules say about relations, for conflicts.
  [[nodiscard]] const std::map<std::string, graph::RelationTraits>& relations() const;

 private:
  struct Parts;
  [[nodiscard]] Extraction extract_piece(Document& document, ProposalSource* more) const;
  explicit Extractor(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct BuildProgress {
  std::uint64_t read = 0;       // documents taken from the sources so far
  std::uint64_t committed = 0;  // documents that are safely in the graph
  std::uint64_t words = 0;
};

struct BuildOptions {
  unsigned threads = 0;                                // 0: as many as the machine has
  std::size_t commit_every = 256;                      // documents in one transaction
  std::function<void(const BuildProgress&)> progress;  // called from the calling thread
  const graph::CancelToken* cancel = nullptr;
  ProposalSource* more = nullptr;  // reads every document beside the extractor
};

struct BuildSummary {
  std::uint64_t added = 0, changed = 0, unchanged = 0;  // documents
  std::uint64_t read_anew = 0;                          // that were in the graph, since its schema changed
  std::uint64_t sentences = 0, words = 0;               // of the documents that were read
  std::uint64_t claims = 0;                             // what they say, before equal claims are put together
  std::vector<std::string> problems;  // one line for each file that could not be used, and why
};

// The extractor's schema becomes the graph's (see graph_schema.hpp): where that was another one, every
// document that is there is read anew.
//
// `sources`: files, folders (walked in name order), "-" for standard input. A file that cannot be used
// becomes a line in `problems`. Errors: what the store says.
Result<BuildSummary> build(graph::Graph& graph, const Extractor& extractor,
                           const std::vector<std::string>& sources, const BuildOptions& options = {});

// The same for documents already in memory; metadata.id is the key, metadata.hash is filled in.
Result<BuildSummary> build_documents(graph::Graph& graph, const Extractor& extractor,
                                     std::vector<Document> documents, const BuildOptions& options = {});

// Takes a document out as if it had never been there. false: there was none with this key.
Result<bool> forget(graph::Graph& graph, std::string_view document_key);

}  // namespace skein::extract
