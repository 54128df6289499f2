// Weakly connected components: vertices joined by relationships, whatever their direction.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// For each vertex the smallest vertex of its component. Afforest (Sutton, Ben-Nun, Barak, "Optimizing
// Parallel Graph Connectivity Computation via Subgraph Sampling", 2018): union-find over a few relationships
// of each vertex first, after which the vertices of the one large component need no further look. Near-linear
// in the edges at worst. `threads` 0: as many as the graph is worth; the outcome is the same with any number.
std::vector<VertexIndex> components(const CsrView& view, unsigned threads = 0);

}  // namespace skein::graph
