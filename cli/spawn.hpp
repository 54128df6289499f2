// Programs beside ours.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "storage/result.hpp"

namespace skein::cli {

// Starts a program, found by $PATH, with some of its descriptors replaced: {theirs, ours}. All others of ours
// must be closed on exec. The caller waits for it. Errors: not_found with the reason.
Result<pid_t> spawn(const std::vector<std::string>& command,
                    const std::vector<std::pair<int, int>>& descriptors);

// The exit status, or 128 + the signal that ended it.
int wait_for(pid_t child);

}  // namespace skein::cli
