// GraphML of any program: skein's own comes back without loss (formats/graphml.hpp). Others' labels are taken
// from the key or attribute `labels`, types from `label`; an edge without one becomes RELATED. Nodes of
// others keep their ids in the property `id`, unless they have such a key.
#pragma once

#include <string>

#include "graph/import/import.hpp"

namespace skein::graph {

// Read as a stream by expat. Text that is no XML ends the import; a node or edge that is wrong is rejected:
// an edge to a node that does not stand before it, a value that is not of its key's type, a hyperedge.
Result<void> read_graphml(ImportRun& run, const std::string& path);

}  // namespace skein::graph
