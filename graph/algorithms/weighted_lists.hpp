// A symmetric graph with weights, as algorithms on communities need it: parallel edges and both directions
// are added up, loops are left out.
#pragma once

#include <span>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

struct WeightedLists {
  std::vector<std::uint64_t> first{0};  // vertex_count + 1 offsets
  std::vector<VertexIndex> other;       // ascending within a vertex
  std::vector<double> weight;
  [[nodiscard]] std::size_t vertex_count() const { return first.size() - 1; }
};

// `weights` by edge number; empty: 1 each.
WeightedLists weighted_lists(const CsrView& view, std::span<const double> weights);

}  // namespace skein::graph
