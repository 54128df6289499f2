// The part of the graph that an algorithm looks at: nodes by label, relationships by type, a direction and
// weights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/procedures.hpp"
#include "dsl/procedures/options.hpp"
#include "graph/csr_view.hpp"

namespace skein::dsl::procedures {

// As a person names it.
struct PartNames {
  std::vector<std::string> labels, types;  // none: all nodes; all asserted types
  graph::Direction direction = graph::Direction::out;
  bool values = false;                // nodes that stand for figures as well
  std::optional<std::string> weight;  // a property of the relationships
  std::optional<double> default_weight;
};

// As the graph knows it.
struct GraphPart {
  graph::CsrFilter filter;
  bool empty = false;  // a label or a type was named, and none of them exists
  graph::Direction direction = graph::Direction::out;
  std::optional<KeyId> weight;
  std::optional<double> default_weight;

  [[nodiscard]] Result<graph::CsrViewPtr> view(CallContext& call) const;
  // By edge number of view(); empty when no weight was asked for.
  [[nodiscard]] Result<std::vector<double>> weights(CallContext& call, const graph::CsrView& view) const;
};

// The options by which a part is named: label(s), type(s), values; with direction and weight where an
// algorithm heeds them.
std::vector<Option> part_options(bool direction, bool weight, std::string_view default_direction = "both");

// `otherwise`: the direction when none is given.
Result<PartNames> part_names(const Options& options, graph::Direction otherwise);
Result<GraphPart> resolve(CallContext& call, const PartNames& names);

}  // namespace skein::dsl::procedures
