// Comma-separated values: single fields (RFC 4180), and a graph as a folder that `skein import` and
// neo4j-admin read.
#pragma once

#include <string>
#include <string_view>

#include "graph/formats/export.hpp"

namespace skein::graph::formats {

// In quotes only where the text asks for it.
void append_csv_field(std::string& out, std::string_view text);

// nodes.csv          :ID,:LABEL,key:type,...                  one column a property key in name order; `;`
// between the relationships.csv  :START_ID,:END_ID,:TYPE,key:type,...     labels of a node and the items of a
// list documents.csv      key,title,url,published,source,hash,node,text evidence.csv       relationship (its
// row, from 1),document,begin,end,text,...
//
// The last two are there when the graph has documents, and neo4j-admin is not told of them. Where columns
// cannot say all (a key whose values are of several kinds, list items with `;`, maps, what is derived), a
// last column `skein:IGNORE`, which neo4j-admin passes over, says the rest as JSON.
Result<void> write_csv(const Transaction& transaction, const Subgraph& part, ExportTarget& target);

}  // namespace skein::graph::formats
