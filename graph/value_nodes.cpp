#include "graph/value_nodes.hpp"

#include <algorithm>

namespace skein::graph {

Result<std::vector<NodeId>> value_nodes(const Transaction& transaction, const QueryContext* context) {
  std::vector<NodeId> out, batch;
  for (const auto name : value_labels) {
    const auto label = transaction.catalog().label(name);
    if (!label) continue;
    SKEIN_ASSIGN(const auto scan, transaction.scan_label(*label));
    for (;;) {
      if (context) SKEIN_TRY(context->check());
      SKEIN_TRY(scan->next(batch, 4096));
      if (batch.empty()) break;
      for (const auto node : batch) {
        SKEIN_ASSIGN(const auto origin, transaction.origin(node));
        if (origin == Origin::derived) out.push_back(node);
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace skein::graph
