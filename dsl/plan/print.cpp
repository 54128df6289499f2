// A plan as text, for EXPLAIN, PROFILE and tests.
#include <fmt/format.h>

#include "dsl/overloaded.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/print.hpp"

namespace skein::dsl::plan {

namespace {

// Names that bind made up cannot be typed.
bool is_written(const std::string& name) {
  if (name.empty()) return false;
  const auto letter = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
  };
  return letter(name[0]);
}

class Describer {
 public:
  explicit Describer(const Plan& plan) : plan_(plan) {}

  [[nodiscard]] std::string name(Symbol symbol) const { return symbol_name(plan_, symbol); }

  [[nodiscard]] std::string expr(const Expr& e) const {
    if (const auto it = plan_.replaced.find(&e); it != plan_.replaced.end()) return name(it->second);
    return dsl::print(e);
  }

  [[nodiscard]] std::string line(const Node& node) const {
    return std::visit(
        Overloaded{
            [](const Argument&) { return std::string("Argument"); },
            [&](const AllNodesScan& o) { return fmt::format("AllNodesScan {}", name(o.node)); },
            [&](const LabelScan& o) { return fmt::format("LabelScan {}:{}", name(o.node), o.label); },
            [&](const IndexSeek& o) { return "IndexSeek " + seek(o.node, o.label, o.key, o.bounds); },
            [&](const RelationshipSeek& o) {
              return "RelationshipSeek " + seek(o.relationship, o.type, o.key, o.bounds);
            },
            [&](const IdSeek& o) { return fmt::format("IdSeek {} = {}", name(o.node), expr(*o.id)); },
            [&](const Expand& o) {
              return fmt::format("{} {}",
                                 o.into         ? "ExpandInto"
                                 : o.count_only ? "ExpandCount"
                                                : "Expand",
                                 hop(o.from, o.keep_relationship ? name(o.relationship) : "", o.to,
                                     o.direction, o.types, ""));
            },
            [&](const Intersect& o) {
              std::string text;
              for (const IntersectArm& arm : o.arms)
                text += (text.empty() ? "" : ", ") + hop(arm.from,
                                                         arm.keep_relationship ? name(arm.relationship) : "",
                                                         o.to, arm.direction, arm.types, "");
              return "Intersect " + text;
            },
            [&](const VarExpand& o) {
              return fmt::format("{} {}", o.into ? "VarExpandInto" : "VarExpand",
                                 hop(o.from, o.keep_relationship ? name(o.relationship) : "", o.to,
                                     o.direction, o.types, length(o.min, o.max)));
            },
            [&](const Ends& o) {
              return fmt::format("Ends {}", hop(o.from, name(o.relationship), o.to, o.direction, o.types,
                                                o.length ? "*" : ""));
            },
            [&](const ShortestPath& o) {
              return fmt::format("{} {}", o.all ? "AllShortestPaths" : "ShortestPath",
                                 hop(o.from, "", o.to, o.direction, o.types, length(o.min, o.max)));
            },
            [&](const Repeat& o) {
              std::string text =
                  fmt::format("Repeat ({})~{}~({})", name(o.from), length(o.min, o.max), name(o.to));
              if (o.fewest > 0) text += fmt::format(" shortest {}{}", o.fewest, o.groups ? " groups" : "");
              for (const Expr* predicate : o.accepts) text += " AND " + expr(*predicate);
              return text;
            },
            [&](const Shortest& o) {
              return fmt::format("Shortest {}{} {} from {} to {}", o.count, o.groups ? " groups" : "",
                                 name(o.path), name(o.from), name(o.to));
            },
            [&](const NamedPath& o) { return fmt::format("Path {}", name(o.path)); },
            [&](const Filter& o) {
              std::string text;
              for (const Expr* predicate : o.predicates)
                text += (text.empty() ? "" : " AND ") + expr(*predicate);
              return "Filter " + text;
            },
            [&](const Project& o) { return "Project " + assignments(o.items); },
            [&](const Keep& o) { return "Keep " + names(o.symbols); },
            [&](const Aggregate& o) {
              std::string text = assignments(o.keys);
              for (const AggregateCall& call : o.calls)
                text += fmt::format("{}{} AS {}", text.empty() ? "" : ", ", dsl::print(*call.call),
                                    name(call.symbol));
              return (o.fold ? "Fold " : "Aggregate ") + text;
            },
            [&](const KeptCounts& o) {
              const std::string nodes = o.label.empty() ? "()" : fmt::format("(:{})", o.label);
              const std::string of = !o.relationships ? nodes
                                     : o.types        ? fmt::format("()-[:{}]->()", labels(*o.types))
                                                      : std::string("()-->()");
              return fmt::format("KeptCounts {} AS {}", of, names(o.counts));
            },
            [&](const Distinct& o) { return "Distinct " + names(o.symbols); },
            [&](const Sort& o) {
              std::string text;
              for (const SortKey& key : o.keys)
                text += fmt::format("{}{}{}", text.empty() ? "" : ", ", expr(*key.value),
                                    key.descending ? " DESC" : "");
              return o.limit ? fmt::format("Top {} by {}", expr(*o.limit), text) : "Sort " + text;
            },
            [&](const Skip& o) { return "Skip " + expr(*o.count); },
            [&](const Limit& o) { return "Limit " + expr(*o.count); },
            [&](const Unwind& o) { return fmt::format("Unwind {} AS {}", expr(*o.list), name(o.symbol)); },
            [&](const LoadCsv& o) { return fmt::format("LoadCsv {} AS {}", expr(*o.url), name(o.symbol)); },
            [&](const Group& o) { return "Group " + names(o.symbols); },
            [](const Union&) { return std::string("Union"); },
            [&](const Apply& o) {
              if (o.transactions)
                return "InTransactions of " +
                       (o.transactions->rows ? expr(*o.transactions->rows) : std::string("1000")) + " rows";
              if (o.kind == ApplyKind::optional) return std::string("Optional");
              return std::string(o.kind == ApplyKind::unit ? "ForEachRow" : "Apply");
            },
            [&](const HashJoin& o) {
              return o.left.empty() ? "CartesianProduct" : "HashJoin " + keys(o.left, o.right);
            },
            [&](const SemiJoin& o) { return (o.anti ? "AntiJoin " : "SemiJoin ") + keys(o.left, o.right); },
            [&](const ProcedureCall& o) { return "Call " + o.name; },
            [&](const Create& o) { return "Create " + elements(o.elements); },
            [&](const Merge& o) { return "Merge " + elements(o.elements); },
            [](const SetItems&) { return std::string("Set"); },
            [](const RemoveItems&) { return std::string("Remove"); },
            [](const Delete& o) { return std::string(o.detach ? "DetachDelete" : "Delete"); },
            [&](const Foreach& o) { return fmt::format("Foreach {} IN {}", name(o.symbol), expr(*o.list)); }},
        node.op);
  }

 private:
  // `a`, or `a = b`, a key.
  [[nodiscard]] std::string keys(const std::vector<const Expr*>& left,
                                 const std::vector<const Expr*>& right) const {
    std::string text;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const std::string a = expr(*left[i]), b = expr(*right[i]);
      text += (text.empty() ? "" : ", ") + (a == b ? a : a + " = " + b);
    }
    return text;
  }

  [[nodiscard]] std::string names(const std::vector<Symbol>& symbols) const {
    std::string text;
    for (const Symbol symbol : symbols) text += (text.empty() ? "" : ", ") + name(symbol);
    return text;
  }

  [[nodiscard]] std::string assignments(const std::vector<Assignment>& items) const {
    std::string text;
    for (const Assignment& item : items) {
      if (!text.empty()) text += ", ";
      const std::string value = expr(*item.value);
      text += value == name(item.symbol) ? value : value + " AS " + name(item.symbol);
    }
    return text;
  }

  static std::string labels(const ast::LabelExpr& expr) {
    const auto joined = [](const auto& operands, const char* between) {
      std::string text;
      for (const auto& operand : operands) text += (text.empty() ? "" : between) + labels(*operand);
      return text;
    };
    if (const auto* n = std::get_if<ast::LabelName>(&expr.node)) return n->name;
    if (const auto* n = std::get_if<ast::LabelNot>(&expr.node)) return "!" + labels(*n->operand);
    if (const auto* n = std::get_if<ast::LabelAnd>(&expr.node)) return joined(n->operands, "&");
    if (const auto* n = std::get_if<ast::LabelOr>(&expr.node)) return joined(n->operands, "|");
    return "%";
  }

  [[nodiscard]] std::string hop(Symbol from, const std::string& relationship, Symbol to,
                                ast::PatternDirection direction, const ast::LabelExpr* types,
                                const std::string& stars) const {
    const std::string inner = relationship + (types ? ":" + labels(*types) : "") + stars;
    const std::string box = inner.empty() ? "" : "[" + inner + "]";
    return fmt::format("({}){}-{}-{}({})", name(from), direction == ast::PatternDirection::left ? "<" : "",
                       box, direction == ast::PatternDirection::right ? ">" : "", name(to));
  }

  static std::string length(std::int64_t min, std::optional<std::int64_t> max) {
    if (max && *max == min) return fmt::format("*{}", min);
    return fmt::format("*{}..{}", min, max ? std::to_string(*max) : "");
  }

  // `label`: or the type of a relationship.
  [[nodiscard]] std::string seek(Symbol element, const std::string& label, const std::string& key,
                                 const SeekBounds& o) const {
    const std::string property = fmt::format("{}.{}", name(element), key);
    std::string text = fmt::format("{}:{} ", name(element), label);
    if (o.equals) return text + property + " = " + expr(*o.equals);
    if (o.one_of) return text + property + " IN " + expr(*o.one_of);
    if (o.element) return text + expr(*o.element) + " IN " + property;
    if (o.prefix) return text + property + " STARTS WITH " + expr(*o.prefix);
    if (o.lower) text += property + (o.lower_inclusive ? " >= " : " > ") + expr(*o.lower);
    if (o.lower && o.upper) text += " AND ";
    if (o.upper) text += property + (o.upper_inclusive ? " <= " : " < ") + expr(*o.upper);
    return text;
  }

  [[nodiscard]] std::string elements(const std::vector<NewElement>& made) const {
    std::string text;
    for (const NewElement& element : made) {
      if (!text.empty()) text += ", ";
      if (const auto* node = std::get_if<NewNode>(&element)) {
        text += "(" + name(node->symbol);
        for (const std::string& label : node->labels) text += ":" + label;
        text += ")";
      } else {
        const auto& relationship = std::get<NewRelationship>(element);
        text += fmt::format("({})-[{}:{}]->({})", name(relationship.from), name(relationship.symbol),
                            relationship.type, name(relationship.to));
      }
    }
    return text;
  }

  const Plan& plan_;
};

void print_node(const Describer& describer, const Node& node, int depth, std::string& out) {
  if (std::holds_alternative<Argument>(node.op) && depth > 0) return;
  out.append(static_cast<std::size_t>(depth) * 2, ' ');
  out += describer.line(node);
  out += '\n';
  for (const NodePtr& input : node.inputs) print_node(describer, *input, depth + 1, out);
}

}  // namespace

std::string symbol_name(const Plan& plan, Symbol symbol) {
  const auto& names = plan.bound.statement.symbol_names;
  if (symbol < 0) return "-";
  const auto at = static_cast<std::size_t>(symbol);
  if (at < names.size() && is_written(names[at])) return names[at];
  return "_" + std::to_string(symbol);
}

std::string describe(const Plan& plan, const Node& node) { return Describer(plan).line(node); }

std::string print(const Plan& plan) {
  std::string out;
  print_node(Describer(plan), *plan.root, 0, out);
  return out;
}

}  // namespace skein::dsl::plan
