// Expressions: names resolved, kinds of values followed as far as they can be known, aggregates kept to their
// places.
#include <utility>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"
#include "dsl/bind/children.hpp"

namespace skein::dsl {
namespace {

constexpr Type boolean_type = {boolean_kind, any_kind};

// Types are followed through variables only while they are sure; a wrong one that is sure is refused now, all
// others when the query runs.
void refuse_type(ast::Span span, std::string message, const char* error_class = "SyntaxError") {
  throw Error{.code = ErrorCode::invalid_query,
              .message = std::move(message),
              .error_class = error_class,
              .detail = "InvalidArgumentType",
              .phase = "compile time",
              .begin = span.begin,
              .end = span.end};
}

bool is_logical(ast::BinaryOp op) {
  return op == ast::BinaryOp::logical_or || op == ast::BinaryOp::logical_xor ||
         op == ast::BinaryOp::logical_and;
}

std::string_view op_word(ast::BinaryOp op) {
  using enum ast::BinaryOp;
  switch (op) {
    case logical_or:
      return "OR";
    case logical_xor:
      return "XOR";
    case logical_and:
      return "AND";
    case add:
      return "+";
    case subtract:
      return "-";
    case multiply:
      return "*";
    case divide:
      return "/";
    case modulo:
      return "%";
    case power:
      return "^";
    case in:
      return "IN";
    case starts_with:
      return "STARTS WITH";
    case ends_with:
      return "ENDS WITH";
    case contains:
      return "CONTAINS";
    case regex_match:
      return "=~";
  }
  return "";
}

}  // namespace

Type Binder::expression(ast::ExprPtr& expr, const Surroundings& around) { return expression(*expr, around); }

Type Binder::predicate(ast::ExprPtr& expr) {
  return truth_value(expr, {Aggregates::forbidden, "in WHERE", true}, "WHERE");
}

Type Binder::truth_value(ast::ExprPtr& expr, const Surroundings& around, std::string_view op) {
  const Type type = expression(*expr, around);
  if (!may_be(type, boolean_kind))
    refuse_type(expr->span, fmt::format("{} needs a Boolean, found {}", op, describe(type.kinds)));
  return type;
}

Type Binder::expression(ast::Expr& expr, const Surroundings& around) {
  const Surroundings value = {around.aggregates, around.place, false};  // no truth value wanted beneath
  const Type type = std::visit(
      [&](auto& node) -> Type {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Literal>) {
          return type_of(node.value);
        } else if constexpr (std::is_same_v<T, ast::Parameter>) {
          return {};
        } else if constexpr (std::is_same_v<T, ast::Variable>) {
          resolve(node);
          return symbol_types_[static_cast<std::size_t>(node.symbol)];
        } else if constexpr (std::is_same_v<T, ast::Property>) {
          return property(node, expr, value);
        } else if constexpr (std::is_same_v<T, ast::Subscript>) {
          const Type of = expression(node.of, value);
          expression(node.index, value);
          return is_only(of, kind_bit(Kind::list)) ? Type{of.elements | null_kind, any_kind} : Type{};
        } else if constexpr (std::is_same_v<T, ast::Slice>) {
          const Type of = expression(node.of, value);
          if (node.from != nullptr) expression(node.from, value);
          if (node.to != nullptr) expression(node.to, value);
          return list_of(is_only(of, kind_bit(Kind::list)) ? of.elements : any_kind);
        } else if constexpr (std::is_same_v<T, ast::ListLiteral>) {
          KindSet elements = node.items.empty() ? null_kind : 0;
          for (auto& item : node.items) elements |= expression(item, value).kinds;
          return list_of(elements);
        } else if constexpr (std::is_same_v<T, ast::MapLiteral>) {
          for (auto& [key, entry] : node.entries) expression(entry, value);
          return type_of_kind(Kind::map);
        } else if constexpr (std::is_same_v<T, ast::MapProjection>) {
          return map_projection(node, value);
        } else if constexpr (std::is_same_v<T, ast::Unary>) {
          if (node.op == ast::UnaryOp::logical_not) {
            truth_value(node.operand, around, "NOT");
            return boolean_type;
          }
          const Type operand = expression(node.operand, value);
          if (node.op == ast::UnaryOp::is_null || node.op == ast::UnaryOp::is_not_null) return boolean_type;
          constexpr KindSet signed_kinds = number_kinds | kinds(Kind::duration);
          if (!may_be(operand, signed_kinds))
            refuse_type(node.operand->span,
                        fmt::format("a sign needs a number, found {}", describe(operand.kinds)));
          return {operand.kinds & (signed_kinds | null_kind), any_kind};
        } else if constexpr (std::is_same_v<T, ast::Binary>) {
          return binary(node, around);
        } else if constexpr (std::is_same_v<T, ast::Comparison>) {
          for (auto& operand : node.operands) expression(operand, value);
          return boolean_type;
        } else if constexpr (std::is_same_v<T, ast::HasLabels>) {
          const Type of = expression(node.of, value);
          if (!may_be(of, entity_kinds))
            refuse_type(node.of->span, fmt::format("only nodes and relationships have labels, found {}",
                                                   describe(of.kinds)));
          return boolean_type;
        } else if constexpr (std::is_same_v<T, ast::TypeTest>) {
          expression(node.of, value);
          return boolean_type;
        } else if constexpr (std::is_same_v<T, ast::FunctionCall>) {
          return function_call(node, expr, around);
        } else if constexpr (std::is_same_v<T, ast::CountStar>) {
          check_aggregate_place(expr, "count(*)", around);
          expr.has_aggregate = true;
          return type_of_kind(Kind::integer);
        } else if constexpr (std::is_same_v<T, ast::Case>) {
          return case_expression(node, value);
        } else if constexpr (std::is_same_v<T, ast::ListComprehension>) {
          return list_comprehension(node, value);
        } else if constexpr (std::is_same_v<T, ast::PatternComprehension>) {
          return pattern_comprehension(node, value);
        } else if constexpr (std::is_same_v<T, ast::Quantifier>) {
          return quantifier(node, value);
        } else if constexpr (std::is_same_v<T, ast::Reduce>) {
          return reduce(node, value);
        } else if constexpr (std::is_same_v<T, ast::PatternPredicate>) {
          return pattern_predicate(node, expr, around);
        } else if constexpr (std::is_same_v<T, ast::Subquery>) {
          return subquery(node, expr);
        } else {
          static_assert(std::is_same_v<T, ast::Parenthesized>);
          return expression(*node.inner, around);
        }
      },
      expr.node);
  for_each_child(expr, [&](const ast::ExprPtr& child) {
    expr.has_aggregate = expr.has_aggregate || child->has_aggregate;
  });
  return type;
}

Type Binder::property(ast::Property& property, ast::Expr&, const Surroundings& around) {
  const Type of = expression(property.of, around);
  if (may_be(of, keyed_kinds)) return {};
  // The TCK tells a variable that a pattern made (SyntaxError) from a value (TypeError).
  const auto* variable = std::get_if<ast::Variable>(&bare(*property.of).node);
  bool from_pattern = false;
  if (variable != nullptr) {
    const SymbolKind kind = symbol_kinds_[static_cast<std::size_t>(variable->symbol)];
    from_pattern = kind == SymbolKind::path || kind == SymbolKind::relationship_list;
  }
  refuse_type(
      property.of->span,
      fmt::format("'.{}' needs a node, relationship or map, found {}", property.key, describe(of.kinds)),
      from_pattern ? "SyntaxError" : "TypeError");
  return {};
}

Type Binder::binary(ast::Binary& binary, const Surroundings& around) {
  if (is_logical(binary.op)) {
    truth_value(binary.left, around, op_word(binary.op));
    truth_value(binary.right, around, op_word(binary.op));
    return boolean_type;
  }
  const Surroundings value = {around.aggregates, around.place, false};
  const Type left = expression(binary.left, value);
  const Type right = expression(binary.right, value);
  switch (binary.op) {
    case ast::BinaryOp::in:
      if (!may_be(right, kind_bit(Kind::list)))
        refuse_type(binary.right->span,
                    fmt::format("IN needs a list on its right, found {}", describe(right.kinds)));
      return boolean_type;
    case ast::BinaryOp::starts_with:
    case ast::BinaryOp::ends_with:
    case ast::BinaryOp::contains:
    case ast::BinaryOp::regex_match:
      return boolean_type;
    default:
      return arithmetic(binary, left, right);
  }
}

Type Binder::arithmetic(const ast::Binary& binary, Type left, Type right) {
  using enum ast::BinaryOp;
  KindSet allowed = number_kinds;
  if (binary.op == add) {
    if (is_only(left, kind_bit(Kind::list)) || is_only(right, kind_bit(Kind::list))) {
      const auto element = [](Type type) {
        return is_only(type, kind_bit(Kind::list)) ? type.elements : type.kinds;
      };
      const bool known = (left.kinds | right.kinds) != any_kind;
      return list_of(known ? element(left) | element(right) : any_kind);
    }
    allowed |= kinds(Kind::string, Kind::list, Kind::duration) | temporal_kinds;
  } else if (binary.op == subtract) {
    allowed |= kinds(Kind::duration) | temporal_kinds;
  } else if (binary.op == multiply || binary.op == divide) {
    allowed |= kinds(Kind::duration);
  }
  // `+` with a list that only shows when the query runs takes anything.
  const bool list_possible =
      binary.op == add && (may_be(left, kind_bit(Kind::list)) || may_be(right, kind_bit(Kind::list)));
  const auto check = [&](const ast::Expr& operand, Type type) {
    if (may_be(type, allowed) || list_possible) return;
    refuse_type(operand.span,
                fmt::format("{} cannot be used with {}", op_word(binary.op), describe(type.kinds)));
  };
  check(*binary.left, left);
  check(*binary.right, right);
  const KindSet both = (left.kinds | right.kinds) & ~null_kind;
  if (both != 0 && (both & ~number_kinds) == 0) {
    if (binary.op == power || both == kind_bit(Kind::floating)) return type_of_kind(Kind::floating);
    return {both, any_kind};
  }
  if (binary.op == add && both == kind_bit(Kind::string)) return type_of_kind(Kind::string);
  return {};
}

Type Binder::case_expression(ast::Case& node, const Surroundings& around) {
  const Surroundings condition = {around.aggregates, around.place, node.subject == nullptr};
  if (node.subject != nullptr) expression(node.subject, around);
  Type type = {0, 0};
  for (auto& [when, then] : node.branches) {
    if (node.subject == nullptr) {
      truth_value(when, condition, "WHEN");
    } else {
      expression(when, condition);
    }
    type = union_of(type, expression(then, around));
  }
  return union_of(type, node.otherwise != nullptr ? expression(node.otherwise, around) : Type{null_kind, 0});
}

// Aggregates may stand in the list, not in what is done with each element.
Type Binder::list_comprehension(ast::ListComprehension& node, const Surroundings& around) {
  const Type list = expression(node.list, around);
  if (!may_be(list, kind_bit(Kind::list)))
    refuse_type(node.list->span,
                fmt::format("a list comprehension needs a list, found {}", describe(list.kinds)));
  const KindSet elements = is_only(list, kind_bit(Kind::list)) ? list.elements : any_kind;
  const Local element(*this, node.variable, {elements, any_kind});
  const Surroundings inner = {Aggregates::forbidden, "inside a list comprehension", false};
  if (node.where != nullptr) truth_value(node.where, {inner.aggregates, inner.place, true}, "WHERE");
  return list_of(node.projection != nullptr ? expression(node.projection, inner).kinds : elements);
}

Type Binder::pattern_comprehension(ast::PatternComprehension& node, const Surroundings&) {
  const Scope outside = scope_;
  pattern({&node.pattern}, PatternUse::comprehension);
  const Surroundings inner = {Aggregates::forbidden, "inside a pattern comprehension", false};
  if (node.where != nullptr) truth_value(node.where, {inner.aggregates, inner.place, true}, "WHERE");
  const Type type = expression(node.projection, inner);
  scope_ = outside;
  return list_of(type.kinds);
}

Type Binder::quantifier(ast::Quantifier& node, const Surroundings& around) {
  const Type list = expression(node.list, around);
  if (!may_be(list, kind_bit(Kind::list)))
    refuse_type(node.list->span, fmt::format("a quantifier needs a list, found {}", describe(list.kinds)));
  const Local element(*this, node.variable,
                      {is_only(list, kind_bit(Kind::list)) ? list.elements : any_kind, any_kind});
  truth_value(node.where, {Aggregates::forbidden, "inside a quantifier", true}, "WHERE");
  return boolean_type;
}

Type Binder::reduce(ast::Reduce& node, const Surroundings& around) {
  expression(node.initial, around);
  const Type list = expression(node.list, around);
  if (!may_be(list, kind_bit(Kind::list)))
    refuse_type(node.list->span, fmt::format("reduce needs a list, found {}", describe(list.kinds)));
  const Local accumulator(*this, node.accumulator, {});
  const Local element(*this, node.variable,
                      {is_only(list, kind_bit(Kind::list)) ? list.elements : any_kind, any_kind});
  expression(node.body, {Aggregates::forbidden, "inside reduce", false});
  return {};
}

Type Binder::map_projection(ast::MapProjection& node, const Surroundings& around) {
  resolve(node.variable);
  const Type type = symbol_types_[static_cast<std::size_t>(node.variable.symbol)];
  if (!may_be(type, entity_kinds | kinds(Kind::map)))
    refuse_type(
        node.variable.span,
        fmt::format("a map projection needs a node, relationship or map, found {}", describe(type.kinds)));
  for (auto& item : node.items) {
    if (item.value != nullptr) expression(item.value, around);
  }
  return type_of_kind(Kind::map);
}

Type Binder::pattern_predicate(ast::PatternPredicate& node, const ast::Expr& expr,
                               const Surroundings& around) {
  if (node.pattern.selector != ast::PathSelector::all) {
    const Scope outside = scope_;
    for (auto& end : node.pattern.nodes) {
      if (!end.variable.name.empty()) resolve(end.variable);  // the ends of a shortest path are known
    }
    pattern({&node.pattern}, PatternUse::comprehension);
    scope_ = outside;
    const bool one = node.pattern.selector == ast::PathSelector::shortest && node.pattern.count == 1;
    return one ? type_of_kind(Kind::path) : list_of(kind_bit(Kind::path));
  }
  if (!around.predicate) {
    fail(expr.span, "UnexpectedSyntax", "a pattern can only be used as a condition here, such as after WHERE",
         fmt::format("write EXISTS {{ {0} }}, COUNT {{ {0} }} or [{0} | ...]", source(expr.span)));
  }
  pattern({&node.pattern}, PatternUse::predicate);
  return boolean_type;
}

Type Binder::subquery(ast::Subquery& node, const ast::Expr& expr) {
  const Scope outside = scope_;
  Type type = node.kind == ast::SubqueryKind::exists  ? boolean_type
              : node.kind == ast::SubqueryKind::count ? type_of_kind(Kind::integer)
                                                      : type_of_kind(Kind::list);
  if (node.query != nullptr) {
    const bool inside = std::exchange(inside_query_, true);
    const Names columns = query(*node.query, outside, {true, false});
    inside_query_ = inside;
    if (node.kind == ast::SubqueryKind::collect) {
      if (columns.size() != 1)
        fail(expr.span, "InvalidClauseComposition",
             fmt::format("COLLECT {{ }} needs a query that returns one column, found {}", columns.size()));
      type = list_of(symbol_types_[static_cast<std::size_t>(columns[0].second)].kinds);
    }
  } else {
    std::vector<ast::PathPattern*> paths;
    for (auto& path : node.pattern.paths) paths.push_back(&path);
    pattern(std::move(paths), PatternUse::match);
    if (node.where != nullptr) predicate(node.where);
  }
  scope_ = outside;
  return type;
}

}  // namespace skein::dsl
