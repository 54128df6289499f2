#include "graph/layout/forces.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "graph/layout/quad_tree.hpp"

namespace skein::graph::layout {

void apply_forces(const Neighbours& neighbours, unsigned rounds, std::vector<Position>& positions) {
  const std::size_t n = positions.size();
  std::vector<Position> moves(n);
  for (unsigned round = 0; round < rounds; ++round) {
    const QuadTree tree(positions);
    for (std::size_t v = 0; v < n; ++v) {
      Position move = tree.push_on(positions[v]);
      for (const auto w : neighbours[v]) {
        const double dx = positions[w].x - positions[v].x, dy = positions[w].y - positions[v].y;
        const double distance = std::sqrt(dx * dx + dy * dy);
        // Many lines at one end pull less each: hubs would draw everything together.
        const double pull =
            distance / std::sqrt(static_cast<double>(std::min(neighbours[v].size(), neighbours[w].size())));
        move.x += dx * pull;
        move.y += dy * pull;
      }
      moves[v] = move;
    }
    // Steps become smaller from round to round, so that it comes to rest.
    const double rest = 1.0 - static_cast<double>(round) / rounds;
    const double longest = 0.02 + 1.2 * rest * rest;
    for (std::size_t v = 0; v < n; ++v) {
      const double length = std::sqrt(moves[v].x * moves[v].x + moves[v].y * moves[v].y);
      const double factor = length > longest ? longest / length : 1;
      positions[v].x += moves[v].x * factor * 0.9;
      positions[v].y += moves[v].y * factor * 0.9;
    }
  }
}

void push_apart(double distance, std::vector<Position>& positions) {
  // Vertices by squares of that side: who is too near stands in the same one or beside it.
  const auto square = [distance](double x) { return static_cast<std::int64_t>(std::floor(x / distance)); };
  const auto key = [](std::int64_t x, std::int64_t y) { return (x << 32) ^ (y & 0xffffffff); };
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> squares;
  for (int round = 0; round < 60; ++round) {
    squares.clear();
    for (std::uint32_t v = 0; v < positions.size(); ++v)
      squares[key(square(positions[v].x), square(positions[v].y))].push_back(v);
    bool moved = false;
    for (std::uint32_t v = 0; v < positions.size(); ++v) {
      const std::int64_t x = square(positions[v].x), y = square(positions[v].y);
      for (std::int64_t i = x - 1; i <= x + 1; ++i) {
        for (std::int64_t j = y - 1; j <= y + 1; ++j) {
          const auto found = squares.find(key(i, j));
          if (found == squares.end()) continue;
          for (const auto w : found->second) {
            if (w <= v) continue;
            double dx = positions[w].x - positions[v].x, dy = positions[w].y - positions[v].y;
            double between = std::sqrt(dx * dx + dy * dy);
            if (between >= distance * 0.98) continue;
            if (between < distance * 1e-6) {  // at one place: apart in a direction of their own
              dx = (v * 7 + w) % 2 == 0 ? distance : -distance;
              dy = (v + w * 3) % 3 == 0 ? distance : -distance;
              between = std::sqrt(dx * dx + dy * dy);
              dx *= 1e-3;
              dy *= 1e-3;
            }
            const double shift =
                (distance - std::min(between, distance)) / 2 / std::max(between, distance * 1e-3);
            positions[v].x -= dx * shift;
            positions[v].y -= dy * shift;
            positions[w].x += dx * shift;
            positions[w].y += dy * shift;
            moved = true;
          }
        }
      }
    }
    if (!moved) return;
  }
}

}  // namespace skein::graph::layout
