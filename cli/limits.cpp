#include "cli/limits.hpp"

#include <chrono>

namespace skein::cli {

void begin_statement(const LimitArguments& limits, graph::QueryContext& context) {
  context.limits = {};
  if (limits.timeout > 0) {
    context.limits.time = std::chrono::milliseconds(static_cast<std::int64_t>(limits.timeout * 1000));
    context.limits.deadline = std::chrono::steady_clock::now() + context.limits.time;
  }
  context.limits.memory_bytes = limits.memory;
  context.files = limits.files;
}

}  // namespace skein::cli
