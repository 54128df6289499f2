// Not Boost.Graph's brandes_betweenness_centrality: that keeps a list of predecessors a vertex, knows no
// sampling and cannot be cancelled.
#include "graph/algorithms/betweenness.hpp"

#include "graph/algorithms/sampling.hpp"

namespace skein::graph {

namespace {

class Brandes {
 public:
  explicit Brandes(const CsrView& view)
      : view_(view),
        depth_(view.vertex_count(), unseen),
        paths_(view.vertex_count()),
        share_(view.vertex_count()) {}

  // Adds what the shortest paths from `source` give to those that they run through.
  void add(VertexIndex source, std::vector<double>& sum) {
    walk(source);
    // The farthest first: each hands on to those before it what runs through it, and the path that ends in
    // it.
    for (std::size_t i = order_.size(); i-- > 0;) {
      const auto v = order_[i];
      double share = 0;
      for (const auto next : view_.targets(v))
        if (depth_[next] == depth_[v] + 1) share += paths_[v] / paths_[next] * (1 + share_[next]);
      share_[v] = share;
      if (v != source) sum[v] += share;
    }
    for (const auto v : order_) depth_[v] = unseen;
  }

 private:
  static constexpr std::uint32_t unseen = 0xffffffff;

  void walk(VertexIndex source) {
    order_.assign(1, source);
    depth_[source] = 0;
    paths_[source] = 1;
    for (std::size_t at = 0; at < order_.size(); ++at) {
      const auto v = order_[at];
      for (const auto next : view_.targets(v)) {
        if (depth_[next] == unseen) {
          depth_[next] = depth_[v] + 1;
          paths_[next] = 0;
          order_.push_back(next);
        }
        if (depth_[next] == depth_[v] + 1) paths_[next] += paths_[v];
      }
    }
  }

  const CsrView& view_;
  std::vector<std::uint32_t> depth_;
  std::vector<double> paths_, share_;  // shortest paths from the source; what runs through
  std::vector<VertexIndex> order_;     // as they were reached
};

}  // namespace

Result<std::vector<double>> betweenness(const CsrView& view, const BetweennessOptions& options,
                                        const QueryContext* context) {
  const auto n = view.vertex_count();
  const auto simple = view.simple(options.direction);
  std::vector<double> sum(n);
  Brandes brandes(simple);
  const auto sources = sample(n, options.samples, options.seed);
  for (const auto source : sources) {
    if (context) SKEIN_TRY(context->check());
    brandes.add(source, sum);
  }
  const double pairs_once = options.direction == Direction::both ? 0.5 : 1.0;
  const double scale =
      sources.empty() ? 1 : pairs_once * static_cast<double>(n) / static_cast<double>(sources.size());
  for (auto& one : sum) one *= scale;
  return sum;
}

}  // namespace skein::graph
