// GraphViz as a program beside ours: a layout that takes too long or dies takes nothing with it.
#pragma once

#include <chrono>
#include <string>

#include "storage/result.hpp"

namespace skein::cli {

// Runs `engine -Tformat` over `dot` into the file `path`. Errors: not_found when GraphViz is not installed,
// limit after `patience`, cancelled at Ctrl-C, io with what GraphViz said.
Result<void> run_graphviz(const std::string& engine, const std::string& format, const std::string& dot,
                          const std::string& path, std::chrono::seconds patience);

}  // namespace skein::cli
