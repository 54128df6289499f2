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
  bool rest = false;           // skein:IGNORE, what columns cannot say (formats/csv_writer.hpp)
  const IdMap* ids = nullptr;  // of a start or end: where its nodes are
};

// One file: what its columns hold, and how it is written.
struct ImportTable {
  std::string path;
  CsvOptions csv;
  char array_delimiter = ';';
  std::vector<ImportColumn> columns;
};

// A row that is left out, and why.
struct WrongRow {
  std::uint64_t line = 0;
  std::string reason;
  std::size_t before = 0;  // how many right rows of the block come before it
};

struct ParsedNodes {
  struct One {
    std::uint64_t line = 0;
    Properties properties;  // by key
    std::string_view id;    // as written; in `texts`
    bool has_id = false;
    std::vector<std::string_view> labels;  // of its label columns; in `texts`
    std::string_view rest;                 // in `texts`
  };
  std::vector<One> nodes;
  std::string texts;
  std::vector<WrongRow> wrong;
  Result<void> error;  // after these: no more rows can be told apart
  std::uint64_t bytes_read = 0;
};
ParsedNodes parse_nodes(const CsvBlock& block, const ImportTable& table);

struct ParsedEdges {
  struct Type {
    std::string name;  // empty: the file's own
    std::uint64_t count = 0;
  };
  struct Rest {
    std::size_t row = 0;  // of `rows`
    std::uint64_t line = 0;
    std::string text;
  };
  EdgeRows rows;            // their types are numbers in `types`
  std::vector<Type> types;  // in the order of their first rows
  std::uint64_t properties = 0;
  std::vector<Rest> rest;
  std::vector<WrongRow> wrong;
  Result<void> error;  // after these: no more rows can be told apart
  std::uint64_t bytes_read = 0;
};
// `file_has_type`: rows that name no type have the file's.
ParsedEdges parse_edges(const CsvBlock& block, const ImportTable& table, bool file_has_type);

std::string group_words(const std::string& group);  // " of group G", or nothing

}  // namespace skein::graph
