// What is in a graph, as text.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace skein::cli {

// Labels, properties, relationship types with the labels they join, documents and indexes: a line each, with
// counts and bars.
Result<std::string> schema_text(const graph::Transaction& transaction, bool color);

}  // namespace skein::cli
