// A Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html), as GitHub, GitLab and many note
// programs draw it inside Markdown. For small graphs: Mermaid itself stops at 500 relationships unless told
// otherwise.
#pragma once

#include <ostream>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// Nodes with name and type, in the colours of their types; what no source asserts is dashed; the number of
// documents behind a type's name where it is more than one.
Result<void> write_mermaid(const Transaction& transaction, const Subgraph& part, std::ostream& out);

}  // namespace skein::graph::formats
