// algo.*: graph algorithms over the frozen view of a part of the graph: CALL algo.pagerank({label: 'A', type:
// 'R'}).
#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/node_algorithm.hpp"

namespace skein::dsl::procedures {

void add_algorithms(ProcedureRegistry& registry) {
  for (const NodeAlgorithm& algorithm : node_algorithms()) {
    Procedure procedure;
    procedure.name = "algo." + algorithm.name;
    procedure.inputs = {{"options", "MAP?", true}};
    procedure.outputs = {{"node", "NODE"}};
    procedure.outputs.insert(procedure.outputs.end(), algorithm.outputs.begin(), algorithm.outputs.end());
    procedure.description = algorithm.description;
    procedure.options = algorithm.all_options();
    procedure.writes_with = "write";
    procedure.run = [&algorithm, options = procedure.options, name = procedure.name](
                        CallContext& call, std::span<const Value> arguments,
                        const Procedure::Emit& emit) -> Result<void> {
      SKEIN_ASSIGN(const auto given,
                   Options::read(arguments.empty() ? Value() : arguments[0], name, options));
      SKEIN_ASSIGN(const auto names, part_names(given, algorithm.direction));
      SKEIN_ASSIGN(const auto part, resolve(call, names));
      SKEIN_ASSIGN(const auto write, given.text("write"));
      if (write && !call.graph.writable())
        return option_error("the option write has to stand in the statement itself, not in a parameter",
                            "CALL " + name + "({write: '" + *write + "'})");
      SKEIN_ASSIGN(const auto view, part.view(call));
      SKEIN_ASSIGN(const auto result, algorithm.run({call, part, view, given}));
      if (write) SKEIN_TRY(write_back(call, view, result, *write));
      for (graph::VertexIndex v = 0; v < view.vertex_count(); ++v) {
        std::vector<Value> row{Value(view.node(v))};
        for (std::size_t column = 0; column < result.columns.size(); ++column)
          row.push_back(result.value(column, v));
        SKEIN_TRY(emit(std::move(row)));
      }
      return {};
    };
    registry.add(std::move(procedure));
  }
}

}  // namespace skein::dsl::procedures
