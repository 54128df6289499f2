// skein export: the graph, or a query's part of it, in a file format.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/references.hpp"
#include "cli/script.hpp"
#include "cli/stream_output.hpp"
#include "cli/terminal.hpp"
#include "graph/formats/csv_writer.hpp"
#include "graph/formats/dot.hpp"
#include "graph/formats/graphml.hpp"
#include "graph/formats/jsonl.hpp"

namespace skein::cli {

namespace {

using graph::formats::Subgraph;

constexpr std::array<std::string_view, 4> formats{"dot", "graphml", "jsonl", "csv"};

Result<std::string> format_of(const ExportArguments& arguments) {
  std::string format = arguments.format;
  if (format.empty()) {
    format = std::filesystem::path(arguments.output).extension().string();
    if (!format.empty()) format.erase(0, 1);
    if (format == "gv") format = "dot";
    if (format == "json" || format == "ndjson") format = "jsonl";
  }
  if (std::find(formats.begin(), formats.end(), format) != formats.end()) return format;
  return Error{ErrorCode::invalid_argument,
               format.empty()
                   ? "which format? --format dot, graphml, jsonl or csv"
                   : "there is no format '" + format + "'; wanted is one of dot, graphml, jsonl, csv"};
}

Result<void> write(const graph::Transaction& transaction, const Subgraph& part, const std::string& format,
                   std::ostream& out) {
  if (format == "graphml") return graph::formats::write_graphml(transaction, part, out);
  if (format == "jsonl") return graph::write_jsonl(transaction, out);
  graph::formats::DotOptions options;
  options.legend = false;
  return graph::formats::write_dot(transaction, part, options, out);
}

// The stream's own error comes first: it is why the writer stopped.
Result<void> ended(const OutputStream& stream, Result<void> written, Output& output) {
  if (!stream.status()) return stream.status();
  if (!written) return written;
  return output.finish();
}

Result<void> write_csv_folder(const graph::Transaction& transaction, const Subgraph& part,
                              const std::string& folder) {
  if (folder.empty() || folder == "-") {
    return Error{ErrorCode::invalid_argument,
                 "csv is two files, nodes.csv and relationships.csv: name a folder with -o"};
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Error{ErrorCode::io, "cannot make the folder " + folder + ": " + error.message()};
  SKEIN_ASSIGN(const auto nodes, Output::file(folder + "/nodes.csv"));
  SKEIN_ASSIGN(const auto relationships, Output::file(folder + "/relationships.csv"));
  OutputStream node_stream(*nodes), relationship_stream(*relationships);
  auto written = graph::formats::write_csv(transaction, part, node_stream, relationship_stream);
  if (!node_stream.status()) return node_stream.status();
  if (!relationship_stream.status()) return relationship_stream.status();
  SKEIN_TRY(std::move(written));
  SKEIN_TRY(nodes->finish());
  return relationships->finish();
}

Result<void> export_graph(const ExportArguments& arguments, Output*& piped, std::unique_ptr<Output>& output) {
  SKEIN_ASSIGN(const std::string format, format_of(arguments));
  SKEIN_ASSIGN(const auto runner, Runner::open(arguments.store, true, all_procedures()));
  SKEIN_ASSIGN(const auto transaction, runner->read());
  Subgraph part;
  if (!arguments.query.empty()) {
    if (format == "jsonl") {
      return Error{ErrorCode::unsupported,
                   "JSON lines hold the whole graph: leave --query out, or choose another format"};
    }
    graph::QueryContext context;
    References references(part);
    Script script(arguments.query, "");
    while (const auto statement = script.next()) {
      auto result = runner->run(*statement, context, references);
      if (!result) return Error{result.error().code, script.describe(result.error(), *statement)};
    }
    part.everything = false;
    part.normalise();
  }
  if (format == "csv") return write_csv_folder(*transaction, part, arguments.output);
  SKEIN_ASSIGN(output, Output::open(arguments.output));
  piped = output.get();
  OutputStream stream(*output);
  auto written = write(*transaction, part, format, stream);
  return ended(stream, std::move(written), *output);
}

}  // namespace

int export_command(const ExportArguments& arguments) {
  Output* piped = nullptr;
  std::unique_ptr<Output> output;
  const auto done = export_graph(arguments, piped, output);
  if (piped != nullptr && piped->closed()) return exit_ok;
  if (done) return exit_ok;
  const int status = fail(done.error());
  return done.error().code == ErrorCode::invalid_argument ? exit_usage : status;
}

}  // namespace skein::cli
