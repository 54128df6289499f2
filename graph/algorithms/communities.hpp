// Communities: groups of vertices with many relationships inside and few between.
#pragma once

#include <span>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

struct LouvainOptions {
  double resolution = 1;      // greater: more and smaller communities
  unsigned most_levels = 10;  // how often communities are themselves joined
  double tolerance = 1e-4;    // a pass that gains less modularity is the last of its level
};

struct Communities {
  std::vector<VertexIndex> of;  // for each vertex the smallest vertex of its community
  double modularity = 0;        // Newman, Girvan 2004; with the resolution asked for
  unsigned levels = 0;
};

// Louvain (Blondel and others 2008). Directions make no difference; parallel edges add up; loops are passed
// over. `weights` by edge number, none negative; empty: 1 each. Vertices are looked at in order and ties go
// to the community met first, so the outcome is always the same. Time: near-linear in the edges, a few passes
// a level. Errors: those of the context's check.
Result<Communities> louvain(const CsrView& view, std::span<const double> weights = {},
                            const LouvainOptions& options = {}, const QueryContext* context = nullptr);

struct Labels {
  std::vector<VertexIndex> of;  // for each vertex the smallest vertex that shares its label
  unsigned rounds = 0;
  bool converged = false;
};

// Label propagation (Raghavan, Albert, Kumara 2007): each vertex takes the label that weighs most among its
// neighbours, the greatest of equals, one vertex after the other, until nothing changes. Time: rounds *
// edges.
Result<Labels> label_propagation(const CsrView& view, std::span<const double> weights = {},
                                 unsigned most_rounds = 10, const QueryContext* context = nullptr);

// Modularity of any partition, as louvain() computes it.
double modularity(const CsrView& view, std::span<const double> weights,
                  std::span<const VertexIndex> community, double resolution = 1);

}  // namespace skein::graph
