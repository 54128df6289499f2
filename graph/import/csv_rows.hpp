// Blocks of an import's CSV files to rows of nodes and of relationships: everything about a row that can be
// told without the rows before it, so that many blocks can be parsed at the same time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/formats/csv_blocks.hpp"
#include "graph/import/csv_header.hpp"
#include "graph/import/edge_sorter.hpp"
#include "graph/import/id_map.hpp"
#include "graph/node_row.hpp"

namespace skein::graph {

struct ImportColumn {
  CsvColumn csv;
  KeyId key;
  bool keeps = false;          // makes a property
  const IdMap* ids = nullptr;  // of a start or end: where its nodes are
};

// One file: what its columns hold, and how it is written.
struct ImportTable {
  std::string path;
  CsvOptions csv;
  char array_delimiter = ';';
  std::vector<ImportColumn> columns;
};

struct ParsedNodes {
  struct One {
    std::uint64_t line = 0;
    Properties properties;  // by key
    std::string_view id;    // as written; in `texts`
    bool has_id = false;
    std::vector<std::string_view> labels;  // of its label columns; in `texts`
  };
  std::vector<One> nodes;
  std::string texts;
  Result<void> error;  // of the row after these, when there is one
  std::uint64_t bytes_read = 0;
};
ParsedNodes parse_nodes(const CsvBlock& block, const ImportTable& table);

struct ParsedEdges {
  struct Type {
    std::string name;  // empty: the file's own
    std::uint64_t count = 0;
  };
  EdgeRows rows;            // their types are numbers in `types`
  std::vector<Type> types;  // in the order of their first rows
  std::uint64_t properties = 0;
  Result<void> error;
  std::uint64_t bytes_read = 0;
};
// `file_has_type`: rows that name no type have the file's.
ParsedEdges parse_edges(const CsvBlock& block, const ImportTable& table, bool file_has_type);

Error row_error(std::string_view path, std::uint64_t line, const std::string& why);
std::string group_words(const std::string& group);  // " of group G", or nothing

}  // namespace skein::graph
