// gds.graph.*: the session's named graphs.
#include <chrono>

#include <fmt/format.h>

#include "dsl/procedures/gds/gds.hpp"
#include "dsl/value/errors.hpp"
#include "graph/element_id.hpp"

namespace skein::dsl::procedures::gds {

namespace {

const std::vector<Option> project_options = {
    {"relationshipProperties", "STRING | LIST | MAP", "Properties of relationships that may be weights."},
    {"nodeProperties", "ANY", "Understood; changes nothing: algorithms read no properties of nodes."},
    {"values", "BOOLEAN = false", "Nodes that stand for figures (amounts, shares, dates) as well."},
    {"readConcurrency", "ANY", "Understood; changes nothing."},
    {"validateRelationships", "ANY", "Understood; changes nothing."},
    {"sudo", "ANY", "Understood; changes nothing."},
    {"username", "ANY", "Understood; changes nothing."},
    {"jobId", "ANY", "Understood; changes nothing."},
    {"logProgress", "ANY", "Understood; changes nothing."},
    {"undirectedRelationshipTypes", "LIST<STRING>", "'*' or the types of the projection: walked both ways."},
};

struct Size {
  std::int64_t nodes = 0, relationships = 0;
};

Result<Size> size_of(CallContext& call, const ProjectedGraph& graph) {
  SKEIN_ASSIGN(const auto part, resolve(call, graph.part));
  SKEIN_ASSIGN(const auto kept, part.view(call));
  const graph::CsrView& view = *kept;
  const auto edges = static_cast<std::int64_t>(view.edge_count());
  return Size{static_cast<std::int64_t>(view.vertex_count()),
              graph.part.direction == graph::Direction::both ? 2 * edges : edges};
}

Value names_of(const std::vector<std::string>& names) {
  return names.empty() ? Value("*") : Value(List(names.begin(), names.end()));
}

std::int64_t millis_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
      .count();
}

Result<void> project(CallContext& call, std::span<const Value> arguments, const Procedure::Emit& emit) {
  const auto start = std::chrono::steady_clock::now();
  if (!arguments[0].is<std::string>() || arguments[0].as_string().empty())
    return option_error(fmt::format("a projected graph needs a name, found {}", shown(arguments[0])));
  const std::string& name = arguments[0].as_string();
  if (call.projections.by_name.contains(name))
    return option_error(fmt::format("there is a projected graph '{}' in this session already", name),
                        fmt::format("CALL gds.graph.drop('{}') takes it away", name));
  SKEIN_ASSIGN(const auto options, Options::read(arguments[3], "gds.graph.project", project_options));
  SKEIN_ASSIGN(auto graph, projection(arguments[1], arguments[2], options.value("relationshipProperties")));
  SKEIN_ASSIGN(graph.part.values, options.flag("values", false));
  if (options.has("undirectedRelationshipTypes")) graph.part.direction = graph::Direction::both;
  SKEIN_ASSIGN(const auto size, size_of(call, graph));
  const Value labels = names_of(graph.part.labels), types = names_of(graph.part.types);
  call.projections.by_name.emplace(name, std::move(graph));
  return emit(
      {Value(name), labels, types, Value(size.nodes), Value(size.relationships), Value(millis_since(start))});
}

Result<const ProjectedGraph*> find(CallContext& call, const Value& name, bool may_lack) {
  const auto it = name.is<std::string>() ? call.projections.by_name.find(name.as_string())
                                         : call.projections.by_name.end();
  if (it != call.projections.by_name.end()) return &it->second;
  if (may_lack) return nullptr;
  return option_error(fmt::format("there is no projected graph {} in this session", shown(name)),
                      "CALL gds.graph.list() YIELD graphName lists them");
}

Result<void> list(CallContext& call, std::span<const Value> arguments, const Procedure::Emit& emit) {
  for (const auto& [name, graph] : call.projections.by_name) {
    if (!arguments[0].is_null() && !(arguments[0].is<std::string>() && arguments[0].as_string() == name))
      continue;
    SKEIN_ASSIGN(const auto size, size_of(call, graph));
    SKEIN_TRY(emit({Value(name), names_of(graph.part.labels), names_of(graph.part.types), Value(size.nodes),
                    Value(size.relationships)}));
  }
  return {};
}

Result<void> exists(CallContext& call, std::span<const Value> arguments, const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const auto* graph, find(call, arguments[0], true));
  return emit({arguments[0], Value(graph != nullptr)});
}

Result<void> drop(CallContext& call, std::span<const Value> arguments, const Procedure::Emit& emit) {
  const bool may_lack = arguments[1].is<bool>() && !arguments[1].as_bool();
  SKEIN_ASSIGN(const auto* graph, find(call, arguments[0], may_lack));
  if (graph == nullptr) return {};
  SKEIN_ASSIGN(const auto size, size_of(call, *graph));
  call.projections.by_name.erase(arguments[0].as_string());
  return emit({arguments[0], Value(size.nodes), Value(size.relationships)});
}

Result<const std::map<NodeId, Value>*> property_of(const ProjectedGraph& graph, const Value& graph_name,
                                                   const Value& name) {
  const auto it = name.is<std::string>() ? graph.properties.find(name.as_string()) : graph.properties.end();
  if (it != graph.properties.end()) return &it->second;
  return option_error(fmt::format("the graph {} has no property {}", shown(graph_name), shown(name)),
                      "algorithms give it one with .mutate and mutateProperty");
}

Result<void> stream_property(CallContext& call, std::span<const Value> arguments,
                             const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const auto* graph, find(call, arguments[0], false));
  SKEIN_ASSIGN(const auto* values, property_of(*graph, arguments[0], arguments[1]));
  for (const auto& [node, value] : *values) SKEIN_TRY(emit({Value(graph::integer_id(node)), value}));
  return {};
}

Result<void> write_properties(CallContext& call, std::span<const Value> arguments,
                              const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const auto* graph, find(call, arguments[0], false));
  std::int64_t written = 0;
  const List names = arguments[1].is<ListPtr>() ? arguments[1].as_list() : List{arguments[1]};
  for (const Value& name : names) {
    SKEIN_ASSIGN(const auto* values, property_of(*graph, arguments[0], name));
    SKEIN_ASSIGN(const KeyId key, call.graph.make_key(name.as_string()));
    for (const auto& [node, value] : *values) {
      SKEIN_ASSIGN(const bool there, call.graph.exists(node));
      if (!there) continue;  // deleted since
      SKEIN_TRY(call.graph.set_property(node, key, value));
      ++call.counters.properties_set;
      ++written;
    }
  }
  return emit({arguments[0], arguments[1], Value(written)});
}

using Run = Result<void> (*)(CallContext&, std::span<const Value>, const Procedure::Emit&);

void add(ProcedureRegistry& registry, std::string name, std::vector<Field> inputs, std::vector<Field> outputs,
         std::string description, Run run, std::vector<Option> options = {}, bool writes = false) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.inputs = std::move(inputs);
  procedure.outputs = std::move(outputs);
  procedure.description = std::move(description);
  procedure.options = std::move(options);
  procedure.writes = writes;
  procedure.run = run;
  registry.add(std::move(procedure));
}

Result<Value> as_node(const graph::Transaction& graph, const Value& id) {
  if (id.is_null()) return Value();
  if (!id.is<std::int64_t>())
    return type_error("InvalidArgumentType", "gds.util.asNode() takes the id of a node, found " + shown(id));
  const NodeId node(static_cast<std::uint64_t>(id.as_int()));
  SKEIN_ASSIGN(const bool there, graph.exists(node));
  if (!there)
    return argument_error("InvalidArgumentValue",
                          fmt::format("there is no node with the id {}", id.as_int()));
  return Value(node);
}

void add_functions(ProcedureRegistry& registry) {
  ExternalFunction one;
  one.name = "gds.util.asNode";
  one.min_arguments = one.max_arguments = 1;
  one.signature = "gds.util.asNode(id :: INTEGER?) :: NODE?";
  one.description = "The node with an id, as gds.* procedures give them.";
  one.call = [](const graph::Transaction& graph, std::span<const Value> arguments) {
    return as_node(graph, arguments[0]);
  };
  registry.add(std::move(one));
  ExternalFunction many;
  many.name = "gds.util.asNodes";
  many.min_arguments = many.max_arguments = 1;
  many.signature = "gds.util.asNodes(ids :: LIST<INTEGER>?) :: LIST<NODE>?";
  many.description = "The nodes with these ids, as gds.* procedures give them.";
  many.call = [](const graph::Transaction& graph, std::span<const Value> arguments) -> Result<Value> {
    if (arguments[0].is_null()) return Value();
    if (!arguments[0].is<ListPtr>())
      return type_error("InvalidArgumentType",
                        "gds.util.asNodes() takes a list of ids, found " + shown(arguments[0]));
    List nodes;
    for (const Value& id : arguments[0].as_list()) {
      SKEIN_ASSIGN(Value node, as_node(graph, id));
      nodes.push_back(std::move(node));
    }
    return Value(std::move(nodes));
  };
  registry.add(std::move(many));
}

}  // namespace

void add_graphs(ProcedureRegistry& registry) {
  add(registry, "gds.graph.project",
      {{"graphName", "STRING"},
       {"nodeProjection", "ANY"},
       {"relationshipProjection", "ANY"},
       {"configuration", "MAP?", true}},
      {{"graphName", "STRING"},
       {"nodeProjection", "ANY"},
       {"relationshipProjection", "ANY"},
       {"nodeCount", "INTEGER"},
       {"relationshipCount", "INTEGER"},
       {"projectMillis", "INTEGER"}},
      "Gives a choice of labels and relationship types a name, for this session.", project, project_options);
  add(registry, "gds.graph.list", {{"graphName", "STRING?", true}},
      {{"graphName", "STRING"},
       {"nodeProjection", "ANY"},
       {"relationshipProjection", "ANY"},
       {"nodeCount", "INTEGER"},
       {"relationshipCount", "INTEGER"}},
      "The projected graphs of this session.", list);
  add(registry, "gds.graph.exists", {{"graphName", "STRING"}},
      {{"graphName", "STRING"}, {"exists", "BOOLEAN"}},
      "Whether this session has a projected graph of that name.", exists);
  add(registry, "gds.graph.drop", {{"graphName", "STRING"}, {"failIfMissing", "BOOLEAN?", true}},
      {{"graphName", "STRING"}, {"nodeCount", "INTEGER"}, {"relationshipCount", "INTEGER"}},
      "Forgets a projected graph.", drop);
  add(registry, "gds.graph.nodeProperty.stream", {{"graphName", "STRING"}, {"nodeProperty", "STRING"}},
      {{"nodeId", "INTEGER"}, {"propertyValue", "ANY"}},
      "What an algorithm gave the nodes of a projected graph with .mutate.", stream_property);
  add(registry, "gds.graph.nodeProperties.write", {{"graphName", "STRING"}, {"nodeProperties", "ANY"}},
      {{"graphName", "STRING"}, {"nodeProperties", "ANY"}, {"propertiesWritten", "INTEGER"}},
      "Sets properties of nodes to what algorithms gave a projected graph with .mutate.", write_properties,
      {}, true);
  add_functions(registry);
}

}  // namespace skein::dsl::procedures::gds
