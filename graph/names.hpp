// Nodes by what people call them: their name, an alias, a document's title.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

// The property keys that hold what a node is called, the first before the others: name, aliases, title.
inline constexpr std::string_view naming_keys[] = {"name", "aliases", "title"};

// Calls back with every name, alias and title in the graph, by node; `first` for the property `name`.
Result<void> for_each_name(const Transaction& transaction,
                           const std::function<void(NodeId node, std::string_view name, bool first)>& visit,
                           const QueryContext* context = nullptr);

struct NamedNode {
  NodeId node;
  std::string name;  // the one that fits best
  double score = 0;  // 0 .. 1
};

// The nodes that `text` may mean, the likeliest first, then by id; at most `most`. The score is 1 for the
// name itself, 0.98 for an alias, 0.95 and 0.93 when only case, accents or punctuation differ; below 0.9 when
// all words of the text are among the name's (the fewer others the better), or when it is spelt nearly so (at
// least 70 % of the letters). Time: the names in the graph.
Result<std::vector<NamedNode>> resolve_name(const Transaction& transaction, std::string_view text,
                                            std::size_t most, const QueryContext* context = nullptr);

}  // namespace skein::graph
