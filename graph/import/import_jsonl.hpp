// JSON lines as `skein export` writes them (formats/jsonl.hpp); lines of kind "conflict" follow from the
// others and are passed over.
#pragma once

#include <string>

#include "graph/import/import.hpp"

namespace skein::graph {

// Ends of relationships must stand before them. A line that is wrong is rejected.
Result<void> read_jsonl(ImportRun& run, const std::string& path);

}  // namespace skein::graph
