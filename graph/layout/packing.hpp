// Pictures of components side by side.
#pragma once

#include "graph/layout/layout.hpp"

namespace skein::graph::layout {

struct Size {
  double width = 0, height = 0;
};

// The lower left corner of each box, none over another: in rows, the highest first, all together about 1.6
// times as wide as high.
std::vector<Position> pack(const std::vector<Size>& boxes);

}  // namespace skein::graph::layout
