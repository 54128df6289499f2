#include "graph/algorithms/components.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>

#include "graph/algorithms/team.hpp"

namespace skein::graph {

namespace {

constexpr std::size_t block_size = 1024;
constexpr std::size_t sampled_edges = 2;  // of each vertex, before the large component is looked for

class Components {
 public:
  explicit Components(const CsrView& view) : view_(view), parent_(view.vertex_count()) {
    for (VertexIndex v = 0; v < parent_.size(); ++v) parent_[v] = v;
  }

  std::vector<VertexIndex> run(unsigned threads) {
    const auto blocks = (parent_.size() + block_size - 1) / block_size;
    Blocks sampling(blocks), flattening(blocks), joining(blocks), ending(blocks);
    VertexIndex large = 0;
    std::barrier barrier(threads, []() noexcept {});
    run_team(threads, [&](unsigned member) {
      for_each_vertex(sampling, [&](VertexIndex v) {
        const auto targets = view_.targets(v);
        for (std::size_t i = 0; i < std::min(sampled_edges, targets.size()); ++i) join(v, targets[i]);
      });
      barrier.arrive_and_wait();
      for_each_vertex(flattening, [&](VertexIndex v) { flatten(v); });
      barrier.arrive_and_wait();
      if (member == 0) large = most_frequent();
      barrier.arrive_and_wait();
      // What a vertex of the large component is joined to is joined to it from the other end as well, or is
      // in it.
      for_each_vertex(joining, [&](VertexIndex v) {
        if (at(v).load(std::memory_order_relaxed) == large) return;
        const auto targets = view_.targets(v);
        for (std::size_t i = sampled_edges; i < targets.size(); ++i) join(v, targets[i]);
        for (const auto source : view_.sources(v)) join(v, source);
      });
      barrier.arrive_and_wait();
      for_each_vertex(ending, [&](VertexIndex v) { flatten(v); });
    });
    return std::move(parent_);
  }

 private:
  template <typename Do>
  void for_each_vertex(Blocks& blocks, Do work) {
    for (std::size_t block; blocks.take(block);) {
      const auto end = std::min(parent_.size(), (block + 1) * block_size);
      for (auto v = block * block_size; v < end; ++v) work(static_cast<VertexIndex>(v));
    }
  }
  std::atomic_ref<VertexIndex> at(VertexIndex v) { return std::atomic_ref<VertexIndex>(parent_[v]); }

  // A parent is never larger than its child, so a root is the smallest vertex of its tree.
  void join(VertexIndex a, VertexIndex b) {
    auto x = at(a).load(std::memory_order_relaxed), y = at(b).load(std::memory_order_relaxed);
    while (x != y) {
      const auto high = std::max(x, y), low = std::min(x, y);
      auto above = at(high).load(std::memory_order_relaxed);
      if (above == low) return;
      if (above == high && at(high).compare_exchange_strong(above, low, std::memory_order_relaxed)) return;
      x = at(at(high).load(std::memory_order_relaxed)).load(std::memory_order_relaxed);
      y = at(low).load(std::memory_order_relaxed);
    }
  }
  void flatten(VertexIndex v) {
    auto root = at(v).load(std::memory_order_relaxed);
    for (auto above = at(root).load(std::memory_order_relaxed); above != root;
         above = at(root).load(std::memory_order_relaxed))
      root = above;
    at(v).store(root, std::memory_order_relaxed);
  }
  // Of vertices spread evenly over all; which one it is decides about time only. Allocates nothing: the
  // others wait.
  VertexIndex most_frequent() {
    for (std::size_t i = 0; i < samples_.size(); ++i)
      samples_[i] = parent_[i * parent_.size() / samples_.size()];
    std::sort(samples_.begin(), samples_.end());
    VertexIndex best = 0;
    std::size_t most = 0, run = 0;
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      run = i > 0 && samples_[i] == samples_[i - 1] ? run + 1 : 1;
      if (run > most) {
        most = run;
        best = samples_[i];
      }
    }
    return best;
  }

  const CsrView& view_;
  std::vector<VertexIndex> parent_;
  std::vector<VertexIndex> samples_ = std::vector<VertexIndex>(1024);
};

}  // namespace

std::vector<VertexIndex> components(const CsrView& view, unsigned threads) {
  if (view.vertex_count() == 0) return {};
  return Components(view).run(threads != 0 ? threads : threads_worth(view.edge_count()));
}

}  // namespace skein::graph
