// Searching what a graph says: names and the sentences behind its relationships.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/evidence.hpp"
#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

// The text indexes that `search` uses; where they are not, it reads all names and sentences, with the same
// outcome.
inline constexpr std::string_view names_index = "skein_names", sentences_index = "skein_sentences";

// Makes the two indexes that are not there yet.
Result<void> make_search_indexes(Transaction& transaction);

struct Found {
  double score = 0;
  // Either a node, by its name, aliases or title ...
  NodeId node;
  // ... or a sentence, and what it says.
  DocumentId document;  // 0: a node
  TextSpan sentence;
  std::vector<RelationshipId> relationships;
  std::string text;  // the name, or the sentence
};

// By BM25 (text/search.hpp), names and sentences each among their own, the most fitting first; at most
// `most`. What scores the same: nodes before sentences, nodes by id, sentences by document key and place.
// Errors: those of text::parse_query; the context's.
Result<std::vector<Found>> search(const Transaction& transaction, std::string_view query, std::size_t most,
                                  const QueryContext* context = nullptr);

// Nodes by a text index over them.
Result<std::vector<Found>> search_index(const Transaction& transaction, const TextIndexInfo& index,
                                        std::string_view query, std::size_t most,
                                        const QueryContext* context = nullptr);

}  // namespace skein::graph
