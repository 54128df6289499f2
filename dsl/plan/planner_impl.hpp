// The planner's inside, shared by its files: planner.cpp (queries, clauses), projection.cpp (WITH, RETURN),
// match/ (MATCH), updates.cpp (CREATE, MERGE, ...), subplans.cpp (patterns and queries in expressions).
#pragma once

#include <set>
#include <string_view>

#include "dsl/plan/expressions.hpp"
#include "dsl/plan/planner.hpp"

namespace skein::dsl::plan {

using Bound = std::set<Symbol>;

class Planner {
 public:
  Planner(Plan& target, const ProcedureRegistry& registry, const graph::CatalogView& view)
      : plan_(target), procedures_(registry), catalog_(view) {}

  // A query whose first rows come from `input`. `columns` receives the symbols of what it returns.
  Result<NodePtr> query(ast::Query& query, const Bound& bound, NodePtr input, std::vector<Symbol>& columns);

  // Plans the patterns and queries inside an expression that is going to be evaluated where `bound` is known. Once
  // for every expression that enters the plan.
  Result<void> prepare(Expr& expr, const Bound& bound);

  [[nodiscard]] const graph::CatalogView& catalog() const { return catalog_; }
  Symbol fresh() { return static_cast<Symbol>(plan_.symbols++); }
  const Expr* own(ast::Expr expr);
  const Expr* property_equals(const ast::Variable& variable, const std::string& key, ast::ExprPtr value);
  const Expr* has_label(const ast::Variable& variable, ast::LabelExprPtr label);
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

  // Finds the paths on top of `input`, then keeps the rows for which all of `where` holds. `bound` grows by what
  // the paths bring.
  Result<NodePtr> match(std::vector<ast::PathPattern*> paths, const std::vector<const Expr*>& where, Bound& bound,
                        NodePtr input);

  Result<void> prepare(ast::SetItem& item, const Bound& bound);
  Result<void> subplan(Expr& expr, const Bound& bound);
  Result<SubPlan> query_subplan(ast::Query& query, const Bound& bound);

  void new_elements(ast::PathPattern& path, Bound& bound, std::vector<NewElement>& out);

  Plan& plan_;
  const ProcedureRegistry& procedures_;
  const graph::CatalogView& catalog_;
};

}  // namespace skein::dsl::plan
