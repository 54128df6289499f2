#include "graph/formats/rdf/jsonld_writer.hpp"

#include <algorithm>

#include "graph/json/value_text.hpp"

namespace skein::graph::formats::rdf {

namespace {

class JsonLdStatements final : public StatementSink {
 public:
  explicit JsonLdStatements(std::ostream& out) : out_(out) {}

  Result<void> prefix(std::string_view name, std::string_view iri) override {
    prefixes_.emplace_back(name, iri);
    return {};
  }

  Result<void> statement(std::string_view subject, std::string_view predicate, const Object& object,
                         std::string_view graph) override {
    SKEIN_TRY(begin());
    if (subject != subject_ || graph != graph_) {
      SKEIN_TRY(flush());
      subject_ = subject;
      graph_ = graph;
    }
    const bool type = predicate == rdf + "type";
    const std::string key = type ? "@type" : compact(predicate);
    auto at = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.first == key; });
    if (at == members_.end()) at = members_.insert(at, {key, {}});
    std::string value;
    if (type) {
      append_json_string(value, compact(object.iri));
    } else {
      append(value, object);
    }
    at->second.push_back(std::move(value));
    return {};
  }

  Result<void> reifies(std::string_view, std::string_view, std::string_view, std::string_view) override {
    return Error{ErrorCode::unsupported, "JSON-LD has no form for RDF 1.2 annotations yet"};
  }

  Result<void> finish() override {
    SKEIN_TRY(begin());
    SKEIN_TRY(flush());
    return put(out_, "\n]}\n");
  }

 private:
  Result<void> begin() {
    if (begun_) return {};
    begun_ = true;
    std::string head = "{\"@context\":{\"@version\":1.1";
    for (const auto& [name, iri] : prefixes_) {
      head += ",";
      append_json_string(head, name);
      head += ":{\"@id\":";
      append_json_string(head, iri);
      head += ",\"@prefix\":true}";
    }
    return put(out_, head + "},\n\"@graph\":[");
  }

  // The longest prefix that fits.
  [[nodiscard]] std::string compact(std::string_view iri) const {
    const std::pair<std::string, std::string>* best = nullptr;
    for (const auto& one : prefixes_) {
      if (iri.starts_with(one.second) && !iri.substr(one.second.size()).starts_with("//") &&
          (best == nullptr || one.second.size() > best->second.size()))
        best = &one;
    }
    return best == nullptr ? std::string(iri)
                           : best->first + ":" + std::string(iri.substr(best->second.size()));
  }

  void append(std::string& out, const Literal& literal) const {
    if (literal.datatype.empty()) return append_json_string(out, literal.text);
    if (literal.datatype == rdf + "JSON") {
      out += "{\"@value\":" + literal.text + ",\"@type\":\"@json\"}";
      return;
    }
    out += "{\"@value\":";
    append_json_string(out, literal.text);
    out += ",\"@type\":";
    append_json_string(out, compact(literal.datatype));
    out += '}';
  }

  void append(std::string& out, const Object& object) const {
    switch (object.kind) {
      case Object::Kind::iri:
        out += "{\"@id\":";
        append_json_string(out, object.iri);
        out += '}';
        return;
      case Object::Kind::literal:
        return append(out, object.literal);
      case Object::Kind::list:
        out += "{\"@list\":[";
        for (std::size_t i = 0; i < object.items.size(); ++i) {
          if (i > 0) out += ',';
          append(out, object.items[i]);
        }
        out += "]}";
    }
  }

  Result<void> flush() {
    if (members_.empty()) return {};
    std::string line = first_ ? "\n" : ",\n";
    first_ = false;
    if (!graph_.empty()) {
      line += "{\"@id\":";
      append_json_string(line, graph_);
      line += ",\"@graph\":[";
    }
    line += "{\"@id\":";
    append_json_string(line, subject_);
    for (const auto& [key, values] : members_) {
      line += ',';
      append_json_string(line, key);
      line += ':';
      if (values.size() > 1) line += '[';
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) line += ',';
        line += values[i];
      }
      if (values.size() > 1) line += ']';
    }
    line += '}';
    if (!graph_.empty()) line += "]}";
    members_.clear();
    return put(out_, line);
  }

  std::ostream& out_;
  bool begun_ = false, first_ = true;
  std::vector<std::pair<std::string, std::string>> prefixes_;
  std::string subject_, graph_;
  std::vector<std::pair<std::string, std::vector<std::string>>> members_;
};

}  // namespace

std::unique_ptr<StatementSink> make_jsonld_writer(std::ostream& out) {
  return std::make_unique<JsonLdStatements>(out);
}

}  // namespace skein::graph::formats::rdf
