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

// Arguments of the shell's commands. A name: from the quote that is still open, or else from `start` on.
Completions complete_name(std::string_view text, std::size_t start, std::size_t cursor,
                          const graph::Transaction* transaction);
// Files and folders.
Completions complete_file(std::string_view text, std::size_t cursor);
// The alternatives that a usage like "[on|off]" lists.
Completions complete_word(std::string_view usage, std::string_view text, std::size_t cursor);

}  // namespace skein::cli
