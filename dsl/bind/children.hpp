// The expressions directly beneath an expression, in the order they are written. Subqueries and what is
// inside patterns are not entered unless the callback does so itself.
#pragma once

#include "dsl/ast.hpp"

namespace skein::dsl {

// f(ast::ExprPtr&) for each child that is there.
template <typename F>
void for_each_child(ast::Expr& expr, F&& f) {
  const auto one = [&](ast::ExprPtr& child) {
    if (child != nullptr) f(child);
  };
  struct Visitor {
    decltype(one)& call;
    void operator()(ast::Literal&) {}
    void operator()(ast::Parameter&) {}
    void operator()(ast::Variable&) {}
    void operator()(ast::CountStar&) {}
    void operator()(ast::Subquery&) {}
    void operator()(ast::PatternPredicate& e) { path(e.pattern); }
    void operator()(ast::Property& e) { call(e.of); }
    void operator()(ast::Subscript& e) { call(e.of), call(e.index); }
    void operator()(ast::Slice& e) { call(e.of), call(e.from), call(e.to); }
    void operator()(ast::ListLiteral& e) {
      for (auto& item : e.items) call(item);
    }
    void operator()(ast::MapLiteral& e) {
      for (auto& [key, value] : e.entries) call(value);
    }
    void operator()(ast::MapProjection& e) {
      for (auto& item : e.items) call(item.value);
    }
    void operator()(ast::Unary& e) { call(e.operand); }
    void operator()(ast::Binary& e) { call(e.left), call(e.right); }
    void operator()(ast::Comparison& e) {
      for (auto& operand : e.operands) call(operand);
    }
    void operator()(ast::HasLabels& e) { call(e.of); }
    void operator()(ast::TypeTest& e) { call(e.of); }
    void operator()(ast::FunctionCall& e) {
      for (auto& argument : e.arguments) call(argument);
    }
    void operator()(ast::Case& e) {
      call(e.subject);
      for (auto& [when, then] : e.branches) call(when), call(then);
      call(e.otherwise);
    }
    void operator()(ast::ListComprehension& e) { call(e.list), call(e.where), call(e.projection); }
    void operator()(ast::PatternComprehension& e) { path(e.pattern), call(e.where), call(e.projection); }
    void operator()(ast::Quantifier& e) { call(e.list), call(e.where); }
    void operator()(ast::Reduce& e) { call(e.initial), call(e.list), call(e.body); }
    void operator()(ast::Parenthesized& e) { call(e.inner); }
    void path(ast::PathPattern& pattern) {
      for (auto& node : pattern.nodes) call(node.properties), call(node.where);
      for (auto& relationship : pattern.relationships) {
        call(relationship.properties), call(relationship.where);
        if (relationship.group != nullptr) path(relationship.group->path), call(relationship.group->where);
      }
      call(pattern.where);
    }
  };
  std::visit(Visitor{one}, expr.node);
}

// Without the parentheses around it.
inline const ast::Expr& bare(const ast::Expr& expr) {
  const ast::Expr* at = &expr;
  while (const auto* inner = std::get_if<ast::Parenthesized>(&at->node)) at = inner->inner.get();
  return *at;
}

}  // namespace skein::dsl
