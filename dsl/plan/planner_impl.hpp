// The planner's inside, shared by its files: planner.cpp (queries, clauses), projection.cpp (WITH, RETURN),
// match/ (MATCH), updates.cpp (CREATE, MERGE, ...), subplans.cpp (patterns and queries in expressions).
#pragma once

#include <map>
#include <random>
#include <set>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "dsl/plan/expressions.hpp"
#include "dsl/plan/planner.hpp"
#include "dsl/plan/statistics.hpp"

namespace skein::dsl::plan {

struct QueryGraph;

using Bound = std::set<Symbol>;
// Labels that the nodes of a symbol have, for estimates.
using KnownLabels = std::map<Symbol, std::vector<std::string>>;

class Planner {
 public:
  Planner(Plan& target, const ProcedureRegistry& registry, Statistics& statistics, const Planning& planning)
      : plan_(target), procedures_(registry), statistics_(statistics), planning_(planning), random_(planning.shuffle) {}

  // A query whose first rows come from `input`. `columns` receives the symbols of what it returns.
  Result<NodePtr> query(ast::Query& query, const Bound& bound, NodePtr input, std::vector<Symbol>& columns);

  // Finds the paths on top of `input`, then keeps the rows for which all of `where` holds. `bound` grows by what
  // the paths bring. `pattern` receives what was looked for, unless it is more than a pattern.
  Result<NodePtr> match(std::vector<ast::PathPattern*> paths, const std::vector<const Expr*>& where, Bound& bound,
                        NodePtr input, std::shared_ptr<const QueryGraph>* pattern = nullptr);
  // Finds a pattern on top of `input`. `bound` grows by what it brings.
  Result<NodePtr> find(const QueryGraph& pattern, Bound& bound, NodePtr input);
  // Keeps the rows for which all predicates hold, the cheap ones first; patterns may become joins. `selectivity`: the
  // part of the rows that is expected to stay.
  NodePtr filter(std::vector<const Expr*> predicates, NodePtr input, double selectivity);

  // Of a pattern inside an expression that was prepared: null when it is more than a pattern.
  [[nodiscard]] const QueryGraph* pattern_of(const Expr& expr) const;
  [[nodiscard]] const SubPlan* subplan_of(const Expr& expr) const;

  // Plans the patterns and queries inside an expression that is going to be evaluated where `bound` is known. Once
  // for every expression that enters the plan.
  Result<void> prepare(Expr& expr, const Bound& bound);

  [[nodiscard]] Statistics& statistics() const { return statistics_; }
  KnownLabels& known_labels() { return known_labels_; }
  [[nodiscard]] bool plain() const { return !planning_.rewrites; }
  // The cost by which plans are compared: as it is, unless the test asks for others.
  double weighed(double cost);
  Symbol fresh() { return static_cast<Symbol>(plan_.symbols++); }
  const Expr* own(ast::Expr expr);
  const Expr* property_equals(const ast::Variable& variable, const std::string& key, ast::ExprPtr value);
  const Expr* differ(Symbol a, Symbol b);  // a <> b
  const Expr* is_not_null(Symbol symbol);
  // Is the symbol, wherever it is bound, a node that was matched, never null?
  [[nodiscard]] bool is_found(Symbol symbol) const { return found_.contains(symbol); }
  const Expr* has_label(const ast::Variable& variable, ast::LabelExprPtr label);
  const Expr* own_variable(Symbol symbol);
  static ast::ExprPtr variable(Symbol symbol, std::string name = {});

 private:
  Result<NodePtr> single(ast::SingleQuery& query, Bound bound, NodePtr input, std::vector<Symbol>& columns);
  Result<NodePtr> clause(ast::Clause& clause, Bound& bound, NodePtr input, std::vector<Symbol>& columns);

  Result<NodePtr> match_clause(ast::Match& match, Bound& bound, NodePtr input);
  Result<NodePtr> projection(ast::Projection& projection, ast::Expr* where, Bound& bound, NodePtr input);
  Result<NodePtr> call_procedure(ast::CallProcedure& call, Bound& bound, NodePtr input, std::vector<Symbol>& columns);
  Result<NodePtr> call_subquery(ast::CallSubquery& call, Bound& bound, NodePtr input);
  Result<NodePtr> create(ast::Create& create, Bound& bound, NodePtr input);
  Result<NodePtr> merge(ast::Merge& merge, Bound& bound, NodePtr input);
  Result<NodePtr> set(ast::Set& set, Bound& bound, NodePtr input);
  Result<NodePtr> foreach_clause(ast::Foreach& clause, Bound& bound, NodePtr input);

  // A path whose selector no operator knows: all such paths are found for each row, then the shortest are kept.
  Result<NodePtr> select_paths(ast::PathPattern& path, Bound& bound, NodePtr input);
  Result<NodePtr> periodic_commit(ast::SingleQuery& query, std::int64_t rows, Bound& bound, NodePtr input,
                                  std::size_t& next);

  Result<void> prepare(ast::SetItem& item, const Bound& bound);
  Result<void> subplan(Expr& expr, const Bound& bound);
  Result<SubPlan> query_subplan(ast::Query& query, const Bound& bound);

  void new_elements(ast::PathPattern& path, Bound& bound, std::vector<NewElement>& out);

  Plan& plan_;
  const ProcedureRegistry& procedures_;
  Statistics& statistics_;
  KnownLabels known_labels_;
  Bound found_;
  std::unordered_map<const Expr*, std::shared_ptr<const QueryGraph>> patterns_;  // inside expressions
  const Planning planning_;
  std::mt19937 random_;
};

}  // namespace skein::dsl::plan
