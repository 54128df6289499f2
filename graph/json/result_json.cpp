#include "graph/json/result_json.hpp"

#include "graph/element_id.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph {

namespace {

class Writer {
 public:
  Writer(std::string& out, const Transaction* transaction, bool typed)
      : out_(out), transaction_(transaction), typed_(typed) {}

  Result<void> value(const Value& v) {
    switch (v.kind()) {
      case Value::Kind::list:
        return list(v.as_list());
      case Value::Kind::map:
        return map(v.as_map());
      case Value::Kind::node:
        return node(v.as<NodeId>());
      case Value::Kind::relationship:
        return relationship(v.as<RelationshipId>());
      case Value::Kind::path:
        return path(v.as_path());
      default:
        break;
    }
    if (!typed_) {
      append_json_text(out_, v);
      return {};
    }
    out_ += R"({"$type":")";
    out_ += json_type_name(v);
    out_ += R"(","_value":)";
    switch (v.kind()) {
      case Value::Kind::null:
        out_ += "null";
        break;
      case Value::Kind::boolean:
        out_ += v.as_bool() ? "true" : "false";
        break;
      case Value::Kind::integer:
        out_ += '"';
        out_ += std::to_string(v.as_int());
        out_ += '"';
        break;
      default:
        append_json_string(out_, plain_text(v));
        break;
    }
    out_ += '}';
    return {};
  }

 private:
  void open(std::string_view type) {
    if (!typed_) return;
    out_ += R"({"$type":")";
    out_ += type;
    out_ += R"(","_value":)";
  }
  void close() {
    if (typed_) out_ += '}';
  }

  Result<void> list(const List& items) {
    open("List");
    out_ += '[';
    bool first = true;
    for (const Value& item : items) {
      if (!first) out_ += ',';
      first = false;
      SKEIN_TRY(value(item));
    }
    out_ += ']';
    close();
    return {};
  }

  Result<void> map(const Map& entries) {
    open("Map");
    out_ += '{';
    bool first = true;
    for (const auto& [key, item] : entries) {
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, key);
      out_ += ':';
      SKEIN_TRY(value(item));
    }
    out_ += '}';
    close();
    return {};
  }

  Result<void> properties(const Properties& all) {
    out_ += R"("_properties":{)";
    bool first = true;
    for (const auto& [key, item] : all) {
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, transaction_->catalog().name(key));
      out_ += ':';
      SKEIN_TRY(value(item));
    }
    out_ += '}';
    return {};
  }

  template <typename Id>
  void element(std::string_view key, const Id& id) {
    out_ += '"';
    out_ += key;
    out_ += R"(":")";
    append_element_id(out_, id);
    out_ += '"';
  }

  // What was deleted within its own statement still has its id.
  template <typename T>
  static Result<T> or_gone(Result<T> found) {
    if (!found && (found.error().code == ErrorCode::not_found)) return T{};
    return found;
  }

  Result<void> node(NodeId id) {
    open("Node");
    out_ += '{';
    element("_element_id", id);
    out_ += R"(,"_labels":[)";
    if (transaction_ != nullptr) {
      SKEIN_ASSIGN(const auto labels, or_gone(transaction_->labels(id)));
      SKEIN_ASSIGN(const auto all, or_gone(transaction_->properties(id)));
      bool first = true;
      for (const LabelId label : labels) {
        if (!first) out_ += ',';
        first = false;
        append_json_string(out_, transaction_->catalog().name(label));
      }
      out_ += "],";
      SKEIN_TRY(properties(all));
    } else {
      out_ += R"(],"_properties":{})";
    }
    out_ += '}';
    close();
    return {};
  }

  Result<void> relationship(const RelationshipId& id) {
    open("Relationship");
    out_ += '{';
    element("_element_id", id);
    out_ += ',';
    element("_start_node_element_id", id.from);
    out_ += ',';
    element("_end_node_element_id", id.to);
    out_ += R"(,"_type":)";
    if (transaction_ != nullptr) {
      append_json_string(out_, transaction_->catalog().name(id.type));
      out_ += ',';
      SKEIN_ASSIGN(const auto all, or_gone(transaction_->properties(id)));
      SKEIN_TRY(properties(all));
    } else {
      out_ += R"("","_properties":{})";
    }
    out_ += '}';
    close();
    return {};
  }

  Result<void> path(const Path& p) {
    open("Path");
    out_ += '[';
    for (std::size_t i = 0; i < p.nodes.size(); ++i) {
      if (i > 0) out_ += ',';
      SKEIN_TRY(node(p.nodes[i]));
      if (i >= p.relationships.size()) continue;
      out_ += ',';
      SKEIN_TRY(relationship(p.relationships[i]));
    }
    out_ += ']';
    close();
    return {};
  }

  std::string& out_;
  const Transaction* transaction_;
  bool typed_;
};

}  // namespace

Result<void> append_json(std::string& out, const Value& value, const Transaction* transaction,
                         JsonForm form) {
  return Writer(out, transaction, form == JsonForm::typed).value(value);
}

}  // namespace skein::graph
