// Looks through a whole store for what should never be: see the list at verify().
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

struct VerifyReport {
  std::vector<std::string> findings;  // one sentence each; empty: all is well
  bool cut = false;                   // there were more findings than asked for
  // What was looked at.
  std::uint64_t nodes = 0, relationships = 0, index_entries = 0, documents = 0, evidence = 0, records = 0;
};

// Checks one committed state: every record can be decoded; label sets and counts agree with the nodes; every
// relationship stands on both sides, its ends exist, kept degrees and counts are true; every index has
// exactly the entries it should, every text index exactly the words of its texts; every piece of evidence
// belongs to a relationship and a document, and its spans lie inside the text; no record refers to a name
// that the catalog lacks. Memory: some bytes a relationship. An Error only when the store cannot be read at
// all.
Result<VerifyReport> verify(Graph& graph, std::size_t most_findings = 100,
                            const QueryContext* context = nullptr);

}  // namespace skein::graph
