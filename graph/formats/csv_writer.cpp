#include "graph/formats/csv_writer.hpp"

#include "graph/formats/columns.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

std::string_view header_type(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::boolean:
      return "boolean";
    case Value::Kind::integer:
      return "long";
    case Value::Kind::floating:
      return "double";
    case Value::Kind::date:
      return "date";
    case Value::Kind::local_time:
      return "localtime";
    case Value::Kind::time:
      return "time";
    case Value::Kind::local_date_time:
      return "localdatetime";
    case Value::Kind::date_time:
      return "datetime";
    case Value::Kind::duration:
      return "duration";
    case Value::Kind::point:
      return "point";
    default:
      return "string";
  }
}

void append_header(std::string& line, const std::vector<Column>& columns) {
  for (const Column& column : columns) {
    std::string field = column.name + ":" + std::string(header_type(column.kind)) + (column.list ? "[]" : "");
    line += ',';
    append_csv_field(line, field);
  }
  line += '\n';
}

// Items are parted by `;`; one within an item is written `\;`, a backslash `\\`.
std::string list_text(const List& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ';';
    for (const char c : plain_text(items[i])) {
      if (c == ';' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

void append_properties(std::string& line, const std::vector<Column>& columns, const Properties& properties) {
  for (const Column& column : columns) {
    line += ',';
    for (const auto& [key, value] : properties) {
      if (key != column.key) continue;
      const std::string text =
          column.list && value.kind() == Value::Kind::list ? list_text(value.as_list()) : plain_text(value);
      if (text.empty()) line += "\"\"";  // told from an absent one
      append_csv_field(line, text);
    }
  }
  line += '\n';
}

}  // namespace

void append_csv_field(std::string& out, std::string_view text) {
  const bool quoted = text.find_first_of(",\"\n\r") != std::string_view::npos ||
                      (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (!quoted) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

Result<void> write_csv(const Transaction& transaction, const Subgraph& part, std::ostream& nodes,
                       std::ostream& relationships) {
  SKEIN_ASSIGN(const Columns columns, columns_of(transaction, part));
  SKEIN_ASSIGN(const NodeNumbers numbers, NodeNumbers::of(transaction, part));
  std::string line = ":ID,:LABEL";
  append_header(line, columns.nodes);
  nodes << line;
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto labels, transaction.labels(node));
    SKEIN_ASSIGN(const auto properties, transaction.properties(node));
    std::string names;
    for (const LabelId label : labels)
      names.append(names.empty() ? "" : ";").append(transaction.catalog().name(label));
    line = std::to_string(numbers(node)) + ",";
    append_csv_field(line, names);
    append_properties(line, columns.nodes, properties);
    nodes << line;
    return {};
  }));
  line = ":START_ID,:END_ID,:TYPE";
  append_header(line, columns.relationships);
  relationships << line;
  return for_each_relationship(transaction, part, [&](const RelationshipId& relationship) -> Result<void> {
    SKEIN_ASSIGN(const auto properties, transaction.properties(relationship));
    line = std::to_string(numbers(relationship.from)) + "," + std::to_string(numbers(relationship.to)) + ",";
    append_csv_field(line, transaction.catalog().name(relationship.type));
    append_properties(line, columns.relationships, properties);
    relationships << line;
    return {};
  });
}

}  // namespace skein::graph::formats
