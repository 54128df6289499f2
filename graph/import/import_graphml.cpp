#include "graph/import/import_graphml.hpp"

#include <expat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "graph/formats/graphml.hpp"
#include "graph/import/id_map.hpp"
#include "graph/import/line_reader.hpp"
#include "graph/json/evidence_json.hpp"
#include "graph/json/parse_json.hpp"

namespace skein::graph {

namespace {

constexpr std::size_t text_limit = 256u << 20;  // of one datum
constexpr char separator = '|';                 // between a namespace and a name, as expat is told

Error wrong(std::string message) { return Error{ErrorCode::invalid_argument, std::move(message)}; }

std::string_view local(std::string_view name) {
  const auto bar = name.rfind(separator);
  return bar == std::string_view::npos ? name : name.substr(bar + 1);
}

std::string_view type_of(std::string_view attribute_type) {
  if (attribute_type == "boolean") return "Boolean";
  if (attribute_type == "int" || attribute_type == "long" || attribute_type == "integer") return "Integer";
  if (attribute_type == "float" || attribute_type == "double") return "Float";
  return "String";
}

class GraphMl {
 public:
  GraphMl(ImportRun& run, std::string path)
      : run_(run),
        loader_(run.loader()),
        path_(std::move(path)),
        parser_(XML_ParserCreateNS(nullptr, separator), XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<GraphMl*>(self)->begin(name, attributes);
        },
        [](void* self, const XML_Char* name) { static_cast<GraphMl*>(self)->end(name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int size) {
      static_cast<GraphMl*>(self)->text({text, static_cast<std::size_t>(size)});
    });
    XML_SetStartNamespaceDeclHandler(parser_.get(), [](void* self, const XML_Char*, const XML_Char* uri) {
      if (uri != nullptr && uri == formats::graphml_namespace) static_cast<GraphMl*>(self)->own_ = true;
    });
  }

  Result<void> read() {
    SKEIN_ASSIGN(const int descriptor, open_input(path_));
    const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor,
                                                                  [](const int* d) { ::close(*d); });
    run_.stage("reading");
    std::uint64_t bytes = 0;
    for (bool more = true; more;) {
      constexpr int block = 1 << 18;
      void* const buffer = XML_GetBuffer(parser_.get(), block);
      if (buffer == nullptr) return Error{ErrorCode::limit, path_ + ": there is no memory for reading it"};
      SKEIN_ASSIGN(const std::size_t got, read_block(descriptor, static_cast<char*>(buffer), block, path_));
      more = got > 0;
      const auto status = XML_ParseBuffer(parser_.get(), static_cast<int>(got), !more);
      if (!status_) return status_;
      if (status != XML_STATUS_OK)
        return wrong(place() + ": no XML: " + XML_ErrorString(XML_GetErrorCode(parser_.get())));
      bytes += got;
    }
    if (!seen_) return wrong(path_ + ": there is no <graphml> in it");
    run_.file_done(bytes);
    return run_.report();
  }

 private:
  enum class In : std::uint8_t { nothing, key, graph, node, edge };
  struct Key {
    std::string name, domain;
    std::string type;  // "Integer", "List"
    std::optional<std::string> fallback;
  };
  struct Datum {
    std::string key, type, text;
  };
  // A node or an edge being read. Nodes may hold graphs, so that they stand within each other.
  struct Element {
    In kind = In::nothing;
    std::uint64_t line = 0;
    std::string id, source, target, labels;  // `labels` also an edge's type
    std::vector<Datum> data;
    bool written = false;
  };
  using Attributes = const XML_Char**;

  [[nodiscard]] std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }
  [[nodiscard]] std::string place() const { return path_ + ":" + std::to_string(line()); }
  void stop(Error error) {
    if (!status_) return;
    status_ = std::move(error);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void stop(Result<void> result) {
    if (!result) stop(std::move(result).error());
  }

  static std::string attribute(Attributes attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
      if (local(attributes[0]) == name &&
          std::string_view(attributes[0]).find(separator) == std::string_view::npos)
        return attributes[1];
    }
    return {};
  }
  static std::string own_attribute(Attributes attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view full = attributes[0];
      if (full.starts_with(formats::graphml_namespace) && local(full) == name) return attributes[1];
    }
    return {};
  }

  void begin(std::string_view full, Attributes attributes) {
    if (!status_) return;
    const std::string_view name = local(full);
    text_.clear();
    if (name == "graphml") {
      seen_ = true;
    } else if (name == "key") {
      key_id_ = attribute(attributes, "id");
      Key key;
      key.name = attribute(attributes, "attr.name");
      if (key.name.empty()) key.name = key_id_;
      if (const auto json = own_attribute(attributes, "name"); !json.empty()) {
        const auto value = parse_json(json);
        if (value.ok() && value->is<std::string>()) key.name = value->as_string();
      }
      key.domain = attribute(attributes, "for");
      key.type = own_attribute(attributes, "type");
      if (key.type.empty()) key.type = type_of(attribute(attributes, "attr.type"));
      keys_.insert_or_assign(key_id_, std::move(key));
    } else if (name == "node" || name == "edge") {
      // What stands inside a node must find it written.
      if (!elements_.empty()) write(elements_.back());
      Element element;
      element.kind = name == "node" ? In::node : In::edge;
      element.line = line();
      element.id = attribute(attributes, "id");
      element.source = attribute(attributes, "source");
      element.target = attribute(attributes, "target");
      element.labels = attribute(attributes, name == "node" ? "labels" : "label");
      elements_.push_back(std::move(element));
    } else if (name == "data") {
      datum_ = Datum{attribute(attributes, "key"), own_attribute(attributes, "type"), {}};
      in_data_ = true;
    } else if (name == "hyperedge") {
      stop(run_.reject(path_, line(), "a hyperedge; only edges between two nodes are taken"));
    } else if (in_data_) {
      foreign_ = true;  // pictures and the like of other programs
    }
  }

  void text(std::string_view more) {
    if (!status_) return;
    if (text_.size() + more.size() > text_limit)
      return stop(Error{ErrorCode::limit, place() + ": a text of more than 256 MiB"});
    text_ += more;
  }

  void end(std::string_view full) {
    if (!status_) return;
    const std::string_view name = local(full);
    if (name == "default") {
      if (const auto key = keys_.find(key_id_); key != keys_.end()) key->second.fallback = std::move(text_);
    } else if (name == "data") {
      in_data_ = false;
      if (!foreign_) {
        datum_.text = std::move(text_);
        if (!elements_.empty()) {
          elements_.back().data.push_back(std::move(datum_));
        } else if (datum_.key == "document" && own_) {
          documents_.emplace_back(line(), std::move(datum_.text));
        } else if (datum_.key == "schema" && own_) {
          if (auto added = loader_.add_schema(datum_.text); !added)
            stop(run_.reject(path_, line(), std::move(added).error()));
        }
      }
      foreign_ = false;
    } else if ((name == "node" || name == "edge") && !elements_.empty()) {
      Element element = std::move(elements_.back());
      elements_.pop_back();
      write(element);
    }
    text_.clear();
  }

  void write(Element& element) {
    if (element.written || !status_) return;
    element.written = true;
    // The documents of our own files stand before everything, and name nodes that come later.
    if (element.kind == In::edge && !documents_.empty()) add_documents();
    auto added = element.kind == In::node ? add_node(element) : add_edge(element);
    if (!added) stop(run_.reject(path_, element.line, std::move(added).error()));
    stop(run_.row(static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_.get()))));
  }

  Result<Value> value_of(const Key& key, const Datum& datum) {
    const std::string_view type =
        datum.type.empty() ? std::string_view(key.type) : std::string_view(datum.type);
    std::string_view text = datum.text;
    // Others leave spaces around numbers.
    if (!own_ && type != "String") {
      while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
      while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
      if (text.empty()) return Value();
      if (type == "Boolean" && (text == "True" || text == "1")) return Value(true);
      if (type == "Boolean" && (text == "False" || text == "0")) return Value(false);
    }
    auto value = value_of_type(type, text);
    if (!value) return wrong("key " + key.name + ": " + value.error().message);
    return value;
  }

  Result<void> set(Properties& properties, const std::string& name, Value value) {
    if (value.is_null()) return {};
    SKEIN_ASSIGN(const auto key, loader_.key(name));
    for (const auto& [there, old] : properties) {
      if (there == key) return wrong("key " + name + " is given twice");
    }
    properties.emplace_back(key, std::move(value));
    return {};
  }

  // Data that say something else than a property are handed to `special`, which says whether it took one.
  Result<void> properties(const Element& element, Properties& out,
                          const std::function<Result<bool>(const Datum&, const Key&)>& special) {
    std::map<std::string_view, bool> given;
    for (const Datum& datum : element.data) {
      const auto key = keys_.find(datum.key);
      if (key == keys_.end()) return wrong("data of the key \"" + datum.key + "\", which is not declared");
      given[datum.key] = true;
      SKEIN_ASSIGN(const bool taken, special(datum, key->second));
      if (taken) continue;
      SKEIN_ASSIGN(Value value, value_of(key->second, datum));
      SKEIN_TRY(set(out, key->second.name, std::move(value)));
    }
    const std::string_view domain = element.kind == In::node ? "node" : "edge";
    for (const auto& [id, key] : keys_) {
      if (!key.fallback || given.contains(id) ||
          (key.domain != domain && key.domain != "all" && !key.domain.empty()))
        continue;
      SKEIN_ASSIGN(Value value, value_of(key, {id, {}, *key.fallback}));
      SKEIN_TRY(set(out, key.name, std::move(value)));
    }
    return {};
  }

  // ":Person:Founder", "Person", or a list as JSON.
  static Result<std::vector<std::string>> names(const Datum& datum, bool colons) {
    std::vector<std::string> out;
    if (datum.type == "List") {
      SKEIN_ASSIGN(const Value value, parse_json(datum.text));
      if (value.kind() == Value::Kind::list) {
        for (const Value& one : value.as_list()) {
          if (one.is<std::string>()) out.push_back(one.as_string());
        }
      }
      return out;
    }
    if (!colons) return std::vector{datum.text};
    for (std::size_t begin = 0; begin < datum.text.size();) {
      const auto end = std::min(datum.text.find(':', begin), datum.text.size());
      if (end > begin) out.push_back(datum.text.substr(begin, end - begin));
      begin = end + 1;
    }
    return out;
  }

  Result<void> add_node(const Element& element) {
    if (element.id.empty()) return wrong("a node without an id");
    if (ids_.find(element.id)) return wrong("the id " + element.id + " was given to another node before");
    NodeRow row;
    Datum labels{"labels", {}, element.labels};
    SKEIN_TRY(properties(element, row.properties, [&](const Datum& datum, const Key& key) -> Result<bool> {
      if (own_ ? datum.key == "labels" : key.name == "labels") return labels = datum, true;
      if (own_ && datum.key == "derived") {
        row.origin = Origin::derived;
        return true;
      }
      return false;
    }));
    SKEIN_ASSIGN(const auto label_names, names(labels, true));
    for (const auto& name : label_names) {
      SKEIN_ASSIGN(const auto label, loader_.label(name));
      row.labels.push_back(label);
    }
    if (!own_) {
      SKEIN_ASSIGN(const auto id, loader_.key("id"));
      const auto has = [&](const auto& one) { return one.first == id; };
      if (std::none_of(row.properties.begin(), row.properties.end(), has))
        row.properties.emplace_back(id, Value(element.id));
    }
    SKEIN_ASSIGN(const auto number, loader_.add_node(std::move(row)));
    ids_.add(element.id, number);
    return {};
  }

  Result<void> add_edge(const Element& element) {
    const auto from = ids_.find(element.source), to = ids_.find(element.target);
    if (!from || !to)
      return wrong("an edge with the end \"" + (from ? element.target : element.source) +
                   "\", and no node before has that id");
    Properties row;
    Origin origin = Origin::written;
    bool asserted = true;
    std::string type = element.labels;
    std::vector<Evidence> evidence;
    const auto special = [&](const Datum& datum, const Key& key) -> Result<bool> {
      if (own_ ? datum.key == "label" : key.name == "label") {
        SKEIN_ASSIGN(const auto found, names(datum, false));
        type = found.empty() ? std::string() : found.front();
        return true;
      }
      if (!own_) return false;
      if (datum.key == "derived_edge") return origin = Origin::derived, true;
      if (datum.key == "asserted") return asserted = datum.text != "false", true;
      if (datum.key != "evidence") return false;
      SKEIN_TRY(add_evidence(datum.text, evidence));
      return true;
    };
    SKEIN_TRY(properties(element, row, special));
    if (type.empty()) type = "RELATED";
    SKEIN_ASSIGN(const auto id, loader_.type(type, asserted));
    return loader_.add_relationship(*from, id, *to, std::move(row), origin, std::move(evidence));
  }

  Result<void> add_evidence(const std::string& json, std::vector<Evidence>& out) {
    simdjson::dom::array pieces;
    if (json_.parse(json).get(pieces) != simdjson::SUCCESS)
      return wrong("key evidence: wanted an array as JSON");
    for (const auto piece : pieces) {
      SKEIN_ASSIGN(KeyedEvidence one, parse_evidence(piece));
      SKEIN_ASSIGN(one.evidence.document, loader_.document(one.document));
      out.push_back(std::move(one.evidence));
    }
    return {};
  }

  void add_documents() {
    for (const auto& [at, json] : documents_) {
      auto added = add_document(json);
      if (added) continue;
      Error error = std::move(added).error();
      if (error.code == ErrorCode::constraint) return stop(std::move(error));
      stop(run_.reject(path_, at, error.message));
    }
    documents_.clear();
  }
  Result<void> add_document(const std::string& json) {
    simdjson::dom::object object;
    if (json_.parse(json).get(object) != simdjson::SUCCESS)
      return wrong("key document: wanted an object as JSON");
    SKEIN_ASSIGN(DocumentRecord record, parse_document(object));
    std::optional<std::uint32_t> node;
    std::string_view id;
    if (object.at_key("node").get(id) == simdjson::SUCCESS) {
      node = ids_.find(id);
      if (!node) return wrong("a document of the node " + std::string(id) + ", which is not there");
    }
    SKEIN_TRY(loader_.add_document(std::move(record), node));
    return {};
  }

 public:
  // Documents of a file without edges.
  Result<void> finish() {
    add_documents();
    return status_;
  }

 private:
  ImportRun& run_;
  BulkLoader& loader_;
  std::string path_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  Result<void> status_;
  bool own_ = false, seen_ = false, in_data_ = false, foreign_ = false;
  std::map<std::string, Key, std::less<>> keys_;
  std::string key_id_, text_;
  std::vector<Element> elements_;
  Datum datum_;
  std::vector<std::pair<std::uint64_t, std::string>> documents_;
  simdjson::dom::parser json_;
  IdMap ids_;
};

}  // namespace

Result<void> read_graphml(ImportRun& run, const std::string& path) {
  GraphMl reader(run, path);
  SKEIN_TRY(reader.read());
  return reader.finish();
}

}  // namespace skein::graph
