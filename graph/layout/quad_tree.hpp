// Points of the plane in squares of squares, so that far away groups can be taken for one point (Barnes and
// Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986).
#pragma once

#include <array>

#include "graph/layout/layout.hpp"

namespace skein::graph::layout {

class QuadTree {
 public:
  explicit QuadTree(const std::vector<Position>& points);
  // The sum of (p - q) / |p - q|² over all points q but p itself, groups seen under a small angle taken for
  // one. Points at the same place do not count.
  [[nodiscard]] Position push_on(const Position& p) const;

 private:
  struct Square {
    double x = 0, y = 0, half = 0;          // centre and half of the side
    double sum_x = 0, sum_y = 0, mass = 0;  // of the points in it
    std::array<std::int32_t, 4> quarter{-1, -1, -1, -1};
    bool leaf = true;
  };
  void insert(const Position& p);
  std::int32_t quarter_of(std::int32_t square, const Position& p);
  std::vector<Square> squares_;
};

}  // namespace skein::graph::layout
