#include "graph/layout/layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "graph/layout/forces.hpp"
#include "graph/layout/packing.hpp"
#include "graph/layout/pivots.hpp"

namespace skein::graph::layout {

namespace {

Neighbours neighbours_of(std::size_t vertices, std::span<const Edge> edges) {
  Neighbours out(vertices);
  for (const auto& [a, b] : edges) {
    if (a == b) continue;
    out[a].push_back(b);
    out[b].push_back(a);
  }
  for (auto& list : out) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return out;
}

// The vertices of each component, ascending.
std::vector<std::vector<std::uint32_t>> components(const Neighbours& neighbours) {
  std::vector<std::vector<std::uint32_t>> out;
  std::vector<bool> seen(neighbours.size());
  for (std::uint32_t start = 0; start < neighbours.size(); ++start) {
    if (seen[start]) continue;
    std::vector<std::uint32_t> members{start};
    seen[start] = true;
    for (std::size_t at = 0; at < members.size(); ++at) {
      for (const auto next : neighbours[members[at]]) {
        if (seen[next]) continue;
        seen[next] = true;
        members.push_back(next);
      }
    }
    std::sort(members.begin(), members.end());
    out.push_back(std::move(members));
  }
  return out;
}

// How far the nearest other vertex is, in the middle of all vertices.
double usual_gap(const std::vector<Position>& positions) {
  // The nearest one is mostly among the next few from left to right, and all that is wanted is a scale.
  constexpr std::size_t looked_at = 60;
  std::vector<Position> sorted = positions;
  std::sort(sorted.begin(), sorted.end(),
            [](const Position& a, const Position& b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); });
  std::vector<double> gaps(sorted.size(), std::numeric_limits<double>::max());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = i + 1; j < std::min(sorted.size(), i + looked_at); ++j) {
      const double gap = std::hypot(sorted[i].x - sorted[j].x, sorted[i].y - sorted[j].y);
      gaps[i] = std::min(gaps[i], gap);
      gaps[j] = std::min(gaps[j], gap);
    }
  }
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return std::max(*middle, 1e-3);
}

// The root of the mean squared distance from the middle; 0.4 for each root of a vertex that has a square of
// side 1.
double radius(const std::vector<Position>& positions) {
  Position sum, squares;
  for (const Position& p : positions) {
    sum = {sum.x + p.x, sum.y + p.y};
    squares = {squares.x + p.x * p.x, squares.y + p.y * p.y};
  }
  const double n = static_cast<double>(positions.size());
  return std::sqrt(std::max(1e-6, (squares.x - sum.x * sum.x / n + squares.y - sum.y * sum.y / n) / n));
}

// Long arms leave little room to all else: far from the middle, distances grow as their logarithms.
void draw_in(std::vector<Position>& positions) {
  Position middle;
  for (const Position& p : positions) middle = {middle.x + p.x, middle.y + p.y};
  const double n = static_cast<double>(positions.size()), usual = 1.6 * radius(positions);
  middle = {middle.x / n, middle.y / n};
  for (Position& p : positions) {
    const double away = std::hypot(p.x - middle.x, p.y - middle.y);
    if (away <= usual) continue;
    const double factor = usual * (1 + std::log(away / usual)) / away;
    p = {middle.x + (p.x - middle.x) * factor, middle.y + (p.y - middle.y) * factor};
  }
}

std::vector<Position> lay_out_component(const Neighbours& neighbours, const Options& options) {
  if (neighbours.size() == 1) return {{0, 0}};
  if (neighbours.size() == 2) return {{0, 0}, {options.spacing * 1.4, 0}};
  auto positions = place_by_pivots(neighbours);
  apply_forces(neighbours, options.rounds, positions);
  // So large that most have room, and hardly larger than the area that all need.
  const double n = static_cast<double>(positions.size());
  const double scale =
      options.spacing * std::min(1.1 / usual_gap(positions), 0.45 * std::sqrt(n) / radius(positions));
  for (Position& p : positions) p = {p.x * scale, p.y * scale};
  draw_in(positions);
  push_apart(options.spacing, positions);
  return positions;
}

}  // namespace

std::vector<Position> lay_out(std::size_t vertices, std::span<const Edge> edges, const Options& options) {
  const Neighbours neighbours = neighbours_of(vertices, edges);
  const auto parts = components(neighbours);
  std::vector<Position> positions(vertices);
  std::vector<std::uint32_t> place(vertices);  // of a vertex within its component
  std::vector<Size> boxes;
  for (const auto& members : parts) {
    Neighbours own(members.size());
    for (std::uint32_t i = 0; i < members.size(); ++i) place[members[i]] = i;
    for (std::uint32_t i = 0; i < members.size(); ++i)
      for (const auto next : neighbours[members[i]]) own[i].push_back(place[next]);
    const auto inner = lay_out_component(own, options);
    Position low = inner.front(), high = inner.front();
    for (const Position& p : inner) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    for (std::size_t i = 0; i < members.size(); ++i)
      positions[members[i]] = {inner[i].x - low.x, inner[i].y - low.y};
    boxes.push_back({high.x - low.x + options.spacing * 1.4, high.y - low.y + options.spacing * 1.4});
  }
  const auto corners = pack(boxes);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (const auto v : parts[i]) {
      positions[v].x += corners[i].x;
      positions[v].y += corners[i].y;
    }
  }
  return positions;
}

}  // namespace skein::graph::layout
