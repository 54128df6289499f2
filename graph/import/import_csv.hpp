// Bulk import of CSV with the headers of neo4j-admin:
//
//   nodes:          `id:ID(Group){id-type:long}`, `:LABEL` (several with `;`), `name:string`, ...
//   relationships:  `:START_ID(Group)`, `:END_ID(Group)`, `:TYPE`, `since:int`, ...
//   types:          int long short byte float double boolean char string date localtime time localdatetime
//                   datetime duration point,
//                   arrays as `string[]` with `;` between the elements; `:IGNORE` leaves a column out
//
// An ID with a name is kept as a property too. An empty field is no property, a quoted empty one an empty
// string. A column `skein:IGNORE` says what columns cannot (formats/csv_writer.hpp).
#pragma once

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "graph/import/import.hpp"

namespace skein::graph {

struct ImportFile {
  std::string path;
  std::string
      name;  // the label (several with ':') or the relationship type for rows that name none; may be empty
};

struct ImportOptions : ImportSettings {
  std::vector<ImportFile> nodes, relationships;
  std::string schema, documents, evidence;  // the files of these names that an export writes; may be empty
  char delimiter = ',';
  char array_delimiter = ';';
  unsigned threads = 0;  // that parse; 0: one a core. What is imported is the same with any number
  std::size_t block_bytes = 1u << 20;  // of a file, parsed at a time
};

// The files of a folder that `skein export --format csv` wrote: nodes.csv, relationships.csv and, where they
// are there, schema.jsonl, documents.csv and evidence.csv. Errors: not_found.
Result<void> add_csv_folder(const std::string& folder, ImportOptions& options);

// Into an empty or a filled graph; what is there already stays, and relationships join nodes of this import
// only. Errors: invalid_argument with file and line; constraint (a unique index); conflict; cancelled (see
// `context`).
Result<ImportSummary> import_csv(Graph& graph, const ImportOptions& options, const ImportWatch& watch = {},
                                 const QueryContext* context = nullptr);

}  // namespace skein::graph
