// The query graph of a MATCH: what its paths and its WHERE ask for, taken apart into nodes, relationships and
// predicates, so that it can be found in any order.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dsl/plan/planner_impl.hpp"

namespace skein::dsl::plan {

struct PatternRelationship {
  const ast::RelationshipPattern* pattern;
  const ast::PathPattern* path;
  Symbol symbol, left, right;
  std::vector<PropertyTest> tests;  // of a variable length, or of a shortest path
  bool was_bound = false;           // known before this MATCH
  // Found by walking, not by a search for the shortest path.
  [[nodiscard]] bool is_walked() const { return path->selector == ast::PathSelector::all; }
};

struct GraphPredicate {
  const Expr* expr;
  std::vector<Symbol> symbols;  // all that stand in it
  std::vector<Symbol> needs;    // those of them which the pattern brings
  bool outer = false;           // does it look at what was bound before?
};

struct QueryGraph {
  std::vector<ast::PathPattern*> paths;
  std::vector<Symbol> nodes;  // in the order of the text, each once
  std::vector<PatternRelationship> relationships;
  std::vector<GraphPredicate> predicates;              // of labels, property maps and WHERE, split at AND
  std::vector<std::pair<Symbol, std::string>> labels;  // a node and a label that it must have
  Bound outer;                                         // bound before this MATCH
  Bound brings;                                        // what the pattern brings

  [[nodiscard]] std::vector<std::string> labels_of(Symbol node) const;
  // Says what is known before the pattern is looked for. May be said anew.
  void set_outer(Bound known);
};

// Takes the labels and property maps of the paths out of the statement, into predicates which the plan owns,
// and plans the patterns and queries inside predicates.
Result<QueryGraph> query_graph(Planner& planner, std::vector<ast::PathPattern*> paths,
                               const std::vector<const Expr*>& where, const Bound& outer);

// The names when the expression asks for one of some types; empty: cannot be told.
std::vector<std::string> type_names(const ast::LabelExpr* types);
// Could both be the same relationship?
bool may_be_the_same(const PatternRelationship& a, const PatternRelationship& b);
// `(node:label)`, alone.
bool is_label_test(const Expr& expr, Symbol node, const std::string& label);
// Does the expression hold a pattern or a query?
bool has_subplan(const Expr& expr);

}  // namespace skein::dsl::plan
