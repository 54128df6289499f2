// What SHOW lists, and older names of the same: show.indexes, db.indexes, dbms.procedures, ...
#include <algorithm>

#include <fmt/format.h>

#include "dsl/functions/registry.hpp"
#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/options.hpp"

namespace skein::dsl::procedures {

namespace {

using Emit = Procedure::Emit;
using Arguments = std::span<const Value>;

// A name as a statement has to write it.
std::string quoted(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), plain) && !(name[0] >= '0' && name[0] <= '9'))
    return std::string(name);
  std::string out = "`";
  for (const char c : name) out += c == '`' ? "``" : std::string(1, c);
  return out + "`";
}

using graph::RuleKind;
using graph::SchemaRule;

std::string create_statement(const graph::CatalogView& catalog, const SchemaRule& rule) {
  std::string keys;
  for (const KeyId key : rule.keys) keys += (keys.empty() ? "n." : ", n.") + quoted(catalog.name(key));
  const std::string about = rule.type ? fmt::format("()-[n:{}]-()", quoted(catalog.name(*rule.type)))
                                      : fmt::format("(n:{})", quoted(catalog.name(rule.label)));
  if (rule.kind == RuleKind::index)
    return fmt::format("CREATE INDEX {} FOR {} ON ({})", quoted(rule.name), about, keys);
  const auto demand = [&]() -> std::string {
    switch (rule.kind) {
      case RuleKind::key: return rule.type ? "RELATIONSHIP KEY" : "NODE KEY";
      case RuleKind::exists: return "NOT NULL";
      case RuleKind::type: return ":: " + rule.value_type;
      default: return "UNIQUE";
    }
  };
  return fmt::format("CREATE CONSTRAINT {} FOR {} REQUIRE ({}) IS {}", quoted(rule.name), about, keys, demand());
}

Value property_names(const graph::CatalogView& catalog, const SchemaRule& rule) {
  List out;
  for (const KeyId key : rule.keys) out.emplace_back(catalog.name(key));
  return Value(std::move(out));
}

Value label_or_type(const graph::CatalogView& catalog, const SchemaRule& rule) {
  return Value(List{Value(rule.type ? catalog.name(*rule.type) : catalog.name(rule.label))});
}

Value entity(const SchemaRule& rule) { return Value(rule.type ? "RELATIONSHIP" : "NODE"); }

std::vector<SchemaRule> rules_by_name(const graph::CatalogView& catalog) {
  auto all = catalog.rules();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

Result<void> show_text_indexes(CallContext& call, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  auto all = catalog.text_indexes();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const auto& index : all) {
    List labels, keys;
    std::string of, each;
    for (const LabelId label : index.labels) {
      labels.emplace_back(catalog.name(label));
      of += (of.empty() ? "" : "|") + quoted(catalog.name(label));
    }
    for (const KeyId key : index.keys) {
      keys.emplace_back(catalog.name(key));
      each += (each.empty() ? "n." : ", n.") + quoted(catalog.name(key));
    }
    // What no statement makes: those of skein.search.
    const bool plain = !index.labels.empty() && !index.sentences;
    const Value create = plain ? Value(fmt::format("CREATE FULLTEXT INDEX {} FOR (n:{}) ON EACH [{}]",
                                                   quoted(index.name), of, each))
                               : Value();
    SKEIN_TRY(emit({Value(static_cast<std::int64_t>(index.id.value)), Value(index.name), Value("ONLINE"),
                    Value(100.0), Value("FULLTEXT"), Value(index.sentences ? "EVIDENCE" : "NODE"),
                    Value(std::move(labels)), Value(std::move(keys)), Value("skein"), Value(), create}));
  }
  return {};
}

Result<void> show_indexes(CallContext& call, Arguments arguments, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  for (const auto& rule : rules_by_name(catalog)) {
    if (!rule.has_entries()) continue;
    const std::string type = "RANGE";
    if (!arguments[0].is_null() && !(arguments[0].is<std::string>() && arguments[0].as_string() == type))
      continue;
    SKEIN_TRY(emit({Value(static_cast<std::int64_t>(rule.id.value)), Value(rule.name), Value("ONLINE"),
                    Value(100.0), Value(type), entity(rule), label_or_type(catalog, rule),
                    property_names(catalog, rule), Value("skein"),
                    rule.is_constraint() ? Value(rule.name) : Value(), Value(create_statement(catalog, rule))}));
  }
  if (arguments[0].is_null() || (arguments[0].is<std::string>() && arguments[0].as_string() == "FULLTEXT"))
    return show_text_indexes(call, emit);
  return {};
}

// Is the rule of the kind that words such as "UNIQUE", "NODE KEY" or "PROPERTY EXISTENCE" name?
bool is_kind(const SchemaRule& rule, std::string_view words) {
  const auto says = [&](std::string_view word) { return words.find(word) != std::string_view::npos; };
  if (says("NODE") && rule.on_relationships()) return false;
  if (says("REL") && !rule.on_relationships()) return false;
  if (says("UNIQUE")) return rule.kind == RuleKind::unique;
  if (says("KEY")) return rule.kind == RuleKind::key;
  if (says("EXIST")) return rule.kind == RuleKind::exists;
  return !says("TYPE") || rule.kind == RuleKind::type;
}

Result<void> show_constraints(CallContext& call, Arguments arguments, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  for (const auto& rule : rules_by_name(catalog)) {
    if (!rule.is_constraint()) continue;
    if (arguments[0].is<std::string>() && !is_kind(rule, arguments[0].as_string())) continue;
    SKEIN_TRY(emit({Value(static_cast<std::int64_t>(rule.id.value)), Value(rule.name),
                    Value(graph::type_name(rule)), entity(rule), label_or_type(catalog, rule),
                    property_names(catalog, rule), rule.has_entries() ? Value(rule.name) : Value(),
                    rule.kind == RuleKind::type ? Value(rule.value_type) : Value(),
                    Value(create_statement(catalog, rule))}));
  }
  return {};
}

// {name, type, description} of each field, as maps.
Value fields(const std::vector<Field>& all) {
  List out;
  for (const Field& field : all) {
    Map one;
    one["name"] = field.name;
    one["type"] = field.type;
    if (field.optional) one["default"] = "null";
    out.emplace_back(std::move(one));
  }
  return Value(std::move(out));
}

Value options(const std::vector<Option>& all) {
  List out;
  for (const Option& option : all) {
    Map one;
    one["name"] = option.name;
    one["type"] = option.type;
    one["description"] = option.description;
    out.emplace_back(std::move(one));
  }
  return Value(std::move(out));
}

Result<void> show_procedures(CallContext& call, Arguments, const Emit& emit) {
  for (const Procedure* one : call.registry.procedures()) {
    if (one->name.starts_with("show.")) continue;  // what SHOW is written as
    const bool writes = one->writes || !one->writes_with.empty();
    SKEIN_TRY(emit({Value(one->name), Value(one->signature()), Value(one->description),
                    Value(writes ? "WRITE" : "READ"), Value(false), fields(one->inputs),
                    options(one->options), fields(one->outputs)}));
  }
  return {};
}

Result<void> show_functions(CallContext& call, Arguments, const Emit& emit) {
  struct Row {
    std::string name, category, signature, description;
    bool aggregating = false, built_in = true;
  };
  std::vector<Row> rows;
  for (const FunctionInfo* one : all_functions())
    rows.push_back({std::string(one->name), std::string(one->category), std::string(one->signature),
                    std::string(one->description), one->is_aggregate, true});
  for (const ExternalFunction* one : call.registry.functions())
    rows.push_back({one->name, "Procedure", one->signature, one->description, false, false});
  const auto lower = [](std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  };
  std::sort(rows.begin(), rows.end(),
            [&](const Row& a, const Row& b) { return lower(a.name) < lower(b.name); });
  for (Row& row : rows)
    SKEIN_TRY(
        emit({Value(std::move(row.name)), Value(std::move(row.category)), Value(std::move(row.signature)),
              Value(std::move(row.description)), Value(row.built_in), Value(row.aggregating)}));
  return {};
}

Result<void> await_indexes(CallContext&, Arguments, const Emit&) { return {}; }

using Run = Result<void> (*)(CallContext&, Arguments, const Emit&);

void add(ProcedureRegistry& registry, std::vector<std::string> names, std::vector<Field> inputs,
         std::vector<Field> outputs, std::string description, Run run) {
  for (std::string& name : names) {
    Procedure procedure;
    procedure.name = std::move(name);
    procedure.inputs = inputs;
    procedure.outputs = outputs;
    procedure.description = description;
    procedure.run = run;
    registry.add(std::move(procedure));
  }
}

}  // namespace

void add_listings(ProcedureRegistry& registry) {
  add(registry, {"show.indexes", "db.indexes"}, {{"type", "STRING?", true}},
      {{"id", "INTEGER"},
       {"name", "STRING"},
       {"state", "STRING"},
       {"populationPercent", "FLOAT"},
       {"type", "STRING"},
       {"entityType", "STRING"},
       {"labelsOrTypes", "LIST<STRING>"},
       {"properties", "LIST<STRING>"},
       {"indexProvider", "STRING"},
       {"owningConstraint", "STRING?"},
       {"createStatement", "STRING"}},
      "The indexes, as SHOW INDEXES gives them.", show_indexes);
  add(registry, {"show.constraints", "db.constraints"}, {{"type", "STRING?", true}},
      {{"id", "INTEGER"},
       {"name", "STRING"},
       {"type", "STRING"},
       {"entityType", "STRING"},
       {"labelsOrTypes", "LIST<STRING>"},
       {"properties", "LIST<STRING>"},
       {"ownedIndex", "STRING?"},
       {"propertyType", "STRING?"},
       {"createStatement", "STRING"}},
      "The constraints, as SHOW CONSTRAINTS gives them.", show_constraints);
  add(registry, {"show.procedures", "dbms.procedures"}, {},
      {{"name", "STRING"},
       {"signature", "STRING"},
       {"description", "STRING"},
       {"mode", "STRING"},
       {"worksOnSystem", "BOOLEAN"},
       {"argumentDescription", "LIST<MAP>"},
       {"options", "LIST<MAP>"},
       {"returnDescription", "LIST<MAP>"}},
      "The procedures, as SHOW PROCEDURES gives them.", show_procedures);
  add(registry, {"show.functions", "dbms.functions"}, {},
      {{"name", "STRING"},
       {"category", "STRING"},
       {"signature", "STRING"},
       {"description", "STRING"},
       {"isBuiltIn", "BOOLEAN"},
       {"aggregating", "BOOLEAN"}},
      "The functions, as SHOW FUNCTIONS gives them.", show_functions);
  add(registry, {"db.awaitIndexes"}, {{"timeOutSeconds", "INTEGER?", true}}, {},
      "Waits for indexes; here they are ready as soon as they are made.", await_indexes);
  add(registry, {"db.awaitIndex"}, {{"indexName", "STRING"}, {"timeOutSeconds", "INTEGER?", true}}, {},
      "Waits for an index; here it is ready as soon as it is made.", await_indexes);
}

}  // namespace skein::dsl::procedures
