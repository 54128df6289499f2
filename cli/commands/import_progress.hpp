// The line that tells how far an import is.
#pragma once

#include <string>

#include "graph/import/import_csv.hpp"

namespace skein::cli {

// "relationships [#######.............] 37 %, 1.2 M at 2.4 M/s, 3 s left" after so many seconds. Without the
// sizes of the files (pipes) there is no bar and no time.
std::string import_progress_text(const graph::ImportProgress& progress, double seconds);

}  // namespace skein::cli
