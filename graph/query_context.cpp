#include "graph/query_context.hpp"

namespace skein::graph {

Result<void> QueryContext::check() const {
  if (cancel && cancel->cancelled()) return Error{ErrorCode::cancelled, "the query was cancelled"};
  if (limits.deadline && std::chrono::steady_clock::now() >= *limits.deadline)
    return Error{ErrorCode::cancelled, "the query took longer than its time limit"};
  return {};
}

}  // namespace skein::graph
