// GraphViz DOT: boxes coloured by type with the name in bold and what it is in grey, relationships with their
// type and who says so, a title and a legend. Readable by people, and ready for `dot -Tsvg`.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

struct DotOptions {
  std::string title;   // above the picture; empty: none
  std::string source;  // a grey line below the title; empty: none
  enum class Theme { light, dark, print } theme = Theme::light;
  bool relationship_labels = true;
  bool sources = true;   // who says it, below a relationship's type
  bool mentions = true;  // how often documents mention a node, behind its type
  bool legend = true;
  std::string wide = "said more often";  // what a wide line means, for the legend
  bool curves = true;  // straight lines without: layouts of many nodes take minutes with curves
  bool spread = true;  // layouts that let nodes overlap move them apart afterwards
  // The best connected nodes are boxes with their names, the others points whose size tells how well
  // connected they are. 0: all are boxes.
  std::size_t boxes = 0;
  std::vector<RelationshipId> conflicting;  // drawn in red; sorted
};

// Names are taken from `name`, else `title`, else `id`. The same part of the same graph gives the same bytes.
// Control characters and bytes that are not UTF-8 are replaced.
Result<void> write_dot(const Transaction& transaction, const Subgraph& part, const DotOptions& options,
                       std::ostream& out);

}  // namespace skein::graph::formats
