// Which file a statement means, and whether it may have it.
#pragma once

#include <string>
#include <string_view>

#include "storage/result.hpp"

namespace skein::graph::formats {

// The path of a file named as LOAD CSV names files: "file:///ports.csv", "file:ports.csv" or "ports.csv", always counted
// from `folder`, with %20 and the like decoded. Errors: unsupported when files are not allowed (`folder` is empty) or
// the name is of another kind (https://...); invalid_argument when it leads out of the folder, by `..` or by a
// symbolic link; not_found.
Result<std::string> allowed_file(std::string_view folder, std::string_view name);

}  // namespace skein::graph::formats
