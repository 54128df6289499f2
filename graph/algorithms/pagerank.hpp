// PageRank (Brin, Page 1998): the share of time a reader spends on each vertex who follows relationships and
// now and then jumps anywhere.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

struct PageRankOptions {
  unsigned iterations = 20;
  double damping = 0.85;
  double tolerance = 0;  // ends early when all scores together change by less; 0: never
  unsigned threads =
      0;  // 0: as many as the graph is worth. The scores are the same, bit for bit, with any number.
};

// One score a vertex; they add up to 1. Vertices without targets give their share to all. Time: iterations *
// edges.
std::vector<double> pagerank(const CsrView& view, const PageRankOptions& options = {});

}  // namespace skein::graph
