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

// "index_Person_name", "unique_Person_name"
std::string default_name(const ast::CreateRule& rule) {
  static constexpr std::string_view kinds[] = {"index", "unique", "key", "exists", "type"};
  std::string name = fmt::format("{}_{}", kinds[static_cast<std::size_t>(rule.kind)], rule.label);
  for (const std::string& key : rule.keys) name += "_" + key;
  return name;
}

// "(:Person {name, born})", "[:KNOWS {since}]"
std::string about(const graph::SchemaRule& rule, const graph::CatalogView& catalog) {
  std::string keys;
  for (const KeyId key : rule.keys) keys += fmt::format("{}{}", keys.empty() ? "" : ", ", catalog.name(key));
  return rule.type ? fmt::format("[:{} {{{}}}]", catalog.name(*rule.type), keys)
                   : fmt::format("(:{} {{{}}})", catalog.name(rule.label), keys);
}

std::string_view what(const graph::SchemaRule& rule) { return rule.is_constraint() ? "constraint" : "index"; }

std::optional<graph::SchemaRule> find_rule(const graph::CatalogView& catalog, const std::string& name) {
  for (auto& rule : catalog.rules())
    if (rule.name == name) return rule;
  return std::nullopt;
}

// Of the same kind, about the same.
std::optional<graph::SchemaRule> find_rule(const graph::CatalogView& catalog, const ast::CreateRule& wanted) {
  for (auto& rule : catalog.rules()) {
    if (rule.kind != wanted.kind || rule.on_relationships() != wanted.on_relationships) continue;
    if ((rule.type ? catalog.name(*rule.type) : catalog.name(rule.label)) != wanted.label) continue;
    if (std::equal(rule.keys.begin(), rule.keys.end(), wanted.keys.begin(), wanted.keys.end(),
                   [&](KeyId key, const std::string& name) { return catalog.name(key) == name; }))
      return rule;
  }
  return std::nullopt;
}

// False: it is there already, and that is no fault.
Result<bool> make_rule(graph::Transaction& graph, const ast::CreateRule& create) {
  const std::string name = create.name.empty() ? default_name(create) : create.name;
  auto known = find_rule(graph.catalog(), create);
  if (!known) known = find_rule(graph.catalog(), name);
  if (known) {
    if (create.if_not_exists) return false;
    return schema_error(ErrorCode::constraint,
                        fmt::format("the {} {} on {} is there already", what(*known), known->name, about(*known, graph.catalog())),
                        "IF NOT EXISTS passes over it");
  }
  graph::SchemaRule rule;
  rule.name = name;
  rule.kind = create.kind;
  if (create.on_relationships) {
    SKEIN_ASSIGN(rule.type, graph.make_type(create.label));
  } else {
    SKEIN_ASSIGN(rule.label, graph.make_label(create.label));
  }
  for (const std::string& key : create.keys) {
    SKEIN_ASSIGN(const KeyId id, graph.make_key(key));
    rule.keys.push_back(id);
  }
  if (create.type) rule.value_type = create.type->text();
  auto made = graph.create_rule(std::move(rule));
  if (made.ok()) return true;
  Error error = std::move(made).error();
  if (error.code != ErrorCode::constraint && error.code != ErrorCode::invalid_argument) return error;
  error.error_class = "SchemaError";
  error.phase = "runtime";
  error.message = fmt::format("the {} {} cannot be made: {}", create.kind == graph::RuleKind::index ? "index" : "constraint",
                              name, error.message);
  return error;
}

}  // namespace

Result<QueryResult> Session::State::create_rule(const ast::CreateRule& create, RowSink& sink) {
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    SKEIN_ASSIGN(const bool made, make_rule(changing, create));
    (create.kind == graph::RuleKind::index ? result.counters.indexes_added : result.counters.constraints_added) = made;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

Result<QueryResult> Session::State::drop_rule(const ast::DropRule& drop, RowSink& sink) {
  QueryResult result;
  const std::string_view kind = drop.constraint ? "constraint" : "index";
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    const auto texts = changing.catalog().text_indexes();
    if (!drop.constraint && std::any_of(texts.begin(), texts.end(), [&](const auto& index) { return index.name == drop.name; })) {
      if (auto dropped = changing.drop_text_index(drop.name); !dropped.ok()) return dropped;
      result.counters.indexes_removed = 1;
      return {};
    }
    const auto& catalog = changing.catalog();
    const auto known = drop.name.empty() ? find_rule(catalog, drop.rule) : find_rule(catalog, drop.name);
    if (!known && drop.if_exists) return {};
    if (!known)
      return schema_error(ErrorCode::not_found,
                          drop.name.empty() ? fmt::format("there is no such {} on {}", kind, drop.rule.label)
                                            : fmt::format("there is no {} named {}", kind, drop.name),
                          drop.constraint ? "SHOW CONSTRAINTS lists them" : "SHOW INDEXES lists them");
    if (known->is_constraint() != drop.constraint)
      return schema_error(ErrorCode::invalid_argument,
                          fmt::format("{} is {}", known->name, known->is_constraint() ? "a constraint, whose index goes with it" : "an index"),
                          fmt::format("write DROP {} {}", known->is_constraint() ? "CONSTRAINT" : "INDEX", known->name));
    if (auto dropped = changing.drop_rule(known->name); !dropped.ok()) return dropped;
    (drop.constraint ? result.counters.constraints_removed : result.counters.indexes_removed) = 1;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

}  // namespace skein::dsl
