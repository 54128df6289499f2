// Algorithms that give each node of a part of the graph one or two numbers. One description serves the
// procedure algo.NAME and those that people know from elsewhere as gds.NAME.stream, .stats, .write and
// .mutate.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "dsl/procedures/graph_part.hpp"

namespace skein::dsl::procedures {

struct NodeResult {
  using Column = std::variant<std::vector<double>, std::vector<std::int64_t>>;
  std::vector<Column> columns;  // a number a vertex of the view
  Map summary;                  // about the whole: {modularity: 0.4}
  [[nodiscard]] Value value(std::size_t column, std::size_t vertex) const;
};

struct NodeAlgorithm {
  struct Input {
    CallContext& call;
    const GraphPart& part;
    const graph::CsrView& view;
    const Options& options;
  };
  std::string name;                                     // "pagerank"
  std::string description;                              // one line, with the time it takes
  std::vector<Field> outputs;                           // behind the node
  std::vector<Option> options;                          // its own
  bool directed = true;                                 // heeds a direction
  bool weighted = false;                                // heeds weights
  graph::Direction direction = graph::Direction::both;  // unless told otherwise
  Result<NodeResult> (*run)(const Input& input) = nullptr;

  // All options: those of the part of the graph, its own, and `write`.
  [[nodiscard]] std::vector<Option> all_options() const;
};

std::span<const NodeAlgorithm> node_algorithms();

// Sets a property of each node to the first column. Counts what it changes.
Result<void> write_back(CallContext& call, const graph::CsrView& view, const NodeResult& result,
                        const std::string& property);

}  // namespace skein::dsl::procedures
