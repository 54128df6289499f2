#include "graph/import/import_jsonl.hpp"

#include <optional>

#include "graph/import/id_map.hpp"
#include "graph/import/line_reader.hpp"
#include "graph/json/evidence_json.hpp"
#include "graph/json/parse_json.hpp"
#include "graph/json/schema_json.hpp"

namespace skein::graph {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

Error wrong(std::string message) { return Error{ErrorCode::invalid_argument, std::move(message)}; }

class JsonLines {
 public:
  JsonLines(ImportRun& run, std::string path) : run_(run), loader_(run.loader()), path_(std::move(path)) {}

  Result<void> read() {
    SKEIN_ASSIGN(const auto lines, LineReader::open(path_));
    run_.stage("reading");
    std::string_view line;
    for (;;) {
      SKEIN_ASSIGN(const bool more, lines->next(line));
      if (!more) break;
      if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
      if (auto taken = take(line, lines->line()); !taken) {
        SKEIN_TRY(run_.reject(path_, lines->line(), std::move(taken).error()));
      }
      SKEIN_TRY(run_.row(lines->bytes_read()));
    }
    SKEIN_TRY(add_mentions());
    run_.file_done(lines->size());
    return run_.report();
  }

 private:
  struct Mention {  // entities come after the documents that mention them
    std::uint64_t line;
    std::uint32_t document;
    std::string entity;
    Properties properties;
  };

  Result<void> take(std::string_view line, std::uint64_t number) {
    element root;
    if (const auto error = parser_.parse(line.data(), line.size()).get(root); error != simdjson::SUCCESS)
      return wrong(std::string("no JSON: ") + simdjson::error_message(error));
    object o;
    std::string_view kind;
    if (root.get(o) != simdjson::SUCCESS || o.at_key("kind").get(kind) != simdjson::SUCCESS)
      return wrong("wanted an object with a \"kind\"");
    if (kind == "document") return document(o, number);
    if (kind == "entity") return node(o, true);
    if (kind == "node") return node(o, false);
    if (kind == "relation") return relationship(o, "subject", "predicate", "object", Origin::derived);
    if (kind == "relationship") return relationship(o, "start", "type", "end", Origin::written);
    if (is_schema_kind(kind)) return loader_.add_schema(o);
    if (kind == "conflict") return {};
    return wrong("\"kind\" is \"" + std::string(kind.substr(0, 40)) +
                 "\"; wanted document, entity, node, relation, relationship, index, constraint, text_index, "
                 "relation_type or conflict");
  }

  static bool flag(object o, const char* key, bool otherwise) {
    bool found = otherwise;
    return o.at_key(key).get(found) == simdjson::SUCCESS ? found : otherwise;
  }

  static Result<std::string_view> text(object o, const char* key) {
    std::string_view found;
    if (o.at_key(key).get(found) == simdjson::SUCCESS) return found;
    return wrong(std::string("\"") + key + "\" wants a string");
  }

  Result<std::vector<LabelId>> labels(object o) {
    std::vector<LabelId> out;
    array names;
    if (o.at_key("labels").get(names) != simdjson::SUCCESS) return out;
    for (const element name : names) {
      std::string_view one;
      if (name.get(one) != simdjson::SUCCESS) return wrong("\"labels\" wants strings");
      SKEIN_ASSIGN(const auto label, loader_.label(one));
      out.push_back(label);
    }
    return out;
  }

  Result<Properties> properties(element from) {
    Properties out;
    object members;
    if (from.get(members) != simdjson::SUCCESS) return wrong("\"properties\" wants an object");
    for (const auto& [name, member] : members) {
      SKEIN_ASSIGN(Value value, json_value(member));
      if (value.is_null()) continue;
      SKEIN_ASSIGN(const auto key, loader_.key(name));
      out.emplace_back(key, std::move(value));
    }
    return out;
  }
  Result<Properties> properties(object o) {
    element found;
    if (o.at_key("properties").get(found) != simdjson::SUCCESS) return Properties();
    return properties(found);
  }

  Result<void> set(NodeRow& row, const char* name, Value value) {
    SKEIN_ASSIGN(const auto key, loader_.key(name));
    for (const auto& [there, old] : row.properties) {
      if (there == key) return {};
    }
    row.properties.emplace_back(key, std::move(value));
    return {};
  }

  Result<std::uint32_t> add(std::string_view id, NodeRow row) {
    if (ids_.find(id))
      return wrong("the id " + std::string(id.substr(0, 100)) + " was given to another node before");
    SKEIN_ASSIGN(const auto number, loader_.add_node(std::move(row)));
    ids_.add(id, number);
    return number;
  }

  Result<void> document(object o, std::uint64_t line) {
    SKEIN_ASSIGN(DocumentRecord record, parse_document(o));
    SKEIN_ASSIGN(const auto id, text(o, "id"));
    std::optional<std::uint32_t> number;
    element ignored;
    if (o.at_key("labels").get(ignored) == simdjson::SUCCESS) {  // it has a node
      NodeRow row;
      row.origin = Origin::derived;
      SKEIN_ASSIGN(row.labels, labels(o));
      SKEIN_ASSIGN(row.properties, properties(o));
      SKEIN_TRY(set(row, "uid", Value(id)));
      SKEIN_ASSIGN(number, add(id, std::move(row)));
    }
    SKEIN_TRY(loader_.add_document(std::move(record), number));
    array mentions, details;
    if (!number || o.at_key("mentions").get(mentions) != simdjson::SUCCESS) return {};
    const bool detailed =
        o.at_key("mention_properties").get(details) == simdjson::SUCCESS && details.size() == mentions.size();
    auto detail = detailed ? details.begin() : mentions.begin();
    for (const element mention : mentions) {
      std::string_view entity;
      if (mention.get(entity) != simdjson::SUCCESS) return wrong("\"mentions\" wants strings");
      Mention one{line, *number, std::string(entity), {}};
      if (detailed) {
        SKEIN_ASSIGN(one.properties, properties(*detail));
        ++detail;
      }
      mentions_.push_back(std::move(one));
    }
    return {};
  }

  Result<void> add_mentions() {
    if (mentions_.empty()) return {};
    SKEIN_ASSIGN(const auto type, loader_.type("MENTIONS"));
    for (Mention& mention : mentions_) {
      const auto entity = ids_.find(mention.entity);
      if (!entity) {
        SKEIN_TRY(run_.reject(path_, mention.line,
                              "\"mentions\" names " + mention.entity + ", which is not there"));
        continue;
      }
      SKEIN_TRY(loader_.add_relationship(mention.document, type, *entity, std::move(mention.properties),
                                         Origin::derived));
    }
    return {};
  }

  Result<void> node(object o, bool entity) {
    SKEIN_ASSIGN(const auto id, text(o, "id"));
    NodeRow row;
    bool derived = entity;
    if (!entity) derived = flag(o, "derived", false);
    row.origin = derived ? Origin::derived : Origin::written;
    SKEIN_ASSIGN(row.labels, labels(o));
    SKEIN_ASSIGN(row.properties, properties(o));
    if (entity) {
      element found;
      if (o.at_key("name").get(found) == simdjson::SUCCESS) {
        SKEIN_ASSIGN(Value name, json_value(found));
        if (!name.is_null()) SKEIN_TRY(set(row, "name", std::move(name)));
      }
      if (o.at_key("aliases").get(found) == simdjson::SUCCESS) {
        SKEIN_ASSIGN(Value aliases, json_value(found));
        if (aliases.kind() != Value::Kind::list) return wrong("\"aliases\" wants an array");
        if (!aliases.as_list().empty()) SKEIN_TRY(set(row, "aliases", std::move(aliases)));
      }
      if (row.labels.empty()) {
        std::string_view type;
        if (o.at_key("type").get(type) == simdjson::SUCCESS && type != "Entity") {
          SKEIN_ASSIGN(const auto label, loader_.label(type));
          row.labels.push_back(label);
        }
      }
      SKEIN_TRY(set(row, "uid", Value(id)));
    }
    SKEIN_TRY(add(id, std::move(row)));
    return {};
  }

  Result<std::uint32_t> end(object o, const char* key) {
    SKEIN_ASSIGN(const auto id, text(o, key));
    if (const auto number = ids_.find(id)) return *number;
    return wrong(std::string("\"") + key + "\" is " + std::string(id.substr(0, 100)) +
                 ", and no line before has that id");
  }

  Result<void> relationship(object o, const char* from_key, const char* type_key, const char* to_key,
                            Origin origin) {
    SKEIN_ASSIGN(const auto from, end(o, from_key));
    SKEIN_ASSIGN(const auto to, end(o, to_key));
    SKEIN_ASSIGN(const auto name, text(o, type_key));
    if (name.empty()) return wrong(std::string("\"") + type_key + "\" is empty");
    const bool asserted = flag(o, "asserted", true);
    SKEIN_ASSIGN(auto row, properties(o));
    std::vector<Evidence> evidence;
    array pieces;
    if (o.at_key("evidence").get(pieces) == simdjson::SUCCESS) {
      for (const element piece : pieces) {
        SKEIN_ASSIGN(KeyedEvidence one, parse_evidence(piece));
        SKEIN_ASSIGN(one.evidence.document, loader_.document(one.document));
        evidence.push_back(std::move(one.evidence));
      }
    }
    SKEIN_ASSIGN(const auto type, loader_.type(name, asserted));
    return loader_.add_relationship(from, type, to, std::move(row), origin, std::move(evidence));
  }

  ImportRun& run_;
  BulkLoader& loader_;
  std::string path_;
  simdjson::dom::parser parser_;
  IdMap ids_;
  std::vector<Mention> mentions_;
};

}  // namespace

Result<void> read_jsonl(ImportRun& run, const std::string& path) { return JsonLines(run, path).read(); }

}  // namespace skein::graph
