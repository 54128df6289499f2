// Nodes that share neighbours, as algo.similarity and gds.nodeSimilarity give them.
#pragma once

#include "dsl/procedures/graph_part.hpp"
#include "graph/algorithms/similarity.hpp"

namespace skein::dsl::procedures {

// The options that algo.similarity has beside those of the part of the graph.
std::vector<Option> similarity_options();
Result<std::vector<graph::SimilarPair>> similar_pairs(CallContext& call, const GraphPart& part,
                                                      const graph::CsrView& view, const Options& options);
// Makes a relationship of this type for each pair, its likeness as the property. Counts what it makes.
Result<void> write_pairs(CallContext& call, const graph::CsrView& view,
                         std::span<const graph::SimilarPair> pairs, const std::string& type,
                         const std::string& property);

}  // namespace skein::dsl::procedures
