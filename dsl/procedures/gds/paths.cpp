// gds.shortestPath.dijkstra.stream, gds.shortestPath.yens.stream, gds.allShortestPaths.dijkstra.stream.
#include <limits>

#include "dsl/procedures/gds/gds.hpp"
#include "dsl/procedures/paths.hpp"
#include "graph/element_id.hpp"

namespace skein::dsl::procedures::gds {

namespace {

Result<void> give(const std::vector<graph::CostedPath>& paths, const Procedure::Emit& emit) {
  std::int64_t index = 0;
  for (const auto& one : paths) {
    List ids;
    for (const auto node : one.path.nodes) ids.emplace_back(graph::integer_id(node));
    const Value first = ids.front(), last = ids.back();
    SKEIN_TRY(emit({Value(index++), first, last, Value(one.costs.back()), Value(std::move(ids)),
                    Value(List(one.costs.begin(), one.costs.end())), Value(one.path)}));
  }
  return {};
}

enum class Search : std::uint8_t { one, several, all };

void add(ProcedureRegistry& registry, std::string name, Search search, std::string description) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.inputs = {{"graphName", "ANY"}, {"configuration", "MAP"}};
  procedure.outputs = {{"index", "INTEGER"},   {"sourceNode", "INTEGER"},    {"targetNode", "INTEGER"},
                       {"totalCost", "FLOAT"}, {"nodeIds", "LIST<INTEGER>"}, {"costs", "LIST<FLOAT>"},
                       {"path", "PATH"}};
  procedure.description = std::move(description);
  procedure.options = common_options(true);
  procedure.options.push_back({"sourceNode", "NODE | INTEGER", "Where the path begins: a node or its id."});
  if (search != Search::all) procedure.options.push_back({"targetNode", "NODE | INTEGER", "Where it ends."});
  if (search == Search::several)
    procedure.options.push_back({"k", "INTEGER", "So many paths, the cheapest first."});
  procedure.run = [search, procedure_name = procedure.name, options = procedure.options](
                      CallContext& call, std::span<const Value> arguments,
                      const Procedure::Emit& emit) -> Result<void> {
    Options given;
    SKEIN_ASSIGN(const auto chosen, choose(call, arguments, procedure_name, options, given));
    SKEIN_ASSIGN(const auto part, resolve(call, chosen.part));
    SKEIN_ASSIGN(const NodeId source, wanted_node(given, "sourceNode"));
    if (part.empty) return {};
    const auto rules = path_rules(part);
    if (search == Search::all) {
      auto paths = graph::cheapest_paths_from(call.graph, source, std::numeric_limits<double>::infinity(),
                                              rules, &call.query);
      if (!paths.ok()) return as_option_error(std::move(paths).error());
      return give(*paths, emit);
    }
    SKEIN_ASSIGN(const NodeId target, wanted_node(given, "targetNode"));
    SKEIN_ASSIGN(const auto k, given.integer("k", search == Search::several ? 3 : 1, 1, 100'000));
    auto paths =
        graph::cheapest_paths(call.graph, source, target, static_cast<std::size_t>(k), rules, &call.query);
    if (!paths.ok()) return as_option_error(std::move(paths).error());
    return give(*paths, emit);
  };
  registry.add(std::move(procedure));
}

}  // namespace

void add_paths(ProcedureRegistry& registry) {
  add(registry, "gds.shortestPath.dijkstra.stream", Search::one,
      "The cheapest path between two nodes (algo.shortest_path).");
  add(registry, "gds.shortestPath.yens.stream", Search::several,
      "The k cheapest paths between two nodes (algo.shortest_path).");
  add(registry, "gds.allShortestPaths.dijkstra.stream", Search::all,
      "The cheapest path from a node to every other (algo.shortest_paths).");
}

}  // namespace skein::dsl::procedures::gds
