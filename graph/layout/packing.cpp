#include "graph/layout/packing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace skein::graph::layout {

std::vector<Position> pack(const std::vector<Size>& boxes) {
  std::vector<std::size_t> order(boxes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return boxes[a].height > boxes[b].height; });
  double area = 0, widest = 0;
  for (const Size& box : boxes) {
    area += box.width * box.height;
    widest = std::max(widest, box.width);
  }
  const double row_width = std::max(widest, std::sqrt(area * 1.6));
  std::vector<Position> corners(boxes.size());
  // Rows of columns: a box that is much lower than its row leaves room below it for others.
  double x = 0, y = 0, row_height = 0, column_width = 0, column_height = 0;
  for (const std::size_t box : order) {
    const bool below = column_height > 0 && column_height + boxes[box].height <= row_height &&
                       boxes[box].width <= column_width * 1.0001;
    if (!below) {
      x += column_width;
      column_width = column_height = 0;
      if (x > 0 && x + boxes[box].width > row_width * 1.0001) {
        x = 0;
        y += row_height;
        row_height = 0;
      }
    }
    corners[box] = {x, y + column_height};
    column_width = std::max(column_width, boxes[box].width);
    column_height += boxes[box].height;
    row_height = std::max(row_height, column_height);
  }
  return corners;
}

}  // namespace skein::graph::layout
