#include <algorithm>

#include "graph/csr_view.hpp"

namespace skein::graph {

CsrView CsrView::simple(Direction direction) const { return turned(direction, true); }
CsrView CsrView::oriented(Direction direction) const { return turned(direction, false); }

CsrView CsrView::turned(Direction direction, bool simple) const {
  CsrView out;
  out.nodes_ = nodes_;
  out.out_.reserve(nodes_.size() + 1);
  out.targets_.reserve(direction == Direction::both ? 2 * targets_.size() : targets_.size());
  for (VertexIndex v = 0; v < nodes_.size(); ++v) {
    const auto begin = static_cast<std::ptrdiff_t>(out.targets_.size());
    const auto add = [&](std::span<const VertexIndex> others) {
      for (const auto other : others)
        if (!simple || other != v) out.targets_.push_back(other);
    };
    if (direction != Direction::in) add(targets(v));
    const auto middle = static_cast<std::ptrdiff_t>(out.targets_.size());
    if (direction != Direction::out) add(sources(v));
    auto& list = out.targets_;
    std::inplace_merge(list.begin() + begin, list.begin() + middle, list.end());
    if (simple) list.erase(std::unique(list.begin() + begin, list.end()), list.end());
    out.out_.push_back(list.size());
  }
  out.reverse();
  return out;
}

}  // namespace skein::graph
