// Expressions and patterns back to text. Parentheses are nodes of the tree; more are written only where a
// tree that no text gave (after a rewrite) would read otherwise.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dsl/print.hpp"
#include "dsl/print_parts.hpp"

namespace skein::dsl {
namespace print_parts {
namespace {

// clang-format off
// The reserved words of grammar/lexical.hpp and the words that begin an expression of their own.
constexpr std::array<std::string_view, 45> quoted_words = {
    "all",    "allshortestpaths", "and",  "any",    "as",     "case",  "collect", "contains", "count",  "create", "delete", "detach",
    "distinct", "else", "end",    "ends", "exists", "false",  "foreach", "from", "in",      "is",       "limit",  "load",   "match",
    "merge",  "none",   "not",    "null", "on",     "optional", "or",  "order",   "reduce",   "remove", "return", "set",    "shortestpath",
    "single", "skip",   "starts", "then", "true",   "union",  "unwind"};
// clang-format on
constexpr std::array<std::string_view, 8> more_quoted_words = {"using", "when",  "where", "with",
                                                               "xor",   "yield", "for",   "if"};

bool is_plain(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  std::string lower;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(c >= '0' && c <= '9')) return false;
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto has = [&](const auto& words) {
    return std::find(words.begin(), words.end(), lower) != words.end();
  };
  return !has(quoted_words) && !has(more_quoted_words);
}

std::string labels(const ast::LabelExpr& label);

std::string joined(const std::vector<ast::LabelExprPtr>& operands, std::string_view separator) {
  std::string out;
  for (const auto& operand : operands) {
    const bool group = std::holds_alternative<ast::LabelOr>(operand->node) ||
                       std::holds_alternative<ast::LabelAnd>(operand->node);
    if (!out.empty()) out += separator;
    out += group ? "(" + labels(*operand) + ")" : labels(*operand);
  }
  return out;
}

std::string labels(const ast::LabelExpr& label) {
  if (const auto* plain = std::get_if<ast::LabelName>(&label.node)) return name(plain->name);
  if (std::holds_alternative<ast::LabelWildcard>(label.node)) return "%";
  if (const auto* negation = std::get_if<ast::LabelNot>(&label.node)) {
    const bool group = !std::holds_alternative<ast::LabelName>(negation->operand->node) &&
                       !std::holds_alternative<ast::LabelWildcard>(negation->operand->node) &&
                       !std::holds_alternative<ast::LabelNot>(negation->operand->node);
    return group ? "!(" + labels(*negation->operand) + ")" : "!" + labels(*negation->operand);
  }
  if (const auto* both = std::get_if<ast::LabelAnd>(&label.node)) return joined(both->operands, "&");
  return joined(std::get<ast::LabelOr>(label.node).operands, "|");
}

// What stands between the brackets of a node or relationship.
std::string element(const ast::Variable& variable, const ast::LabelExprPtr& label, std::string_view length,
                    const ast::ExprPtr& properties, const ast::ExprPtr& where) {
  std::string out = variable.name.empty() ? std::string{} : name(variable.name);
  if (label != nullptr) out += ":" + labels(*label);
  out += length;
  if (properties != nullptr) out += (out.empty() ? "" : " ") + print(*properties);
  if (where != nullptr) out += (out.empty() ? "" : " ") + ("WHERE " + print(*where));
  return out;
}

std::string node(const ast::NodePattern& node) {
  return "(" + element(node.variable, node.labels, "", node.properties, node.where) + ")";
}

std::string chain(const ast::PathPattern& path);

std::string quantifier(const ast::VariableLength& length) {
  const auto bound = [](const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : ""; };
  return "{" + bound(length.min) + "," + bound(length.max) + "}";
}

std::string group(const ast::RelationshipPattern& relationship) {
  std::string inside = chain(relationship.group->path);
  if (relationship.group->where != nullptr) inside += " WHERE " + print(*relationship.group->where);
  return " (" + inside + ")" + quantifier(*relationship.length) + " ";
}

std::string relationship(const ast::RelationshipPattern& relationship) {
  if (relationship.group != nullptr) return group(relationship);
  std::string length;
  if (const auto& bounds = relationship.length) {
    length = "*";
    if (bounds->min && bounds->max && *bounds->min == *bounds->max) {
      length += fmt::format("{}", *bounds->min);
    } else if (bounds->min || bounds->max) {
      length += fmt::format("{}..{}", bounds->min ? std::to_string(*bounds->min) : "",
                            bounds->max ? std::to_string(*bounds->max) : "");
    }
  }
  std::string inside =
      element(relationship.variable, relationship.types, length, relationship.properties, relationship.where);
  if (!inside.empty()) inside = "[" + inside + "]";
  return (relationship.direction == ast::PatternDirection::left ? "<-" : "-") + inside +
         (relationship.direction == ast::PatternDirection::right ? "->" : "-");
}

}  // namespace

std::string name(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "`";
  for (const char c : text) out += c == '`' ? std::string("``") : std::string(1, c);
  return out + "`";
}

std::string string(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
        out += "\\'";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += c;
    }
  }
  return out + "'";
}

std::string label_list(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& label : all) out += ":" + name(label);
  return out;
}

namespace {

std::string chain(const ast::PathPattern& path) {
  std::string out = node(path.nodes[0]);
  for (std::size_t i = 0; i < path.relationships.size(); ++i)
    out += relationship(path.relationships[i]) + node(path.nodes[i + 1]);
  return out;
}

}  // namespace

std::string path(const ast::PathPattern& path) {
  std::string out = chain(path);
  if (path.where != nullptr) out = "(" + out + " WHERE " + print(*path.where) + ")";
  switch (path.selector) {
    case ast::PathSelector::all:
      break;
    case ast::PathSelector::shortest:
      out = path.called ? "shortestPath(" + out + ")" : fmt::format("SHORTEST {} {}", path.count, out);
      break;
    case ast::PathSelector::all_shortest:
      out = path.called ? "allShortestPaths(" + out + ")" : "ALL SHORTEST " + out;
      break;
    case ast::PathSelector::shortest_groups:
      out = fmt::format("SHORTEST {} GROUPS {}", path.count, out);
      break;
  }
  return path.path.name.empty() ? out : name(path.path.name) + " = " + out;
}

std::string pattern(const ast::Pattern& pattern) {
  std::string out;
  for (const auto& each : pattern.paths) out += (out.empty() ? "" : ", ") + path(each);
  return out;
}

namespace {

// How tightly an expression holds together; the levels of grammar/expression.hpp.
enum Level : int {
  level_or,
  level_xor,
  level_and,
  level_not,
  level_comparison,
  level_predicate,
  level_sum,
  level_product,
  level_power,
  level_sign,
  level_postfix,
  level_atom
};

Level level_of(const ast::Binary& binary) {
  using enum ast::BinaryOp;
  switch (binary.op) {
    case logical_or:
      return level_or;
    case logical_xor:
      return level_xor;
    case logical_and:
      return level_and;
    case add:
    case subtract:
      return level_sum;
    case multiply:
    case divide:
    case modulo:
      return level_product;
    case power:
      return level_power;
    default:
      return level_predicate;
  }
}

Level level_of(const ast::Expr& expr) {
  if (const auto* binary = std::get_if<ast::Binary>(&expr.node)) return level_of(*binary);
  if (const auto* unary = std::get_if<ast::Unary>(&expr.node)) {
    if (unary->op == ast::UnaryOp::logical_not) return level_not;
    return unary->op == ast::UnaryOp::minus || unary->op == ast::UnaryOp::plus ? level_sign : level_predicate;
  }
  if (std::holds_alternative<ast::Comparison>(expr.node)) return level_comparison;
  if (std::holds_alternative<ast::Property>(expr.node) || std::holds_alternative<ast::Subscript>(expr.node) ||
      std::holds_alternative<ast::Slice>(expr.node) || std::holds_alternative<ast::HasLabels>(expr.node))
    return level_postfix;
  if (std::holds_alternative<ast::TypeTest>(expr.node)) return level_predicate;
  if (const auto* literal = std::get_if<ast::Literal>(&expr.node);
      literal != nullptr && literal->value.is_number()) {
    const bool negative =
        literal->value.is<double>() ? std::signbit(literal->value.as_float()) : literal->value.as_int() < 0;
    return negative ? level_sign : level_atom;
  }
  return level_atom;
}

std::string at_least(Level level, const ast::Expr& expr) {
  return level_of(expr) < level ? "(" + print(expr) + ")" : print(expr);
}

std::string list(const std::vector<ast::ExprPtr>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + print(*item);
  return out;
}

std::string number(double value) {
  std::string out = fmt::format("{}", value);
  const bool is_float = out.find_first_of(".en") != std::string::npos;
  return is_float ? out : out + ".0";
}

std::string value_text(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.as_bool() ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(value.as_int());
    case Value::Kind::floating:
      return number(value.as_float());
    case Value::Kind::string:
      return string(value.as_string());
    default:
      return fmt::format("<{}>", kind_name(value.kind()));  // only after constants were folded
  }
}

std::string_view op_text(ast::BinaryOp op) {
  static constexpr std::string_view words[] = {" OR ",          " XOR ",       " AND ",      " + ", " - ",
                                               " * ",           " / ",         " % ",        " ^ ", " IN ",
                                               " STARTS WITH ", " ENDS WITH ", " CONTAINS ", " =~ "};
  return words[static_cast<std::size_t>(op)];
}

struct Printer {
  std::string operator()(const ast::Literal& e) const { return value_text(e.value); }
  std::string operator()(const ast::Parameter& e) const {
    const bool digits = !e.name.empty() && e.name.find_first_not_of("0123456789") == std::string::npos;
    return "$" + (digits ? e.name : name(e.name));
  }
  std::string operator()(const ast::Variable& e) const { return name(e.name); }
  std::string operator()(const ast::Property& e) const {
    return at_least(level_postfix, *e.of) + "." + name(e.key);
  }
  std::string operator()(const ast::Subscript& e) const {
    return at_least(level_postfix, *e.of) + "[" + print(*e.index) + "]";
  }
  std::string operator()(const ast::Slice& e) const {
    return at_least(level_postfix, *e.of) + "[" + (e.from != nullptr ? print(*e.from) : "") + ".." +
           (e.to != nullptr ? print(*e.to) : "") + "]";
  }
  std::string operator()(const ast::ListLiteral& e) const { return "[" + list(e.items) + "]"; }
  std::string operator()(const ast::MapLiteral& e) const {
    std::string out;
    for (const auto& [key, value] : e.entries)
      out += (out.empty() ? "" : ", ") + name(key) + ": " + print(*value);
    return "{" + out + "}";
  }
  std::string operator()(const ast::MapProjection& e) const {
    using Kind = ast::MapProjection::Item::Kind;
    std::string out;
    for (const auto& item : e.items) {
      if (!out.empty()) out += ", ";
      switch (item.kind) {
        case Kind::property:
          out += "." + name(item.key);
          break;
        case Kind::all_properties:
          out += ".*";
          break;
        case Kind::literal:
          out += name(item.key) + ": " + print(*item.value);
          break;
        case Kind::variable:
          out += name(item.key);
          break;
      }
    }
    return name(e.variable.name) + " {" + out + "}";
  }
  std::string operator()(const ast::Unary& e) const {
    switch (e.op) {
      case ast::UnaryOp::logical_not:
        return "NOT " + at_least(level_not, *e.operand);
      case ast::UnaryOp::is_null:
        return at_least(level_predicate, *e.operand) + " IS NULL";
      case ast::UnaryOp::is_not_null:
        return at_least(level_predicate, *e.operand) + " IS NOT NULL";
      default:
        break;
    }
    return (e.op == ast::UnaryOp::minus ? "- " : "+ ") + at_least(level_sign, *e.operand);
  }
  std::string operator()(const ast::Binary& e) const {
    const Level level = level_of(e);
    const bool associative = level <= level_and;
    const auto right = static_cast<Level>(associative                ? level
                                          : level == level_predicate ? level_sum
                                                                     : level + 1);
    return at_least(level, *e.left) + std::string(op_text(e.op)) + at_least(right, *e.right);
  }
  std::string operator()(const ast::Comparison& e) const {
    static constexpr std::string_view words[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    std::string out = at_least(level_predicate, *e.operands[0]);
    for (std::size_t i = 0; i < e.ops.size(); ++i)
      out += std::string(words[static_cast<std::size_t>(e.ops[i])]) +
             at_least(level_predicate, *e.operands[i + 1]);
    return out;
  }
  std::string operator()(const ast::HasLabels& e) const {
    return at_least(level_postfix, *e.of) + ":" + labels(*e.labels);
  }
  std::string operator()(const ast::TypeTest& e) const {
    return at_least(level_predicate, *e.of) + (e.negated ? " IS NOT :: " : " IS :: ") + e.type.text();
  }
  std::string operator()(const ast::FunctionCall& e) const {
    std::string spelled;
    for (std::size_t begin = 0;;) {
      const std::size_t dot = e.name.find('.', begin);
      const std::string piece = e.name.substr(begin, dot == std::string::npos ? dot : dot - begin);
      // Words such as `exists` and `any` are function names as well.
      const bool word = !piece.empty() && std::all_of(piece.begin(), piece.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
      spelled += word && piece != "all" ? plain_word(piece) : name(piece);
      if (dot == std::string::npos) break;
      spelled += '.';
      begin = dot + 1;
    }
    return spelled + "(" + (e.distinct ? "DISTINCT " : "") + list(e.arguments) + ")";
  }
  std::string operator()(const ast::CountStar&) const { return "count(*)"; }
  std::string operator()(const ast::Case& e) const {
    std::string out = "CASE";
    if (e.subject != nullptr) out += " " + print(*e.subject);
    for (const auto& [when, then] : e.branches) out += " WHEN " + print(*when) + " THEN " + print(*then);
    if (e.otherwise != nullptr) out += " ELSE " + print(*e.otherwise);
    return out + " END";
  }
  std::string operator()(const ast::ListComprehension& e) const {
    std::string out = "[" + name(e.variable.name) + " IN " + at_least(level_sum, *e.list);
    if (e.where != nullptr) out += " WHERE " + print(*e.where);
    if (e.projection != nullptr) out += " | " + print(*e.projection);
    return out + "]";
  }
  std::string operator()(const ast::PatternComprehension& e) const {
    std::string out = "[" + path(e.pattern);
    if (e.where != nullptr) out += " WHERE " + print(*e.where);
    return out + " | " + print(*e.projection) + "]";
  }
  std::string operator()(const ast::Quantifier& e) const {
    static constexpr std::string_view words[] = {"all", "any", "none", "single"};
    return fmt::format("{}({} IN {} WHERE {})", words[static_cast<std::size_t>(e.kind)],
                       name(e.variable.name), print(*e.list), print(*e.where));
  }
  std::string operator()(const ast::Reduce& e) const {
    return fmt::format("reduce({} = {}, {} IN {} | {})", name(e.accumulator.name), print(*e.initial),
                       name(e.variable.name), print(*e.list), print(*e.body));
  }
  std::string operator()(const ast::PatternPredicate& e) const { return path(e.pattern); }
  std::string operator()(const ast::Subquery& e) const {
    static constexpr std::string_view words[] = {"EXISTS", "COUNT", "COLLECT"};
    std::string inside = e.query != nullptr ? query(*e.query) : pattern(e.pattern);
    if (e.where != nullptr) inside += " WHERE " + print(*e.where);
    return fmt::format("{} {{ {} }}", words[static_cast<std::size_t>(e.kind)], inside);
  }
  std::string operator()(const ast::Parenthesized& e) const { return "(" + print(*e.inner) + ")"; }

  // A keyword may name a function as long as it cannot begin anything else.
  static std::string plain_word(const std::string& word) {
    std::string lower = word;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    static constexpr std::array<std::string_view, 8> callable = {"exists", "any",   "none",    "single",
                                                                 "reduce", "count", "collect", "end"};
    return std::find(callable.begin(), callable.end(), lower) != callable.end() ? word : name(word);
  }
};

}  // namespace
}  // namespace print_parts

std::string print(const ast::Expr& expr) { return std::visit(print_parts::Printer{}, expr.node); }

}  // namespace skein::dsl
