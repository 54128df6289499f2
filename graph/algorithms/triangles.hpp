// Triangles: three vertices, each joined with both others.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

struct Triangles {
  std::vector<std::uint64_t> count;  // of each vertex
  std::vector<double>
      clustering;  // of its pairs of neighbours, the share that is joined (Watts, Strogatz 1998)
  std::uint64_t total = 0;
  double mean_clustering = 0;
};

// Directions, parallel edges and loops make no difference. Each edge is looked at from its end with fewer
// neighbours (Schank, Wagner 2005). Time: edges^1.5 at worst. Errors: those of the context's check.
Result<Triangles> triangles(const CsrView& view, const QueryContext* context = nullptr);

}  // namespace skein::graph
