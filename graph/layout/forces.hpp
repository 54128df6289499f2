// Forces between vertices: all push each other away, neighbours pull each other together (Fruchterman and
// Reingold, "Graph Drawing by Force-directed Placement", 1991), far groups pushing as one (Barnes and Hut,
// 1986).
#pragma once

#include "graph/layout/layout.hpp"

namespace skein::graph::layout {

// Moves the vertices of a connected graph; neighbours come to about one unit apart.
void apply_forces(const Neighbours& neighbours, unsigned rounds, std::vector<Position>& positions);

// Moves vertices until hardly any two are nearer than `distance`.
void push_apart(double distance, std::vector<Position>& positions);

}  // namespace skein::graph::layout
