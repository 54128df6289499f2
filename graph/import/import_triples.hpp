// Plain triples, one a line: subject TAB predicate TAB object. Subjects and objects become (:Entity {name})
// nodes, one for each name, predicates relationship types. Empty lines are passed over.
#pragma once

#include <string>

#include "graph/import/import.hpp"

namespace skein::graph {

Result<void> read_triples(ImportRun& run, const std::vector<std::string>& paths);

}  // namespace skein::graph
