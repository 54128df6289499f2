// The names of another database's graph library, for those algorithms that there are here:
// gds.pageRank.stream(...). Ids of nodes are what id() gives; gds.util.asNode() makes nodes of them again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dsl/procedures/graph_part.hpp"
#include "dsl/procedures/projected_graphs.hpp"

namespace skein::dsl::procedures::gds {

// What the first argument of an algorithm names: a graph of the session, or a map that describes one.
struct Chosen {
  std::string name;                 // empty: described in the call
  ProjectedGraph* named = nullptr;  // null: described in the call
  PartNames part;                   // narrowed by nodeLabels and relationshipTypes, with the weight
  Value configuration;              // the map with the algorithm's own options
};

// Keys of every configuration: nodeLabels, relationshipTypes, and those that change nothing here
// (concurrency, ...).
std::vector<Option> common_options(bool weighted);

// Reads (graph name or map, configuration). `known`: all keys the configuration may have.
Result<Chosen> choose(CallContext& call, std::span<const Value> arguments, std::string_view procedure,
                      std::span<const Option> known, Options& configuration);

// Projections as they are written: 'Label', ['A', 'B'], '*', {Alias: {label: 'A'}}; and for relationships
// with orientation and properties.
Result<ProjectedGraph> projection(const Value& nodes, const Value& relationships,
                                  const Value& relationship_properties);

void add_graphs(ProcedureRegistry& registry);      // gds.graph.project, list, exists, drop, nodeProperty...
void add_algorithms(ProcedureRegistry& registry);  // gds.NAME.stream, stats, write, mutate
void add_paths(ProcedureRegistry& registry);       // gds.shortestPath.dijkstra.stream, ...
void add_similarity(ProcedureRegistry& registry);  // gds.nodeSimilarity.stream, ...

}  // namespace skein::dsl::procedures::gds
