#include "graph/formats/cypher.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

constexpr std::size_t batch_rows = 500;
constexpr std::size_t removal_rows = 10'000;

bool plain_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || !letter(name.front())) return false;
  for (const char c : name) {
    if (!letter(c) && !(c >= '0' && c <= '9')) return false;
  }
  // Words of the language may be names in some places; in quotes they may be in all.
  static constexpr std::string_view words[] = {
      "true", "false", "null", "all",  "not", "and", "or", "xor",   "in",    "is",    "case",   "when",
      "then", "else",  "end",  "with", "as",  "set", "on", "order", "limit", "match", "create", "where"};
  std::string lower;
  for (const char c : name) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  for (const auto word : words) {
    if (lower == word) return false;
  }
  return true;
}

void append_string(std::string& out, std::string_view text) {
  out += '\'';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || c == '\'') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  out += '\'';
}

void append_float(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "(0.0 / 0.0)";
  } else if (std::isinf(value)) {
    out += value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
  } else {
    append_json_number(out, value);
  }
}

void append_map(std::string& out, const NamedProperties& properties) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : properties) {
    if (!first) out += ", ";
    first = false;
    append_cypher_name(out, key);
    out += ": ";
    append_cypher_literal(out, value);
  }
  out += '}';
}

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, std::ostream& out)
      : transaction_(transaction), part_(part), out_(out), texts_(transaction) {}

  Result<void> run() {
    SKEIN_ASSIGN(numbers_, NodeNumbers::of(transaction_, part_));
    const CatalogView& catalog = transaction_.catalog();
    while (catalog.label(label_)) label_ += '_';
    while (catalog.key(key_)) key_ += '_';
    SKEIN_TRY(
        put(out_,
            fmt::format("// Written by skein: {} nodes and the relationships between them. The label {} and "
                        "the property {} only hold the parts\n// together and are removed at the end.\n"
                        "CREATE INDEX {} IF NOT EXISTS FOR (n:{}) ON (n.{});\n",
                        numbers_.size(), label_, key_, index_, label_, key_)));
    SKEIN_TRY(nodes());
    SKEIN_TRY(relationships());
    for (std::size_t left = numbers_.size(); left > 0; left -= std::min(left, removal_rows)) {
      SKEIN_TRY(put(out_, fmt::format("MATCH (n:{0}) WITH n LIMIT {1} REMOVE n:{0} REMOVE n.{2};\n", label_,
                                      removal_rows, key_)));
    }
    SKEIN_TRY(put(out_, fmt::format("DROP INDEX {} IF EXISTS;\n", index_)));
    return part_.everything ? schema() : Result<void>();
  }

 private:
  struct Batch {
    std::string rows;
    std::size_t count = 0;
  };
  void add(Batch& batch, std::string row) {
    if (batch.count++ > 0) batch.rows += ",\n  ";
    batch.rows += row;
  }

  // One statement must not mean too many different things at once, so rows are gathered by `tail`.
  Result<void> flush(Batch& batch, const std::string& tail) {
    if (batch.count == 0) return {};
    SKEIN_TRY(put(out_, "UNWIND [\n  "));
    SKEIN_TRY(put(out_, batch.rows));
    SKEIN_TRY(put(out_, "] AS row\n" + tail + ";\n"));
    batch = {};
    return {};
  }

  // Nodes are made in their order: a batch ends where the labels change.
  Result<void> nodes() {
    Batch batch;
    std::string tail, labels_now;
    const auto add_node = [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
      SKEIN_ASSIGN(const auto properties, named_properties(transaction_, node));
      std::string names = ":" + label_;
      for (const auto label : labels) {
        names += ':';
        append_cypher_name(names, label);
      }
      if (names != labels_now || batch.count == batch_rows) {
        SKEIN_TRY(flush(batch, tail));
        labels_now = names;
        tail = fmt::format("CREATE (n{} {{{}: row.id}}) SET n += row.properties", names, key_);
      }
      std::string row = fmt::format("{{id: {}, properties: ", numbers_(node));
      append_map(row, properties);
      add(batch, row + "}");
      return {};
    };
    SKEIN_TRY(for_each_node(transaction_, part_, add_node));
    return flush(batch, tail);
  }

  Result<void> relationships() {
    Batch batch;
    std::string tail;
    TypeId type;
    const auto add_relationship = [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(auto properties, named_properties(transaction_, r));
      SKEIN_ASSIGN(const auto quotations, texts_.quotations(r));
      if (!quotations.empty() && find(properties, "evidence") == nullptr) {
        List lines;
        for (const auto& q : quotations) lines.emplace_back(quotation_line(q));
        properties.emplace_back("evidence", Value(std::move(lines)));
      }
      if (tail.empty() || r.type != type || batch.count == batch_rows) {
        SKEIN_TRY(flush(batch, tail));
        type = r.type;
        std::string name;
        append_cypher_name(name, transaction_.catalog().name(type));
        tail = fmt::format(
            "MATCH (a:{0} {{{1}: row.from}}), (b:{0} {{{1}: row.to}})\nCREATE (a)-[r:{2}]->(b) SET r += "
            "row.properties",
            label_, key_, name);
      }
      std::string row = fmt::format("{{from: {}, to: {}, properties: ", numbers_(r.from), numbers_(r.to));
      append_map(row, properties);
      add(batch, row + "}");
      return {};
    };
    SKEIN_TRY(for_each_relationship(transaction_, part_, add_relationship));
    return flush(batch, tail);
  }

  // The graph's own indexes and constraints. One over sentences of evidence has no statement that makes it.
  Result<void> schema() {
    const CatalogView& catalog = transaction_.catalog();
    std::vector<std::string> statements;
    for (const auto& rule : catalog.rules()) statements.push_back(rule_statement(rule, catalog));
    for (const auto& index : catalog.text_indexes()) {
      if (index.sentences || index.labels.empty()) continue;
      std::string statement = "CREATE FULLTEXT INDEX ", labels;
      append_cypher_name(statement, index.name);
      for (const LabelId label : index.labels)
        append_cypher_name(labels += labels.empty() ? "" : "|", catalog.name(label));
      statements.push_back(statement + fmt::format(" IF NOT EXISTS FOR (n:{}) ON EACH [{}]", labels,
                                                   keys(index.keys, "n", catalog)));
    }
    std::sort(statements.begin(), statements.end());
    for (const auto& statement : statements) SKEIN_TRY(put(out_, statement + ";\n"));
    return {};
  }

  static std::string keys(const std::vector<KeyId>& ids, std::string_view variable,
                          const CatalogView& catalog) {
    std::string out;
    for (const KeyId key : ids) {
      out += fmt::format("{}{}.", out.empty() ? "" : ", ", variable);
      append_cypher_name(out, catalog.name(key));
    }
    return out;
  }

  static std::string rule_statement(const SchemaRule& rule, const CatalogView& catalog) {
    std::string name, about;
    append_cypher_name(name, rule.name);
    append_cypher_name(about, rule.type ? catalog.name(*rule.type) : catalog.name(rule.label));
    const std::string_view variable = rule.type ? "r" : "n";
    about = rule.type ? fmt::format("()-[r:{}]-()", about) : fmt::format("(n:{})", about);
    const std::string properties = keys(rule.keys, variable, catalog);
    if (!rule.is_constraint())
      return fmt::format("CREATE INDEX {} IF NOT EXISTS FOR {} ON ({})", name, about, properties);
    std::string demand;
    switch (rule.kind) {
      case RuleKind::unique:
        demand = "IS UNIQUE";
        break;
      case RuleKind::key:
        demand = rule.type ? "IS RELATIONSHIP KEY" : "IS NODE KEY";
        break;
      case RuleKind::exists:
        demand = "IS NOT NULL";
        break;
      default:
        demand = "IS :: " + rule.value_type;
    }
    return fmt::format("CREATE CONSTRAINT {} IF NOT EXISTS FOR {} REQUIRE ({}) {}", name, about, properties,
                       demand);
  }

  const Transaction& transaction_;
  const Subgraph& part_;
  std::ostream& out_;
  EvidenceTexts texts_;
  NodeNumbers numbers_;
  std::string label_ = "SkeinScript", key_ = "skein_script_id", index_ = "skein_script";
};

}  // namespace

void append_cypher_name(std::string& out, std::string_view name) {
  if (plain_name(name)) {
    out += name;
    return;
  }
  out += '`';
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  out += '`';
}

void append_cypher_literal(std::string& out, const Value& value) {
  const auto call = [&](std::string_view function) {
    out.append(function).append("(");
    append_string(out, plain_text(value));
    out += ')';
  };
  switch (value.kind()) {
    case Value::Kind::floating:
      return append_float(out, value.as_float());
    case Value::Kind::string:
      return append_string(out, value.as_string());
    case Value::Kind::list: {
      out += '[';
      bool first = true;
      for (const Value& item : value.as_list()) {
        if (!first) out += ", ";
        first = false;
        append_cypher_literal(out, item);
      }
      out += ']';
      return;
    }
    case Value::Kind::map: {
      NamedProperties entries;
      for (const auto& [key, item] : value.as_map()) entries.emplace_back(key, item);
      return append_map(out, entries);
    }
    case Value::Kind::date:
      return call("date");
    case Value::Kind::local_time:
      return call("localtime");
    case Value::Kind::time:
      return call("time");
    case Value::Kind::local_date_time:
      return call("localdatetime");
    case Value::Kind::date_time:
      return call("datetime");
    case Value::Kind::duration:
      return call("duration");
    case Value::Kind::point: {
      const auto& p = value.as<Point>();
      const bool degrees = p.srid == 4326 || p.srid == 4979;
      out += degrees ? "point({longitude: " : "point({x: ";
      append_float(out, p.x);
      out += degrees ? ", latitude: " : ", y: ";
      append_float(out, p.y);
      if (p.is_3d()) {
        out += degrees ? ", height: " : ", z: ";
        append_float(out, p.z);
      }
      out += fmt::format(", srid: {}}})", p.srid);
      return;
    }
    case Value::Kind::node:
    case Value::Kind::relationship:
    case Value::Kind::path:
      out += "null";
      return;
    default:
      out += plain_text(value);
  }
}

Result<void> write_cypher(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  return Writer(transaction, part, out).run();
}

}  // namespace skein::graph::formats
