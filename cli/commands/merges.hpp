// Names that may be one thing, and what people decided about them: `skein merges` and the shell's :merges.
#pragma once

#include "cli/commands/commands.hpp"
#include "cli/output/output.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// Does the action write? Those that only list need a graph opened for reading.
[[nodiscard]] bool decides(const MergesArguments& arguments);
// Is the action known, and are there as many names as it takes? Errors: invalid_argument.
Result<void> check(const MergesArguments& arguments);
Result<void> run_merges(graph::Graph& graph, const MergesArguments& arguments, Output& out);

}  // namespace skein::cli
