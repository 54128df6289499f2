#include "graph/formats/gexf.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "graph/formats/columns.hpp"
#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/formats/names.hpp"
#include "graph/formats/palette.hpp"
#include "graph/formats/xml.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::formats {

namespace {

std::string_view attribute_type(const Column& column) {
  if (column.list) return "string";
  switch (column.kind) {
    case Value::Kind::boolean:
      return "boolean";
    case Value::Kind::integer:
      return "long";
    case Value::Kind::floating:
      return "double";
    default:
      return "string";
  }
}

// What all pieces of evidence say together about when a relationship holds.
struct Times {
  std::optional<Date> from, to;
};

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, const std::string& version, std::ostream& out)
      : transaction_(transaction), part_(part), newest_(version == "1.3"), out_(out), texts_(transaction) {}

  Result<void> run() {
    SKEIN_ASSIGN(columns_, columns_of(transaction_, part_));
    SKEIN_ASSIGN(names_, ContentNames::of(transaction_, part_.context));
    SKEIN_ASSIGN(numbers_, NodeNumbers::of(transaction_, part_));
    SKEIN_TRY(look_around());
    SKEIN_TRY(head());
    SKEIN_TRY(put(out_, "    <nodes>\n"));
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) { return write_node(node); }));
    SKEIN_TRY(put(out_, "    </nodes>\n    <edges>\n"));
    RelationshipNames names(transaction_, names_);
    SKEIN_TRY(for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(const std::string name, names.next(r));
      return write_edge(r, name);
    }));
    return put(out_, "    </edges>\n  </graph>\n</gexf>\n");
  }

 private:
  // Degrees give sizes; a single date makes the graph dynamic.
  Result<void> look_around() {
    degrees_.assign(numbers_.size(), 0);
    return for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      ++degrees_[numbers_(r.from) - 1];
      ++degrees_[numbers_(r.to) - 1];
      if (dated_ || !texts_.any()) return {};
      SKEIN_ASSIGN(const auto evidence, transaction_.evidence(r));
      const Times times = times_of(evidence);
      dated_ = times.from || times.to;
      return {};
    });
  }

  static Times times_of(const std::vector<Evidence>& all) {
    Times times;
    for (const Evidence& e : all) {
      if (e.valid_from && (!times.from || *e.valid_from < *times.from)) times.from = e.valid_from;
      if (e.valid_to && (!times.to || *e.valid_to > *times.to)) times.to = e.valid_to;
    }
    if (times.from && times.to && *times.to < *times.from) times.to.reset();
    return times;
  }

  Result<void> head() {
    const std::string_view space = newest_ ? "http://gexf.net/1.3" : "http://www.gexf.net/1.2draft";
    std::string text = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"{0}\" xmlns:viz=\"{0}/viz\" "
        "version=\"{1}\">\n"
        "  <meta>\n    <creator>skein</creator>\n  </meta>\n"
        "  <graph defaultedgetype=\"directed\" mode=\"{2}\"{3}>\n",
        space, newest_ ? "1.3" : "1.2", dated_ ? "dynamic" : "static", dated_ ? " timeformat=\"date\"" : "");
    const auto attribute = [&](std::string_view id, std::string_view title, std::string_view type) {
      text += fmt::format("      <attribute id=\"{}\" title=\"", id);
      append_xml_attribute(text, title);
      text += fmt::format("\" type=\"{}\"/>\n", type);
    };
    text += "    <attributes class=\"node\">\n";
    attribute("type", "type", "string");
    attribute("labels", "labels", "string");
    for (std::size_t c = 0; c < columns_.nodes.size(); ++c)
      attribute("n" + std::to_string(c), columns_.nodes[c].name, attribute_type(columns_.nodes[c]));
    text += "    </attributes>\n    <attributes class=\"edge\">\n";
    attribute("type", "type", "string");
    attribute("asserted", "asserted", "boolean");
    for (std::size_t c = 0; c < columns_.relationships.size(); ++c)
      attribute("e" + std::to_string(c), columns_.relationships[c].name,
                attribute_type(columns_.relationships[c]));
    if (texts_.any()) {
      attribute("published", "published", "string");
      attribute("evidence", "evidence", "string");
    }
    text += "    </attributes>\n";
    return put(out_, text);
  }

  static void value(std::string& line, std::string_view id, std::string_view text) {
    line += fmt::format("<attvalue for=\"{}\" value=\"", id);
    append_xml_attribute(line, text);
    line += "\"/>";
  }
  static void values(std::string& line, char prefix, const std::vector<Column>& columns,
                     const Properties& properties) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      for (const auto& [key, one] : properties) {
        if (key == columns[c].key) value(line, prefix + std::to_string(c), plain_text(one));
      }
    }
  }
  static std::string tenths(double number) {
    const auto n = static_cast<long>(std::lround(number * 10));
    return fmt::format("{}.{}", n / 10, n % 10);
  }

  Result<void> write_node(NodeId node) {
    SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
    SKEIN_ASSIGN(const auto properties, transaction_.properties(node));
    const auto name = display_name(by_name(transaction_, properties));
    const std::string id = names_.node(node);
    const std::string_view type = main_label(labels);
    std::string line = fmt::format("      <node id=\"{}\" label=\"", id);
    append_xml_attribute(line, name.empty() ? id : name);
    line += "\"><attvalues>";
    if (!type.empty()) value(line, "type", type);
    std::string all;
    for (const auto label : labels) all.append(":").append(label);
    value(line, "labels", all);
    values(line, 'n', columns_.nodes, properties);
    const Rgb rgb = rgb_of(type_color(type));
    const double size = std::min(60.0, 6 + 3 * std::sqrt(static_cast<double>(degrees_[numbers_(node) - 1])));
    line +=
        fmt::format("</attvalues><viz:color r=\"{}\" g=\"{}\" b=\"{}\"/><viz:size value=\"{}\"/></node>\n",
                    rgb.red, rgb.green, rgb.blue, tenths(size));
    return put(out_, line);
  }

  Result<void> write_edge(const RelationshipId& r, const std::string& name) {
    SKEIN_ASSIGN(const auto properties, transaction_.properties(r));
    SKEIN_ASSIGN(const auto quotations, texts_.sentences(r));
    const std::string_view type = transaction_.catalog().name(r.type);
    std::string line = fmt::format("      <edge id=\"{}\" source=\"{}\" target=\"{}\" ", name,
                                   names_.node(r.from), names_.node(r.to));
    for (const std::string_view attribute : {"label", "kind"}) {
      if (attribute == "kind" && !newest_) continue;
      line.append(attribute).append("=\"");
      append_xml_attribute(line, type);
      line += "\" ";
    }
    const Value* support = find_support(properties);
    line += fmt::format("weight=\"{}\"", support != nullptr ? support->as_int() : 1);
    std::vector<Evidence> evidence;
    for (const auto& q : quotations) evidence.push_back(q.evidence);
    const Times times = times_of(evidence);
    if (times.from) line += " start=\"" + temporal::to_text(*times.from) + "\"";
    if (times.to) line += " end=\"" + temporal::to_text(*times.to) + "\"";
    line += "><attvalues>";
    value(line, "type", type);
    value(line, "asserted", transaction_.catalog().asserted(r.type) ? "true" : "false");
    values(line, 'e', columns_.relationships, properties);
    std::optional<Date> published;
    for (const Evidence& e : evidence) {
      if (e.published && (!published || *e.published < *published)) published = e.published;
    }
    if (published) value(line, "published", temporal::to_text(*published));
    if (!quotations.empty()) value(line, "evidence", quotation_lines(quotations));
    line += "</attvalues></edge>\n";
    return put(out_, line);
  }

  [[nodiscard]] const Value* find_support(const Properties& properties) const {
    const auto key = transaction_.catalog().key("support");
    if (!key) return nullptr;
    for (const auto& [id, one] : properties) {
      if (id == *key && one.is<std::int64_t>() && one.as_int() > 0) return &one;
    }
    return nullptr;
  }

  const Transaction& transaction_;
  const Subgraph& part_;
  bool newest_;
  std::ostream& out_;
  EvidenceTexts texts_;
  Columns columns_;
  ContentNames names_;
  NodeNumbers numbers_;
  std::vector<std::uint32_t> degrees_;
  bool dated_ = false;
};

}  // namespace

Result<void> write_gexf(const Transaction& transaction, const Subgraph& part, const std::string& version,
                        std::ostream& out) {
  return Writer(transaction, part, version, out).run();
}

}  // namespace skein::graph::formats
