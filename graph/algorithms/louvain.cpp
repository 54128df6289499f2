#include <algorithm>
#include <numeric>

#include "graph/algorithms/communities.hpp"
#include "graph/algorithms/weighted_lists.hpp"

namespace skein::graph {

namespace {

// One level: communities of the level below are vertices, with what lies inside each as its loop.
struct Level {
  WeightedLists lists;
  std::vector<double> inside;  // twice the weight within the vertex
};

class Mover {
 public:
  Mover(const Level& level, double total, double resolution)
      : level_(level),
        total_(total),
        resolution_(resolution),
        community_(level.lists.vertex_count()),
        degree_(community_.size()),
        sum_(community_.size()),
        towards_(community_.size(), -1) {
    std::iota(community_.begin(), community_.end(), VertexIndex{0});
    const auto& lists = level.lists;
    for (VertexIndex v = 0; v < community_.size(); ++v) {
      degree_[v] = level.inside[v];
      for (auto at = lists.first[v]; at < lists.first[v + 1]; ++at) degree_[v] += lists.weight[at];
      sum_[v] = degree_[v];
    }
  }

  // Moves each vertex to the neighbouring community that gains most; the modularity gained by the pass.
  double pass() {
    double gained = 0;
    for (VertexIndex v = 0; v < community_.size(); ++v) gained += move(v);
    return gained;
  }
  [[nodiscard]] const std::vector<VertexIndex>& communities() const { return community_; }

 private:
  double move(VertexIndex v) {
    const auto& lists = level_.lists;
    const auto home = community_[v];
    near_.assign(1, home);
    towards_[home] = 0;
    for (auto at = lists.first[v]; at < lists.first[v + 1]; ++at) {
      const auto there = community_[lists.other[at]];
      if (towards_[there] < 0) {
        towards_[there] = 0;
        near_.push_back(there);
      }
      towards_[there] += lists.weight[at];
    }
    sum_[home] -= degree_[v];
    const auto worth = [&](VertexIndex there) {
      return towards_[there] - resolution_ * sum_[there] * degree_[v] / total_;
    };
    auto best = home;
    const double stay = worth(home);
    double most = stay;
    for (const auto there : near_)
      if (worth(there) > most + 1e-12 * total_) {
        most = worth(there);
        best = there;
      }
    for (const auto there : near_) towards_[there] = -1;
    sum_[best] += degree_[v];
    community_[v] = best;
    return 2 * (most - stay) / total_;
  }

  const Level& level_;
  double total_, resolution_;  // total: twice the weight of all edges
  std::vector<VertexIndex> community_;
  std::vector<double> degree_, sum_;  // of vertices; of the communities' vertices together
  std::vector<double> towards_;       // weight from the vertex at hand into each community; -1: none yet
  std::vector<VertexIndex> near_;
};

// Numbers communities 0, 1, ... in the order of their first vertices; how many there are.
std::size_t renumber(std::vector<VertexIndex>& community) {
  std::vector<VertexIndex> number(community.size(), static_cast<VertexIndex>(-1));
  VertexIndex next = 0;
  for (auto& one : community) {
    if (number[one] == static_cast<VertexIndex>(-1)) number[one] = next++;
    one = number[one];
  }
  return next;
}

Level joined(const Level& below, const std::vector<VertexIndex>& community, std::size_t count) {
  std::vector<std::vector<VertexIndex>> members(count);
  for (VertexIndex v = 0; v < community.size(); ++v) members[community[v]].push_back(v);
  Level level;
  level.inside.resize(count);
  std::vector<double> towards(count);
  std::vector<std::uint8_t> met(count);
  std::vector<VertexIndex> near;
  for (VertexIndex c = 0; c < count; ++c) {
    near.clear();
    for (const auto v : members[c]) {
      level.inside[c] += below.inside[v];
      for (auto at = below.lists.first[v]; at < below.lists.first[v + 1]; ++at) {
        const auto there = community[below.lists.other[at]];
        if (there == c) {
          level.inside[c] += below.lists.weight[at];
          continue;
        }
        if (!met[there]) near.push_back(there);
        met[there] = 1;
        towards[there] += below.lists.weight[at];
      }
    }
    std::sort(near.begin(), near.end());
    for (const auto there : near) {
      level.lists.other.push_back(there);
      level.lists.weight.push_back(towards[there]);
      towards[there] = 0;
      met[there] = 0;
    }
    level.lists.first.push_back(level.lists.other.size());
  }
  return level;
}

double modularity_of(const WeightedLists& lists, std::span<const VertexIndex> community, double resolution) {
  std::vector<double> inside(community.size()), sum(community.size());
  double total = 0;
  for (VertexIndex v = 0; v < community.size(); ++v)
    for (auto at = lists.first[v]; at < lists.first[v + 1]; ++at) {
      total += lists.weight[at];
      sum[community[v]] += lists.weight[at];
      if (community[lists.other[at]] == community[v]) inside[community[v]] += lists.weight[at];
    }
  if (total == 0) return 0;
  double out = 0;
  for (std::size_t c = 0; c < community.size(); ++c)
    out += inside[c] / total - resolution * (sum[c] / total) * (sum[c] / total);
  return out;
}

}  // namespace

double modularity(const CsrView& view, std::span<const double> weights,
                  std::span<const VertexIndex> community, double resolution) {
  return modularity_of(weighted_lists(view, weights), community, resolution);
}

Result<Communities> louvain(const CsrView& view, std::span<const double> weights,
                            const LouvainOptions& options, const QueryContext* context) {
  const auto n = view.vertex_count();
  Communities out;
  out.of.resize(n);
  std::iota(out.of.begin(), out.of.end(), VertexIndex{0});
  const WeightedLists lists = weighted_lists(view, weights);
  const double total = std::accumulate(lists.weight.begin(), lists.weight.end(), 0.0);
  if (total == 0) return out;
  Level level{lists, std::vector<double>(n)};
  std::vector<VertexIndex> at(n);  // each vertex's place in the level
  std::iota(at.begin(), at.end(), VertexIndex{0});
  while (out.levels < options.most_levels) {
    Mover mover(level, total, options.resolution);
    double gained = 0;
    for (double pass = 1; pass > options.tolerance;) {
      if (context) SKEIN_TRY(context->check());
      gained += pass = mover.pass();
    }
    auto community = mover.communities();
    const auto count = renumber(community);
    if (count == community.size() || gained <= options.tolerance) break;
    ++out.levels;
    for (auto& place : at) place = community[place];
    level = joined(level, community, count);
  }
  // The smallest vertex of each community stands for it.
  std::vector<VertexIndex> smallest(n, static_cast<VertexIndex>(-1));
  for (VertexIndex v = 0; v < n; ++v) {
    if (smallest[at[v]] == static_cast<VertexIndex>(-1)) smallest[at[v]] = v;
    out.of[v] = smallest[at[v]];
  }
  out.modularity = modularity_of(lists, out.of, options.resolution);
  return out;
}

}  // namespace skein::graph
