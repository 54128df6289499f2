// Atoms: literals, calls, comprehensions, CASE, subqueries.
#include "dsl/syntax/builder.hpp"
#include "dsl/syntax/found.hpp"

namespace skein::dsl::syntax {

using ast::ExprPtr;

ExprPtr Builder::atom(const Node& node) {
  const Deeper deeper(*this, 1, node);
  const ast::Span here = span(node);
  switch (node.kind()) {
    case Kind::number:
      return make(ast::Literal{number(node, false)}, here);
    case Kind::string:
      return make(ast::Literal{Value(string(node))}, here);
    case Kind::true_literal:
      return make(ast::Literal{Value(true)}, here);
    case Kind::false_literal:
      return make(ast::Literal{Value(false)}, here);
    case Kind::null_literal:
      return make(ast::Literal{Value()}, here);
    case Kind::parameter:
      return make(ast::Parameter{parameter_name(node)}, here);
    case Kind::variable_expression:
      return make(variable(node), here);
    case Kind::parenthesized:
      return make(ast::Parenthesized{expression(node.children().front())}, here);
    case Kind::map_literal:
      return make(map_literal(node), here);
    case Kind::list_literal:
      return list(node);
    case Kind::pattern_comprehension:
      return pattern_comprehension(node);
    case Kind::pattern_predicate:
      return make(ast::PatternPredicate{path_chain(node.children().front())}, here);
    case Kind::shortest_path:
      return make(ast::PatternPredicate{path_pattern(node)}, here);
    case Kind::case_expression:
      return case_expression(node);
    case Kind::subquery:
      return subquery(node);
    case Kind::quantifier:
      return quantifier(node);
    case Kind::reduce: {
      const Nodes parts = node.children();  // accumulator, initial, variable, list, body
      ast::Reduce out;
      out.accumulator = variable(parts[0]);
      out.initial = expression(parts[1]);
      out.variable = variable(parts[2]);
      out.list = expression(parts[3]);
      out.body = expression(parts[4]);
      return make(std::move(out), here);
    }
    case Kind::old_comprehension:
      return old_comprehension(node);
    case Kind::count_star:
      return make(ast::CountStar{}, here);
    case Kind::function_call:
      return function_call(node);
    case Kind::trim_call:
      return trim_call(node);
    case Kind::map_projection:
      return map_projection(node);
    default:
      return expression(node);
  }
}

ast::MapLiteral Builder::map_literal(const Node& node) {
  ast::MapLiteral out;
  for (const Node& entry : node.children()) {
    const Nodes parts = entry.children();
    out.entries.emplace_back(name(parts[0]), expression(parts[1]));
  }
  return out;
}

// `[x IN xs ...]` is a comprehension even without WHERE and `|`, as in the openCypher grammar.
ExprPtr Builder::list(const Node& node) {
  ast::ListLiteral literal;
  ExprPtr where, projection;
  ast::Span tail{};
  for (const Node& part : node.children()) {
    if (part.is(Kind::list_where)) {
      where = expression(part.children().front());
      tail = span(part);
    } else if (part.is(Kind::list_bar)) {
      projection = expression(part.children().front());
      tail = span(part);
    } else {
      literal.items.push_back(expression(part));
    }
  }
  if (literal.items.size() == 1) {
    auto* in = std::get_if<ast::Binary>(&literal.items[0]->node);
    auto* element =
        in != nullptr && in->op == ast::BinaryOp::in ? std::get_if<ast::Variable>(&in->left->node) : nullptr;
    if (element != nullptr) {
      return make(ast::ListComprehension{std::move(*element), std::move(in->right), std::move(where),
                                         std::move(projection)},
                  span(node));
    }
  }
  if (where != nullptr || projection != nullptr) {
    const ast::Span first = literal.items[0]->span;
    fail({first.begin, tail.begin}, "a list comprehension begins with 'variable IN list'");
  }
  return make(std::move(literal), span(node));
}

ExprPtr Builder::pattern_comprehension(const Node& node) {
  ast::PatternComprehension out;
  ast::Variable path;
  path.span = {node.begin(), node.begin()};
  for (const Node& part : node.children()) {
    if (part.is(Kind::path_variable)) {
      path = variable(part);
    } else if (part.is(Kind::path_chain)) {
      out.pattern = path_chain(part);
    } else if (part.is(Kind::list_where)) {
      out.where = expression(part.children().front());
    } else {
      out.projection = expression(part);
    }
  }
  out.pattern.path = std::move(path);
  return make(std::move(out), span(node));
}

namespace {

bool holds_case(const Node& node) {
  if (node.is(Kind::case_expression)) return true;
  for (const Node& child : node.children())
    if (holds_case(child)) return true;
  return false;
}

}  // namespace

// CASE x WHEN < 1 THEN a WHEN 2, 3 THEN b END is CASE WHEN x < 1 THEN a WHEN x = 2 OR x = 3 THEN b END.
ExprPtr Builder::case_expression(const Node& node) {
  const Nodes parts = node.children();
  const bool with_subject = parts.front().is(Kind::case_subject);
  bool spelled_out = false;
  for (const Node& part : parts) {
    if (!part.is(Kind::case_when)) continue;
    const Nodes inner = part.children();
    spelled_out = spelled_out || inner.size() > 2 || inner[0].is(Kind::when_operator);
    if (!with_subject && (inner.size() > 2 || inner[0].is(Kind::when_operator)))
      fail(span(inner[0]), "WHEN needs a whole condition: this CASE has no expression before WHEN to compare with");
  }
  // What is compared stands in every condition then; one within another would grow without bounds.
  if (spelled_out && holds_case(parts.front()))
    fail(span(parts.front()), "name the inner CASE in a WITH first: WHEN with a list or an operator compares with a plain value");
  ast::Case out;
  if (with_subject && !spelled_out) out.subject = expression(parts.front().children().front());
  for (const Node& part : parts) {
    const Nodes inner = part.children();
    if (part.is(Kind::case_when)) {
      std::vector<ExprPtr> tests;
      for (std::size_t i = 0; i + 1 < inner.size(); ++i)
        tests.push_back(spelled_out ? case_test(parts.front().children().front(), inner[i]) : expression(inner[i]));
      ExprPtr when = balanced(ast::BinaryOp::logical_or, tests, 0, tests.size());
      out.branches.emplace_back(std::move(when), expression(inner.back()));
    } else if (part.is(Kind::case_else)) {
      out.otherwise = expression(inner[0]);
    }
  }
  return make(std::move(out), span(node));
}

ExprPtr Builder::case_test(const Node& subject, const Node& test) {
  ExprPtr left = expression(subject);
  const auto compared = [&](ast::CompareOp op, ExprPtr right) {
    ast::Comparison comparison;
    comparison.operands.push_back(std::move(left));
    comparison.operands.push_back(std::move(right));
    comparison.ops.push_back(op);
    return make(std::move(comparison), span(test));
  };
  if (!test.is(Kind::when_operator)) return compared(ast::CompareOp::eq, expression(test));
  const Nodes parts = test.children();
  if (parts[0].kind() >= Kind::op_eq && parts[0].kind() <= Kind::op_ge)
    return compared(compare_op(parts[0].kind()), expression(parts[1]));
  std::size_t next = 0;
  return applied(std::move(left), parts, next, span(test));
}

ExprPtr Builder::subquery(const Node& node) {
  ast::Subquery out{};
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::exists_word:
        out.kind = ast::SubqueryKind::exists;
        break;
      case Kind::count_word:
        out.kind = ast::SubqueryKind::count;
        break;
      case Kind::collect_word:
        out.kind = ast::SubqueryKind::collect;
        break;
      case Kind::query:
        out.query = std::make_unique<ast::Query>(query(part));
        break;
      case Kind::pattern:
        out.pattern = pattern(part);
        break;
      default:
        out.where = expression(part.children().front());
    }
  }
  if (out.kind == ast::SubqueryKind::collect && out.query == nullptr)
    fail(span(node), "COLLECT { } needs a query that returns one column");
  return make(std::move(out), span(node));
}

ExprPtr Builder::quantifier(const Node& node) {
  ast::Quantifier out{};
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::quantifier_all:
        out.kind = ast::QuantifierKind::all;
        break;
      case Kind::quantifier_any:
        out.kind = ast::QuantifierKind::any;
        break;
      case Kind::quantifier_none:
        out.kind = ast::QuantifierKind::none;
        break;
      case Kind::quantifier_single:
        out.kind = ast::QuantifierKind::single;
        break;
      case Kind::variable:
        out.variable = variable(part);
        break;
      case Kind::element_where:
        out.where = expression(part.children().front());
        break;
      default:
        out.list = expression(part);
    }
  }
  if (out.where == nullptr) fail(span(node), "expected WHERE and a condition after the list");
  return make(std::move(out), span(node));
}

ExprPtr Builder::old_comprehension(const Node& node) {
  ast::ListComprehension out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::variable:
        out.variable = variable(part);
        break;
      case Kind::element_where:
        out.where = expression(part.children().front());
        break;
      case Kind::list_bar:
        out.projection = expression(part.children().front());
        break;
      default:
        out.list = expression(part);
    }
  }
  return make(std::move(out), span(node));
}

ExprPtr Builder::map_projection(const Node& node) {
  using Kinds = ast::MapProjection::Item::Kind;
  ast::MapProjection out;
  for (const Node& part : node.children()) {
    const Nodes inner = part.children();
    switch (part.kind()) {
      case Kind::variable:
        out.variable = variable(part);
        break;
      case Kind::projected_property:
        if (inner[0].is(Kind::projected_all)) {
          out.items.push_back({Kinds::all_properties, {}, nullptr});
        } else {
          out.items.push_back({Kinds::property, name(inner[0]), nullptr});
        }
        break;
      case Kind::projected_entry:
        out.items.push_back({Kinds::literal, name(inner[0]), expression(inner[1])});
        break;
      default:
        out.items.push_back({Kinds::variable, name(part), make(variable(part), span(part))});
    }
  }
  return make(std::move(out), span(node));
}

ExprPtr Builder::function_call(const Node& node) {
  ast::FunctionCall out;
  for (const Node& part : node.children()) {
    if (part.is(Kind::function_name)) {
      for (const Node& piece : part.children()) out.name += (out.name.empty() ? "" : ".") + name(piece);
      out.name_span = span(part);
    } else if (part.is(Kind::distinct_flag)) {
      out.distinct = true;
    } else if (part.is(Kind::trim_from)) {  // trim('x' FROM text)
      if (out.name.size() != 4 || spelling_distance(out.name, "trim") != 0 || out.arguments.size() != 1)
        fail(span(part), "expected ')' to close the arguments, found 'FROM'");
      out.name = "btrim";
      out.arguments.insert(out.arguments.begin(), expression(part.children().front()));
    } else {
      out.arguments.push_back(expression(part));
    }
  }
  if (out.arguments.size() == 2 && out.name.size() == 9 && spelling_distance(out.name, "normalize") == 0) {
    // normalize(text, NFKC): the form is a word
    const auto* form = std::get_if<ast::Variable>(&out.arguments[1]->node);
    if (form != nullptr) out.arguments[1]->node = ast::Literal{Value(form->name)};
  }
  return make(std::move(out), span(node));
}

// trim(BOTH 'x' FROM text) is btrim(text, 'x').
ExprPtr Builder::trim_call(const Node& node) {
  ast::FunctionCall out;
  ExprPtr text;
  out.name_span = {node.begin(), node.begin() + 4};
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::trim_both:
        out.name = "btrim";
        break;
      case Kind::trim_leading:
        out.name = "ltrim";
        break;
      case Kind::trim_trailing:
        out.name = "rtrim";
        break;
      case Kind::trim_from:
        text = expression(part.children().front());
        break;
      default:
        out.arguments.push_back(expression(part));
    }
  }
  out.arguments.insert(out.arguments.begin(), std::move(text));
  return make(std::move(out), span(node));
}

}  // namespace skein::dsl::syntax
