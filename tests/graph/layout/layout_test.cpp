#include "graph/layout/layout.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "graph/layout/packing.hpp"
#include "graph/layout/quad_tree.hpp"

using namespace skein::graph::layout;

namespace {

double distance(const Position& a, const Position& b) { return std::hypot(a.x - b.x, a.y - b.y); }

double nearest(const std::vector<Position>& positions) {
  double least = 1e300;
  for (std::size_t i = 0; i < positions.size(); ++i)
    for (std::size_t j = i + 1; j < positions.size(); ++j)
      least = std::min(least, distance(positions[i], positions[j]));
  return least;
}

std::vector<Edge> star(std::uint32_t leaves) {
  std::vector<Edge> edges;
  for (std::uint32_t i = 1; i <= leaves; ++i) edges.emplace_back(0, i);
  return edges;
}

std::vector<Edge> grid(std::uint32_t side) {
  std::vector<Edge> edges;
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      if (x + 1 < side) edges.emplace_back(y * side + x, y * side + x + 1);
      if (y + 1 < side) edges.emplace_back(y * side + x, (y + 1) * side + x);
    }
  }
  return edges;
}

}  // namespace

TEST_CASE("a layout has a finite place for every vertex, of any graph", "[graph][layout]") {
  CHECK(lay_out(0, {}).empty());
  const std::vector<Edge> odd{{0, 0}, {1, 2}, {2, 1}, {1, 2}};  // a loop, and the same line three times
  for (const auto& [vertices, edges] :
       {std::pair{std::size_t{1}, std::vector<Edge>{}}, std::pair{std::size_t{40}, std::vector<Edge>{}},
        std::pair{std::size_t{3}, odd}, std::pair{std::size_t{501}, star(500)}}) {
    const auto positions = lay_out(vertices, edges);
    REQUIRE(positions.size() == vertices);
    for (const Position& p : positions) {
      CHECK(std::isfinite(p.x));
      CHECK(std::isfinite(p.y));
    }
    if (vertices > 1) CHECK(nearest(positions) > 0.5 * Options{}.spacing);
  }
}

TEST_CASE("the same graph is laid out the same", "[graph][layout]") {
  const auto edges = grid(12);
  const auto first = lay_out(150, edges), second = lay_out(150, edges);
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i].x == second[i].x);
    CHECK(first[i].y == second[i].y);
  }
}

TEST_CASE("neighbours stand near each other, others do not", "[graph][layout]") {
  const std::uint32_t side = 15;
  const auto positions = lay_out(side * side, grid(side));
  double neighbours = 0;
  for (const auto& [a, b] : grid(side)) neighbours += distance(positions[a], positions[b]);
  neighbours /= static_cast<double>(grid(side).size());
  // Opposite corners of a grid are 28 steps apart: it must have been unfolded for that.
  CHECK(distance(positions[0], positions[side * side - 1]) > 10 * neighbours);
  CHECK(distance(positions[side - 1], positions[side * (side - 1)]) > 10 * neighbours);
}

TEST_CASE("components stand side by side", "[graph][layout]") {
  std::vector<Edge> edges = grid(6);
  for (const auto& [a, b] : grid(5)) edges.emplace_back(a + 36, b + 36);
  const auto positions = lay_out(61, edges);
  const auto box = [&](std::size_t begin, std::size_t end) {
    Position low = positions[begin], high = low;
    for (std::size_t i = begin; i < end; ++i) {
      low = {std::min(low.x, positions[i].x), std::min(low.y, positions[i].y)};
      high = {std::max(high.x, positions[i].x), std::max(high.y, positions[i].y)};
    }
    return std::pair{low, high};
  };
  const auto [low, high] = box(0, 36);
  const auto [other_low, other_high] = box(36, 61);
  CHECK((high.x < other_low.x || other_high.x < low.x || high.y < other_low.y || other_high.y < low.y));
}

TEST_CASE("packed boxes do not overlap and waste little", "[graph][layout]") {
  std::vector<Size> boxes{{900, 700}};
  for (int i = 0; i < 60; ++i) boxes.push_back({60.0 + i % 7 * 30, 50.0 + i % 5 * 20});
  const auto corners = pack(boxes);
  double area = 0, right = 0, top = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    area += boxes[i].width * boxes[i].height;
    right = std::max(right, corners[i].x + boxes[i].width);
    top = std::max(top, corners[i].y + boxes[i].height);
    for (std::size_t j = i + 1; j < boxes.size(); ++j) {
      const bool apart = corners[i].x + boxes[i].width <= corners[j].x + 1e-9 ||
                         corners[j].x + boxes[j].width <= corners[i].x + 1e-9 ||
                         corners[i].y + boxes[i].height <= corners[j].y + 1e-9 ||
                         corners[j].y + boxes[j].height <= corners[i].y + 1e-9;
      CHECK(apart);
    }
  }
  CHECK(area > 0.5 * right * top);
}

TEST_CASE("the push of far groups is about that of their points", "[graph][layout]") {
  std::vector<Position> points;
  std::uint32_t random = 3;
  for (int i = 0; i < 400; ++i) {
    random = random * 1664525u + 1013904223u;
    const double x = random >> 16;
    random = random * 1664525u + 1013904223u;
    points.push_back({x, static_cast<double>(random >> 16)});
  }
  points.push_back(points.front());  // two at one place must not divide by nothing
  const QuadTree tree(points);
  for (std::size_t i = 0; i < points.size(); i += 37) {
    Position exact;
    for (const Position& q : points) {
      const double d = distance(points[i], q);
      if (d == 0) continue;
      exact.x += (points[i].x - q.x) / (d * d);
      exact.y += (points[i].y - q.y) / (d * d);
    }
    const Position push = tree.push_on(points[i]);
    CHECK(distance(push, exact) < 0.15 * std::hypot(exact.x, exact.y) + 1e-9);
  }
}
