// Weakly connected components: vertices joined by relationships, whatever their direction.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// For each vertex the smallest vertex of its component. Union-find with path halving; near-linear in the edges.
std::vector<VertexIndex> components(const CsrView& view);

}  // namespace skein::graph
