// All file formats that a graph is written in, by name: what `skein export` and COPY ... TO offer.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "graph/formats/subgraph.hpp"
#include "storage/result.hpp"

namespace skein::graph::formats {

// Where files go. The caller decides what becomes of them when the writer fails.
class ExportTarget {
 public:
  virtual ~ExportTarget() = default;
  // Begins a file and completes the one before. `name` is a path within the folder ("nodes.csv"), or empty
  // for a format of one file. The stream lives until the next begin(). A write to it that fails sets its
  // badbit.
  virtual Result<std::ostream*> begin(std::string_view name) = 0;
};

struct ExportOptions {
  std::string base = "urn:skein:";   // RDF: what the IRIs of this graph begin with
  bool rdf_annotations = false;      // RDF 1.2: triples that relationships reify, instead of named graphs
  std::string gexf_version = "1.3";  // or "1.2", for older readers
};

struct ExportFormat {
  struct Shape {
    bool folder = false;  // several files
    bool whole = false;   // always of the whole graph
  };
  std::string_view name;
  std::string_view extensions;  // that stand for it beside its name, in words: "ttl turtle"
  Result<void> (*write)(const Transaction&, const Subgraph&, const ExportOptions&, ExportTarget&);
  Shape shape = {};
};

// In the order in which they are listed to people.
std::span<const ExportFormat> export_formats();
// By its name or an extension of its own ("ttl"); null when there is none.
const ExportFormat* find_export_format(std::string_view name);
// "dot, graphml, ...", for messages.
std::string export_format_names();

// Streams: memory grows with the number of nodes (about 20 bytes each), not with relationships. The same
// graph gives the same bytes. Errors: what the store says; io when a stream fails.
Result<void> write_graph(const Transaction& transaction, const Subgraph& part, const ExportFormat& format,
                         const ExportOptions& options, ExportTarget& target);

// Writes, and stops the writer when nothing can be written any more.
inline Result<void> put(std::ostream& out, std::string_view text) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (out) return {};
  return Error{ErrorCode::io, "the output cannot be written"};
}

}  // namespace skein::graph::formats
