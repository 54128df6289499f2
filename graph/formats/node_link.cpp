#include "graph/formats/node_link.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/formats/names.hpp"
#include "graph/formats/palette.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

void member(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format("\"{}\":", key);
  append_json_string(out, text);
}

// The names of properties, moved aside where the format means something else by them.
NamedProperties beside(const NamedProperties& properties, std::span<const std::string_view> taken,
                       std::set<std::string>& kept) {
  NamedProperties out;
  for (const auto& [key, value] : properties) {
    std::string name(key);
    if (std::find(taken.begin(), taken.end(), key) != taken.end()) {
      do name += '_';
      while (find(properties, name) != nullptr);
    }
    out.emplace_back(*kept.insert(std::move(name)).first, value);
  }
  return out;
}

class CommaLines {
 public:
  explicit CommaLines(std::ostream& out) : out_(out) {}
  Result<void> line(const std::string& text) {
    SKEIN_TRY(put(out_, first_ ? "\n" : ",\n"));
    first_ = false;
    return put(out_, text);
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

}  // namespace

Result<void> write_cytoscape(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  static constexpr std::array<std::string_view, 5> node_keys{"id", "label", "type", "labels", "color"};
  static constexpr std::array<std::string_view, 9> edge_keys{
      "id", "source", "target", "label", "type", "asserted", "evidence", "interaction", "conflict"};
  SKEIN_ASSIGN(const auto names, ContentNames::of(transaction, part.context));
  std::set<std::string> kept;
  SKEIN_TRY(
      put(out,
          "{\"format_version\":\"1.0\",\"generated_by\":\"skein\",\"target_cytoscapejs_version\":\"~3.0\","
          "\"data\":{\"name\":\"skein\",\"shared_name\":\"skein\"},\n\"elements\":{\"nodes\":["));
  CommaLines nodes(out);
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto labels, label_names(transaction, node));
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, node));
    const std::string id = names.node(node), name = display_name(properties);
    std::string line = "{\"data\":{";
    member(line, "id", id);
    line += ',';
    member(line, "label", name.empty() ? id : name);
    line += ',';
    member(line, "type", main_label(labels));
    line += ",\"labels\":";
    append_json_array(line, labels);
    line += ',';
    member(line, "color", type_color(main_label(labels)));
    if (!properties.empty()) line += ',';
    append_json_members(line, beside(properties, node_keys, kept), false);
    return nodes.line(line + "}}");
  }));
  SKEIN_TRY(put(out, "\n],\n\"edges\":["));
  CommaLines edges(out);
  EvidenceTexts texts(transaction);
  RelationshipNames edge_names(transaction, names);
  SKEIN_TRY(for_each_relationship(transaction, part, [&](const RelationshipId& r) -> Result<void> {
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, r));
    SKEIN_ASSIGN(const std::string id, edge_names.next(r));
    SKEIN_ASSIGN(const auto quotations, texts.quotations(r));
    const std::string_view type = transaction.catalog().name(r.type);
    std::string line = "{\"data\":{";
    member(line, "id", id);
    line += ',';
    member(line, "source", names.node(r.from));
    line += ',';
    member(line, "target", names.node(r.to));
    for (const std::string_view key : {"label", "interaction"}) {
      line += ',';
      member(line, key, type);
    }
    line += fmt::format(",\"asserted\":{}", transaction.catalog().asserted(r.type));
    if (!properties.empty()) line += ',';
    append_json_members(line, beside(properties, edge_keys, kept), false);
    if (!quotations.empty()) {
      line += ",\"evidence\":[";
      for (const Quotation& q : quotations) {
        if (line.back() != '[') line += ',';
        append_json_string(line, quotation_line(q));
      }
      line += ']';
    }
    return edges.line(line + "}}");
  }));
  return put(out, "\n]}}\n");
}

Result<void> write_d3(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  SKEIN_ASSIGN(const auto names, ContentNames::of(transaction, part.context));
  SKEIN_TRY(put(out, "{\"directed\":true,\"multigraph\":true,\"graph\":{\"name\":\"skein\"},\n\"nodes\":["));
  CommaLines nodes(out);
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto labels, label_names(transaction, node));
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, node));
    const std::string id = names.node(node), name = display_name(properties);
    std::string line = "{";
    member(line, "id", id);
    line += ',';
    member(line, "name", name.empty() ? id : name);
    line += ',';
    member(line, "group", main_label(labels));
    line += ",\"labels\":";
    append_json_array(line, labels);
    line += ',';
    member(line, "color", type_color(main_label(labels)));
    line += ",\"properties\":{";
    append_json_members(line, properties, true);
    return nodes.line(line + "}}");
  }));
  SKEIN_TRY(put(out, "\n],\n\"links\":["));
  CommaLines links(out);
  EvidenceTexts texts(transaction);
  RelationshipNames link_names(transaction, names);
  SKEIN_TRY(for_each_relationship(transaction, part, [&](const RelationshipId& r) -> Result<void> {
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, r));
    SKEIN_ASSIGN(const std::string id, link_names.next(r));
    SKEIN_ASSIGN(const std::string evidence, texts.json(r));
    std::string line = "{";
    member(line, "source", names.node(r.from));
    line += ',';
    member(line, "target", names.node(r.to));
    line += ',';
    member(line, "key", id);
    line += ',';
    member(line, "type", transaction.catalog().name(r.type));
    line += fmt::format(",\"asserted\":{},\"properties\":{{", transaction.catalog().asserted(r.type));
    append_json_members(line, properties, true);
    line += '}';
    if (!evidence.empty()) line += ",\"evidence\":" + evidence;
    return links.line(line + "}");
  }));
  return put(out, "\n]}\n");
}

}  // namespace skein::graph::formats
