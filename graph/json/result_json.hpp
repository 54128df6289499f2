// Results as JSON, in the typed form of Neo4j's Query API v2 or plain.
#pragma once

#include <string>
#include <string_view>

#include "graph/graph.hpp"
#include "storage/value.hpp"

namespace skein::graph {

enum class JsonForm { plain, typed };

// Nodes and relationships are read through `transaction`.
Result<void> append_json(std::string& out, const Value& value, const Transaction* transaction,
                         JsonForm form);

}  // namespace skein::graph
