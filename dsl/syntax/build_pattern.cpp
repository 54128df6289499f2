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

// +, *, {2,5}: 1.., 0.., 2..5
ast::VariableLength Builder::path_quantifier(const Node& node) {
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
  if (length.max && *length.max < *length.min)
    fail(span(node), "the quantifier allows no number of repetitions: its greatest is less than its least");
  return length;
}

// -[:T]->+ is -[:T*1..]->; with a condition of its own the relationship becomes a quantified path.
void Builder::quantify(ast::RelationshipPattern& relationship, const Node& node) {
  if (relationship.length) fail(span(node), "a relationship of variable length cannot be repeated once more");
  const ast::VariableLength length = path_quantifier(node);
  if (relationship.where == nullptr) {
    relationship.length = length;
    return;
  }
  ast::RelationshipPattern repeated;
  repeated.variable.span = {relationship.span.begin, relationship.span.begin};
  repeated.span = {relationship.span.begin, node.end()};
  repeated.length = length;
  repeated.group = std::make_unique<ast::QuantifiedPath>();
  ast::PathPattern& inner = repeated.group->path;
  inner.path.span = repeated.variable.span;
  inner.span = relationship.span;
  for (int end = 0; end < 2; ++end) {
    ast::NodePattern anonymous;
    anonymous.variable.span = repeated.variable.span;
    anonymous.span = repeated.variable.span;
    inner.nodes.push_back(std::move(anonymous));
  }
  inner.relationships.push_back(std::move(relationship));
  relationship = std::move(repeated);
}

namespace {

bool is_bare(const ast::NodePattern& node) {
  return node.variable.name.empty() && node.labels == nullptr && node.properties == nullptr && node.where == nullptr;
}

ast::NodePattern anonymous_node(std::uint32_t at) {
  ast::NodePattern out;
  out.span = out.variable.span = {at, at};
  return out;
}

}  // namespace

// ((x)-[r]->(y) WHERE ...){1,3}; without a quantifier the brackets hold the whole path.
void Builder::add_group(ast::PathPattern& path, const Node& node, bool alone) {
  ast::QuantifiedPath group;
  std::optional<ast::VariableLength> length;
  for (const Node& part : node.children()) {
    if (part.is(Kind::path_chain)) {
      group.path = path_chain(part);
    } else if (part.is(Kind::element_where)) {
      group.where = expression(part.children().front());
    } else {
      length = path_quantifier(part);
    }
  }
  if (!length) {
    if (!alone)
      fail(span(node), "a path in brackets within another needs a quantifier, such as {1,3} or +");
    path = std::move(group.path);
    if (group.where != nullptr) {
      if (path.where != nullptr) fail(group.where->span, "only one WHERE can stand in a path's brackets");
      path.where = std::move(group.where);
    }
    return;
  }
  if (group.path.where != nullptr) fail(span(node), "write the conditions of a quantified path in one WHERE");
  if (group.path.relationships.empty()) fail(span(node), "a quantified path needs a relationship");
  for (const auto& inner : group.path.relationships) {
    if (inner.length) fail(inner.span, "a quantified path cannot hold another quantifier");
  }
  if (path.nodes.size() == path.relationships.size()) path.nodes.push_back(anonymous_node(node.begin()));
  ast::RelationshipPattern& step = path.relationships.emplace_back();
  auto& inner = group.path;
  const bool plain = inner.relationships.size() == 1 && group.where == nullptr && is_bare(inner.nodes[0]) &&
                     is_bare(inner.nodes[1]) && inner.relationships[0].where == nullptr;
  if (plain) {  // no more than a relationship of variable length
    step = std::move(inner.relationships[0]);
  } else {
    step.variable.span = {node.begin(), node.begin()};
    step.group = std::make_unique<ast::QuantifiedPath>(std::move(group));
  }
  step.span = span(node);
  step.length = length;
  path.nodes.push_back(anonymous_node(node.end()));
}

ast::PathPattern Builder::path_chain(const Node& node) {
  ast::PathPattern out;
  out.span = span(node);
  out.path.span = {node.begin(), node.begin()};
  bool open_end = false;  // a quantified path was last: a node behind it describes its end
  const Nodes parts = node.children();
  for (const Node& part : parts) {
    if (part.is(Kind::node_pattern)) {
      if (out.nodes.size() > out.relationships.size()) {
        if (!open_end)
          fail(span(part), "expected a relationship such as -[:TYPE]-> between the nodes, or ',' before a new path");
        out.nodes.back() = node_pattern(part);
      } else {
        out.nodes.push_back(node_pattern(part));
      }
      open_end = false;
    } else if (part.is(Kind::path_quantifier)) {
      quantify(out.relationships.back(), part);
    } else if (part.is(Kind::path_group)) {
      const Deeper deeper(*this, 1, part);
      add_group(out, part, parts.size() == 1);
      open_end = true;
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
  std::int64_t how_many = 1;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::path_variable:
        path = variable(part);
        break;
      case Kind::one_shortest:
      case Kind::all_shortest:
      case Kind::shortest_groups:
        selector = part.is(Kind::one_shortest)   ? ast::PathSelector::shortest
                   : part.is(Kind::all_shortest) ? ast::PathSelector::all_shortest
                                                 : ast::PathSelector::shortest_groups;
        for (const Node& number : part.children()) {
          if (!number.is(Kind::selector_count))
            fail(span(number), "the number of paths has to be written out", "UnexpectedSyntax", ErrorCode::unsupported);
          how_many = count(number, "InvalidArgumentType");
        }
        if (how_many < 1) fail(span(part), "the number of paths has to be at least 1");
        break;
      default: {
        out = path_pattern(part);
        if (out.selector != ast::PathSelector::all) selector = out.selector;
      }
    }
  }
  out.path = std::move(path);
  out.selector = selector;
  out.count = how_many;
  out.called = out.called || node.is(Kind::shortest_path);
  out.span = span(node);
  return out;
}

ast::Pattern Builder::pattern(const Node& node) {
  ast::Pattern out;
  for (const Node& part : node.children()) out.paths.push_back(path_pattern(part));
  return out;
}

}  // namespace skein::dsl::syntax
