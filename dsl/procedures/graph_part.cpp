#include "dsl/procedures/graph_part.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "graph/edge_weights.hpp"
#include "graph/value_nodes.hpp"

namespace skein::dsl::procedures {

Result<graph::CsrViewPtr> GraphPart::view(CallContext& call) const {
  if (empty) return std::make_shared<const graph::CsrView>(graph::CsrView::from_edges(0, {}));
  return graph::CsrView::shared(call.graph, filter, &call.query);
}

Result<std::vector<double>> GraphPart::weights(CallContext& call, const graph::CsrView& view) const {
  if (!weight || empty) return std::vector<double>();
  auto found = graph::edge_weights(call.graph, view, filter, *weight, default_weight, &call.query);
  if (!found.ok()) return as_option_error(std::move(found).error());
  return found;
}

std::vector<Option> part_options(bool direction, bool weight, std::string_view default_direction) {
  std::vector<Option> out = {
      {"label", "STRING", "Only nodes with this label."},
      {"labels", "LIST<STRING>", "Only nodes with any of these labels."},
      {"type", "STRING", "Only relationships of this type."},
      {"types", "LIST<STRING>", "Only relationships of these types."},
      {"values", "BOOLEAN = false", "Nodes that stand for figures (amounts, shares, dates) as well."},
  };
  if (direction)
    out.push_back({"direction", fmt::format("STRING = '{}'", default_direction),
                   "How relationships are walked: 'out', 'in' or 'both'."});
  if (weight) {
    out.push_back({"weight", "STRING",
                   "The property of relationships that is their weight; without it each weighs 1."});
    out.push_back({"default_weight", "FLOAT",
                   "The weight of relationships that lack the property; without it they are an error."});
  }
  return out;
}

Result<PartNames> part_names(const Options& options, graph::Direction otherwise) {
  static constexpr std::array<std::string_view, 3> directions = {"out", "in", "both"};
  PartNames names;
  SKEIN_ASSIGN(names.labels, options.names("label", "labels"));
  SKEIN_ASSIGN(names.types, options.names("type", "types"));
  SKEIN_ASSIGN(names.values, options.flag("values", false));
  SKEIN_ASSIGN(const auto direction,
               options.word("direction", directions, static_cast<std::size_t>(otherwise)));
  names.direction = static_cast<graph::Direction>(direction);
  SKEIN_ASSIGN(names.weight, options.text("weight"));
  if (options.has("default_weight")) {
    SKEIN_ASSIGN(names.default_weight,
                 options.number("default_weight", 1, 0, std::numeric_limits<double>::infinity()));
  }
  return names;
}

Result<GraphPart> resolve(CallContext& call, const PartNames& names) {
  const auto& catalog = call.graph.catalog();
  GraphPart part;
  bool values = names.values;
  for (const auto& name : names.labels) {
    if (const auto id = catalog.label(name)) part.filter.labels.push_back(*id);
    // Who names such a label wants such nodes.
    values = values || std::find(graph::value_labels.begin(), graph::value_labels.end(), name) !=
                           graph::value_labels.end();
  }
  for (const auto& name : names.types)
    if (const auto id = catalog.type(name)) part.filter.types.push_back(*id);
  part.empty = (!names.labels.empty() && part.filter.labels.empty()) ||
               (!names.types.empty() && part.filter.types.empty());
  if (!values) {
    SKEIN_ASSIGN(part.filter.without, graph::value_nodes(call.graph, &call.query));
  }
  part.direction = names.direction;
  part.default_weight = names.default_weight;
  if (names.weight) {
    part.weight = catalog.key(*names.weight);
    if (!part.weight && !part.default_weight)
      return option_error(fmt::format("no relationship has a property {} to be its weight", *names.weight));
  }
  return part;
}

}  // namespace skein::dsl::procedures
