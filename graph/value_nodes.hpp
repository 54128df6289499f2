// Nodes that stand for a figure: an amount, a share, a date (docs/extraction-to-graph.md, "Figures"). They
// give a relation to a figure its evidence; algorithms on the shape of the graph leave them out unless asked
// for them.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

inline constexpr std::array<std::string_view, 6> value_labels = {"Money", "Percent", "Number",
                                                                 "Date",  "Period",  "Rank"};

// Derived nodes with such a label, ascending. What people wrote themselves is never among them.
Result<std::vector<NodeId>> value_nodes(const Transaction& transaction,
                                        const QueryContext* context = nullptr);

}  // namespace skein::graph
