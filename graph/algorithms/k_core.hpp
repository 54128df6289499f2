// k-cores (Seidman 1983): the k-core is what is left when vertices with fewer than k neighbours are taken
// away again and again; a vertex's core number is the greatest k whose core it belongs to.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// The core number of each vertex; directions, parallel edges and loops make no difference. Batagelj and
// Zaversnik 2003, Boost.Graph's; time: vertices + edges.
std::vector<VertexIndex> core_numbers(const CsrView& view);

}  // namespace skein::graph
