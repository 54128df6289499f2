// Operators: the folded levels of the grammar become trees.
#include <array>

#include <fmt/format.h>

#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {
namespace {

using ast::BinaryOp;
using ast::CompareOp;
using ast::ExprPtr;

// How deep an expression may be. Rows of AND, OR and XOR become balanced trees and hardly count.
constexpr std::size_t max_depth = 500;

BinaryOp binary_op(Kind kind) {
  switch (kind) {
    case Kind::op_add:
      return BinaryOp::add;
    case Kind::op_subtract:
      return BinaryOp::subtract;
    case Kind::op_multiply:
      return BinaryOp::multiply;
    case Kind::op_divide:
      return BinaryOp::divide;
    case Kind::op_modulo:
      return BinaryOp::modulo;
    case Kind::op_power:
      return BinaryOp::power;
    case Kind::op_in:
      return BinaryOp::in;
    case Kind::op_starts_with:
      return BinaryOp::starts_with;
    case Kind::op_ends_with:
      return BinaryOp::ends_with;
    case Kind::op_contains:
      return BinaryOp::contains;
    default:
      return BinaryOp::regex_match;
  }
}

}  // namespace

CompareOp Builder::compare_op(Kind kind) {
  switch (kind) {
    case Kind::op_eq:
      return CompareOp::eq;
    case Kind::op_ne:
      return CompareOp::ne;
    case Kind::op_lt:
      return CompareOp::lt;
    case Kind::op_le:
      return CompareOp::le;
    case Kind::op_gt:
      return CompareOp::gt;
    default:
      return CompareOp::ge;
  }
}

Builder::Deeper::Deeper(Builder& builder, std::size_t levels, const Node& node)
    : builder_(builder), levels_(levels) {
  if (builder.depth_ + levels > max_depth)
    fail(span(node), fmt::format("the expression is more than {} operators deep", max_depth));
  builder.depth_ += levels;
}

ExprPtr Builder::make(decltype(ast::Expr::node) node, ast::Span span) {
  return std::make_unique<ast::Expr>(
      ast::Expr{.node = std::move(node), .span = span, .has_aggregate = false});
}

void Builder::fail(ast::Span span, std::string message, std::string detail, ErrorCode code) {
  throw Error{.code = code,
              .message = std::move(message),
              .error_class = "SyntaxError",
              .detail = std::move(detail),
              .phase = "compile time",
              .begin = span.begin,
              .end = span.end};
}

ExprPtr Builder::expression(const Node& node) {
  switch (node.kind()) {
    case Kind::logical_or:
      return logical_chain(node, BinaryOp::logical_or);
    case Kind::logical_xor:
      return logical_chain(node, BinaryOp::logical_xor);
    case Kind::logical_and:
      return logical_chain(node, BinaryOp::logical_and);
    case Kind::comparison:
      return comparison(node);
    case Kind::predicate:
      return predicate_chain(node);
    case Kind::sum:
    case Kind::product:
    case Kind::power:
      return binary_chain(node);
    case Kind::negation:
    case Kind::signed_operand:
      return prefixed(node);
    case Kind::postfix:
      return postfix(node);
    default:
      return atom(node);
  }
}

// AND, OR and XOR are associative in three-valued logic too: a balanced tree keeps ten thousand terms off the
// stack.
ExprPtr Builder::logical_chain(const Node& node, BinaryOp op) {
  const Deeper deeper(*this, 20, node);
  std::vector<ExprPtr> operands;
  for (const Node& part : node.children()) operands.push_back(expression(part));
  return balanced(op, operands, 0, operands.size());
}

ExprPtr Builder::balanced(BinaryOp op, std::vector<ExprPtr>& operands, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return std::move(operands[begin]);
  const std::size_t middle = end - (end - begin) / 2;
  ExprPtr left = balanced(op, operands, begin, middle);
  ExprPtr right = balanced(op, operands, middle, end);
  const ast::Span whole = {left->span.begin, right->span.end};
  return make(ast::Binary{op, std::move(left), std::move(right)}, whole);
}

// operand (operator operand)*, the left ones deepest
ExprPtr Builder::binary_chain(const Node& node) {
  const Nodes parts = node.children();
  const std::size_t operators = parts.size() / 2;
  ExprPtr out;
  {
    const Deeper deeper(*this, operators, node);
    out = expression(parts[0]);
  }
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
    const Deeper deeper(*this, operators - i / 2, node);
    ExprPtr right = expression(parts[i + 1]);
    const ast::Span whole = {node.begin(), right->span.end};
    out = make(ast::Binary{binary_op(parts[i].kind()), std::move(out), std::move(right)}, whole);
  }
  return out;
}

ExprPtr Builder::comparison(const Node& node) {
  const Deeper deeper(*this, 1, node);
  ast::Comparison out;
  for (const Node& part : node.children()) {
    if (part.kind() >= Kind::op_eq && part.kind() <= Kind::op_ge) {
      out.ops.push_back(compare_op(part.kind()));
    } else {
      out.operands.push_back(expression(part));
    }
  }
  return make(std::move(out), span(node));
}

// sum (IN sum | STARTS WITH sum | IS NULL | ...)*
ExprPtr Builder::predicate_chain(const Node& node) {
  const Nodes parts = node.children();
  const Deeper deeper(*this, parts.size(), node);
  ExprPtr out = expression(parts[0]);
  for (std::size_t next = 1; next < parts.size();)
    out = applied(std::move(out), parts, next, {node.begin(), parts[next].end()});
  return out;
}

ExprPtr Builder::applied(ExprPtr of, const Nodes& parts, std::size_t& next, ast::Span whole) {
  const Node& op = parts[next++];
  switch (op.kind()) {
    case Kind::op_is_null:
      return make(ast::Unary{ast::UnaryOp::is_null, std::move(of)}, whole);
    case Kind::op_is_not_null:
      return make(ast::Unary{ast::UnaryOp::is_not_null, std::move(of)}, whole);
    case Kind::op_typed: {
      const Nodes inner = op.children();
      return make(ast::TypeTest{std::move(of), value_type(inner.back()), inner.size() > 1}, whole);
    }
    case Kind::op_normalized:
      return normalized(std::move(of), op);
    default: {
      ExprPtr right = expression(parts[next++]);
      whole.end = right->span.end;
      return make(ast::Binary{binary_op(op.kind()), std::move(of), std::move(right)}, whole);
    }
  }
}

// x IS NFKC NORMALIZED is isNormalized(x, 'NFKC').
ExprPtr Builder::normalized(ExprPtr of, const Node& node) {
  const ast::Span whole = {of->span.begin, node.end()};
  ast::FunctionCall call;
  call.name = "isNormalized";
  call.name_span = span(node);
  call.arguments.push_back(std::move(of));
  bool negated = false;
  for (const Node& part : node.children()) {
    if (part.is(Kind::type_not)) {
      negated = true;
    } else {
      call.arguments.push_back(make(ast::Literal{Value(part.text())}, span(part)));
    }
  }
  ExprPtr out = make(std::move(call), whole);
  return negated ? make(ast::Unary{ast::UnaryOp::logical_not, std::move(out)}, whole) : std::move(out);
}

graph::ValueType Builder::value_type(const Node& node) {
  auto type = graph::ValueType::parse(node.text());
  if (!type) fail(span(node), type.error().message);
  return std::move(*type);
}

// NOT* or signs*, then the operand. A minus directly before a number belongs to it, so that the smallest
// integer can be written; the integer 0 has no sign and keeps the operator.
ExprPtr Builder::prefixed(const Node& node) {
  const Nodes parts = node.children();
  const Deeper deeper(*this, parts.size(), node);
  std::size_t prefixes = parts.size() - 1;
  ExprPtr out;
  if (parts.back().is(Kind::number) && parts[prefixes - 1].is(Kind::sign_minus)) {
    Value value = number(parts.back(), true);
    if (!value.is<std::int64_t>() || value.as_int() != 0) {
      --prefixes;
      out = make(ast::Literal{std::move(value)}, {parts[prefixes].begin(), node.end()});
    }
  }
  if (out == nullptr) out = expression(parts.back());
  while (prefixes-- > 0) {
    const Node& prefix = parts[prefixes];
    const auto op = prefix.is(Kind::not_word)     ? ast::UnaryOp::logical_not
                    : prefix.is(Kind::sign_minus) ? ast::UnaryOp::minus
                                                  : ast::UnaryOp::plus;
    out = make(ast::Unary{op, std::move(out)}, {prefix.begin(), node.end()});
  }
  return out;
}

ExprPtr Builder::postfix(const Node& node) {
  const Nodes parts = node.children();
  const Deeper deeper(*this, parts.size(), node);
  ExprPtr out = atom(parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const ast::Span whole = {node.begin(), parts[i].end()};
    if (parts[i].is(Kind::property_lookup)) {
      const Node key = parts[i].children().front();
      out = make(ast::Property{std::move(out), name(key), span(key)}, whole);
    } else if (parts[i].is(Kind::label_predicate)) {
      out = make(ast::HasLabels{std::move(out), labels(parts[i].children().front())}, whole);
    } else {
      out = subscript(std::move(out), parts[i]);
    }
  }
  return out;
}

ExprPtr Builder::subscript(ExprPtr of, const Node& node) {
  const ast::Span whole = {of->span.begin, node.end()};
  bool slice = false;
  std::array<ExprPtr, 2> bounds;
  for (const Node& part : node.children()) {
    if (part.is(Kind::slice_dots)) {
      slice = true;
    } else {
      bounds[slice ? 1 : 0] = expression(part);
    }
  }
  if (!slice) return make(ast::Subscript{std::move(of), std::move(bounds[0])}, whole);
  return make(ast::Slice{std::move(of), std::move(bounds[0]), std::move(bounds[1])}, whole);
}

}  // namespace skein::dsl::syntax
