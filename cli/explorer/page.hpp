// The explorer's page and what it needs, compiled into the program: live files for `skein serve`, or all in
// one file.
#pragma once

#include <optional>
#include <ostream>
#include <string_view>

#include "graph/formats/subgraph.hpp"
#include "graph/graph.hpp"

namespace skein::cli::explorer {

// False in a build without Cytoscape.js: the live page is then a plain one, of queries and tables.
bool has_explorer();

struct Asset {
  std::string_view content_type, text;
};
// "/" and "/assets/...": nothing when there is no such file.
std::optional<Asset> page_asset(std::string_view path);

// The most nodes that a page holds.
inline constexpr std::size_t most_page_nodes = 5000;

// The page in one file, with the data in it, which asks for nothing else. Of a graph with more than
// most_page_nodes those with the most relationships; `part` must otherwise be normalised. The same graph
// gives the same bytes. Errors: unsupported without the explorer; for a `part` of a query invalid_argument when
// it is empty, limit when it is too large.
Result<void> write_page(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                        std::ostream& out);

// JSON for a <script> element of a page: nothing in it ends the element or begins a comment.
std::string escaped_for_script(std::string_view json);

}  // namespace skein::cli::explorer
