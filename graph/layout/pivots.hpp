// A first layout by distances to a few far apart vertices: PivotMDS (Brandes and Pich, "Eigensolver Methods
// for Progressive Multidimensional Scaling of Large Data", 2007).
#pragma once

#include "graph/layout/layout.hpp"

namespace skein::graph::layout {

// For a connected graph. Vertices at the same distances from all pivots share a place but for a small step
// that their number gives. About one vertex stands on a unit square.
std::vector<Position> place_by_pivots(const Neighbours& neighbours);

}  // namespace skein::graph::layout
