// skein stats, skein documents.
#include <unistd.h>

#include <algorithm>
#include <map>

#include "cli/commands/commands.hpp"
#include "cli/commands/inspect.hpp"
#include "cli/database.hpp"
#include "cli/facts.hpp"
#include "cli/output/row_writer.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"

namespace skein::cli {

namespace {

std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

struct Counted {
  std::uint64_t count;
  std::string name;   // with its colon or dot
  std::string about;  // behind it, in grey
};

// Largest first: the count, a bar as long as its share of the largest, the name and what there is to say.
std::string listed(std::vector<Counted> rows, const Style& style) {
  constexpr std::size_t bar_width = 12;
  std::stable_sort(rows.begin(), rows.end(), [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  std::size_t digits = 8, names = 0;
  for (const auto& row : rows) {
    digits = std::max(digits, grouped(row.count).size());
    names = std::max(names, columns_of(row.name));
  }
  std::string out;
  for (const auto& row : rows) {
    const std::size_t length = std::max<std::size_t>(1, bar_width * row.count / rows.front().count);
    std::string bar;
    for (std::size_t i = 0; i < length; ++i) bar += "▪";
    std::string line = "  " + pad(grouped(row.count), digits, true) + "  " + style.grey(pad(bar, bar_width)) +
                       "  " + style.cyan(row.about.empty() ? row.name : pad(row.name, names));
    if (!row.about.empty()) line += "  " + style.grey(row.about);
    out += line + "\n";
  }
  return out;
}

// The labels that relationships of a type most often join, looked up for the first of them.
std::string ends_of(const graph::Transaction& transaction, TypeId type) {
  constexpr std::size_t looked_at = 500;
  std::map<std::pair<std::string, std::string>, std::size_t> pairs;
  std::size_t seen = 0;
  const auto scanned = transaction.scan_relationships(type, [&](const RelationshipId& r) {
    ++pairs[{type_of(transaction, r.from), type_of(transaction, r.to)}];
    return ++seen < looked_at;
  });
  if (!scanned || pairs.empty()) return "";
  const auto most = std::max_element(pairs.begin(), pairs.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto end = [](const std::string& label) {
    return "(" + (label.empty() ? "" : ":" + visible(label)) + ")";
  };
  return end(most->first.first) + "→" + end(most->first.second) + (pairs.size() > 1 ? ", …" : "");
}

// How many nodes have each property. Of a large graph the first nodes alone are counted.
Result<std::string> properties_text(const graph::Transaction& transaction, const Style& style) {
  constexpr std::size_t looked_at = 200'000, batch = 4096;
  const auto& catalog = transaction.catalog();
  const auto keys = catalog.keys();
  std::vector<std::uint64_t> counts(keys.size());
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  std::vector<Value> values;
  std::size_t seen = 0;
  while (seen < looked_at) {
    SKEIN_TRY(scan->next(nodes, batch));
    if (nodes.empty()) break;
    seen += nodes.size();
    for (std::size_t k = 0; k < keys.size(); ++k) {
      SKEIN_TRY(transaction.property_column(nodes, keys[k], values));
      for (const Value& value : values) counts[k] += !value.is_null();
    }
  }
  std::vector<Counted> rows;
  for (std::size_t k = 0; k < keys.size(); ++k)
    if (counts[k] > 0) rows.push_back({counts[k], "." + visible(catalog.name(keys[k])), ""});
  if (rows.empty()) return std::string();
  std::string text =
      style.bold(grouped(rows.size())) + (rows.size() == 1 ? " property" : " properties") + " of nodes";
  if (seen < catalog.node_count()) text += style.grey(", counted over the first " + grouped(seen));
  return text + "\n" + listed(std::move(rows), style);
}

Result<void> stats(const InspectArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  SKEIN_ASSIGN(const std::string text, schema_text(*transaction, use_color(STDOUT_FILENO)));
  return out.write(text);
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

Result<std::string> schema_text(const graph::Transaction& transaction, bool color) {
  const auto& catalog = transaction.catalog();
  const Style style(color);
  const graph::Counts counts = catalog.counts();
  const auto line = [&](std::uint64_t n, std::string_view one, std::string_view many) {
    return style.bold(grouped(n)) + " " + std::string(n == 1 ? one : many) + "\n";
  };
  std::vector<Counted> labels, asserted, others;
  for (const LabelId label : catalog.labels())
    if (const auto n = catalog.node_count(label); n > 0)
      labels.push_back({n, ":" + visible(catalog.name(label)), ""});
  for (const TypeId type : catalog.types())
    if (const auto n = catalog.relationship_count(type); n > 0)
      (catalog.asserted(type) ? asserted : others)
          .push_back({n, ":" + visible(catalog.name(type)), ends_of(transaction, type)});
  std::string text = line(counts.nodes, "node", "nodes") + listed(std::move(labels), style);
  SKEIN_ASSIGN(const std::string properties, properties_text(transaction, style));
  text += properties + line(counts.relationships, "relationship", "relationships") +
          listed(std::move(asserted), style);
  if (!others.empty())
    text += style.grey("  denied, planned or possible, reached by naming them:") + "\n" +
            listed(std::move(others), style);
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
      case graph::RuleKind::index:
        break;
      case graph::RuleKind::unique:
        text += " unique";
        break;
      case graph::RuleKind::key:
        text += " key";
        break;
      case graph::RuleKind::exists:
        text += " not null";
        break;
      case graph::RuleKind::type:
        text += " :: " + rule.value_type;
        break;
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
