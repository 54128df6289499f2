// skein stats, skein documents.
#include <unistd.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/inspect.hpp"
#include "cli/row_writer.hpp"
#include "cli/terminal.hpp"
#include "cli/text_width.hpp"

namespace skein::cli {

namespace {

std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

template <typename Id>
std::string counted(const graph::CatalogView& catalog, const std::vector<Id>& ids, const std::string& prefix,
                    const Style& style, const std::function<std::uint64_t(Id)>& count) {
  std::vector<std::pair<std::uint64_t, std::string>> rows;
  for (const Id id : ids) {
    if (const auto n = count(id); n > 0) rows.emplace_back(n, std::string(catalog.name(id)));
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, grouped(row.first).size());
  std::string out;
  for (const auto& [n, name] : rows)
    out += "  " + pad(grouped(n), std::max<std::size_t>(widest, 8), true) + "  " +
           style.cyan(prefix + visible(name)) + "\n";
  return out;
}

Result<void> stats(const InspectArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  return out.write(schema_text(*transaction, use_color(STDOUT_FILENO)));
}

Result<void> documents(const InspectArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto runner, Runner::open(arguments.store, true, all_procedures()));
  SKEIN_ASSIGN(const auto transaction, runner->read());
  RowFormat format;
  if (!arguments.format.empty()) format.name = arguments.format;
  if (out.terminal()) format.width = terminal_width(out.descriptor());
  format.color = use_color(out.descriptor());
  SKEIN_ASSIGN(const auto writer, make_row_writer(format, out, *runner));
  SKEIN_ASSIGN(const auto ids, transaction->documents());
  SKEIN_TRY(writer->begin({"document", "title", "source", "published", "characters"}));
  for (const DocumentId id : ids) {
    SKEIN_ASSIGN(const auto record, transaction->document(id));
    const auto characters = std::count_if(record.text.begin(), record.text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    });
    const auto or_null = [](const std::string& s) { return s.empty() ? Value() : Value(s); };
    SKEIN_TRY(writer->row({Value(record.key), or_null(record.title), or_null(record.source),
                           record.published ? Value(*record.published) : Value(),
                           Value(static_cast<std::int64_t>(characters))}));
  }
  return writer->end();
}

}  // namespace

std::string schema_text(const graph::Transaction& transaction, bool color) {
  const auto& catalog = transaction.catalog();
  const Style style(color);
  const graph::Counts counts = catalog.counts();
  const auto line = [&](std::uint64_t n, std::string_view one, std::string_view many) {
    return style.bold(grouped(n)) + " " + std::string(n == 1 ? one : many) + "\n";
  };
  std::string text = line(counts.nodes, "node", "nodes");
  text += counted<LabelId>(catalog, catalog.labels(), ":", style,
                           [&](LabelId id) { return catalog.node_count(id); });
  text += line(counts.relationships, "relationship", "relationships");
  std::vector<TypeId> asserted, others;
  for (const TypeId type : catalog.types()) (catalog.asserted(type) ? asserted : others).push_back(type);
  const auto of_type = [&](TypeId id) { return catalog.relationship_count(id); };
  text += counted<TypeId>(catalog, asserted, ":", style, of_type);
  const std::string not_asserted = counted<TypeId>(catalog, others, ":", style, of_type);
  if (!not_asserted.empty())
    text += style.grey("  denied, planned or possible, reached by naming them:") + "\n" + not_asserted;
  text += line(counts.documents, "document", "documents");
  if (counts.evidence > 0) text += line(counts.evidence, "piece of evidence", "pieces of evidence");
  const auto rules = catalog.rules();
  if (!rules.empty()) text += line(rules.size(), "index or constraint", "indexes and constraints");
  for (const auto& rule : rules) {
    const std::string about(rule.type ? catalog.name(*rule.type) : catalog.name(rule.label));
    text += "  " + visible(rule.name) + (rule.type ? "  [:" : "  (:") + visible(about) + " {";
    for (std::size_t i = 0; i < rule.keys.size(); ++i)
      text += (i > 0 ? ", " : "") + visible(catalog.name(rule.keys[i]));
    text += rule.type ? "}]" : "})";
    switch (rule.kind) {
      case graph::RuleKind::index: break;
      case graph::RuleKind::unique: text += " unique"; break;
      case graph::RuleKind::key: text += " key"; break;
      case graph::RuleKind::exists: text += " not null"; break;
      case graph::RuleKind::type: text += " :: " + rule.value_type; break;
    }
    text += "\n";
  }
  return text;
}

int stats_command(const InspectArguments& arguments) {
  const auto out = Output::standard();
  return finish(*out, stats(arguments, *out));
}

int documents_command(const InspectArguments& arguments) {
  const auto out = Output::standard();
  return finish(*out, documents(arguments, *out));
}

}  // namespace skein::cli
