#include "graph/algorithms/closeness.hpp"

namespace skein::graph {

Result<std::vector<double>> closeness(const CsrView& view, Direction direction, Closeness kind,
                                      const QueryContext* context) {
  const auto n = view.vertex_count();
  const auto simple = view.simple(direction);
  std::vector<double> out(n);
  std::vector<std::uint8_t> seen(n);
  std::vector<VertexIndex> order;
  const auto others = static_cast<double>(n) - 1;
  for (VertexIndex source = 0; source < n; ++source) {
    if (context) SKEIN_TRY(context->check());
    order.assign(1, source);
    seen[source] = 1;
    double sum = 0, harmonic = 0;
    // A level at a time: `order` from `begin` on holds what is `depth` away.
    for (std::size_t begin = 0, depth = 1; begin < order.size(); ++depth) {
      const auto end = order.size();
      for (; begin < end; ++begin)
        for (const auto next : simple.targets(order[begin]))
          if (!seen[next]) {
            seen[next] = 1;
            order.push_back(next);
          }
      const auto found = static_cast<double>(order.size() - end);
      sum += found * static_cast<double>(depth);
      harmonic += found / static_cast<double>(depth);
    }
    for (const auto v : order) seen[v] = 0;
    const auto reached = static_cast<double>(order.size()) - 1;
    if (reached == 0) continue;
    out[source] = kind == Closeness::harmonic ? harmonic / others : reached / sum;
    if (kind == Closeness::wasserman_faust) out[source] *= reached / others;
  }
  return out;
}

}  // namespace skein::graph
