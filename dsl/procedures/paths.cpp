// algo.shortest_path and algo.shortest_paths: cheapest paths by the number of relationships or by a weight.
#include <limits>

#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/graph_part.hpp"
#include "dsl/procedures/paths.hpp"

namespace skein::dsl::procedures {

graph::PathRules path_rules(const GraphPart& part) {
  graph::PathRules rules;
  rules.labels = part.filter.labels;
  rules.types = part.filter.types;
  rules.without = part.filter.without;
  rules.direction = part.direction;
  rules.weight = part.weight;
  rules.default_weight = part.default_weight;
  return rules;
}

Result<NodeId> wanted_node(const Options& options, std::string_view key) {
  SKEIN_ASSIGN(const auto node, options.node(key));
  if (node) return *node;
  return option_error("option " + std::string(key) +
                      " is missing: it takes the node at this end of the path");
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Value costs_of(const graph::CostedPath& path) { return Value(List(path.costs.begin(), path.costs.end())); }

Result<GraphPart> walked_part(CallContext& call, const Options& options) {
  SKEIN_ASSIGN(auto names, part_names(options, graph::Direction::both));
  SKEIN_ASSIGN(auto part, resolve(call, names));
  return part;
}

Result<void> shortest_path(CallContext& call, const Options& options, const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const NodeId source, wanted_node(options, "source"));
  SKEIN_ASSIGN(const NodeId target, wanted_node(options, "target"));
  SKEIN_ASSIGN(const auto k, options.integer("k", 1, 1, 100'000));
  SKEIN_ASSIGN(const auto part, walked_part(call, options));
  if (part.empty) return {};
  auto paths = graph::cheapest_paths(call.graph, source, target, static_cast<std::size_t>(k),
                                     path_rules(part), &call.query);
  if (!paths.ok()) return as_option_error(std::move(paths).error());
  std::int64_t index = 0;
  for (auto& path : *paths) {
    const Value costs = costs_of(path);
    const double cost = path.costs.back();
    SKEIN_TRY(emit({Value(index++), Value(cost), Value(std::move(path.path)), costs}));
  }
  return {};
}

Result<void> shortest_paths(CallContext& call, const Options& options, const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const NodeId source, wanted_node(options, "source"));
  SKEIN_ASSIGN(const double most, options.number("most_cost", infinity, 0, infinity));
  SKEIN_ASSIGN(const auto part, walked_part(call, options));
  if (part.empty) return {};
  auto paths = graph::cheapest_paths_from(call.graph, source, most, path_rules(part), &call.query);
  if (!paths.ok()) return as_option_error(std::move(paths).error());
  for (auto& path : *paths) {
    const Value costs = costs_of(path);
    const Value target(path.path.nodes.back());
    const double cost = path.costs.back();
    SKEIN_TRY(emit({target, Value(cost), Value(std::move(path.path)), costs}));
  }
  return {};
}

using Run = Result<void> (*)(CallContext&, const Options&, const Procedure::Emit&);

void add(ProcedureRegistry& registry, Procedure procedure, std::vector<Option> own, Run run) {
  procedure.inputs = {{"options", "MAP"}};
  procedure.options = std::move(own);
  for (auto& option : part_options(true, true)) procedure.options.push_back(std::move(option));
  procedure.run = [run, name = procedure.name, options = procedure.options](
                      CallContext& call, std::span<const Value> arguments,
                      const Procedure::Emit& emit) -> Result<void> {
    SKEIN_ASSIGN(const auto given, Options::read(arguments[0], name, options));
    return run(call, given, emit);
  };
  registry.add(std::move(procedure));
}

}  // namespace

void add_paths(ProcedureRegistry& registry) {
  Procedure one;
  one.name = "algo.shortest_path";
  one.outputs = {{"index", "INTEGER"}, {"cost", "FLOAT"}, {"path", "PATH"}, {"costs", "LIST<FLOAT>"}};
  one.description =
      "The k shortest or cheapest paths from one node to another. Dijkstra, O(relationships * log nodes) of "
      "what is "
      "reached; Yen for more than one, k * length as much.";
  add(registry, std::move(one),
      {{"source", "NODE", "Where the path begins."},
       {"target", "NODE", "Where it ends."},
       {"k", "INTEGER = 1", "So many paths, the cheapest first, none with a node twice."}},
      shortest_path);
  Procedure all;
  all.name = "algo.shortest_paths";
  all.outputs = {{"target", "NODE"}, {"cost", "FLOAT"}, {"path", "PATH"}, {"costs", "LIST<FLOAT>"}};
  all.description =
      "The shortest or cheapest path from one node to every node it reaches, the nearest first. Dijkstra, "
      "O(relationships * log nodes).";
  add(registry, std::move(all),
      {{"source", "NODE", "Where the paths begin."},
       {"most_cost", "FLOAT", "Only nodes that can be reached for so much."}},
      shortest_paths);
}

}  // namespace skein::dsl::procedures
