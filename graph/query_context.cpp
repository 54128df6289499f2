#include "graph/query_context.hpp"

#include <cstdio>

namespace skein::graph {

namespace {

Error time_limit(std::chrono::milliseconds allowed) {
  Error error{ErrorCode::cancelled, "the statement took longer than its time limit"};
  if (allowed.count() > 0) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, " of %g s", static_cast<double>(allowed.count()) / 1000);
    error.message += seconds;
  }
  return error;
}

}  // namespace

Result<void> QueryContext::check() const {
  if (cancel && cancel->cancelled()) return Error{ErrorCode::cancelled, "the query was cancelled"};
  if (limits.deadline && std::chrono::steady_clock::now() >= *limits.deadline)
    return time_limit(limits.time);
  return {};
}

}  // namespace skein::graph
