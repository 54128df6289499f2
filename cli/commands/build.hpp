// Documents into an open graph: `skein build`, the shell's :build and the demonstration.
#pragma once

#include <vector>

#include "cli/commands/commands.hpp"
#include "extract/document.hpp"
#include "extract/rules/rules.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// Shows how far it is, tells what came of it, and gives the exit status. The store of the arguments is not
// looked at.
int build_into(graph::Graph& graph, const BuildArguments& arguments);
// The same, silent unless it fails, for documents in memory.
int build_into(graph::Graph& graph, std::vector<extract::Document> documents);

// What the graph's builds read with beside what ships.
Result<std::vector<extract::RuleText>> remembered_schema(graph::Graph& graph);

}  // namespace skein::cli
