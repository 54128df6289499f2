#include "graph/formats/csv_writer.hpp"

#include <fmt/format.h>

#include "graph/formats/columns.hpp"
#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/json/schema_json.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"

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

// As neo4j-admin reads points.
std::string field_text(const Value& value) {
  const auto* p = value.get_if<Point>();
  if (p == nullptr) return plain_text(value);
  std::string text = fmt::format("{{srid:{}, x:{}, y:{}", p->srid, p->x, p->y);
  if (p->is_3d()) text += fmt::format(", z:{}", p->z);
  return text + "}";
}

std::string list_text(const List& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ';';
    out += field_text(items[i]);
  }
  return out;
}

// Whether the items come back from between the `;`.
bool list_fits(const List& items) {
  if (items.empty()) return false;
  for (const Value& item : items) {
    if (item.kind() == Value::Kind::list || item.kind() == Value::Kind::map || item.is_null() ||
        item.kind() != items.front().kind())
      return false;
    if (item.is<std::string>() &&
        (item.as_string().empty() || item.as_string().find(';') != std::string::npos))
      return false;
  }
  return true;
}

bool fits(const Value& value) {
  if (value.kind() == Value::Kind::list) return list_fits(value.as_list());
  return value.kind() != Value::Kind::map;
}

bool fits(const Column& column, const Value& value) {
  if (column.exact) return fits(value);
  if (column.list != (value.kind() == Value::Kind::list)) return false;
  if (!column.list) return value.kind() == column.kind && fits(value);
  return list_fits(value.as_list()) && value.as_list().front().kind() == column.kind;
}

void append_header(std::string& line, const std::vector<Column>& columns, bool rest) {
  for (const Column& column : columns) {
    line += ',';
    append_csv_field(line,
                     column.name + ":" + std::string(header_type(column.kind)) + (column.list ? "[]" : ""));
  }
  line += rest ? ",skein:IGNORE\n" : "\n";
}

// What the columns leave unsaid, as members of one JSON object.
class Rest {
 public:
  void derived() { begin() += "\"derived\":true"; }
  void not_asserted() { begin() += "\"asserted\":false"; }
  void labels(const LabelNames& names) { append_json_array(begin() += "\"labels\":", names); }
  void properties(const std::vector<Column>& columns, const Properties& properties) {
    NamedProperties odd;
    for (const Column& column : columns) {
      for (const auto& [key, value] : properties) {
        if (key == column.key && !fits(column, value)) odd.emplace_back(column.name, value);
      }
    }
    if (odd.empty()) return;
    append_json_members(begin() += "\"properties\":{", odd, true);
    text_ += '}';
  }
  void append(std::string& line) const {
    line += ',';
    if (!text_.empty()) append_csv_field(line, "{" + text_ + "}");
  }

 private:
  std::string& begin() {
    if (!text_.empty()) text_ += ',';
    return text_;
  }
  std::string text_;
};

void append_properties(std::string& line, const std::vector<Column>& columns, const Properties& properties) {
  for (const Column& column : columns) {
    line += ',';
    for (const auto& [key, value] : properties) {
      if (key != column.key) continue;
      const std::string text =
          column.list && value.kind() == Value::Kind::list ? list_text(value.as_list()) : field_text(value);
      if (text.empty() && value.is<std::string>()) line += "\"\"";  // told from an absent one
      append_csv_field(line, text);
    }
  }
}

bool label_fits(std::string_view label) {
  return !label.empty() && label.find(';') == std::string_view::npos;
}

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, ExportTarget& target)
      : transaction_(transaction),
        catalog_(transaction.catalog()),
        part_(part),
        target_(target),
        texts_(transaction) {}

  Result<void> run() {
    SKEIN_TRY(look());
    SKEIN_ASSIGN(numbers_, NodeNumbers::of(transaction_, part_));
    SKEIN_TRY(nodes());
    SKEIN_TRY(relationships());
    if (part_.everything) SKEIN_TRY(schema());
    if (part_.everything && catalog_.counts().documents > 0) SKEIN_TRY(documents());
    return texts_.any() ? evidence() : Result<void>();
  }

 private:
  // The columns, and whether they can say all.
  Result<void> look() {
    ColumnCollector nodes, relationships;
    const auto add = [](ColumnCollector& collector, bool& rest, const Properties& properties, Origin origin) {
      collector.add(properties);
      rest = rest || origin == Origin::derived;
      for (const auto& [key, value] : properties) rest = rest || !fits(value);
    };
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(const Properties properties, transaction_.properties(node));
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(node));
      SKEIN_ASSIGN(const auto labels, transaction_.labels(node));
      for (const LabelId label : labels) node_rest_ = node_rest_ || !label_fits(catalog_.name(label));
      add(nodes, node_rest_, properties, origin);
      return {};
    }));
    SKEIN_TRY(for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(const Properties properties, transaction_.properties(r));
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(r));
      relationship_rest_ = relationship_rest_ || !catalog_.asserted(r.type);
      add(relationships, relationship_rest_, properties, origin);
      return {};
    }));
    node_columns_ = nodes.columns(catalog_);
    relationship_columns_ = relationships.columns(catalog_);
    for (const Column& column : node_columns_) node_rest_ = node_rest_ || !column.exact;
    for (const Column& column : relationship_columns_)
      relationship_rest_ = relationship_rest_ || !column.exact;
    return {};
  }

  Result<void> nodes() {
    SKEIN_ASSIGN(std::ostream* const out, target_.begin("nodes.csv"));
    std::string line = ":ID,:LABEL";
    append_header(line, node_columns_, node_rest_);
    SKEIN_TRY(put(*out, line));
    return for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
      SKEIN_ASSIGN(const auto properties, transaction_.properties(node));
      std::string names;
      bool plain = true;
      for (const auto label : labels) {
        names.append(names.empty() ? "" : ";").append(label);
        plain = plain && label_fits(label);
      }
      line = std::to_string(numbers_(node)) + ",";
      append_csv_field(line, names);
      append_properties(line, node_columns_, properties);
      if (node_rest_) {
        SKEIN_ASSIGN(const Origin origin, transaction_.origin(node));
        Rest rest;
        if (origin == Origin::derived) rest.derived();
        if (!plain) rest.labels(labels);
        rest.properties(node_columns_, properties);
        rest.append(line);
      }
      return put(*out, line += '\n');
    });
  }

  Result<void> relationships() {
    SKEIN_ASSIGN(std::ostream* const out, target_.begin("relationships.csv"));
    std::string line = ":START_ID,:END_ID,:TYPE";
    append_header(line, relationship_columns_, relationship_rest_);
    SKEIN_TRY(put(*out, line));
    return for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(const auto properties, transaction_.properties(r));
      line = std::to_string(numbers_(r.from)) + "," + std::to_string(numbers_(r.to)) + ",";
      append_csv_field(line, catalog_.name(r.type));
      append_properties(line, relationship_columns_, properties);
      if (relationship_rest_) {
        SKEIN_ASSIGN(const Origin origin, transaction_.origin(r));
        Rest rest;
        if (origin == Origin::derived) rest.derived();
        if (!catalog_.asserted(r.type)) rest.not_asserted();
        rest.properties(relationship_columns_, properties);
        rest.append(line);
      }
      return put(*out, line += '\n');
    });
  }

  Result<void> schema() {
    SKEIN_ASSIGN(const auto traits, traits_json(transaction_));
    auto lines = rules_json(transaction_);
    lines.insert(lines.end(), traits.begin(), traits.end());
    if (lines.empty()) return {};
    SKEIN_ASSIGN(std::ostream* const out, target_.begin("schema.jsonl"));
    for (const auto& line : lines) SKEIN_TRY(put(*out, line + "\n"));
    return {};
  }

  static void field(std::string& line, std::string_view text) {
    if (!line.empty()) line += ',';
    append_csv_field(line, text);
  }
  static std::string date(const std::optional<Date>& d) { return d ? temporal::to_text(*d) : std::string(); }

  Result<void> documents() {
    SKEIN_ASSIGN(std::ostream* const out, target_.begin("documents.csv"));
    SKEIN_TRY(put(*out, "key,title,url,published,source,hash,node,text\n"));
    SKEIN_ASSIGN(const auto all, transaction_.documents());
    for (const DocumentId id : all) {
      SKEIN_ASSIGN(const auto d, transaction_.document(id));
      const auto node = numbers_(d.node);
      std::string line;
      append_csv_field(line, d.key);
      for (const std::string& text : {d.title, d.url, date(d.published), d.source, d.hash,
                                      node == 0 ? std::string() : std::to_string(node), d.text})
        field(line, text);
      SKEIN_TRY(put(*out, line += '\n'));
    }
    return {};
  }

  Result<void> evidence() {
    SKEIN_ASSIGN(std::ostream* const out, target_.begin("evidence.csv"));
    SKEIN_TRY(
        put(*out,
            "relationship,document,begin,end,text,subject_begin,subject_end,object_begin,object_end,words,"
            "confidence,polarity,modality,attribution,rule,published,recorded,valid_from,valid_to\n"));
    std::uint64_t row = 0;
    return for_each_relationship(transaction_, part_, [&](const RelationshipId& r) -> Result<void> {
      ++row;
      SKEIN_ASSIGN(const auto quotations, texts_.quotations(r));
      for (const Quotation& q : quotations) {
        const Evidence& e = q.evidence;
        std::string line = std::to_string(row);
        field(line, q.document);
        line += fmt::format(",{},{}", e.sentence.begin, e.sentence.end);
        field(line, q.sentence);
        line += fmt::format(",{},{},{},{}", e.subject.begin, e.subject.end, e.object.begin, e.object.end);
        field(line, e.predicate_text);
        field(line, plain_text(Value(e.confidence)));
        field(line, e.polarity == Polarity::denied ? "denied" : "affirmed");
        field(line, e.modality == Modality::planned    ? "planned"
                    : e.modality == Modality::possible ? "possible"
                                                       : "asserted");
        for (const std::string& text : {e.attribution, e.rule, date(e.published), std::to_string(e.recorded),
                                        date(e.valid_from), date(e.valid_to)})
          field(line, text);
        SKEIN_TRY(put(*out, line += '\n'));
      }
      return {};
    });
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  const Subgraph& part_;
  ExportTarget& target_;
  EvidenceTexts texts_;
  NodeNumbers numbers_;
  std::vector<Column> node_columns_, relationship_columns_;
  bool node_rest_ = false, relationship_rest_ = false;
};

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

Result<void> write_csv(const Transaction& transaction, const Subgraph& part, ExportTarget& target) {
  return Writer(transaction, part, target).run();
}

}  // namespace skein::graph::formats
