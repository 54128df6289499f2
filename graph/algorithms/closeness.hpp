// Closeness: how near a vertex is to those it can reach.
#pragma once

#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

enum class Closeness : std::uint8_t {
  plain,            // reached / sum of distances (Bavelas 1950); within the part that is reached
  wasserman_faust,  // the same, times reached / (n - 1): parts of different size compare (Wasserman, Faust
                    // 1994)
  harmonic,         // sum of 1 / distance, divided by n - 1 (Marchiori, Latora 2000)
};

// One number a vertex, 0 for one that reaches nothing; distances count relationships, walked in `direction`
// from the vertex. Time: vertices * (vertices + edges). Errors: those of the context's check.
Result<std::vector<double>> closeness(const CsrView& view, Direction direction,
                                      Closeness kind = Closeness::plain,
                                      const QueryContext* context = nullptr);

}  // namespace skein::graph
