// Indexes and constraints.
#include <algorithm>

#include <fmt/format.h>

#include "dsl/session/session.hpp"

namespace skein::dsl {

namespace {

Error schema_error(ErrorCode code, std::string message, std::string hint = {}) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  error.error_class = "SchemaError";
  error.phase = "runtime";
  error.hint = std::move(hint);
  return error;
}

std::string default_name(std::string_view kind, const std::string& label, const std::vector<std::string>& keys) {
  std::string name = fmt::format("{}_{}", kind, label);
  for (const std::string& key : keys) name += "_" + key;
  return name;
}

std::optional<graph::IndexInfo> find_index(const graph::CatalogView& catalog, const std::string& name) {
  for (const auto& info : catalog.indexes())
    if (info.name == name) return info;
  return std::nullopt;
}

std::optional<graph::IndexInfo> find_index(const graph::CatalogView& catalog, const std::string& label,
                                           const std::vector<std::string>& keys) {
  for (const auto& info : catalog.indexes()) {
    if (catalog.name(info.label) != label || info.keys.size() != keys.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < keys.size(); ++i) same = same && catalog.name(info.keys[i]) == keys[i];
    if (same) return info;
  }
  return std::nullopt;
}

Result<bool> make_index(graph::Transaction& graph, std::string name, const std::string& label,
                        const std::vector<std::string>& keys, bool unique, bool if_not_exists) {
  if (name.empty()) name = default_name(unique ? "unique" : "index", label, keys);
  if (const auto known = find_index(graph.catalog(), name)) {
    if (if_not_exists) return false;
    return schema_error(ErrorCode::constraint, fmt::format("there is an index named {} already", name),
                        "IF NOT EXISTS passes over it");
  }
  if (const auto known = find_index(graph.catalog(), label, keys); known && known->unique == unique) {
    if (if_not_exists) return false;
    return schema_error(ErrorCode::constraint,
                        fmt::format("the index {} covers :{}({}) already", known->name, label, keys.front()),
                        "IF NOT EXISTS passes over it");
  }
  SKEIN_ASSIGN(const LabelId id, graph.make_label(label));
  std::vector<KeyId> key_ids;
  for (const std::string& key : keys) {
    SKEIN_ASSIGN(const KeyId key_id, graph.make_key(key));
    key_ids.push_back(key_id);
  }
  SKEIN_TRY(graph.create_index(name, id, key_ids, unique));
  return true;
}

}  // namespace

Result<QueryResult> Session::State::create_index(const ast::CreateIndex& create, RowSink& sink) {
  if (create.on_relationships)
    return schema_error(ErrorCode::unsupported, "indexes on relationships are not supported",
                        "index a property of the nodes at their ends");
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    SKEIN_ASSIGN(const bool made, make_index(changing, create.name, create.label, create.keys, false, create.if_not_exists));
    result.counters.indexes_added = made;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

Result<QueryResult> Session::State::drop_index(const ast::DropIndex& drop, RowSink& sink) {
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    const auto texts = changing.catalog().text_indexes();
    if (std::any_of(texts.begin(), texts.end(), [&](const auto& index) { return index.name == drop.name; })) {
      if (auto dropped = changing.drop_text_index(drop.name); !dropped.ok()) return dropped;
      result.counters.indexes_removed = 1;
      return {};
    }
    const auto known = drop.name.empty() ? find_index(changing.catalog(), drop.label, drop.keys)
                                         : find_index(changing.catalog(), drop.name);
    if (!known && drop.if_exists) return {};
    if (!known)
      return schema_error(ErrorCode::not_found,
                          drop.name.empty() ? fmt::format("there is no index on :{}", drop.label)
                                            : fmt::format("there is no index named {}", drop.name),
                          "SHOW INDEXES lists them");
    if (auto dropped = changing.drop_index(known->name); !dropped.ok()) return dropped;
    result.counters.indexes_removed = 1;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

Result<QueryResult> Session::State::create_constraint(const ast::CreateConstraint& create, RowSink& sink) {
  if (create.kind != ast::ConstraintKind::unique || create.on_relationships)
    return schema_error(ErrorCode::unsupported, "only constraints of the form `REQUIRE n.key IS UNIQUE` on nodes are supported");
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    SKEIN_ASSIGN(const bool made, make_index(changing, create.name, create.label, create.keys, true, create.if_not_exists));
    result.counters.indexes_added = made;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

Result<QueryResult> Session::State::drop_constraint(const ast::DropConstraint& drop, RowSink& sink) {
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    const auto known = find_index(changing.catalog(), drop.name);
    if (!known || !known->unique) {
      if (drop.if_exists) return {};
      return schema_error(ErrorCode::not_found, fmt::format("there is no constraint named {}", drop.name),
                          "SHOW CONSTRAINTS lists them");
    }
    if (auto dropped = changing.drop_index(known->name); !dropped.ok()) return dropped;
    result.counters.indexes_removed = 1;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

}  // namespace skein::dsl
