// What is in a graph, as text.
#pragma once

#include <string>

#include "graph/graph.hpp"

namespace skein::cli {

// Labels, relationship types and indexes with their counts, a line each.
[[nodiscard]] std::string schema_text(const graph::Transaction& transaction, bool color);

}  // namespace skein::cli
