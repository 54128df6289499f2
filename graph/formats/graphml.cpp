#include "graph/formats/graphml.hpp"

#include "graph/formats/columns.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/json/value_text.hpp"

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

void append_key(std::string& out, std::string_view id, std::string_view domain, std::string_view name,
                std::string_view type) {
  out.append("  <key id=\"").append(id).append("\" for=\"").append(domain).append("\" attr.name=\"");
  append_xml(out, name);
  out.append("\" attr.type=\"").append(type).append("\"/>\n");
}

void append_data(std::string& out, std::string_view key, std::string_view text) {
  out.append("<data key=\"").append(key).append("\">");
  append_xml(out, text);
  out.append("</data>");
}

void append_properties(std::string& out, char prefix, const std::vector<Column>& columns,
                       const Properties& properties) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (const auto& [key, value] : properties) {
      if (key != columns[c].key) continue;
      append_data(out, prefix + std::to_string(c), plain_text(value));
    }
  }
}

}  // namespace

void append_xml(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        if (c < 0x20 && c != '\n' && c != '\t') {
          out += "\xef\xbf\xbd";
        } else if (c == 0xef && text.substr(i, 3) >= "\xef\xbf\xbe") {  // U+FFFE, U+FFFF
          out += "\xef\xbf\xbd";
          i += 2;
        } else {
          out += text[i];
        }
    }
  }
}

Result<void> write_graphml(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  SKEIN_ASSIGN(const Columns columns, columns_of(transaction, part));
  SKEIN_ASSIGN(const NodeNumbers numbers, NodeNumbers::of(transaction, part));
  std::string line =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
  append_key(line, "labels", "node", "labels", "string");
  for (std::size_t c = 0; c < columns.nodes.size(); ++c) {
    append_key(line, "n" + std::to_string(c), "node", columns.nodes[c].name,
               attribute_type(columns.nodes[c]));
  }
  append_key(line, "label", "edge", "label", "string");
  for (std::size_t c = 0; c < columns.relationships.size(); ++c) {
    append_key(line, "e" + std::to_string(c), "edge", columns.relationships[c].name,
               attribute_type(columns.relationships[c]));
  }
  append_key(line, "evidence", "edge", "evidence", "string");
  line += "  <graph id=\"G\" edgedefault=\"directed\">\n";
  out << line;

  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto labels, transaction.labels(node));
    SKEIN_ASSIGN(const auto properties, transaction.properties(node));
    line = "    <node id=\"n" + std::to_string(numbers(node)) + "\">";
    std::string names;
    for (const LabelId label : labels) names.append(":").append(transaction.catalog().name(label));
    append_data(line, "labels", names);
    append_properties(line, 'n', columns.nodes, properties);
    out << line << "</node>\n";
    return {};
  }));
  EvidenceTexts texts(transaction);
  std::uint64_t number = 0;
  SKEIN_TRY(for_each_relationship(transaction, part, [&](const RelationshipId& relationship) -> Result<void> {
    SKEIN_ASSIGN(const auto properties, transaction.properties(relationship));
    SKEIN_ASSIGN(const std::string evidence, texts.json(relationship));
    line = "    <edge id=\"e" + std::to_string(number++) + "\" source=\"n" +
           std::to_string(numbers(relationship.from)) + "\" target=\"n" +
           std::to_string(numbers(relationship.to)) + "\">";
    append_data(line, "label", transaction.catalog().name(relationship.type));
    append_properties(line, 'e', columns.relationships, properties);
    if (!evidence.empty()) append_data(line, "evidence", evidence);
    out << line << "</edge>\n";
    return {};
  }));
  out << "  </graph>\n</graphml>\n";
  return {};
}

}  // namespace skein::graph::formats
