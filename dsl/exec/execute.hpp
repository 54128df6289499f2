// Running a planned statement over a transaction.
#pragma once

#include <functional>

#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

// Calls `row` for each row of the result. Does not commit.
Result<void> execute(Runtime& runtime, const std::function<Result<void>(std::vector<Value>)>& row);

}  // namespace skein::dsl::exec
