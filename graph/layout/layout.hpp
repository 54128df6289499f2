// Where to draw the vertices of a graph: near what they are connected with, apart from everything else.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace skein::graph::layout {

struct Position {
  double x = 0, y = 0;
};

using Edge = std::pair<std::uint32_t, std::uint32_t>;  // directions, repetitions and loops make no difference
using Neighbours = std::vector<std::vector<std::uint32_t>>;  // of each vertex, ascending, without itself

struct Options {
  double spacing = 60;  // no two vertices come nearer to each other
  unsigned rounds = 120;
};

// Each connected component by itself: a start by pivot distances (pivots.hpp), rounds of forces (forces.hpp),
// vertices that came too near pushed apart; then the components side by side (packing.hpp). The same vertices
// and edges give the same positions. Time: rounds * vertices * log(vertices).
std::vector<Position> lay_out(std::size_t vertices, std::span<const Edge> edges, const Options& options = {});

}  // namespace skein::graph::layout
