#include "graph/formats/jsonl.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "graph/conflicts.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

std::string content_id(std::string_view kind, std::string_view content) {
  return fmt::format("{}:{:016x}", kind, storage::checksum(content));
}

// A stored text with quick access by code points.
class Text {
 public:
  Text(std::string key, std::string bytes) : key_(std::move(key)), bytes_(std::move(bytes)) {
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < bytes_.size(); ++i) {
      if ((static_cast<unsigned char>(bytes_[i]) & 0xC0) == 0x80) continue;
      if (count++ % block == 0) starts_.push_back(i);
    }
    length_ = count;
  }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] std::string_view slice(TextSpan span) const {
    const auto begin = byte_of(span.begin), end = byte_of(span.end);
    return std::string_view(bytes_).substr(begin, end - begin);
  }

 private:
  static constexpr std::uint32_t block = 64;
  [[nodiscard]] std::size_t byte_of(std::uint32_t point) const {
    if (point >= length_) return bytes_.size();
    std::size_t at = starts_[point / block];
    for (auto left = point % block; left > 0; --left) do
        ++at;
      while (at < bytes_.size() && (static_cast<unsigned char>(bytes_[at]) & 0xC0) == 0x80);
    return at;
  }
  std::string key_, bytes_;
  std::vector<std::uint32_t> starts_;
  std::uint32_t length_ = 0;
};

class Writer {
 public:
  Writer(const Transaction& transaction, std::ostream& out)
      : transaction_(transaction), catalog_(transaction.catalog()), out_(out) {}

  Result<void> run() {
    name_ = catalog_.key("name");
    aliases_ = catalog_.key("aliases");
    uid_ = catalog_.key("uid");
    document_label_ = catalog_.label("Document");
    mentions_ = catalog_.type("MENTIONS");
    SKEIN_TRY(read_nodes());
    SKEIN_TRY(name_nodes());
    SKEIN_TRY(read_mentions());
    SKEIN_TRY(documents());
    SKEIN_TRY(nodes());
    SKEIN_TRY(relationships());
    SKEIN_TRY(conflict_lines());
    if (!out_) return Error{ErrorCode::io, "writing JSON lines failed"};
    return {};
  }

 private:
  enum class Kind : std::uint8_t { document, entity, node };
  struct Node {
    NodeId id;
    Kind kind = Kind::node;
    std::string content;  // labels and properties as JSON members
  };

  void flush(std::vector<std::pair<std::string, std::string>>& lines) {
    std::sort(lines.begin(), lines.end());
    for (const auto& [key, line] : lines) out_ << line << '\n';
    lines.clear();
  }

  Result<std::string> properties_json(const Properties& properties, bool entity) {
    std::map<std::string_view, const Value*> sorted;
    for (const auto& [key, value] : properties) {
      if (entity && (key == name_ || key == aliases_ || key == uid_)) continue;
      sorted[catalog_.name(key)] = &value;
    }
    std::string out = "{";
    for (const auto& [key, value] : sorted) {
      if (out.size() > 1) out += ',';
      append_json_string(out, key);
      out += ':';
      append_typed_json(out, *value);
    }
    return out + "}";
  }

  Result<std::string> labels_json(NodeId node) {
    SKEIN_ASSIGN(const auto labels, transaction_.labels(node));
    std::vector<std::string_view> names;
    for (const auto l : labels) names.push_back(catalog_.name(l));
    std::sort(names.begin(), names.end());
    std::string out = "[";
    for (const auto n : names) {
      if (out.size() > 1) out += ',';
      append_json_string(out, n);
    }
    return out + "]";
  }

  Result<void> read_nodes() {
    SKEIN_ASSIGN(const auto scan, transaction_.scan_nodes());
    std::vector<NodeId> batch;
    for (;;) {
      SKEIN_TRY(scan->next(batch, 2048));
      if (batch.empty()) return {};
      for (const auto id : batch) {
        Node node;
        node.id = id;
        SKEIN_ASSIGN(const auto origin, transaction_.origin(id));
        SKEIN_ASSIGN(const auto properties, transaction_.properties(id));
        const Value* uid = nullptr;
        for (const auto& [key, value] : properties)
          if (uid_ && key == *uid_ && value.is<std::string>()) uid = &value;
        if (origin == Origin::derived && uid != nullptr) {
          bool document = false;
          if (document_label_) {
            SKEIN_ASSIGN(document, transaction_.has_label(id, *document_label_));
          }
          node.kind = document ? Kind::document : Kind::entity;
          ids_[id] = uid->as_string();
        }
        SKEIN_ASSIGN(const auto labels, labels_json(id));
        SKEIN_ASSIGN(const auto json, properties_json(properties, node.kind != Kind::node));
        node.content = "\"labels\":" + labels + ",\"properties\":" + json;
        nodes_.push_back(std::move(node));
      }
    }
  }

  // Names for nodes that people made: a hash of their content, refined by the content around them, so that
  // nodes that look alike are told apart by what they are connected to. Those that cannot be told apart are
  // numbered.
  Result<void> name_nodes() {
    std::unordered_map<NodeId, std::uint64_t> hash;
    std::vector<NodeId> own;
    for (const auto& n : nodes_) {
      const auto known = ids_.find(n.id);
      hash[n.id] = storage::checksum(known == ids_.end() ? n.content : known->second);
      if (known == ids_.end()) own.push_back(n.id);
    }
    if (own.empty()) return {};
    std::vector<TypeId> types = catalog_.types();
    for (int round = 0; round < 3; ++round) {
      auto next = hash;
      for (const auto id : own) {
        std::vector<std::uint64_t> around;
        for (const auto direction : {Direction::out, Direction::in}) {
          std::vector<Neighbour> neighbours;
          SKEIN_TRY(transaction_.expand(id, direction, types, neighbours));
          for (const auto& n : neighbours)
            around.push_back(
                storage::checksum(fmt::format("{} {} {:016x}", direction == Direction::out ? '>' : '<',
                                              catalog_.name(n.relationship.type), hash[n.node])));
        }
        std::sort(around.begin(), around.end());
        std::string content = fmt::format("{:016x}", hash[id]);
        for (const auto a : around) content += fmt::format("{:016x}", a);
        next[id] = storage::checksum(content);
      }
      hash = std::move(next);
    }
    std::map<std::uint64_t, int> seen;
    for (const auto id : own) {
      const auto n = seen[hash[id]]++;
      ids_[id] = n == 0 ? fmt::format("n:{:016x}", hash[id]) : fmt::format("n:{:016x}-{}", hash[id], n + 1);
    }
    return {};
  }

  Result<void> read_mentions() {
    if (!mentions_) return {};
    Result<void> outcome;
    SKEIN_TRY(transaction_.scan_relationships(*mentions_, [&](const RelationshipId& r) {
      const auto origin = transaction_.origin(r);
      if (!origin.ok()) return outcome = origin.error(), false;
      if (*origin == Origin::derived) mentioned_[r.from].push_back(ids_[r.to]);
      return true;
    }));
    for (auto& [document, ids] : mentioned_) std::sort(ids.begin(), ids.end());
    return outcome;
  }

  Result<void> documents() {
    SKEIN_ASSIGN(const auto ids, transaction_.documents());
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto id : ids) {
      SKEIN_ASSIGN(const auto d, transaction_.document(id));
      const auto named = ids_.find(d.node);
      std::string line = "{\"kind\":\"document\",\"id\":";
      append_json_string(line, named == ids_.end() ? content_id("d", d.key) : named->second);
      const auto member = [&](std::string_view key, const std::string& value) {
        line += fmt::format(",\"{}\":", key);
        if (value.empty())
          line += "null";
        else
          append_json_string(line, value);
      };
      member("key", d.key);
      member("title", d.title);
      member("url", d.url);
      member("published", d.published ? temporal::to_text(*d.published) : std::string());
      member("source", d.source);
      member("hash", d.hash);
      line += ",\"mentions\":[";
      bool first = true;
      for (const auto& m : mentioned_[d.node]) {
        if (!first) line += ',';
        first = false;
        append_json_string(line, m);
      }
      line += "],\"text\":";
      append_json_string(line, d.text);
      out_ << line << "}\n";
    }
    return {};
  }

  Result<void> nodes() {
    std::vector<std::pair<std::string, std::string>> entities, written;
    for (const auto& node : nodes_) {
      if (node.kind == Kind::document) continue;
      const auto& id = ids_[node.id];
      if (node.kind == Kind::node) {
        std::string line = "{\"kind\":\"node\",\"id\":";
        append_json_string(line, id);
        written.emplace_back(id, line + "," + node.content + "}");
        continue;
      }
      SKEIN_ASSIGN(const auto name, transaction_.property(node.id, *name_));
      SKEIN_ASSIGN(const auto labels, transaction_.labels(node.id));
      std::string line = "{\"kind\":\"entity\",\"id\":";
      append_json_string(line, id);
      line += ",\"name\":";
      append_typed_json(line, name);
      line += ",\"type\":";
      append_json_string(line, labels.empty() ? std::string_view("Entity") : catalog_.name(labels.front()));
      line += ",\"aliases\":";
      Value aliases;
      if (aliases_) {
        SKEIN_ASSIGN(aliases, transaction_.property(node.id, *aliases_));
      }
      if (aliases.is_null())
        line += "[]";
      else
        append_typed_json(line, aliases);
      const auto key = (name.is<std::string>() ? name.as_string() : std::string()) + '\n' + id;
      entities.emplace_back(key, line + "," + node.content + "}");
    }
    flush(entities);
    flush(written);
    return {};
  }

  Result<const Text*> text(DocumentId id) {
    if (const auto it = texts_.find(id.value); it != texts_.end()) return &it->second;
    if (texts_.size() > 4096) texts_.clear();
    SKEIN_ASSIGN(auto d, transaction_.document(id));
    return &texts_.emplace(id.value, Text(d.key, std::move(d.text))).first->second;
  }

  Result<std::string> evidence_json(const RelationshipId& relationship) {
    SKEIN_ASSIGN(const auto all, transaction_.evidence(relationship));
    std::vector<std::pair<std::string, std::string>> pieces;
    for (const auto& e : all) {
      SKEIN_ASSIGN(const Text* const source, text(e.document));
      std::string piece = "{\"document\":";
      append_json_string(piece, source->key());
      piece += fmt::format(",\"begin\":{},\"end\":{},\"text\":", e.sentence.begin, e.sentence.end);
      append_json_string(piece, source->slice(e.sentence));
      piece += fmt::format(",\"subject\":[{},{}],\"object\":[{},{}],\"words\":", e.subject.begin,
                           e.subject.end, e.object.begin, e.object.end);
      append_json_string(piece, e.predicate_text);
      piece += ",\"confidence\":";
      append_json_number(piece, e.confidence);
      if (e.polarity == Polarity::denied) piece += ",\"polarity\":\"denied\"";
      if (e.modality != Modality::asserted)
        piece +=
            fmt::format(",\"modality\":\"{}\"", e.modality == Modality::planned ? "planned" : "possible");
      const auto member = [&](std::string_view key, const std::string& value) {
        if (value.empty()) return;
        piece += fmt::format(",\"{}\":", key);
        append_json_string(piece, value);
      };
      member("attribution", e.attribution);
      member("rule", e.rule);
      if (e.published) member("published", temporal::to_text(*e.published));
      if (e.valid_from) member("valid_from", temporal::to_text(*e.valid_from));
      if (e.valid_to) member("valid_to", temporal::to_text(*e.valid_to));
      pieces.emplace_back(fmt::format("{}\n{:010}\n{}", source->key(), e.sentence.begin, piece), piece + "}");
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
    std::vector<std::pair<std::string, std::string>> relations, written;
    std::vector<RelationshipId> all;
    SKEIN_TRY(transaction_.scan_relationships(std::nullopt, [&](const RelationshipId& r) {
      all.push_back(r);
      return true;
    }));
    for (const auto& r : all) {
      SKEIN_ASSIGN(const auto origin, transaction_.origin(r));
      if (origin == Origin::derived && mentions_ && r.type == *mentions_) continue;
      SKEIN_ASSIGN(const auto properties, transaction_.properties(r));
      SKEIN_ASSIGN(const auto json, properties_json(properties, false));
      const auto &from = ids_[r.from], &to = ids_[r.to];
      const std::string type(catalog_.name(r.type));
      if (origin == Origin::written) {
        const auto key = fmt::format("{}\n{}\n{}\n{}", from, type, to, json);
        written.emplace_back(fmt::format("{}\n{}", key, r.ordinal),
                             fmt::format("\"type\":{},\"start\":\"{}\",\"end\":\"{}\",\"properties\":{}",
                                         quoted(type), from, to, json));
        continue;
      }
      SKEIN_ASSIGN(const auto evidence, evidence_json(r));
      const auto key = fmt::format("{}\n{}\n{}", from, type, to);
      std::string line = fmt::format(
          "{{\"kind\":\"relation\",\"id\":\"{}\",\"subject\":\"{}\",\"predicate\":{},\"object\":\"{}\","
          "\"asserted\":{}",
          content_id("r", key), from, quoted(type), to, catalog_.asserted(r.type));
      for (const auto& [k, value] : properties)
        if (catalog_.name(k) == "confidence" || catalog_.name(k) == "support") {
          line += fmt::format(",\"{}\":", catalog_.name(k));
          append_typed_json(line, value);
        }
      relations.emplace_back(key, line + ",\"properties\":" + json + ",\"evidence\":" + evidence + "}");
    }
    flush(relations);
    // Parallel relationships that are alike in everything get a number behind their id.
    std::sort(written.begin(), written.end());
    std::map<std::string, int> seen;
    for (auto& [key, body] : written) {
      const auto base = content_id("w", body);
      const auto n = seen[base]++;
      body = fmt::format("{{\"kind\":\"relationship\",\"id\":\"{}{}\",{}}}", base,
                         n == 0 ? std::string() : fmt::format("-{}", n + 1), body);
    }
    flush(written);
    return {};
  }

  Result<void> conflict_lines() {
    SKEIN_ASSIGN(const auto found, conflicts(transaction_));
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto& c : found) {
      std::vector<std::string> values;
      for (const auto& claim : c.claims) {
        SKEIN_ASSIGN(auto value, value_text(transaction_, c, claim));
        values.push_back(std::move(value));
      }
      std::sort(values.begin(), values.end());
      std::string line =
          fmt::format("{{\"kind\":\"conflict\",\"subject\":\"{}\",\"predicate\":{},\"values\":[",
                      ids_[c.subject], quoted(catalog_.name(c.type)));
      bool first = true;
      for (const auto& v : values) {
        if (!first) line += ',';
        first = false;
        append_json_string(line, v);
      }
      line += "]}";
      lines.emplace_back(line, line);
    }
    flush(lines);
    return {};
  }

  static std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  std::ostream& out_;
  std::optional<KeyId> name_, aliases_, uid_;
  std::optional<LabelId> document_label_;
  std::optional<TypeId> mentions_;
  std::vector<Node> nodes_;
  std::unordered_map<NodeId, std::string> ids_;
  std::unordered_map<NodeId, std::vector<std::string>> mentioned_;
  std::unordered_map<std::uint64_t, Text> texts_;
};

}  // namespace

Result<void> write_jsonl(const Transaction& transaction, std::ostream& out) {
  return Writer(transaction, out).run();
}

}  // namespace skein::graph
