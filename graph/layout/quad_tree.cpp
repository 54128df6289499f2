#include "graph/layout/quad_tree.hpp"

#include <algorithm>

namespace skein::graph::layout {

namespace {

constexpr double seen_as_one = 0.81;  // (side / distance)² below which a square is one point
constexpr double smallest_half = 1e-3;

}  // namespace

QuadTree::QuadTree(const std::vector<Position>& points) {
  squares_.reserve(points.size() * 2 + 8);
  Position low{0, 0}, high{0, 0};
  if (!points.empty()) low = high = points.front();
  for (const Position& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  Square root;
  root.x = (low.x + high.x) / 2;
  root.y = (low.y + high.y) / 2;
  root.half = std::max({high.x - low.x, high.y - low.y, smallest_half}) / 2;
  squares_.push_back(root);
  for (const Position& p : points) insert(p);
}

std::int32_t QuadTree::quarter_of(std::int32_t square, const Position& p) {
  const Square at = squares_[static_cast<std::size_t>(square)];
  const std::size_t which = (p.x >= at.x ? 1u : 0u) + (p.y >= at.y ? 2u : 0u);
  if (at.quarter[which] >= 0) return at.quarter[which];
  Square child;
  child.half = at.half / 2;
  child.x = at.x + (which & 1 ? child.half : -child.half);
  child.y = at.y + (which & 2 ? child.half : -child.half);
  squares_.push_back(child);
  const auto number = static_cast<std::int32_t>(squares_.size()) - 1;
  squares_[static_cast<std::size_t>(square)].quarter[which] = number;
  return number;
}

void QuadTree::insert(const Position& p) {
  for (std::int32_t number = 0;;) {
    Square* square = &squares_[static_cast<std::size_t>(number)];
    const bool was_empty = square->mass == 0;
    const Position before{was_empty ? 0 : square->sum_x / square->mass,
                          was_empty ? 0 : square->sum_y / square->mass};
    const double mass = square->mass;
    square->sum_x += p.x;
    square->sum_y += p.y;
    square->mass += 1;
    if (was_empty || (square->leaf && square->half < smallest_half)) return;
    if (square->leaf) {  // what stood here alone moves one level down
      square->leaf = false;
      const std::int32_t down = quarter_of(number, before);
      Square& moved = squares_[static_cast<std::size_t>(down)];
      moved.sum_x = before.x * mass;
      moved.sum_y = before.y * mass;
      moved.mass = mass;
    }
    number = quarter_of(number, p);
  }
}

Position QuadTree::push_on(const Position& p) const {
  Position push;
  std::array<std::int32_t, 256>
      stack;  // at most three squares wait on each of the levels, of which there are few
  std::size_t waiting = 0;
  stack[waiting++] = 0;
  while (waiting > 0) {
    const Square& square = squares_[static_cast<std::size_t>(stack[--waiting])];
    if (square.mass == 0) continue;
    const double dx = p.x - square.sum_x / square.mass, dy = p.y - square.sum_y / square.mass;
    const double distance = dx * dx + dy * dy, side = 2 * square.half;
    if (square.leaf || side * side < seen_as_one * distance || waiting + 4 > stack.size()) {
      if (distance < 1e-18) continue;
      push.x += square.mass * dx / distance;
      push.y += square.mass * dy / distance;
      continue;
    }
    for (const auto quarter : square.quarter)
      if (quarter >= 0) stack[waiting++] = quarter;
  }
  return push;
}

}  // namespace skein::graph::layout
