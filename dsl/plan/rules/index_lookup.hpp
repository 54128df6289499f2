// A property compared with something known, on a label or type that has an index for it, is a seek in the
// index instead of a scan of the label or a walk of all relationships: `(n:L {k: $x})`, `n.k = $x`, `n.k IN
// $list`, `$x IN n.k`, `n.k STARTS WITH $p`, `n.k > $x AND n.k <= $y`. Helps whenever the label has more than
// a handful of nodes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "dsl/plan/statistics.hpp"

namespace skein::dsl::plan::rules {

struct IndexLookup {
  decltype(Node::op) op;  // IndexSeek, RelationshipSeek or IdSeek
  double rows;
  std::vector<const Expr*> answered;  // predicates that need no test any more
};

// The most selective lookup for `node`, given its labels and the predicates still open. `known` says whether
// a value can be computed before the node is found.
std::optional<IndexLookup> index_lookup(Symbol node, const std::vector<std::string>& labels,
                                        const std::vector<const Expr*>& predicates,
                                        const std::function<bool(const Expr&)>& known,
                                        Statistics& statistics);
// The same for a relationship of one type.
std::optional<IndexLookup> relationship_lookup(Symbol relationship, const std::string& type,
                                               const std::vector<const Expr*>& predicates,
                                               const std::function<bool(const Expr&)>& known,
                                               Statistics& statistics);

}  // namespace skein::dsl::plan::rules
