// Searching a text index: the entries that a query finds, the most fitting first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/query_context.hpp"
#include "graph/text/postings.hpp"
#include "graph/text/query.hpp"

namespace skein::graph::text {

struct Hit {
  std::string entry;
  double score = 0;
};

// BM25 (Robertson, Zaragoza 2009) with k1 = 1.2 and b = 0.75, the rarity of a word ln(1 + (N - n + 0.5) / (n
// + 0.5)). What a prefix or a near spelling stands for counts as one word. By score, then by entry; at most
// `most` of them. Time: the postings of the words asked for; near spellings read all terms that begin with
// the same letter. A prefix or a near spelling stands for at most 1,000 terms, the first in order. Errors:
// the context's.
Result<std::vector<Hit>> search(const PostingSource& source, const std::vector<QueryPart>& query,
                                std::size_t most, const QueryContext* context = nullptr);

}  // namespace skein::graph::text
