// Graph algorithms over the frozen view, chosen by label and type: CALL algo.pagerank({label: 'A', type: 'R'}).
#include "dsl/procedures/builtin.hpp"
#include "graph/algorithms/components.hpp"
#include "graph/algorithms/pagerank.hpp"
#include "graph/csr_view.hpp"

namespace skein::dsl::procedures {

namespace {

Error bad_option(std::string message) {
  Error error;
  error.code = ErrorCode::invalid_argument;
  error.message = std::move(message);
  error.error_class = "ArgumentError";
  error.detail = "InvalidArgumentValue";
  error.phase = "runtime";
  return error;
}

// The names under `one` (a string) or `many` (a list of strings).
Result<std::vector<std::string>> names(const Map& options, const std::string& one, const std::string& many) {
  std::vector<std::string> out;
  for (const std::string& key : {one, many}) {
    const auto it = options.find(key);
    if (it == options.end() || it->second.is_null()) continue;
    if (it->second.is<std::string>()) {
      out.push_back(it->second.as_string());
    } else if (it->second.is<ListPtr>()) {
      for (const Value& item : it->second.as_list()) {
        if (!item.is<std::string>()) return bad_option("option " + key + " takes a name or a list of names");
        out.push_back(item.as_string());
      }
    } else {
      return bad_option("option " + key + " takes a name or a list of names");
    }
  }
  return out;
}

Result<Map> options_of(std::span<const Value> arguments, std::initializer_list<std::string_view> known) {
  if (arguments.empty() || arguments[0].is_null()) return Map();
  if (!arguments[0].is<MapPtr>()) return bad_option("the options are given as a map");
  for (const auto& entry : arguments[0].as_map()) {
    bool is_known = false;
    std::string all;
    for (const std::string_view name : known) {
      is_known = is_known || entry.first == name;
      all += (all.empty() ? "" : ", ") + std::string(name);
    }
    if (!is_known) return bad_option("there is no option " + entry.first + "; there are " + all);
  }
  return arguments[0].as_map();
}

Result<double> number(const Map& options, std::string_view name, double otherwise) {
  const auto it = options.find(name);
  if (it == options.end() || it->second.is_null()) return otherwise;
  if (!it->second.is_number()) return bad_option("option " + std::string(name) + " takes a number");
  return it->second.number();
}

// Nothing when a label or type was named that does not exist: then the view is empty.
Result<graph::CsrView> view_of(const graph::Transaction& graph, const graph::QueryContext& context, const Map& options) {
  graph::CsrFilter filter;
  SKEIN_ASSIGN(const auto labels, names(options, "label", "labels"));
  SKEIN_ASSIGN(const auto types, names(options, "type", "types"));
  for (const std::string& name : labels)
    if (const auto id = graph.catalog().label(name)) filter.labels.push_back(*id);
  for (const std::string& name : types)
    if (const auto id = graph.catalog().type(name)) filter.types.push_back(*id);
  if ((!labels.empty() && filter.labels.empty()) || (!types.empty() && filter.types.empty()))
    return graph::CsrView::from_edges(0, {});
  return graph::CsrView::build(graph, filter, &context);
}

Result<void> run_pagerank(graph::Transaction& graph, graph::QueryContext& context, std::span<const Value> arguments,
                          const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const Map options,
               options_of(arguments, {"label", "labels", "type", "types", "iterations", "damping", "tolerance"}));
  graph::PageRankOptions rank;
  SKEIN_ASSIGN(const double iterations, number(options, "iterations", 20));
  SKEIN_ASSIGN(rank.damping, number(options, "damping", 0.85));
  SKEIN_ASSIGN(rank.tolerance, number(options, "tolerance", 0));
  if (iterations < 1 || iterations > 1e6) return bad_option("option iterations takes a number from 1 to 1000000");
  rank.iterations = static_cast<unsigned>(iterations);
  SKEIN_ASSIGN(const auto view, view_of(graph, context, options));
  const auto scores = graph::pagerank(view, rank);
  for (graph::VertexIndex v = 0; v < scores.size(); ++v) SKEIN_TRY(emit({Value(view.node(v)), Value(scores[v])}));
  return {};
}

Result<void> run_components(graph::Transaction& graph, graph::QueryContext& context, std::span<const Value> arguments,
                            const Procedure::Emit& emit) {
  SKEIN_ASSIGN(const Map options, options_of(arguments, {"label", "labels", "type", "types"}));
  SKEIN_ASSIGN(const auto view, view_of(graph, context, options));
  const auto component = graph::components(view);
  for (graph::VertexIndex v = 0; v < component.size(); ++v)
    SKEIN_TRY(emit({Value(view.node(v)), Value(static_cast<std::int64_t>(component[v]))}));
  return {};
}

}  // namespace

void add_algorithms(ProcedureRegistry& registry) {
  Procedure rank;
  rank.name = "algo.pagerank";
  rank.inputs = {Field{"options", "MAP?"}};
  rank.outputs = {Field{"node", "NODE"}, Field{"score", "FLOAT"}};
  rank.description = "PageRank of nodes; options label, type, iterations, damping, tolerance. O(iterations * edges).";
  rank.run = run_pagerank;
  registry.add(std::move(rank));

  Procedure components;
  components.name = "algo.components";
  components.inputs = {Field{"options", "MAP?"}};
  components.outputs = {Field{"node", "NODE"}, Field{"component", "INTEGER"}};
  components.description = "Weakly connected components; options label, type. Near-linear in the edges.";
  components.run = run_components;
  registry.add(std::move(components));
}

}  // namespace skein::dsl::procedures
