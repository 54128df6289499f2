#include "graph/layout/pivots.hpp"

#include <algorithm>
#include <cmath>

namespace skein::graph::layout {

namespace {

constexpr std::size_t most_pivots = 40;

// Hops from `start` to every vertex.
std::vector<std::uint32_t> distances(const Neighbours& neighbours, std::uint32_t start) {
  constexpr auto unseen = ~std::uint32_t{0};
  std::vector<std::uint32_t> out(neighbours.size(), unseen), queue{start};
  out[start] = 0;
  for (std::size_t at = 0; at < queue.size(); ++at) {
    for (const auto next : neighbours[queue[at]]) {
      if (out[next] != unseen) continue;
      out[next] = out[queue[at]] + 1;
      queue.push_back(next);
    }
  }
  return out;
}

using Column = std::vector<double>;

double dot(const Column& a, const Column& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void scale_to_one(Column& v) {
  const double length = std::sqrt(dot(v, v));
  if (length > 0)
    for (double& x : v) x /= length;
}

// The eigenvector of the greatest eigenvalue of a symmetric matrix, at right angles to `others`; by powers.
Column greatest_eigenvector(const std::vector<Column>& matrix, const std::vector<Column>& others) {
  Column v(matrix.size());
  for (std::size_t i = 0; i < v.size(); ++i)
    v[i] = 1.0 + static_cast<double>((i * 7 + others.size() * 3) % 5);
  for (int round = 0; round < 60; ++round) {
    Column next(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) next[i] = dot(matrix[i], v);
    for (const Column& other : others) {
      const double part = dot(next, other);
      for (std::size_t i = 0; i < v.size(); ++i) next[i] -= part * other[i];
    }
    scale_to_one(next);
    v = std::move(next);
  }
  return v;
}

}  // namespace

std::vector<Position> place_by_pivots(const Neighbours& neighbours) {
  const std::size_t n = neighbours.size(), pivots = std::min(n, most_pivots);
  // Pivots as far from each other as can be, and the squared distances to them, centred both ways.
  std::vector<Column> columns;
  std::vector<std::uint32_t> nearest(n, ~std::uint32_t{0});
  std::uint32_t pivot = 0;
  for (std::uint32_t v = 1; v < n; ++v)
    if (neighbours[v].size() > neighbours[pivot].size()) pivot = v;
  for (std::size_t p = 0; p < pivots; ++p) {
    const auto hops = distances(neighbours, pivot);
    Column column(n);
    double sum = 0;
    for (std::size_t v = 0; v < n; ++v) {
      column[v] = -0.5 * static_cast<double>(hops[v]) * static_cast<double>(hops[v]);
      sum += column[v];
      nearest[v] = std::min(nearest[v], hops[v]);
    }
    for (double& x : column) x -= sum / static_cast<double>(n);
    columns.push_back(std::move(column));
    pivot = static_cast<std::uint32_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
  }
  for (std::size_t v = 0; v < n; ++v) {
    double mean = 0;
    for (const Column& column : columns) mean += column[v];
    mean /= static_cast<double>(pivots);
    for (Column& column : columns) column[v] -= mean;
  }

  std::vector<Column> products(pivots, Column(pivots));
  for (std::size_t i = 0; i < pivots; ++i)
    for (std::size_t j = i; j < pivots; ++j) products[i][j] = products[j][i] = dot(columns[i], columns[j]);
  const Column first = greatest_eigenvector(products, {}), second = greatest_eigenvector(products, {first});

  std::vector<Position> out(n);
  for (std::size_t v = 0; v < n; ++v) {
    for (std::size_t p = 0; p < pivots; ++p) {
      out[v].x += columns[p][v] * first[p];
      out[v].y += columns[p][v] * second[p];
    }
  }
  // As much room as forces will want, about a unit square for each vertex.
  double spread = 0;
  for (const Position& p : out) spread += p.x * p.x + p.y * p.y;
  spread = std::sqrt(spread / static_cast<double>(n));
  const double factor = spread > 0 ? 0.5 * std::sqrt(static_cast<double>(n)) / spread : 1;
  std::uint32_t random = 1;
  const auto step = [&random] {  // numerical recipes' generator: the same steps everywhere
    random = random * 1664525u + 1013904223u;
    return (static_cast<double>(random >> 8) / (1 << 24) - 0.5) * 0.6;
  };
  for (Position& p : out) {
    p.x = p.x * factor + step();
    p.y = p.y * factor + step();
  }
  return out;
}

}  // namespace skein::graph::layout
