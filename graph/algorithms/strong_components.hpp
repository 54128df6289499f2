// Strongly connected components: vertices that reach each other along the relationships' direction.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// For each vertex the smallest vertex of its component. Tarjan 1972, Boost.Graph's; time: vertices + edges.
std::vector<VertexIndex> strong_components(const CsrView& view);

}  // namespace skein::graph
