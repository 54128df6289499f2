// Pictures: what to draw, and GraphViz to lay it out.
#pragma once

#include <string>

#include "graph/formats/dot.hpp"
#include "graph/formats/subgraph.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

struct PictureOptions {
  std::string title;
  std::string theme = "light";  // light, dark, print
  std::size_t max_nodes = 40;
};

// The best-supported relationships among entities, and around `focus` where one is given: at most max_nodes
// nodes, no node with so many lines that nothing can be read.
Result<graph::formats::Subgraph> choose_overview(const graph::Transaction& transaction,
                                                 std::size_t max_nodes);
Result<graph::formats::Subgraph> choose_around(const graph::Transaction& transaction, NodeId focus,
                                               unsigned hops, std::size_t max_nodes);

// Writes `path` (.svg, .png, .pdf by GraphViz's `dot` program; .dot by ourselves), whole or not at all.
// `part` must be normalised. Errors: invalid_argument for other endings, not_found when GraphViz is not
// installed, io.
Result<void> draw_part(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                       const PictureOptions& options, const std::string& path);
Result<void> draw_overview(const graph::Transaction& transaction, const PictureOptions& options,
                           const std::string& path);

}  // namespace skein::cli
