// Pictures of groups: one box for all nodes that share a value, one line for all relationships between two
// groups.
#pragma once

#include <ostream>
#include <string>

#include "graph/formats/dot.hpp"
#include "graph/formats/subgraph.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

struct Groups {
  std::size_t count = 0;      // boxes, the one for what is left over included
  std::size_t left_over = 0;  // groups that are put together in one box
};

// Writes DOT. `by` is "type" or a property's name; nodes without the property are a group of their own. The
// `most` largest groups have boxes. Errors: not_found for a property that no node has.
Result<Groups> write_groups(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                            const std::string& by, std::size_t most,
                            const graph::formats::DotOptions& options, std::ostream& out);

}  // namespace skein::cli
