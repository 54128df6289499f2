#include "graph/import/import_files.hpp"

#include <algorithm>
#include <filesystem>

#include "graph/import/import_csv.hpp"
#include "graph/import/import_graphml.hpp"
#include "graph/import/import_jsonl.hpp"
#include "graph/import/import_rdf.hpp"
#include "graph/import/import_triples.hpp"

namespace skein::graph {

namespace {

namespace fs = std::filesystem;

std::string names() {
  std::string out;
  for (const auto& name : import_format_names()) out += (out.empty() ? "" : ", ") + name;
  return out;
}

RdfSyntax syntax_of(const std::string& format) {
  if (format == "turtle") return RdfSyntax::turtle;
  if (format == "ntriples") return RdfSyntax::ntriples;
  return format == "nquads" ? RdfSyntax::nquads : RdfSyntax::trig;
}

Result<void> read_all(ImportRun& run, const std::vector<std::string>& paths, const std::string& format) {
  if (format == "triples") return read_triples(run, paths);
  if (format == "jsonl" || format == "graphml") {
    for (const auto& path : paths)
      SKEIN_TRY(format == "jsonl" ? read_jsonl(run, path) : read_graphml(run, path));
    return {};
  }
  RdfStatements statements;
  for (const auto& path : paths) SKEIN_TRY(statements.read(run, path, syntax_of(format)));
  return load_rdf(run, statements);
}

}  // namespace

const std::vector<std::string>& import_format_names() {
  static const std::vector<std::string> all{"csv",      "jsonl",  "graphml", "turtle",
                                            "ntriples", "nquads", "trig",    "triples"};
  return all;
}

std::string import_format_of(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return "csv";
  std::string extension = fs::path(path).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  static constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"jsonl", "jsonl"},   {"ndjson", "jsonl"}, {"graphml", "graphml"},   {"ttl", "turtle"},
      {"turtle", "turtle"}, {"nt", "ntriples"},  {"ntriples", "ntriples"}, {"nq", "nquads"},
      {"nquads", "nquads"}, {"trig", "trig"},    {"tsv", "triples"},       {"triples", "triples"}};
  for (const auto& [name, format] : known) {
    if (extension == name) return std::string(format);
  }
  return {};
}

Result<std::string> choose_import_format(const std::vector<std::string>& paths, const std::string& format) {
  if (paths.empty()) return Error{ErrorCode::invalid_argument, "there is nothing to import: name a file"};
  const std::string chosen = format.empty() ? import_format_of(paths.front()) : format;
  const auto& all = import_format_names();
  if (std::find(all.begin(), all.end(), chosen) == all.end())
    return Error{ErrorCode::invalid_argument,
                 chosen.empty()
                     ? "which format has " + paths.front() + "? --format with one of " + names()
                     : "there is no format '" + chosen + "' to import; wanted is one of " + names()};
  return chosen;
}

Result<ImportSummary> import_files(Graph& graph, const std::vector<std::string>& paths,
                                   const std::string& format, const ImportSettings& settings,
                                   const ImportWatch& watch, const QueryContext* context) {
  SKEIN_ASSIGN(const std::string chosen, choose_import_format(paths, format));
  if (chosen == "csv") {
    ImportOptions options;
    static_cast<ImportSettings&>(options) = settings;
    for (const auto& path : paths) SKEIN_TRY(add_csv_folder(path, options));
    return import_csv(graph, options, watch, context);
  }
  return run_import(graph, settings, watch, context, [&](ImportRun& run) -> Result<void> {
    for (const auto& path : paths) run.expect_file(path);
    return read_all(run, paths, chosen);
  });
}

}  // namespace skein::graph
