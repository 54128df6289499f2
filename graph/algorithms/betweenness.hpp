// Betweenness (Freeman 1977): for each vertex the pairs of others whose shortest paths run through it, each
// pair counting by the share of its shortest paths that do.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

struct BetweennessOptions {
  Direction direction = Direction::both;  // of the paths; both: an unordered pair counts once
  std::size_t samples = 0;                // paths from so many vertices only, scaled up; 0: from all
  std::uint64_t seed = 0;                 // which vertices: the same seed gives the same ones
};

// One number a vertex; parallel edges count once. Brandes 2001, sampled as in Brandes and Pich 2007.
// Time: sources * (vertices + edges); memory: some words a vertex. Errors: those of the context's check.
Result<std::vector<double>> betweenness(const CsrView& view, const BetweennessOptions& options = {},
                                        const QueryContext* context = nullptr);

}  // namespace skein::graph
