#include "graph/csr_view.hpp"

#include <algorithm>

#include "graph/csr_boost.hpp"

namespace skein::graph {

CsrView CsrView::from_edges(std::size_t vertices,
                            std::span<const std::pair<VertexIndex, VertexIndex>> edges) {
  CsrView view;
  for (std::size_t i = 0; i < vertices; ++i) view.nodes_.emplace_back(i);
  std::vector<std::pair<VertexIndex, VertexIndex>> sorted(edges.begin(), edges.end());
  std::sort(sorted.begin(), sorted.end());
  view.out_.assign(vertices + 1, 0);
  for (const auto& [from, to] : sorted) {
    ++view.out_[from + 1];
    view.targets_.push_back(to);
  }
  for (std::size_t i = 0; i < vertices; ++i) view.out_[i + 1] += view.out_[i];
  view.reverse();
  return view;
}

void CsrView::reverse() {
  in_.assign(nodes_.size() + 1, 0);
  for (const auto target : targets_) ++in_[target + 1];
  for (std::size_t i = 0; i < nodes_.size(); ++i) in_[i + 1] += in_[i];
  sources_.resize(targets_.size());
  auto next = in_;
  for (VertexIndex from = 0; from < nodes_.size(); ++from)
    for (auto edge = out_[from]; edge < out_[from + 1]; ++edge) sources_[next[targets_[edge]]++] = from;
}

std::span<const std::uint64_t> CsrView::entering(VertexIndex v) const {
  std::call_once(entering_->once, [&] {
    auto& numbers = entering_->numbers;
    numbers.resize(targets_.size());
    auto next = in_;
    for (std::uint64_t edge = 0; edge < targets_.size(); ++edge) numbers[next[targets_[edge]]++] = edge;
  });
  return std::span(entering_->numbers).subspan(in_[v], in_[v + 1] - in_[v]);
}

std::size_t CsrView::bytes() const {
  return nodes_.capacity() * sizeof(NodeId) + (out_.capacity() + in_.capacity()) * sizeof(std::uint64_t) +
         (targets_.capacity() + sources_.capacity()) * sizeof(VertexIndex);
}

std::optional<VertexIndex> CsrView::find(NodeId node) const {
  const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  if (it == nodes_.end() || *it != node) return std::nullopt;
  return static_cast<VertexIndex>(it - nodes_.begin());
}

}  // namespace skein::graph
