// Pictures: what to draw, and GraphViz to lay it out.
#pragma once

#include <string>
#include <vector>

#include "graph/formats/dot.hpp"
#include "graph/formats/subgraph.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

struct PictureOptions {
  std::string title;
  std::string theme = "light";  // light, dark, print
  std::size_t max_nodes = 40;
  // One box for all nodes with the same value: "type", or the name of a property. Empty: every node by
  // itself.
  std::string group_by;
};

// The best-supported relationships among entities, and around `focus` where one is given: at most max_nodes
// nodes, no node with so many lines that nothing can be read.
Result<graph::formats::Subgraph> choose_overview(const graph::Transaction& transaction,
                                                 std::size_t max_nodes);
Result<graph::formats::Subgraph> choose_around(const graph::Transaction& transaction, NodeId focus,
                                               unsigned hops, std::size_t max_nodes);

// The whole graph without its documents, for pictures of groups.
Result<graph::formats::Subgraph> choose_everything(const graph::Transaction& transaction);

// Writes `path` (.svg, .png, .pdf by GraphViz; .dot by ourselves), whole or not at all. `part` must be
// normalised. The layout engine is chosen by size, and a cheaper one takes over when it takes too long; of
// more than 10,000 nodes the best connected are drawn. What was left out is told in the picture, and in the
// result, one sentence each. Errors: invalid_argument for other endings and for nothing to draw, not_found
// when GraphViz is not installed, io, limit when no engine was quick enough, cancelled.
Result<std::vector<std::string>> draw_part(const graph::Transaction& transaction,
                                           const graph::formats::Subgraph& part,
                                           const PictureOptions& options, const std::string& path);
// The same of choose_overview(), or of everything where groups are wanted.
Result<std::vector<std::string>> draw_overview(const graph::Transaction& transaction,
                                               const PictureOptions& options, const std::string& path);

}  // namespace skein::cli
