#include "graph/formats/export.hpp"

#include <algorithm>

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

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

// Formats of one file without options.
template <auto write_one>
Result<void> one_file(const Transaction& transaction, const Subgraph& part, const ExportOptions&,
                      ExportTarget& target) {
  SKEIN_ASSIGN(std::ostream* const out, target.begin({}));
  return write_one(transaction, part, *out);
}

template <auto write_many>
Result<void> folder(const Transaction& transaction, const Subgraph& part, const ExportOptions&,
                    ExportTarget& target) {
  return write_many(transaction, part, target);
}

Result<void> whole_jsonl(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  return write_jsonl(transaction, out, part.context);
}

Result<void> plain_dot(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  DotOptions options;
  options.legend = options.mentions = false;
  return write_dot(transaction, part, options, out);
}

Result<void> gexf(const Transaction& transaction, const Subgraph& part, const ExportOptions& options,
                  ExportTarget& target) {
  if (options.gexf_version != "1.3" && options.gexf_version != "1.2")
    return Error{ErrorCode::invalid_argument,
                 "GEXF " + options.gexf_version + " is not written; wanted 1.3 or 1.2"};
  SKEIN_ASSIGN(std::ostream* const out, target.begin({}));
  return write_gexf(transaction, part, options.gexf_version, *out);
}

Result<void> check_base(const ExportOptions& options) {
  if (rdf::is_iri(options.base + "x")) return {};
  return Error{
      ErrorCode::invalid_argument,
      "the base \"" + options.base + "\" is no IRI; wanted one as https://example.org/graph/ or urn:skein:"};
}

template <rdf::Syntax syntax, rdf::Reification plain>
Result<void> statements(const Transaction& transaction, const Subgraph& part, const ExportOptions& options,
                        ExportTarget& target) {
  SKEIN_TRY(check_base(options));
  SKEIN_ASSIGN(std::ostream* const out, target.begin({}));
  const auto sink = rdf::make_serd_writer(syntax, *out);
  return rdf::emit_statements(transaction, part, options.base,
                              options.rdf_annotations ? rdf::Reification::triple_term : plain, *sink);
}

Result<void> jsonld(const Transaction& transaction, const Subgraph& part, const ExportOptions& options,
                    ExportTarget& target) {
  SKEIN_TRY(check_base(options));
  if (options.rdf_annotations)
    return Error{ErrorCode::unsupported,
                 "JSON-LD has no RDF 1.2 annotations; choose turtle, ntriples, nquads or trig for them"};
  SKEIN_ASSIGN(std::ostream* const out, target.begin({}));
  const auto sink = rdf::make_jsonld_writer(*out);
  return rdf::emit_statements(transaction, part, options.base, rdf::Reification::named_graph, *sink);
}

Result<void> explorer_page(const Transaction&, const Subgraph&, const ExportOptions&, ExportTarget&) {
  return Error{ErrorCode::unsupported, "the explorer's page is written by cli/, which has its scripts"};
}

using rdf::Reification;
using rdf::Syntax;

constexpr ExportFormat all[] = {
    {"graphml", "", one_file<write_graphml>},
    {"gexf", "", gexf},
    {"dot", "gv", one_file<plain_dot>},
    {"cytoscape", "cyjs", one_file<write_cytoscape>},
    {"d3", "json", one_file<write_d3>},
    {"jsonl", "ndjson", one_file<whole_jsonl>, {.whole = true}},
    {"csv", "", folder<write_csv>, {.folder = true}},
    {"cypher", "cql cyp", one_file<write_cypher>},
    {"turtle", "ttl", statements<Syntax::turtle, Reification::statement>},
    {"ntriples", "nt", statements<Syntax::ntriples, Reification::statement>},
    {"nquads", "nq", statements<Syntax::nquads, Reification::named_graph>},
    {"trig", "", statements<Syntax::trig, Reification::named_graph>},
    {"jsonld", "", jsonld},
    {"mermaid", "mmd", one_file<write_mermaid>},
    {"vault", "", folder<write_vault>, {.folder = true}},
    {"html", "htm", explorer_page},
};

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
  if (format.shape.whole && !part.everything)
    return Error{ErrorCode::unsupported,
                 fmt::format("{} holds the whole graph: leave the query out, or choose another "
                             "format",
                             format.name)};
  return format.write(transaction, part, options, target);
}

}  // namespace skein::graph::formats
