// Inner header of the tree builder: one class, its members spread over build_*.cpp by concern. Faults are
// thrown as Error and caught in build_statement; they never leave the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/syntax/syntax_tree.hpp"
#include "storage/result.hpp"

namespace skein::dsl::syntax {

class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  // build_statement.cpp
  ast::Statement statement(const Node& node);

 private:
  using Nodes = std::vector<Node>;

  // build_literal.cpp: what is written in one token
  static std::string name(const Node& node);  // backticks removed
  static ast::Variable variable(const Node& node);
  static std::string string(const Node& node);                      // quotes and escapes removed
  static Value number(const Node& node, bool negative);             // with the sign before it
  static std::int64_t count(const Node& node, const char* detail);  // a number that must be a plain integer
  static std::string parameter_name(const Node& node);

  // build_pattern.cpp
  ast::LabelExprPtr labels(const Node& node);
  std::vector<std::string> label_list(const Node& node);
  ast::NodePattern node_pattern(const Node& node);
  ast::RelationshipPattern relationship(const Node& node);
  static ast::VariableLength path_quantifier(const Node& node);
  static void quantify(ast::RelationshipPattern& relationship, const Node& node);
  void add_group(ast::PathPattern& path, const Node& node, bool alone);
  ast::PathPattern path_chain(const Node& node);
  ast::PathPattern path_pattern(const Node& node);
  ast::Pattern pattern(const Node& node);

  // build_expression.cpp
  ast::ExprPtr expression(const Node& node);
  ast::ExprPtr logical_chain(const Node& node, ast::BinaryOp op);
  ast::ExprPtr balanced(ast::BinaryOp op, std::vector<ast::ExprPtr>& operands, std::size_t begin,
                        std::size_t end);
  ast::ExprPtr binary_chain(const Node& node);
  ast::ExprPtr comparison(const Node& node);
  static ast::CompareOp compare_op(Kind kind);
  ast::ExprPtr predicate_chain(const Node& node);
  // `of` with the operator parts[next] and what it needs applied to it; `next` then stands behind them.
  ast::ExprPtr applied(ast::ExprPtr of, const Nodes& parts, std::size_t& next, ast::Span whole);
  ast::ExprPtr normalized(ast::ExprPtr of, const Node& node);
  ast::ExprPtr prefixed(const Node& node);
  ast::ExprPtr postfix(const Node& node);
  ast::ExprPtr subscript(ast::ExprPtr of, const Node& node);

  // build_atom.cpp
  ast::ExprPtr atom(const Node& node);
  ast::ExprPtr list(const Node& node);
  ast::ExprPtr pattern_comprehension(const Node& node);
  ast::ExprPtr case_expression(const Node& node);
  ast::ExprPtr case_test(const Node& subject, const Node& test);
  ast::ExprPtr subquery(const Node& node);
  ast::ExprPtr quantifier(const Node& node);
  ast::ExprPtr old_comprehension(const Node& node);
  ast::ExprPtr map_projection(const Node& node);
  ast::ExprPtr function_call(const Node& node);
  ast::ExprPtr trim_call(const Node& node);
  static graph::ValueType value_type(const Node& node);
  ast::MapLiteral map_literal(const Node& node);

  // build_clause.cpp
  ast::Query query(const Node& node);
  ast::SingleQuery single_query(const Node& node);
  ast::Clause clause(const Node& node);
  ast::Match match(const Node& node);
  ast::Projection projection(const Node& node);
  ast::ProjectionItem projection_item(const Node& node);
  ast::LoadCsv load_csv(const Node& node);
  ast::Merge merge(const Node& node);
  ast::SetItem set_item(const Node& node);
  ast::Set set_clause(const Node& node);
  ast::Remove remove(const Node& node);
  ast::Foreach foreach_clause(const Node& node);
  ast::CallProcedure call_procedure(const Node& node);
  ast::CallSubquery call_subquery(const Node& node);
  ast::InTransactions in_transactions(const Node& node);

  // build_statement.cpp
  ast::CreateRule create_rule(const Node& node);
  ast::DropRule drop_rule(const Node& node);
  static ast::Copy copy(const Node& node);
  static std::vector<std::string> property_keys(const Node& node);

  ast::CreateTextIndex create_text_index(const Node& node);

  // build_show.cpp
  ast::Query show(const Node& node);
  void check_show_filter(const ast::Expr& filter, bool indexes, bool constraints);

  static ast::Span span(const Node& node) { return {node.begin(), node.end()}; }
  static ast::ExprPtr make(decltype(ast::Expr::node) node, ast::Span span);
  [[noreturn]] static void fail(ast::Span span, std::string message, std::string detail = "UnexpectedSyntax",
                                ErrorCode code = ErrorCode::invalid_query);

  // An expression's tree may be as deep as its brackets and its rows of operators make it; whoever walks it
  // recurses.
  class Deeper {
   public:
    Deeper(Builder& builder, std::size_t levels, const Node& node);
    ~Deeper() { builder_.depth_ -= levels_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Builder& builder_;
    std::size_t levels_;
  };

  std::string_view text_;
  std::size_t depth_ = 0;
};

}  // namespace skein::dsl::syntax
