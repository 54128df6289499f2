// Claims that disagree: one subject, one relation, different figures.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph {

struct Conflict {
  NodeId subject;
  TypeId type;
  std::vector<RelationshipId> claims;  // two or more, to value nodes whose figures disagree
};

// All conflicts between derived relationships of relations that hold one figure at a time. Told apart from
// rounding (1 % apart or less) and from the same sum in another currency. In no particular order.
Result<std::vector<Conflict>> conflicts(const Transaction& transaction);

}  // namespace skein::graph
