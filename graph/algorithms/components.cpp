#include "graph/algorithms/components.hpp"

namespace skein::graph {

std::vector<VertexIndex> components(const CsrView& view) {
  std::vector<VertexIndex> parent(view.vertex_count());
  for (VertexIndex v = 0; v < parent.size(); ++v) parent[v] = v;
  const auto root = [&](VertexIndex v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  // The smaller root wins, so that a root is the smallest vertex of its tree.
  for (VertexIndex from = 0; from < parent.size(); ++from)
    for (const auto to : view.targets(from)) {
      const auto a = root(from), b = root(to);
      if (a < b)
        parent[b] = a;
      else
        parent[a] = b;
    }
  for (VertexIndex v = 0; v < parent.size(); ++v) parent[v] = root(v);
  return parent;
}

}  // namespace skein::graph
