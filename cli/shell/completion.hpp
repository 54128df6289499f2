// What could be typed next.
#pragma once

#include <string_view>

#include "cli/shell/line_editor.hpp"
#include "dsl/procedures.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// By where the cursor stands: labels and types behind a colon, properties behind a dot or within {}, names of
// nodes within quotes, procedures behind CALL, else keywords, functions and the statement's own variables.
// Without a transaction nothing of the graph is offered.
Completions complete_statement(std::string_view text, std::size_t cursor,
                               const graph::Transaction* transaction,
                               const dsl::ProcedureRegistry& procedures);

}  // namespace skein::cli
