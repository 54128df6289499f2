#include "graph/formats/graphml.hpp"

#include <fmt/format.h>

#include "graph/formats/columns.hpp"
#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/formats/xml.hpp"
#include "graph/json/evidence_json.hpp"
#include "graph/json/schema_json.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

// A key of the file: what GraphML is told of its type, and what it says to skein beyond that.
struct Key {
  std::string id;
  KeyId key;
  std::string_view attribute_type;
  std::string_view skein_type;  // of values without a type of their own
};

std::string_view own_type(std::string_view attribute_type) {
  if (attribute_type == "boolean") return "Boolean";
  if (attribute_type == "long") return "Integer";
  if (attribute_type == "double") return "Float";
  return "String";
}

std::vector<Key> keys_of(const std::vector<Column>& columns, char prefix) {
  std::vector<Key> keys;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Column& column = columns[c];
    Key key{prefix + std::to_string(c), column.key, "string", {}};
    if (column.list) {
      key.skein_type = "List";
    } else {
      switch (column.kind) {
        case Value::Kind::boolean:
          key.attribute_type = "boolean";
          break;
        case Value::Kind::integer:
          key.attribute_type = "long";
          break;
        case Value::Kind::floating:
          key.attribute_type = "double";
          break;
        case Value::Kind::string:
          break;
        case Value::Kind::date_time:
          key.skein_type = "OffsetDateTime";
          break;
        default:
          key.skein_type = kind_name(column.kind);
      }
    }
    if (key.skein_type.empty()) key.skein_type = own_type(key.attribute_type);
    keys.push_back(std::move(key));
  }
  return keys;
}

void append_key(std::string& out, std::string_view id, std::string_view domain, std::string_view name,
                std::string_view type, std::string_view skein_type = {}) {
  out += fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"", id, domain);
  append_xml_attribute(out, name);
  out += fmt::format("\" attr.type=\"{}\"", type);
  if (!skein_type.empty() && skein_type != own_type(type))
    out += fmt::format(" skein:type=\"{}\"", skein_type);
  // A name that XML cannot carry stands beside in JSON.
  if (!xml_can_carry(name)) {
    std::string json;
    append_json_string(json, name);
    out += " skein:name=\"";
    append_xml_attribute(out, xml_safe_json(std::move(json)));
    out += '"';
  }
  out += "/>\n";
}

void append_data(std::string& out, std::string_view key, std::string_view text, std::string_view type = {}) {
  out.append("<data key=\"").append(key).append("\"");
  if (!type.empty()) out.append(" skein:type=\"").append(type).append("\"");
  out += '>';
  append_xml(out, text);
  out += "</data>";
}

void append_value(std::string& out, const Key& key, const Value& value) {
  std::string text;
  if (value.kind() == Value::Kind::list || value.kind() == Value::Kind::map) {
    append_typed_json(text, value);
    text = xml_safe_json(std::move(text));
  } else {
    text = plain_text(value);
  }
  std::string_view type = json_type_name(value);
  if (value.is<std::string>() && !xml_can_carry(text)) {
    type = "JSON";
    text.clear();
    append_typed_json(text, value);
    text = xml_safe_json(std::move(text));
  }
  append_data(out, key.id, text, type == key.skein_type ? std::string_view() : type);
}

void append_properties(std::string& out, const std::vector<Key>& keys, const Properties& properties) {
  for (const Key& one : keys) {
    for (const auto& [key, value] : properties) {
      if (key == one.key) append_value(out, one, value);
    }
  }
}

// One name, or several after colons; as JSON when they would not come back.
void append_names(std::string& out, std::string_view key, const LabelNames& names, bool colons) {
  std::string text;
  bool plain = true;
  for (const auto name : names) {
    if (colons) text += ':';
    text += name;
    plain = plain && xml_can_carry(name) &&
            (!colons || (!name.empty() && name.find(':') == std::string_view::npos));
  }
  if (plain) return append_data(out, key, text);
  text.clear();
  append_json_array(text, names);
  append_data(out, key, xml_safe_json(std::move(text)), "List");
}

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, std::ostream& out)
      : transaction_(transaction), part_(part), out_(out), texts_(transaction) {}

  Result<void> run() {
    SKEIN_ASSIGN(const Columns columns, columns_of(transaction_, part_));
    SKEIN_ASSIGN(numbers_, NodeNumbers::of(transaction_, part_));
    node_keys_ = keys_of(columns.nodes, 'n');
    edge_keys_ = keys_of(columns.relationships, 'e');
    derived_ = columns.derived;
    SKEIN_TRY(head(columns));
    SKEIN_TRY(documents());
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) { return write_node(node); }));
    SKEIN_TRY(
        for_each_relationship(transaction_, part_, [&](const RelationshipId& r) { return write_edge(r); }));
    return put(out_, "  </graph>\n</graphml>\n");
  }

 private:
  Result<void> head(const Columns& columns) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
        "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\" xmlns:skein=\"urn:skein:graphml\">\n";
    append_key(text, "labels", "node", "labels", "string");
    for (std::size_t c = 0; c < node_keys_.size(); ++c)
      append_key(text, node_keys_[c].id, "node", columns.nodes[c].name, node_keys_[c].attribute_type,
                 node_keys_[c].skein_type);
    append_key(text, "label", "edge", "label", "string");
    for (std::size_t c = 0; c < edge_keys_.size(); ++c)
      append_key(text, edge_keys_[c].id, "edge", columns.relationships[c].name, edge_keys_[c].attribute_type,
                 edge_keys_[c].skein_type);
    if (texts_.any()) append_key(text, "evidence", "edge", "evidence", "string");
    if (derived_) {  // a key for both at once is more than some readers know
      append_key(text, "derived", "node", "derived", "boolean");
      append_key(text, "derived_edge", "edge", "derived", "boolean");
    }
    append_key(text, "asserted", "edge", "asserted", "boolean");
    std::vector<std::string> schema;
    if (part_.everything) {
      SKEIN_ASSIGN(schema, traits_json(transaction_));
      const auto rules = rules_json(transaction_);
      schema.insert(schema.begin(), rules.begin(), rules.end());
    }
    if (!schema.empty()) append_key(text, "schema", "graph", "schema", "string");
    if (with_documents()) append_key(text, "document", "graph", "document", "string");
    text += "  <graph id=\"G\" edgedefault=\"directed\">\n";
    for (auto& json : schema) {
      append_data(text += "    ", "schema", xml_safe_json(std::move(json)));
      text += '\n';
    }
    return put(out_, text);
  }

  [[nodiscard]] bool with_documents() const {
    return part_.everything && transaction_.catalog().counts().documents > 0;
  }

  Result<void> documents() {
    if (!with_documents()) return {};
    SKEIN_ASSIGN(const auto all, transaction_.documents());
    for (const DocumentId id : all) {
      SKEIN_ASSIGN(const auto d, transaction_.document(id));
      std::string json = "{";
      append_document_members(json, d);
      if (const auto number = numbers_(d.node); number != 0) json += fmt::format(",\"node\":\"n{}\"", number);
      json += ",\"text\":";
      append_json_string(json, d.text);
      std::string line = "    ";
      append_data(line, "document", xml_safe_json(json + "}"));
      SKEIN_TRY(put(out_, line + "\n"));
    }
    return {};
  }

  Result<void> write_node(NodeId node) {
    SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
    SKEIN_ASSIGN(const auto properties, transaction_.properties(node));
    std::string line = fmt::format("    <node id=\"n{}\">", numbers_(node));
    append_names(line, "labels", labels, true);
    append_properties(line, node_keys_, properties);
    if (derived_) {
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(node));
      if (origin == Origin::derived) append_data(line, "derived", "true");
    }
    return put(out_, line + "</node>\n");
  }

  Result<void> write_edge(const RelationshipId& r) {
    SKEIN_ASSIGN(const auto properties, transaction_.properties(r));
    SKEIN_ASSIGN(std::string evidence, texts_.json(r));
    std::string line = fmt::format("    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\">", edges_++,
                                   numbers_(r.from), numbers_(r.to));
    append_names(line, "label", {transaction_.catalog().name(r.type)}, false);
    append_properties(line, edge_keys_, properties);
    if (!evidence.empty()) append_data(line, "evidence", xml_safe_json(std::move(evidence)));
    if (derived_) {
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(r));
      if (origin == Origin::derived) append_data(line, "derived_edge", "true");
    }
    if (!transaction_.catalog().asserted(r.type)) append_data(line, "asserted", "false");
    return put(out_, line + "</edge>\n");
  }

  const Transaction& transaction_;
  const Subgraph& part_;
  std::ostream& out_;
  EvidenceTexts texts_;
  NodeNumbers numbers_;
  std::vector<Key> node_keys_, edge_keys_;
  std::uint64_t edges_ = 0;
  bool derived_ = false;
};

}  // namespace

Result<void> write_graphml(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  return Writer(transaction, part, out).run();
}

}  // namespace skein::graph::formats
