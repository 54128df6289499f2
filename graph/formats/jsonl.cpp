#include "graph/formats/jsonl.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "graph/conflicts.hpp"
#include "graph/formats/content.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/formats/line_sorter.hpp"
#include "graph/formats/names.hpp"
#include "graph/json/evidence_json.hpp"
#include "graph/json/schema_json.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "storage/bytes.hpp"

namespace skein::graph::formats {

namespace {

void append_member(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format(",\"{}\":", key);
  append_json_string(out, text);
}

void append_labels(std::string& out, const LabelNames& labels) {
  append_json_array(out += ",\"labels\":", labels);
}

void append_properties(std::string& out, const NamedProperties& properties) {
  append_json_members(out += ",\"properties\":{", properties, true);
  out += '}';
}

// "n:7-2" must come before "n:7-10".
std::string sort_key(const std::string& name) {
  const auto dash = name.rfind('-');
  if (dash == std::string::npos || name.size() - dash > 10) return name;
  return name.substr(0, dash) + std::string(11 - (name.size() - dash), '0') + name.substr(dash + 1);
}

class Writer {
 public:
  Writer(const Transaction& transaction, std::ostream& out, const QueryContext* context)
      : transaction_(transaction), catalog_(transaction.catalog()), out_(out), texts_(transaction) {
    whole_.context = context;
  }

  Result<void> run() {
    mentions_ = catalog_.type("MENTIONS");
    SKEIN_ASSIGN(names_, ContentNames::of(transaction_, whole_.context));
    SKEIN_TRY(put_lines(rules_json(transaction_)));  // before what must obey them
    SKEIN_TRY(documents());
    SKEIN_TRY(nodes());
    SKEIN_TRY(relationships());
    // Which claims disagree follows from what relations allow.
    SKEIN_ASSIGN(const auto traits, traits_json(transaction_));
    SKEIN_TRY(put_lines(traits));
    return conflict_lines();
  }

 private:
  Result<void> drain(LineSorter& lines) {
    return lines.drain([&](std::string_view line) -> Result<void> {
      SKEIN_TRY(put(out_, line));
      return put(out_, "\n");
    });
  }

  // The node of a document stands in the document's line when it was derived as such.
  Result<bool> is_document_node(NodeId node) {
    if (node == NodeId{}) return false;
    SKEIN_ASSIGN(const bool there, transaction_.exists(node));
    if (!there) return false;
    SKEIN_ASSIGN(const Origin origin, transaction_.origin(node));
    return origin == Origin::derived && names_.node(node).starts_with("d:");
  }

  Result<void> documents() {
    SKEIN_ASSIGN(const auto ids, transaction_.documents());
    for (const auto id : ids) {
      SKEIN_ASSIGN(const auto d, transaction_.document(id));
      SKEIN_ASSIGN(const bool with_node, is_document_node(d.node));
      std::string line = "{\"kind\":\"document\",\"id\":";
      append_json_string(
          line, with_node ? names_.node(d.node) : fmt::format("d:{:016x}", storage::checksum(d.key)));
      line += ',';
      append_document_members(line, d);
      if (with_node) {
        document_nodes_.insert(d.node);
        SKEIN_TRY(append_mentions(line, d.node));
        SKEIN_ASSIGN(const auto labels, label_names(transaction_, d.node));
        SKEIN_ASSIGN(auto properties, named_properties(transaction_, d.node));
        std::erase_if(properties, [](const auto& one) { return one.first == "uid"; });
        append_labels(line, labels);
        append_properties(line, properties);
      } else {
        line += ",\"mentions\":[]";
      }
      append_member(line, "text", d.text);
      SKEIN_TRY(put(out_, line += "}\n"));
    }
    return {};
  }

  Result<void> append_mentions(std::string& line, NodeId document) {
    std::vector<std::pair<std::string, std::string>> found;
    if (mentions_) {
      std::vector<Neighbour> neighbours;
      SKEIN_TRY(transaction_.expand(document, Direction::out, {&*mentions_, 1}, neighbours));
      for (const auto& n : neighbours) {
        SKEIN_ASSIGN(const Origin origin, transaction_.origin(n.relationship));
        if (origin != Origin::derived) continue;
        SKEIN_ASSIGN(const auto properties, named_properties(transaction_, n.relationship));
        std::string json = "{";
        append_json_members(json, properties, true);
        found.emplace_back(names_.node(n.node), json + "}");
      }
    }
    std::sort(found.begin(), found.end());
    for (const bool ids : {true, false}) {
      line += ids ? ",\"mentions\":[" : ",\"mention_properties\":[";
      for (const auto& [id, properties] : found) {
        if (line.back() != '[') line += ',';
        if (ids) {
          append_json_string(line, id);
        } else {
          line += properties;
        }
      }
      line += ']';
    }
    return {};
  }

  Result<void> nodes() {
    LineSorter entities, written;
    SKEIN_TRY(for_each_node(transaction_, whole_, [&](NodeId node) -> Result<void> {
      if (document_nodes_.contains(node)) return {};
      SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
      SKEIN_ASSIGN(auto properties, named_properties(transaction_, node));
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(node));
      const std::string id = names_.node(node);
      std::string line;
      if (origin == Origin::written || id.starts_with("n:")) {
        line = "{\"kind\":\"node\",\"id\":";
        append_json_string(line, id);
        if (origin == Origin::derived) line += ",\"derived\":true";
        append_labels(line, labels);
        append_properties(line, properties);
        return written.add(sort_key(id), line += '}');
      }
      const Value *name = find(properties, "name"), *aliases = find(properties, "aliases");
      line = "{\"kind\":\"entity\",\"id\":";
      append_json_string(line, id);
      append_typed_json(line += ",\"name\":", name != nullptr ? *name : Value());
      append_member(line, "type", labels.empty() ? std::string_view("Entity") : main_label(labels));
      append_typed_json(line += ",\"aliases\":", aliases != nullptr ? *aliases : Value(List()));
      append_labels(line, labels);
      const std::string key =
          (name != nullptr && name->is<std::string>() ? name->as_string() : "") + '\n' + id;
      std::erase_if(properties, [](const auto& one) {
        return one.first == "uid" || one.first == "name" || one.first == "aliases";
      });
      append_properties(line, properties);
      return entities.add(key, line += '}');
    }));
    SKEIN_TRY(drain(entities));
    return drain(written);
  }

  Result<std::string> evidence_json(const RelationshipId& relationship) {
    SKEIN_ASSIGN(const auto all, texts_.quotations(relationship));
    std::vector<std::pair<std::string, std::string>> pieces;
    for (const Quotation& q : all) {
      std::string piece;
      append_evidence_json(piece, q.evidence, q.document, q.sentence);
      pieces.emplace_back(fmt::format("{}\n{:010}\n{}", q.document, q.evidence.sentence.begin, piece), piece);
    }
    std::sort(pieces.begin(), pieces.end());
    std::string out = "[";
    for (const auto& [key, piece] : pieces) {
      if (out.size() > 1) out += ',';
      out += piece;
    }
    return out + "]";
  }

  Result<void> relationships() {
    LineSorter relations, written;
    RelationshipNames names(transaction_, names_);
    SKEIN_TRY(for_each_relationship(transaction_, whole_, [&](const RelationshipId& r) -> Result<void> {
      SKEIN_ASSIGN(const std::string id, names.next(r));
      SKEIN_ASSIGN(const Origin origin, transaction_.origin(r));
      if (origin == Origin::derived && mentions_ && r.type == *mentions_ && document_nodes_.contains(r.from))
        return {};
      SKEIN_ASSIGN(const auto properties, named_properties(transaction_, r));
      SKEIN_ASSIGN(const auto evidence, evidence_json(r));
      const std::string from = names_.node(r.from), to = names_.node(r.to);
      const std::string_view type = catalog_.name(r.type);
      std::string key = fmt::format("{}\n{}\n{}\n", sort_key(from), type, sort_key(to)), line;
      if (origin == Origin::written) {
        line = "{\"kind\":\"relationship\",\"id\":";
        append_json_string(line, id);
        append_member(line, "type", type);
        append_member(line, "start", from);
        append_member(line, "end", to);
        append_properties(line, properties);
        if (!catalog_.asserted(r.type)) line += ",\"asserted\":false";
        if (evidence.size() > 2) line += ",\"evidence\":" + evidence;
        append_json_members(key, properties, true);
        return written.add(key + '\n' + sort_key(id), line += '}');
      }
      line = "{\"kind\":\"relation\",\"id\":";
      append_json_string(line, id);
      append_member(line, "subject", from);
      append_member(line, "predicate", type);
      append_member(line, "object", to);
      line += fmt::format(",\"asserted\":{}", catalog_.asserted(r.type));
      for (const std::string_view shown : {"confidence", "support"}) {
        if (const Value* value = find(properties, shown))
          append_typed_json(line += fmt::format(",\"{}\":", shown), *value);
      }
      append_properties(line, properties);
      return relations.add(key + sort_key(id), line += ",\"evidence\":" + evidence + "}");
    }));
    SKEIN_TRY(drain(relations));
    return drain(written);
  }

  Result<void> put_lines(const std::vector<std::string>& lines) {
    for (const auto& line : lines) SKEIN_TRY(put(out_, line + "\n"));
    return {};
  }

  Result<void> conflict_lines() {
    SKEIN_ASSIGN(const auto found, conflicts(transaction_));
    LineSorter lines;
    for (const auto& c : found) {
      std::vector<std::string> values;
      for (const auto& claim : c.claims) {
        SKEIN_ASSIGN(auto value, value_text(transaction_, c, claim));
        values.push_back(std::move(value));
      }
      std::sort(values.begin(), values.end());
      std::string line = "{\"kind\":\"conflict\",\"subject\":";
      append_json_string(line, names_.node(c.subject));
      append_member(line, "predicate", catalog_.name(c.type));
      append_json_array(line += ",\"values\":", {values.begin(), values.end()});
      line += '}';
      SKEIN_TRY(lines.add(line, line));
    }
    return drain(lines);
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  std::ostream& out_;
  Subgraph whole_;
  EvidenceTexts texts_;
  ContentNames names_;
  std::optional<TypeId> mentions_;
  std::unordered_set<NodeId> document_nodes_;
};

}  // namespace

Result<void> write_jsonl(const Transaction& transaction, std::ostream& out, const QueryContext* context) {
  return Writer(transaction, out, context).run();
}

}  // namespace skein::graph::formats
