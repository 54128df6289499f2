// How many rows the parts of a pattern give, estimated from counts and samples (plan/statistics.hpp). What is
// asked of different nodes and relationships is taken as independent, save that a sample knows which labels
// stand at the ends of which relationships.
#pragma once

#include "dsl/plan/match/query_graph.hpp"
#include "dsl/plan/statistics.hpp"

namespace skein::dsl::plan {

class Cardinality {
 public:
  Cardinality(const QueryGraph& graph, Statistics& statistics, const KnownLabels& known)
      : graph_(graph), statistics_(statistics), known_(known) {}

  [[nodiscard]] double nodes() const { return statistics_.nodes(); }
  [[nodiscard]] double nodes(const std::string& label) const { return statistics_.nodes(label); }
  // Nodes that have all the labels which the pattern asks for at `node`, or is known to have from before.
  [[nodiscard]] double labelled(Symbol node) const;
  // What part of the rows that hold `node` already has the labels that are asked for only now.
  [[nodiscard]] double left_of_given(Symbol node) const;
  // What part of the rows a predicate leaves. Of labels: 1, they count in labelled().
  double selectivity(const Expr& predicate);
  // Relationships (or walks of several hops) of the pattern's types between nodes of the labels at its ends.
  double pairs(const PatternRelationship& relationship);
  // What one node of the labels at `from` has of them, whatever stands at the other end.
  double degree(const PatternRelationship& relationship, Symbol from);

 private:
  [[nodiscard]] std::vector<std::string> labels(Symbol node) const;
  [[nodiscard]] std::string rarest_label(Symbol node) const;  // empty: none
  double comparison(const ast::Comparison& comparison);
  double same_value(const PropertyOf& property);

  const QueryGraph& graph_;
  Statistics& statistics_;
  const KnownLabels& known_;
};

}  // namespace skein::dsl::plan
