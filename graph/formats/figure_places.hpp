// Where figures stand in a picture: on rings around the nodes they belong to.
#pragma once

#include <span>
#include <vector>

#include "graph/layout/layout.hpp"

namespace skein::graph::formats {

// Sets the positions of the vertices that are figures; those without a relationship stay where they are.
// `edges` lead to figures or from them, `spacing` is the distance between neighbours on a ring.
void place_figures(const std::vector<bool>& figures, std::span<const layout::Edge> edges, double spacing,
                   std::vector<layout::Position>& positions);

}  // namespace skein::graph::formats
