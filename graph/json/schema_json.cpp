#include "graph/json/schema_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "graph/conflicts.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph {

namespace {

using simdjson::dom::object;

constexpr std::pair<RuleKind, std::string_view> constraint_types[] = {{RuleKind::unique, "unique"},
                                                                      {RuleKind::key, "key"},
                                                                      {RuleKind::exists, "exists"},
                                                                      {RuleKind::type, "type"}};

constexpr std::pair<const char*, bool RelationTraits::*> trait_flags[] = {
    {"one_subject", &RelationTraits::one_subject},
    {"one_object", &RelationTraits::one_object},
    {"once", &RelationTraits::once},
    {"per_period", &RelationTraits::per_period},
    {"per_day", &RelationTraits::per_day},
    {"symmetric", &RelationTraits::symmetric}};

Error wrong(std::string message) { return Error{ErrorCode::invalid_argument, std::move(message)}; }

void append_member(std::string& out, std::string_view key, std::string_view text) {
  out += fmt::format(",\"{}\":", key);
  append_json_string(out, text);
}

template <typename Id>
void append_names(std::string& out, std::string_view key, const std::vector<Id>& ids,
                  const CatalogView& catalog, bool sorted) {
  std::vector<std::string_view> names;
  for (const Id id : ids) names.push_back(catalog.name(id));
  if (sorted) std::sort(names.begin(), names.end());
  out += fmt::format(",\"{}\":[", key);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, names[i]);
  }
  out += ']';
}

std::string begun(std::string_view kind, std::string_view name) {
  std::string out = fmt::format("{{\"kind\":\"{}\"", kind);
  append_member(out, "name", name);
  return out;
}

std::string rule_json(const SchemaRule& rule, const CatalogView& catalog) {
  std::string out = begun(rule.is_constraint() ? "constraint" : "index", rule.name);
  for (const auto& [kind, type] : constraint_types) {
    if (rule.kind == kind) append_member(out, "type", type);
  }
  if (rule.type) {
    append_member(out, "relationship_type", catalog.name(*rule.type));
  } else {
    append_member(out, "label", catalog.name(rule.label));
  }
  append_names(out, "properties", rule.keys, catalog, false);
  if (rule.kind == RuleKind::type) append_member(out, "value_type", rule.value_type);
  return out + "}";
}

std::string text_index_json(const TextIndexInfo& index, const CatalogView& catalog) {
  std::string out = begun("text_index", index.name);
  if (index.sentences) return out + ",\"sentences\":true}";
  append_names(out, "labels", index.labels, catalog, true);
  append_names(out, "properties", index.keys, catalog, false);
  return out + "}";
}

Result<std::string_view> member(object o, std::string_view key) {
  std::string_view found;
  if (o.at_key(key).get(found) == simdjson::SUCCESS && !found.empty()) return found;
  return wrong(fmt::format("\"{}\" wants a string that is not empty", key));
}

Result<std::vector<std::string_view>> members(object o, std::string_view key) {
  std::vector<std::string_view> out;
  simdjson::dom::array items;
  if (o.at_key(key).get(items) != simdjson::SUCCESS)
    return wrong(fmt::format("\"{}\" wants an array of strings", key));
  for (const auto item : items) {
    std::string_view one;
    if (item.get(one) != simdjson::SUCCESS || one.empty())
      return wrong(fmt::format("\"{}\" wants strings that are not empty", key));
    out.push_back(one);
  }
  return out;
}

Result<std::vector<KeyId>> keys_of(Transaction& transaction, object o) {
  SKEIN_ASSIGN(const auto names, members(o, "properties"));
  std::vector<KeyId> keys;
  for (const auto name : names) {
    SKEIN_ASSIGN(const auto key, transaction.make_key(name));
    keys.push_back(key);
  }
  return keys;
}

Error taken(std::string_view name) {
  return Error{ErrorCode::constraint,
               fmt::format("there is an index or constraint {} already, and it is another one", name)};
}

// Whether one of that name is there; error when it is not the same.
Result<bool> known(const Transaction& transaction, std::string_view name, const std::string& json) {
  const CatalogView& catalog = transaction.catalog();
  for (const auto& rule : catalog.rules()) {
    if (rule.name == name) return rule_json(rule, catalog) == json ? Result<bool>(true) : taken(name);
  }
  for (const auto& index : catalog.text_indexes()) {
    if (index.name == name) return text_index_json(index, catalog) == json ? Result<bool>(true) : taken(name);
  }
  return false;
}

Result<bool> load_rule(Transaction& transaction, object o, bool constraint) {
  SchemaRule rule;
  SKEIN_ASSIGN(rule.name, member(o, "name"));
  if (constraint) {
    SKEIN_ASSIGN(const auto type, member(o, "type"));
    const auto* const found = std::find_if(std::begin(constraint_types), std::end(constraint_types),
                                           [&](const auto& one) { return one.second == type; });
    if (found == std::end(constraint_types))
      return wrong(fmt::format("\"type\" is \"{}\"; wanted unique, key, exists or type", type.substr(0, 40)));
    rule.kind = found->first;
  }
  if (std::string_view type; o.at_key("relationship_type").get(type) == simdjson::SUCCESS && !type.empty()) {
    SKEIN_ASSIGN(rule.type, transaction.make_type(type));
  } else {
    SKEIN_ASSIGN(const auto label, member(o, "label"));
    SKEIN_ASSIGN(rule.label, transaction.make_label(label));
  }
  SKEIN_ASSIGN(rule.keys, keys_of(transaction, o));
  if (rule.kind == RuleKind::type) {
    SKEIN_ASSIGN(rule.value_type, member(o, "value_type"));
  }
  SKEIN_ASSIGN(const bool there, known(transaction, rule.name, rule_json(rule, transaction.catalog())));
  if (there) return false;
  SKEIN_TRY(transaction.create_rule(std::move(rule)));
  return true;
}

Result<bool> load_text_index(Transaction& transaction, object o) {
  TextIndexInfo index;
  SKEIN_ASSIGN(index.name, member(o, "name"));
  index.sentences = bool(o.at_key("sentences").get(index.sentences) == simdjson::SUCCESS && index.sentences);
  if (!index.sentences) {
    SKEIN_ASSIGN(const auto labels, members(o, "labels"));
    for (const auto name : labels) {
      SKEIN_ASSIGN(const auto label, transaction.make_label(name));
      index.labels.push_back(label);
    }
    SKEIN_ASSIGN(index.keys, keys_of(transaction, o));
  }
  SKEIN_ASSIGN(const bool there,
               known(transaction, index.name, text_index_json(index, transaction.catalog())));
  if (there) return false;
  SKEIN_TRY(transaction.create_text_index(std::move(index)));
  return true;
}

Result<void> load_traits(Transaction& transaction, object o) {
  SKEIN_ASSIGN(const auto name, member(o, "name"));
  RelationTraits traits;
  for (const auto& [key, flag] : trait_flags) {
    bool value = false;
    if (o.at_key(key).get(value) == simdjson::SUCCESS) traits.*flag = value;
  }
  std::string_view inverse;
  if (o.at_key("inverse").get(inverse) == simdjson::SUCCESS) traits.inverse = inverse;
  return put_relation_traits(transaction, name, traits);
}

}  // namespace

std::vector<std::string> rules_json(const Transaction& transaction) {
  const CatalogView& catalog = transaction.catalog();
  std::vector<std::string> out;
  for (const auto& rule : catalog.rules()) out.push_back(rule_json(rule, catalog));
  for (const auto& index : catalog.text_indexes()) out.push_back(text_index_json(index, catalog));
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::vector<std::string>> traits_json(const Transaction& transaction) {
  const CatalogView& catalog = transaction.catalog();
  SKEIN_ASSIGN(const auto all, relation_traits(transaction));
  std::vector<std::string> out;
  for (const auto& [relation, traits] : all) {
    const auto type = catalog.type(relation);
    if (!type || catalog.relationship_count(*type) == 0) continue;
    std::string json = begun("relation_type", relation);
    for (const auto& [key, flag] : trait_flags) {
      if (traits.*flag) json += fmt::format(",\"{}\":true", key);
    }
    if (!traits.inverse.empty()) append_member(json, "inverse", traits.inverse);
    out.push_back(json + "}");
  }
  return out;
}

bool is_schema_kind(std::string_view kind) {
  static constexpr std::string_view kinds[] = {"index", "constraint", "text_index", "relation_type"};
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

Result<bool> load_schema_json(Transaction& transaction, object o) {
  SKEIN_ASSIGN(const auto kind, member(o, "kind"));
  if (kind == "index" || kind == "constraint") return load_rule(transaction, o, kind == "constraint");
  if (kind == "text_index") return load_text_index(transaction, o);
  if (kind != "relation_type")
    return wrong(fmt::format("\"kind\" is \"{}\"; wanted index, constraint, text_index or relation_type",
                             kind.substr(0, 40)));
  SKEIN_TRY(load_traits(transaction, o));
  return false;
}

}  // namespace skein::graph
