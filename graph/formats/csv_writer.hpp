// Comma-separated values: single fields (RFC 4180), and a graph as files that `skein import` and neo4j-admin
// read.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "graph/formats/subgraph.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// In quotes only where the text asks for it.
void append_csv_field(std::string& out, std::string_view text);

// Two files: nodes (`:ID,:LABEL,key:type,...`) and relationships (`:START_ID,:END_ID,:TYPE,key:type,...`),
// one column a property key in name order, `;` between the labels of a node and the items of a list. A key
// whose values are of several kinds becomes a string column. The same graph gives the same bytes. Errors:
// what the store says; a stream that fails is left for the caller to notice.
Result<void> write_csv(const Transaction& transaction, const Subgraph& part, std::ostream& nodes,
                       std::ostream& relationships);

}  // namespace skein::graph::formats
