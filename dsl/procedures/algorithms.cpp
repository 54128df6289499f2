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
    procedure.table = [&algorithm, options = procedure.options, name = procedure.name](
                          CallContext& call,
                          std::span<const Value> arguments) -> Result<std::vector<Procedure::Column>> {
      SKEIN_ASSIGN(const auto given,
                   Options::read(arguments.empty() ? Value() : arguments[0], name, options));
      SKEIN_ASSIGN(const auto names, part_names(given, algorithm.direction));
      SKEIN_ASSIGN(const auto part, resolve(call, names));
      SKEIN_ASSIGN(const auto write, given.text("write"));
      if (write && !call.graph.writable())
        return option_error("the option write has to stand in the statement itself, not in a parameter",
                            "CALL " + name + "({write: '" + *write + "'})");
      SKEIN_ASSIGN(const auto kept, part.view(call));
      const graph::CsrView& view = *kept;
      SKEIN_ASSIGN(auto result, algorithm.run({call, part, view, given}));
      if (write) SKEIN_TRY(write_back(call, view, result, *write));
      std::vector<Procedure::Column> columns;
      columns.emplace_back(std::vector<NodeId>(view.nodes().begin(), view.nodes().end()));
      for (auto& column : result.columns)
        std::visit([&](auto& numbers) { columns.emplace_back(std::move(numbers)); }, column);
      return columns;
    };
    registry.add(std::move(procedure));
  }
}

}  // namespace skein::dsl::procedures
