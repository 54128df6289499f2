// Inner header of semantic analysis: one class, its members spread over the files of this folder by concern.
// Faults are thrown as Error and caught in bind(); they never leave the room.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/bind.hpp"
#include "dsl/bind/scope.hpp"
#include "dsl/bind/types.hpp"
#include "dsl/procedures.hpp"

namespace skein::dsl {

class Binder {
 public:
  Binder(std::string_view text, const ProcedureRegistry& procedures) : text_(text), procedures_(procedures) {}

  // bind.cpp: a whole statement's query
  void statement(ast::Query& query, BoundStatement& bound);

 private:
  // How far the surroundings allow what: see expressions.cpp.
  enum class Aggregates { allowed, nested, forbidden };
  struct Surroundings {
    Aggregates aggregates = Aggregates::forbidden;
    const char* place = "here";  // for "aggregates cannot be used ..."
    bool predicate = false;      // a truth value is wanted: patterns may stand here
  };
  struct QueryKind {
    bool inner = false;  // within EXISTS, COUNT, COLLECT, CALL: need not return anything
    bool may_update = true;
  };
  using Names = std::vector<std::pair<std::string, ast::Symbol>>;  // columns: name, symbol

  // bind.cpp: queries
  Names query(ast::Query& query, const Scope& outer, QueryKind kind);
  Names single_query(ast::SingleQuery& query, const Scope& outer, QueryKind kind, const Names* first_part);
  static void check_order_of_clauses(const ast::SingleQuery& query, QueryKind kind);

  // clauses.cpp
  void clause(ast::Clause& clause);
  void match(ast::Match& match);
  void unwind(ast::Unwind& unwind);
  void load_csv(ast::LoadCsv& load);
  void foreach_clause(ast::Foreach& loop);
  void call_subquery(ast::CallSubquery& call, ast::Span span);
  void in_transactions(ast::InTransactions& how);
  void call_procedure(ast::CallProcedure& call);

  // projection.cpp
  struct Columns {
    const ast::Projection& projection;
    const std::vector<std::string>& texts;  // of the items' expressions, to recognise them elsewhere
    ast::Symbol first_local;                // symbols from here on belong to the items' own comprehensions
  };
  Names projection(ast::Projection& projection, ast::ExprPtr* where, bool is_return, ast::Span span,
                   const Names* first_part);
  void expand_star(ast::Projection& projection, bool is_return, ast::Span span);
  void name_columns(ast::Projection& projection, const std::vector<Type>& types, bool is_return,
                    const Names* first_part);
  void group(ast::ExprPtr& expr, const Columns& columns);
  void use_columns(ast::ExprPtr& expr, const Columns& columns, bool beside_aggregate);
  void sort_keys(ast::Projection& projection, const Columns& columns, bool only_columns);
  void row_count(ast::ExprPtr& expr, std::string_view word);

  // patterns.cpp
  enum class PatternUse { match, create, merge, predicate, comprehension };
  void pattern(std::vector<ast::PathPattern*> paths, PatternUse use);
  void declare_path(ast::PathPattern& path, PatternUse use, std::set<ast::Symbol>& relationships_here);
  void declare_node(ast::NodePattern& node, PatternUse use, bool alone);
  void declare_relationship(ast::RelationshipPattern& relationship, PatternUse use,
                            std::set<ast::Symbol>& here);
  void properties(ast::ExprPtr& properties, PatternUse use);
  void check_written_labels(const ast::LabelExprPtr& labels);
  void declare_group(ast::RelationshipPattern& repeated, PatternUse use);

  // updates.cpp
  void create(ast::Create& create);
  void merge(ast::Merge& merge);
  void set_items(std::vector<ast::SetItem>& items);
  void remove(ast::Remove& remove);
  void erase(ast::Delete& erase);

  // expressions.cpp
  Type expression(ast::ExprPtr& expr, const Surroundings& around);
  Type expression(ast::Expr& expr, const Surroundings& around);
  Type predicate(ast::ExprPtr& expr);  // of a WHERE
  Type truth_value(ast::ExprPtr& expr, const Surroundings& around, std::string_view op);
  Type property(ast::Property& property, ast::Expr& expr, const Surroundings& around);
  Type binary(ast::Binary& binary, const Surroundings& around);
  Type arithmetic(const ast::Binary& binary, Type left, Type right);
  Type case_expression(ast::Case& node, const Surroundings& around);
  Type list_comprehension(ast::ListComprehension& node, const Surroundings& around);
  Type pattern_comprehension(ast::PatternComprehension& node, const Surroundings& around);
  Type quantifier(ast::Quantifier& node, const Surroundings& around);
  Type reduce(ast::Reduce& node, const Surroundings& around);
  Type map_projection(ast::MapProjection& node, const Surroundings& around);
  Type pattern_predicate(ast::PatternPredicate& node, const ast::Expr& expr, const Surroundings& around);
  Type subquery(ast::Subquery& node, const ast::Expr& expr);

  // calls.cpp
  Type function_call(ast::FunctionCall& call, ast::Expr& expr, const Surroundings& around);
  Type aggregate_call(ast::FunctionCall& call, ast::Expr& expr, const FunctionInfo& info,
                      const Surroundings& around);
  void check_aggregate_place(const ast::Expr& expr, std::string_view name, const Surroundings& around);

  // names.cpp
  ast::Symbol new_symbol(const std::string& name, Type type, SymbolKind kind);
  ast::Symbol declare(ast::Variable& variable, Type type, SymbolKind kind);  // shadows
  ast::Symbol declare_new(ast::Variable& variable, Type type,
                          SymbolKind kind);  // VariableAlreadyBound when it is there
  void resolve(ast::Variable& variable);     // UndefinedVariable
  [[nodiscard]] SymbolKind kind_for(Type type) const;
  [[noreturn]] void already_bound(const ast::Variable& variable);
  [[noreturn]] void type_conflict(const ast::Variable& variable, SymbolKind wanted);
  [[noreturn]] static void fail(ast::Span span, const char* detail, std::string message,
                                std::string hint = {}, const char* error_class = "SyntaxError");
  [[nodiscard]] std::string source(ast::Span span) const {
    return std::string(text_.substr(span.begin, span.end - span.begin));
  }

  // A variable that lives as long as this object does.
  class Local {
   public:
    Local(Binder& binder, ast::Variable& variable, Type type);
    ~Local();
    Local(const Local&) = delete;
    Local& operator=(const Local&) = delete;

   private:
    Binder& binder_;
    std::string name_;
    std::optional<ast::Symbol> shadowed_;
  };

  std::string_view text_;
  const ProcedureRegistry& procedures_;
  Scope scope_;
  // Names that could be seen earlier, each with a hint on how to see it again.
  std::map<std::string, std::string, std::less<>> left_behind_;
  std::vector<std::string> symbol_names_;
  std::vector<SymbolKind> symbol_kinds_;
  std::vector<Type> symbol_types_;
  bool updates_ = false;
  bool in_transactions_ = false;
  bool inside_query_ = false;        // within CALL { } or a subquery that is an expression
  const Scope* outside_pattern_ = nullptr;  // what could be seen before the pattern being declared
  std::vector<std::string> standalone_columns_;
};

}  // namespace skein::dsl
