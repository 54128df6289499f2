// Nodes, relationships and paths: labels, type, properties, keys, id, elementId, startNode, endNode, nodes, ...
#include "dsl/functions/support.hpp"
#include "graph/element_id.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

// What was deleted in this statement or is not there any more.
Error gone(const Error& error, const Value& entity) {
  if (error.code != ErrorCode::not_found) return error;
  return not_found_error(fmt::format("{} has been deleted", shown(entity)));
}

Result<Value> labels(Arguments arguments, FunctionContext& context) {
  const Value& v = arguments[0];
  if (!v.is<NodeId>()) return wrong_type("labels", "a node", v);
  const auto ids = context.transaction->labels(v.as<NodeId>());
  if (!ids.ok()) return gone(ids.error(), v);
  List out;
  out.reserve(ids->size());
  for (const LabelId id : *ids) out.emplace_back(context.transaction->catalog().name(id));
  return Value(std::move(out));
}

Result<Value> type(Arguments arguments, FunctionContext& context) {
  const Value& v = arguments[0];
  if (!v.is<RelationshipId>()) return wrong_type("type", "a relationship", v);
  return Value(context.transaction->catalog().name(v.as<RelationshipId>().type));
}

Result<graph::Properties> properties_of(const Value& v, const graph::Transaction& transaction) {
  auto found = v.is<NodeId>() ? transaction.properties(v.as<NodeId>()) : transaction.properties(v.as<RelationshipId>());
  if (!found.ok()) return gone(found.error(), v);
  return found;
}

bool is_entity(const Value& v) { return v.is<NodeId>() || v.is<RelationshipId>(); }

Result<Value> properties(Arguments arguments, FunctionContext& context) {
  const Value& v = arguments[0];
  if (v.is<MapPtr>()) return v;
  if (!is_entity(v)) return wrong_type("properties", "a node, a relationship or a map", v);
  SKEIN_ASSIGN(const graph::Properties found, properties_of(v, *context.transaction));
  Map out;
  for (const auto& [key, value] : found) out.emplace(context.transaction->catalog().name(key), value);
  return Value(std::move(out));
}

Result<Value> keys(Arguments arguments, FunctionContext& context) {
  const Value& v = arguments[0];
  std::vector<std::string_view> names;
  if (v.is<MapPtr>()) {
    for (const auto& entry : v.as_map()) names.push_back(entry.first);
  } else if (is_entity(v)) {
    SKEIN_ASSIGN(const graph::Properties found, properties_of(v, *context.transaction));
    for (const auto& entry : found) names.push_back(context.transaction->catalog().name(entry.first));
    std::sort(names.begin(), names.end());
  } else {
    return wrong_type("keys", "a node, a relationship or a map", v);
  }
  return Value(List(names.begin(), names.end()));
}

Result<Value> id(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (const auto* node = v.get_if<NodeId>()) return Value(graph::integer_id(*node));
  if (const auto* relationship = v.get_if<RelationshipId>()) return Value(graph::integer_id(*relationship));
  return wrong_type("id", "a node or a relationship", v);
}

Result<Value> element_id(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (const auto* node = v.get_if<NodeId>()) return Value(graph::element_id(*node));
  if (const auto* relationship = v.get_if<RelationshipId>()) return Value(graph::element_id(*relationship));
  return wrong_type("elementId", "a node or a relationship", v);
}

Result<Value> start_node(Arguments arguments, FunctionContext&) {
  const auto* r = arguments[0].get_if<RelationshipId>();
  return r ? Result<Value>(Value(r->from)) : wrong_type("startNode", "a relationship", arguments[0]);
}

Result<Value> end_node(Arguments arguments, FunctionContext&) {
  const auto* r = arguments[0].get_if<RelationshipId>();
  return r ? Result<Value>(Value(r->to)) : wrong_type("endNode", "a relationship", arguments[0]);
}

Result<Value> path_nodes(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<PathPtr>()) return wrong_type("nodes", "a path", arguments[0]);
  const auto& nodes_of_path = arguments[0].as_path().nodes;
  return Value(List(nodes_of_path.begin(), nodes_of_path.end()));
}

Result<Value> path_relationships(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<PathPtr>()) return wrong_type("relationships", "a path", arguments[0]);
  const auto& all = arguments[0].as_path().relationships;
  return Value(List(all.begin(), all.end()));
}

Result<Value> length(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<PathPtr>()) return wrong_type("length", "a path", arguments[0]);
  return Value(static_cast<std::int64_t>(arguments[0].as_path().relationships.size()));
}

constexpr FunctionInfo functions[] = {
    {.name = "labels", .min_args = 1, .max_args = 1, .first_argument = nodes, .result = lists, .category = "Graph",
     .signature = "labels(node :: NODE?) :: LIST<STRING>?", .description = "The labels of a node.",
     .call = unless_null<labels>},
    {.name = "type", .min_args = 1, .max_args = 1, .first_argument = relationships, .result = strings,
     .category = "Graph", .signature = "type(relationship :: RELATIONSHIP?) :: STRING?",
     .description = "The type of a relationship.", .call = unless_null<type>},
    {.name = "properties", .min_args = 1, .max_args = 1, .first_argument = entities | maps, .result = maps,
     .category = "Graph", .signature = "properties(of :: NODE? | RELATIONSHIP? | MAP?) :: MAP?",
     .description = "All properties as a map.", .call = unless_null<properties>},
    {.name = "keys", .min_args = 1, .max_args = 1, .first_argument = entities | maps, .result = lists,
     .category = "Graph", .signature = "keys(of :: NODE? | RELATIONSHIP? | MAP?) :: LIST<STRING>?",
     .description = "The names of all properties, sorted.", .call = unless_null<keys>},
    {.name = "id", .min_args = 1, .max_args = 1, .first_argument = entities, .result = integers, .category = "Graph",
     .signature = "id(of :: NODE? | RELATIONSHIP?) :: INTEGER?",
     .description = "A number for a node or a relationship within this store.", .call = unless_null<id>},
    {.name = "elementId", .min_args = 1, .max_args = 1, .first_argument = entities, .result = strings,
     .category = "Graph", .signature = "elementId(of :: NODE? | RELATIONSHIP?) :: STRING?",
     .description = "The identity of a node or a relationship within this store.", .call = unless_null<element_id>},
    {.name = "startNode", .min_args = 1, .max_args = 1, .first_argument = relationships, .result = nodes,
     .category = "Graph", .signature = "startNode(relationship :: RELATIONSHIP?) :: NODE?",
     .description = "The node that a relationship starts from.", .call = unless_null<start_node>},
    {.name = "endNode", .min_args = 1, .max_args = 1, .first_argument = relationships, .result = nodes,
     .category = "Graph", .signature = "endNode(relationship :: RELATIONSHIP?) :: NODE?",
     .description = "The node that a relationship leads to.", .call = unless_null<end_node>},
    {.name = "nodes", .min_args = 1, .max_args = 1, .first_argument = paths, .result = lists, .category = "Path",
     .signature = "nodes(path :: PATH?) :: LIST<NODE>?", .description = "The nodes of a path in walking order.",
     .call = unless_null<path_nodes>},
    {.name = "relationships", .min_args = 1, .max_args = 1, .first_argument = paths, .result = lists,
     .category = "Path", .signature = "relationships(path :: PATH?) :: LIST<RELATIONSHIP>?",
     .description = "The relationships of a path in walking order.", .call = unless_null<path_relationships>},
    {.name = "rels", .min_args = 1, .max_args = 1, .first_argument = paths, .result = lists, .category = "Path",
     .signature = "rels(path :: PATH?) :: LIST<RELATIONSHIP>?", .description = "An older name of relationships().",
     .call = unless_null<path_relationships>},
    {.name = "length", .min_args = 1, .max_args = 1, .first_argument = paths, .result = integers, .category = "Path",
     .signature = "length(path :: PATH?) :: INTEGER?", .description = "The number of relationships of a path.",
     .call = unless_null<length>},
};

}  // namespace

std::span<const FunctionInfo> graph_functions() { return functions; }

}  // namespace skein::dsl
