// What kinds of nodes and relationships there are, with which properties: db.schema.*; and what answers:
// dbms.components().
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "dsl/procedures/builtin.hpp"

namespace skein::dsl::procedures {

namespace {

using Emit = Procedure::Emit;
using Arguments = std::span<const Value>;

// Which labels nodes have, as numbers of sets of labels: 0 is no label at all.
class LabelSets {
 public:
  static Result<LabelSets> of(CallContext& call) {
    LabelSets out;
    std::map<std::pair<std::size_t, LabelId>, std::size_t> with;  // set, one label more -> set
    std::vector<NodeId> batch;
    auto labels = call.graph.catalog().labels();
    std::sort(labels.begin(), labels.end());
    for (const LabelId label : labels) {
      SKEIN_ASSIGN(const auto scan, call.graph.scan_label(label));
      for (;;) {
        SKEIN_TRY(call.query.check());
        SKEIN_TRY(scan->next(batch, 4096));
        if (batch.empty()) break;
        for (const NodeId node : batch) {
          auto& number = out.number_[node];
          const auto [it, fresh] = with.try_emplace({number, label}, out.sets_.size());
          if (fresh) {
            auto set = out.sets_[number];
            set.push_back(label);
            out.sets_.push_back(std::move(set));
          }
          number = it->second;
        }
      }
    }
    return out;
  }
  [[nodiscard]] std::size_t number(NodeId node) const {
    const auto it = number_.find(node);
    return it == number_.end() ? 0 : it->second;
  }
  [[nodiscard]] const std::vector<LabelId>& set(std::size_t number) const { return sets_[number]; }

 private:
  std::vector<std::vector<LabelId>> sets_{{}};
  std::unordered_map<NodeId, std::size_t> number_;
};

std::vector<std::string> names(const graph::CatalogView& catalog, const std::vector<LabelId>& labels) {
  std::vector<std::string> out;
  for (const LabelId label : labels) out.emplace_back(catalog.name(label));
  std::sort(out.begin(), out.end());
  return out;
}

Value list(const std::vector<std::string>& all) { return Value(List(all.begin(), all.end())); }

// --- db.schema.visualization()

Result<void> visualization(CallContext& call, Arguments, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  SKEIN_ASSIGN(const auto sets, LabelSets::of(call));
  struct Line {
    std::string type, from, to;
    auto operator<=>(const Line&) const = default;
  };
  std::map<Line, std::int64_t> lines;
  for (const TypeId type : catalog.types()) {
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> counts;
    Result<void> stopped;
    std::uint64_t seen = 0;
    SKEIN_TRY(call.graph.scan_relationships(type, [&](const RelationshipId& r) {
      ++counts[{sets.number(r.from), sets.number(r.to)}];
      if (++seen % 65536 == 0) stopped = call.query.check();
      return stopped.ok();
    }));
    SKEIN_TRY(std::move(stopped));
    const auto ends = [&](std::size_t set) {
      auto found = names(catalog, sets.set(set));
      if (found.empty()) found.emplace_back();
      return found;
    };
    for (const auto& [pair, count] : counts)
      for (const auto& from : ends(pair.first))
        for (const auto& to : ends(pair.second)) lines[{std::string(catalog.name(type)), from, to}] += count;
  }
  std::map<std::string, std::int64_t> labels;
  for (const LabelId label : catalog.labels())
    if (const auto count = catalog.node_count(label); count > 0)
      labels[std::string(catalog.name(label))] = static_cast<std::int64_t>(count);
  List nodes, relationships;
  for (const auto& [name, count] : labels)
    nodes.emplace_back(Map{{"name", Value(name)}, {"count", Value(count)}});
  const auto end = [](const std::string& name) { return name.empty() ? Value() : Value(name); };
  for (const auto& [line, count] : lines)
    relationships.emplace_back(Map{
        {"type", Value(line.type)}, {"from", end(line.from)}, {"to", end(line.to)}, {"count", Value(count)}});
  return emit({Value(std::move(nodes)), Value(std::move(relationships))});
}

// --- db.schema.nodeTypeProperties(), db.schema.relTypeProperties()

// How often each property is there, and with which kinds of values.
struct Seen {
  struct Property {
    std::int64_t count = 0;
    std::set<std::string> kinds;
  };
  std::int64_t count = 0;
  std::map<std::string, Property> properties;

  void add(const graph::CatalogView& catalog, const graph::Properties& found) {
    ++count;
    for (const auto& [key, value] : found) {
      auto& property = properties[std::string(catalog.name(key))];
      ++property.count;
      property.kinds.emplace(kind_name(value.kind()));
    }
  }
};

Result<void> give(const Seen& seen, const std::vector<Value>& of, const Emit& emit) {
  const auto row = [&](Value name, Value kinds, bool mandatory) {
    std::vector<Value> values = of;
    values.push_back(std::move(name));
    values.push_back(std::move(kinds));
    values.emplace_back(mandatory);
    return emit(std::move(values));
  };
  if (seen.properties.empty()) return row(Value(), Value(), false);
  for (const auto& [name, property] : seen.properties)
    SKEIN_TRY(
        row(Value(name), list({property.kinds.begin(), property.kinds.end()}), property.count == seen.count));
  return {};
}

Result<void> node_type_properties(CallContext& call, Arguments, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  SKEIN_ASSIGN(const auto sets, LabelSets::of(call));
  std::map<std::vector<std::string>, Seen> kinds;
  std::unordered_map<std::size_t, Seen*> by_set;
  SKEIN_ASSIGN(const auto scan, call.graph.scan_nodes());
  std::vector<NodeId> batch;
  for (;;) {
    SKEIN_TRY(call.query.check());
    SKEIN_TRY(scan->next(batch, 1024));
    if (batch.empty()) break;
    for (const NodeId node : batch) {
      Seen*& seen = by_set[sets.number(node)];
      if (seen == nullptr) seen = &kinds[names(catalog, sets.set(sets.number(node)))];
      SKEIN_ASSIGN(const auto found, call.graph.properties(node));
      seen->add(catalog, found);
    }
  }
  for (const auto& [labels, seen] : kinds) {
    std::string type;
    for (const auto& label : labels) type += ":`" + label + "`";
    SKEIN_TRY(give(seen, {Value(type), list(labels)}, emit));
  }
  return {};
}

Result<void> relationship_type_properties(CallContext& call, Arguments, const Emit& emit) {
  const auto& catalog = call.graph.catalog();
  std::map<std::string, Seen> kinds;
  for (const TypeId type : catalog.types()) {
    if (catalog.relationship_count(type) == 0) continue;
    Seen& seen = kinds[std::string(catalog.name(type))];
    Result<void> stopped;
    SKEIN_TRY(call.graph.scan_relationships(type, [&](const RelationshipId& r) {
      const auto found = call.graph.properties(r);
      if (!found.ok()) {
        stopped = found.error();
        return false;
      }
      seen.add(catalog, *found);
      if (seen.count % 4096 == 0) stopped = call.query.check();
      return stopped.ok();
    }));
    SKEIN_TRY(std::move(stopped));
  }
  for (const auto& [type, seen] : kinds) SKEIN_TRY(give(seen, {Value(":`" + type + "`")}, emit));
  return {};
}

// --- dbms.components(), db.ping()

Result<void> components(CallContext&, Arguments, const Emit& emit) {
  return emit({Value("skein"), Value(List{Value(SKEIN_VERSION)}), Value("embedded")});
}

Result<void> ping(CallContext&, Arguments, const Emit& emit) { return emit({Value(true)}); }

using Run = Result<void> (*)(CallContext&, Arguments, const Emit&);

void add(ProcedureRegistry& registry, std::string name, std::vector<Field> outputs, std::string description,
         Run run) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.outputs = std::move(outputs);
  procedure.description = std::move(description);
  procedure.run = run;
  registry.add(std::move(procedure));
}

}  // namespace

void add_schema(ProcedureRegistry& registry) {
  add(registry, "db.schema.visualization", {{"nodes", "LIST<MAP>"}, {"relationships", "LIST<MAP>"}},
      "Which labels there are and which types of relationships run between them, with counts. O(nodes + "
      "relationships).",
      visualization);
  add(registry, "db.schema.nodeTypeProperties",
      {{"nodeType", "STRING"},
       {"nodeLabels", "LIST<STRING>"},
       {"propertyName", "STRING?"},
       {"propertyTypes", "LIST<STRING>?"},
       {"mandatory", "BOOLEAN"}},
      "The properties of nodes by their labels, with the kinds of their values, and whether all have them. "
      "O(nodes).",
      node_type_properties);
  add(registry, "db.schema.relTypeProperties",
      {{"relType", "STRING"},
       {"propertyName", "STRING?"},
       {"propertyTypes", "LIST<STRING>?"},
       {"mandatory", "BOOLEAN"}},
      "The properties of relationships by their type, with the kinds of their values, and whether all have "
      "them. O(relationships).",
      relationship_type_properties);
  add(registry, "dbms.components", {{"name", "STRING"}, {"versions", "LIST<STRING>"}, {"edition", "STRING"}},
      "What answers, and its version.", components);
  add(registry, "db.ping", {{"success", "BOOLEAN"}}, "Whether the database answers.", ping);
}

}  // namespace skein::dsl::procedures
