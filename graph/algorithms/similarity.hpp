// Vertices that share neighbours.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

enum class SimilarityMetric : std::uint8_t { jaccard, overlap };

struct SimilarityOptions {
  Direction direction = Direction::out;  // in which a vertex's neighbours are found
  std::size_t top_k = 10;                // the most similar ones of each vertex
  double cutoff = 0;                     // pairs below are left out; pairs that share nothing always are
  std::size_t least_degree = 1;          // vertices with fewer neighbours are left out
  SimilarityMetric metric = SimilarityMetric::jaccard;
};

struct SimilarPair {
  VertexIndex first = 0, second = 0;
  double similarity = 0;
};

// Shared neighbours divided by all of both (Jaccard), or by those of the one that has fewer (overlap). By
// first vertex, then the most similar, then the second vertex; a pair may come both ways round. Time: the sum
// of squared degrees. Errors: those of the context's check.
Result<std::vector<SimilarPair>> similarity(const CsrView& view, const SimilarityOptions& options = {},
                                            const QueryContext* context = nullptr);

}  // namespace skein::graph
