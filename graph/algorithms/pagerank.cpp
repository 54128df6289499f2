#include "graph/algorithms/pagerank.hpp"

#include <algorithm>
#include <barrier>
#include <cmath>

#include "graph/algorithms/team.hpp"

namespace skein::graph {

namespace {

// Pull-based: each vertex sums what its sources give. Sums over all vertices are made block by block and then
// over the blocks, always in the same order.
class PageRank {
 public:
  PageRank(const CsrView& view, const PageRankOptions& options)
      : view_(view),
        options_(options),
        n_(view.vertex_count()),
        blocks_((n_ + block_size - 1) / block_size),
        score_(n_, 1 / static_cast<double>(n_)),
        share_(n_),
        given_(n_),
        next_given_(n_),
        dangling_(blocks_),
        change_(blocks_) {}

  std::vector<double> run() {
    const unsigned threads = options_.threads != 0
                                 ? options_.threads
                                 : threads_worth(view_.edge_count() * options_.iterations / 8);
    Blocks start(blocks_), rounds[2] = {Blocks(blocks_), Blocks(blocks_)};
    bool ended = false;
    unsigned round = 0;
    // Between two rounds, in one of the threads.
    const auto turn = [&]() noexcept {
      if (round > 0) {
        std::swap(given_, next_given_);
        ended = round == options_.iterations || (options_.tolerance > 0 && sum(change_) < options_.tolerance);
      }
      const auto size = static_cast<double>(n_);
      base_ = (1 - options_.damping) / size + options_.damping * sum(dangling_) / size;
      rounds[++round & 1].reset();
    };
    std::barrier barrier(threads, turn);
    run_team(threads, [&](unsigned) {
      for (std::size_t block; start.take(block);) prepare(block);
      for (;;) {
        barrier.arrive_and_wait();
        if (ended) return;
        auto& blocks = rounds[round & 1];
        for (std::size_t block; blocks.take(block);) pull(block);
      }
    });
    return std::move(score_);
  }

 private:
  static constexpr std::size_t block_size = 1024;

  static double sum(const std::vector<double>& parts) {
    double all = 0;
    for (const double part : parts) all += part;
    return all;
  }
  [[nodiscard]] std::size_t end_of(std::size_t block) const { return std::min(n_, (block + 1) * block_size); }

  void prepare(std::size_t block) {
    double dangling = 0;
    for (auto v = block * block_size; v < end_of(block); ++v) {
      const auto degree = view_.targets(static_cast<VertexIndex>(v)).size();
      share_[v] = degree == 0 ? 0 : 1 / static_cast<double>(degree);
      given_[v] = score_[v] * share_[v];
      if (degree == 0) dangling += score_[v];
    }
    dangling_[block] = dangling;
  }

  void pull(std::size_t block) {
    double change = 0, dangling = 0;
    for (auto v = block * block_size; v < end_of(block); ++v) {
      const auto sources = view_.sources(static_cast<VertexIndex>(v));
      // Four sums at a time: an addition takes longer than a load from the cache.
      double sums[4] = {0, 0, 0, 0};
      std::size_t i = 0;
      for (; i + 4 <= sources.size(); i += 4)
        for (std::size_t k = 0; k < 4; ++k) sums[k] += given_[sources[i + k]];
      for (; i < sources.size(); ++i) sums[0] += given_[sources[i]];
      const double now = base_ + options_.damping * ((sums[0] + sums[1]) + (sums[2] + sums[3]));
      change += std::abs(now - score_[v]);
      score_[v] = now;
      next_given_[v] = now * share_[v];
      if (share_[v] == 0) dangling += now;
    }
    change_[block] = change;
    dangling_[block] = dangling;
  }

  const CsrView& view_;
  const PageRankOptions& options_;
  std::size_t n_, blocks_;
  std::vector<double> score_, share_;  // share: what each target gets of a vertex's score; 0: it has none
  std::vector<double> given_, next_given_;  // score times share, of the last round and of this one
  std::vector<double> dangling_, change_;   // a sum a block
  double base_ = 0;                         // what every vertex gets
};

}  // namespace

std::vector<double> pagerank(const CsrView& view, const PageRankOptions& options) {
  if (view.vertex_count() == 0) return {};
  if (options.iterations == 0)
    return std::vector<double>(view.vertex_count(), 1 / static_cast<double>(view.vertex_count()));
  return PageRank(view, options).run();
}

}  // namespace skein::graph
