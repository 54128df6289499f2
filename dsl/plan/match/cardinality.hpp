// How many rows the parts of a pattern give, estimated from the counts that the catalog keeps.
#pragma once

#include "dsl/plan/match/query_graph.hpp"

namespace skein::dsl::plan {

class Cardinality {
 public:
  Cardinality(const QueryGraph& graph, const graph::CatalogView& catalog)
      : graph_(graph), catalog_(catalog) {}

  [[nodiscard]] double nodes() const;  // at least 1
  [[nodiscard]] double nodes(const std::string& label) const;
  // What part of the rows a predicate leaves.
  [[nodiscard]] double selectivity(const GraphPredicate& predicate) const;
  // The mean number of relationships that a step meets at a node of `from`.
  [[nodiscard]] double degree(const PatternRelationship& relationship, Symbol from) const;

 private:
  const QueryGraph& graph_;
  const graph::CatalogView& catalog_;
};

// Guess where nothing is counted: an equality with a value.
inline constexpr double equality_selectivity = 0.1;

}  // namespace skein::dsl::plan
