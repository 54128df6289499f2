#include "dsl/exec/operator.hpp"

#include "graph/counting_transaction.hpp"

namespace skein::dsl::exec {

Result<bool> Operator::next(Batch& out) {
  const auto started = runtime_.profiling ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point{};
  const std::uint64_t accesses = runtime_.profiling ? runtime_.profiling->accesses() : 0;
  bool more = true;
  do {
    SKEIN_TRY(runtime_.query.check());
    SKEIN_ASSIGN(more, produce(out));
  } while (more && out.size == 0);
  if (runtime_.profiling && plan_node) {
    Profile& profile = runtime_.profiles[plan_node];
    profile.time += std::chrono::steady_clock::now() - started;
    profile.accesses += runtime_.profiling->accesses() - accesses;
    if (more) {
      ++profile.batches;
      profile.rows += out.size;
    }
  }
  return more;
}

}  // namespace skein::dsl::exec
