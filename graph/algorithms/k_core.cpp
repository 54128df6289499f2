#include "graph/algorithms/k_core.hpp"

#include <boost/graph/core_numbers.hpp>

#include "graph/csr_boost.hpp"

namespace skein::graph {

std::vector<VertexIndex> core_numbers(const CsrView& view) {
  std::vector<VertexIndex> core(view.vertex_count());
  if (core.empty()) return core;
  const auto simple = view.simple(Direction::both);
  boost::core_numbers(simple,
                      boost::make_iterator_property_map(core.begin(), get(boost::vertex_index, simple)));
  return core;
}

}  // namespace skein::graph
