// Conflicts as text for people: `skein conflicts` and the shell's :conflicts.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "cli/output/terminal.hpp"
#include "graph/graph.hpp"

namespace skein::cli {

// Calls `write` once a conflict: its subject and relation, each value with the sentences that give it. How
// many.
Result<std::size_t> write_conflicts(const graph::Transaction& transaction, const Style& style,
                                    std::size_t width,
                                    const std::function<Result<void>(std::string_view)>& write);

}  // namespace skein::cli
