#include "graph/formats/export.hpp"

#include <array>

#include <fmt/format.h>

#include "graph/formats/csv_writer.hpp"
#include "graph/formats/cypher.hpp"
#include "graph/formats/dot.hpp"
#include "graph/formats/gexf.hpp"
#include "graph/formats/graphml.hpp"
#include "graph/formats/jsonl.hpp"
#include "graph/formats/mermaid.hpp"
#include "graph/formats/node_link.hpp"
#include "graph/formats/rdf/jsonld_writer.hpp"
#include "graph/formats/rdf/serd_writer.hpp"
#include "graph/formats/vault.hpp"

namespace skein::graph::formats {

namespace {

constexpr std::array<ExportFormat, 16> all{{
    {"graphml", "", false, false},
    {"gexf", "", false, false},
    {"dot", "gv", false, false},
    {"cytoscape", "cyjs", false, false},
    {"d3", "json", false, false},
    {"jsonl", "ndjson", false, true},
    {"csv", "", true, false},
    {"cypher", "cql cyp", false, false},
    {"turtle", "ttl", false, false},
    {"ntriples", "nt", false, false},
    {"nquads", "nq", false, false},
    {"trig", "", false, false},
    {"jsonld", "", false, false},
    {"mermaid", "mmd", false, false},
    {"vault", "", true, false},
    {"html", "htm", false, false},
}};

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

Result<void> write_rdf(const Transaction& transaction, const Subgraph& part, std::string_view format,
                       const ExportOptions& options, std::ostream& out) {
  if (!rdf::is_iri(options.base + "x"))
    return Error{ErrorCode::invalid_argument,
                 "the base \"" + options.base +
                     "\" is no IRI; wanted one as https://example.org/graph/ or urn:skein:"};
  std::unique_ptr<rdf::StatementSink> sink;
  if (format == "jsonld") {
    if (options.rdf_annotations)
      return Error{ErrorCode::unsupported,
                   "JSON-LD has no RDF 1.2 annotations; choose turtle, ntriples, nquads or trig for them"};
    sink = rdf::make_jsonld_writer(out);
  } else {
    sink = rdf::make_serd_writer(format == "turtle"     ? rdf::Syntax::turtle
                                 : format == "ntriples" ? rdf::Syntax::ntriples
                                 : format == "nquads"   ? rdf::Syntax::nquads
                                                        : rdf::Syntax::trig,
                                 out);
  }
  const auto how = options.rdf_annotations                      ? rdf::Reification::triple_term
                   : format == "turtle" || format == "ntriples" ? rdf::Reification::statement
                                                                : rdf::Reification::named_graph;
  return rdf::emit_statements(transaction, part, options.base, how, *sink);
}

}  // namespace

std::span<const ExportFormat> export_formats() { return all; }

const ExportFormat* find_export_format(std::string_view name) {
  for (const auto& format : all) {
    if (format.name == name || has_word(format.extensions, name)) return &format;
  }
  return nullptr;
}

std::string export_format_names() {
  std::string names;
  for (const auto& format : all) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

Result<void> write_graph(const Transaction& transaction, const Subgraph& part, const ExportFormat& format,
                         const ExportOptions& options, ExportTarget& target) {
  if (format.whole && !part.everything)
    return Error{ErrorCode::unsupported,
                 fmt::format("{} holds the whole graph: leave the query out, or choose another "
                             "format",
                             format.name)};
  if (format.name == "gexf" && options.gexf_version != "1.3" && options.gexf_version != "1.2")
    return Error{ErrorCode::invalid_argument,
                 "GEXF " + options.gexf_version + " is not written; wanted 1.3 or 1.2"};
  if (format.name == "html")
    return Error{ErrorCode::unsupported, "the explorer's page is written by cli/, which has its scripts"};
  if (format.name == "csv") return write_csv(transaction, part, target);
  if (format.name == "vault") return write_vault(transaction, part, target);
  SKEIN_ASSIGN(std::ostream* const out, target.begin({}));
  if (format.name == "graphml") return write_graphml(transaction, part, *out);
  if (format.name == "gexf") return write_gexf(transaction, part, options.gexf_version, *out);
  if (format.name == "cytoscape") return write_cytoscape(transaction, part, *out);
  if (format.name == "d3") return write_d3(transaction, part, *out);
  if (format.name == "jsonl") return write_jsonl(transaction, *out);
  if (format.name == "cypher") return write_cypher(transaction, part, *out);
  if (format.name == "mermaid") return write_mermaid(transaction, part, *out);
  if (format.name == "dot") {
    DotOptions dot;
    dot.legend = false;
    return write_dot(transaction, part, dot, *out);
  }
  return write_rdf(transaction, part, format.name, options, *out);
}

}  // namespace skein::graph::formats
