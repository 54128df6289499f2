// Patterns and label expressions.
#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {
namespace {

using ast::LabelExpr;
using ast::LabelExprPtr;

LabelExprPtr make_label(decltype(LabelExpr::node) node, ast::Span span) {
  return std::make_unique<LabelExpr>(LabelExpr{std::move(node), span});
}

}  // namespace

ast::LabelExprPtr Builder::labels(const Node& node) {
  const Nodes parts = node.children();
  switch (node.kind()) {
    case Kind::label_name:
      return make_label(ast::LabelName{name(node)}, span(node));
    case Kind::label_wildcard:
      return make_label(ast::LabelWildcard{}, span(node));
    case Kind::label_not: {  // any number of `!`, then one term
      const Deeper deeper(*this, parts.size(), node);
      LabelExprPtr out = labels(parts.back());
      for (std::size_t i = parts.size() - 1; i-- > 0;)
        out = make_label(ast::LabelNot{std::move(out)}, {parts[i].begin(), node.end()});
      return out;
    }
    case Kind::label_and:
    case Kind::label_or: {
      const Deeper deeper(*this, 1, node);
      std::vector<LabelExprPtr> operands;
      for (const Node& part : parts) operands.push_back(labels(part));
      if (node.is(Kind::label_and)) return make_label(ast::LabelAnd{std::move(operands)}, span(node));
      return make_label(ast::LabelOr{std::move(operands)}, span(node));
    }
    default:
      fail(span(node), "expected a label");
  }
}

std::vector<std::string> Builder::label_list(const Node& node) {
  std::vector<std::string> out;
  for (const Node& part : node.children()) out.push_back(name(part));
  return out;
}

ast::NodePattern Builder::node_pattern(const Node& node) {
  ast::NodePattern out;
  out.span = span(node);
  out.variable.span = {node.begin(), node.begin()};
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::variable:
        out.variable = variable(part);
        break;
      case Kind::map_literal:
      case Kind::parameter:
        out.properties = expression(part);
        break;
      case Kind::element_where:
        out.where = expression(part.children().front());
        break;
      default:
        out.labels = labels(part);
    }
  }
  return out;
}

ast::RelationshipPattern Builder::relationship(const Node& node) {
  ast::RelationshipPattern out;
  out.span = span(node);
  out.variable.span = {node.begin(), node.begin()};
  bool left = false, right = false;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::arrow_left:
        left = true;
        break;
      case Kind::arrow_right:
        right = true;
        break;
      case Kind::variable:
        out.variable = variable(part);
        break;
      case Kind::map_literal:
      case Kind::parameter:
        out.properties = expression(part);
        break;
      case Kind::element_where:
        out.where = expression(part.children().front());
        break;
      case Kind::variable_length: {
        ast::VariableLength length;
        bool dots = false;
        for (const Node& bound : part.children()) {
          if (bound.is(Kind::range_dots)) {
            dots = true;
          } else {
            (dots ? length.max : length.min) = count(bound, "InvalidRelationshipPattern");
          }
        }
        if (!dots) length.max = length.min;  // *2 is *2..2
        out.length = length;
        break;
      }
      default:
        out.types = labels(part);
    }
  }
  using Direction = ast::PatternDirection;
  out.direction = left == right ? Direction::either : left ? Direction::left : Direction::right;
  return out;
}

// -[:T]->+, ->*, ->{2,5}: the same as *1.., *0.., *2..5
void Builder::quantify(ast::RelationshipPattern& relationship, const Node& node) {
  if (relationship.length) fail(span(node), "a relationship of variable length cannot be repeated once more");
  if (relationship.where != nullptr)
    fail(span(node), "WHERE inside a relationship that is repeated is not offered", "UnexpectedSyntax",
         ErrorCode::unsupported);
  ast::VariableLength length{.min = 0, .max = std::nullopt};
  bool comma = false;
  for (const Node& part : node.children()) {
    if (part.is(Kind::quantifier_plus)) {
      length.min = 1;
    } else if (part.is(Kind::range_dots)) {
      comma = true;
    } else {
      (comma ? length.max : length.min) = count(part, "InvalidRelationshipPattern");
    }
  }
  if (!comma && node.text().front() == '{') length.max = length.min;
  relationship.length = length;
}

ast::PathPattern Builder::path_chain(const Node& node) {
  ast::PathPattern out;
  out.span = span(node);
  for (const Node& part : node.children()) {
    if (part.is(Kind::node_pattern)) {
      out.nodes.push_back(node_pattern(part));
    } else if (part.is(Kind::path_quantifier)) {
      quantify(out.relationships.back(), part);
    } else {
      out.relationships.push_back(relationship(part));
    }
  }
  return out;
}

ast::PathPattern Builder::path_pattern(const Node& node) {
  if (node.is(Kind::path_chain)) return path_chain(node);
  ast::PathPattern out;
  ast::Variable path;
  path.span = {node.begin(), node.begin()};
  ast::PathSelector selector = ast::PathSelector::all;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::path_variable:
        path = variable(part);
        break;
      case Kind::one_shortest:
        selector = ast::PathSelector::shortest;
        break;
      case Kind::all_shortest:
        selector = ast::PathSelector::all_shortest;
        break;
      default: {
        out = path_pattern(part);
        if (out.selector != ast::PathSelector::all) selector = out.selector;
      }
    }
  }
  out.path = std::move(path);
  out.selector = selector;
  out.span = span(node);
  return out;
}

ast::Pattern Builder::pattern(const Node& node) {
  ast::Pattern out;
  for (const Node& part : node.children()) out.paths.push_back(path_pattern(part));
  return out;
}

}  // namespace skein::dsl::syntax
