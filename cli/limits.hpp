// What the command line allows a statement, put into its context.
#pragma once

#include "cli/commands/commands.hpp"
#include "graph/query_context.hpp"

namespace skein::cli {

// To be called before each statement: its time begins now.
void begin_statement(const LimitArguments& limits, graph::QueryContext& context);

}  // namespace skein::cli
