#include "graph/formats/figure_places.hpp"

#include <cmath>
#include <map>
#include <numbers>

namespace skein::graph::formats {

void place_figures(const std::vector<bool>& figures, std::span<const layout::Edge> edges, double spacing,
                   std::vector<layout::Position>& positions) {
  std::vector<bool> placed(figures.size());
  std::map<std::uint32_t, std::vector<std::uint32_t>> around;  // figures by what they belong to
  for (const auto& [from, to] : edges) {
    const std::uint32_t figure = figures[from] ? from : to, owner = figures[from] ? to : from;
    if (figure == owner || placed[figure] || figures[owner]) continue;
    placed[figure] = true;
    around[owner].push_back(figure);
  }
  for (const auto& [owner, ring] : around) {
    const double circle = 2 * std::numbers::pi;
    std::size_t at = 0;
    for (double radius = spacing * 0.7; at < ring.size(); radius += spacing * 0.5) {
      const auto fits = static_cast<std::size_t>(circle * radius / (spacing * 0.7));
      const std::size_t here = std::min(fits, ring.size() - at);
      for (std::size_t i = 0; i < here; ++i) {
        const double angle = circle * (static_cast<double>(i) + 0.5) / static_cast<double>(here);
        positions[ring[at + i]] = {positions[owner].x + radius * std::cos(angle),
                                   positions[owner].y + radius * std::sin(angle)};
      }
      at += here;
    }
  }
}

}  // namespace skein::graph::formats
