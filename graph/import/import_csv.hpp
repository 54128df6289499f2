// Bulk import of CSV with the headers of neo4j-admin:
//
//   nodes:          `id:ID(Group){id-type:long}`, `:LABEL` (several with `;`), `name:string`, ...
//   relationships:  `:START_ID(Group)`, `:END_ID(Group)`, `:TYPE`, `since:int`, ...
//   types:          int long short byte float double boolean char string date localtime time localdatetime
//   datetime duration,
//                   arrays as `string[]` with `;` between the elements; `:IGNORE` leaves a column out
//
// An ID with a name is kept as a property too. An empty field is no property, a quoted empty one an empty
// string. Rows are sorted outside memory where they do not fit and ingested as sorted runs: all at once at
// the end, or nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

struct ImportFile {
  std::string path;
  std::string
      name;  // the label (several with ':') or the relationship type for rows that name none; may be empty
};

struct ImportOptions {
  std::vector<ImportFile> nodes, relationships;
  char delimiter = ',';
  char array_delimiter = ';';
  std::uint64_t memory_bytes = 192ull << 20;  // for sorting; node ids are kept in memory beside it
  std::string scratch_directory;              // empty: the system's
  unsigned threads = 0;  // that parse; 0: one a core. What is imported is the same with any number
  std::size_t block_bytes = 1u << 20;  // of a file, parsed at a time
};

struct ImportProgress {
  std::string_view stage;                         // "nodes", "relationships", "writing"
  std::uint64_t bytes_done = 0, bytes_total = 0;  // of the files; the total is not known for pipes
  std::uint64_t nodes = 0, relationships = 0;
  std::uint64_t written = 0;  // relationships, on both sides: twice as many in the end
};

struct ImportSummary {
  std::uint64_t nodes = 0, relationships = 0, properties = 0;
  double seconds = 0;
};

// Called now and then.
using ImportWatch = std::function<void(const ImportProgress&)>;

// Into an empty or a filled graph; what is there already stays, and relationships join nodes of this import
// only. Errors: invalid_argument with file and line; constraint (a unique index); conflict; cancelled (see
// `context`).
Result<ImportSummary> import_csv(Graph& graph, const ImportOptions& options, const ImportWatch& watch = {},
                                 const QueryContext* context = nullptr);

}  // namespace skein::graph
