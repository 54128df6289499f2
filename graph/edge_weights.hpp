// A property of relationships as the weights of a view's edges.
#pragma once

#include <optional>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// By edge number, for the view that `filter` made in this transaction. `otherwise` is the weight of
// relationships that lack the property; absent: an error. Errors: invalid_argument for what is no number or
// below 0; the context's.
Result<std::vector<double>> edge_weights(const Transaction& transaction, const CsrView& view,
                                         const CsrFilter& filter, KeyId key, std::optional<double> otherwise,
                                         const QueryContext* context = nullptr);

}  // namespace skein::graph
