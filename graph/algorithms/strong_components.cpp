#include "graph/algorithms/strong_components.hpp"

#include <boost/graph/strong_components.hpp>

#include "graph/csr_boost.hpp"

namespace skein::graph {

std::vector<VertexIndex> strong_components(const CsrView& view) {
  std::vector<VertexIndex> component(view.vertex_count());
  const auto index = get(boost::vertex_index, view);
  const auto count =
      boost::strong_components(view, boost::make_iterator_property_map(component.begin(), index));
  // Boost numbers them in an order of its own.
  std::vector<VertexIndex> smallest(count, CsrTraits::null_vertex());
  for (VertexIndex v = 0; v < component.size(); ++v) {
    auto& first = smallest[component[v]];
    if (first == CsrTraits::null_vertex()) first = v;
    component[v] = first;
  }
  return component;
}

}  // namespace skein::graph
