#include "tests/dsl/text/ast_dump.hpp"

#include <fmt/format.h>

namespace skein::dsl {
namespace {

std::string node(const ast::Query& query);
std::string node(const ast::Clause& clause);
std::string node(const ast::PathPattern& p);
std::string node(const ast::LabelExprPtr& label);
std::string node(const ast::ProjectionItem& item);
std::string node(const ast::SortItem& item);
std::string node(const ast::SetItem& item);
std::string node(const std::variant<ast::RemoveProperty, ast::RemoveLabels>& item);
std::string node(const ast::YieldItem& item);
std::string node(const ast::InTransactions& how);

// (word part part ...), empty parts left out
template <typename... Parts>
std::string form(std::string_view word, const Parts&... parts) {
  std::string out = "(" + std::string(word);
  const auto add = [&](const std::string& part) {
    if (!part.empty()) out += " " + part;
  };
  (add(parts), ...);
  return out + ")";
}

std::string flag(bool set, const char* word) { return set ? word : ""; }
std::string node(const ast::ExprPtr& expr) { return expr == nullptr ? "" : dump(*expr); }
std::string tagged(const char* word, const ast::ExprPtr& expr) {
  return expr == nullptr ? "" : form(word, dump(*expr));
}
std::string node(const ast::Variable& variable) {
  return variable.name.empty() ? "_" : "'" + variable.name + "'";
}
std::string node(const std::string& text) { return "\"" + text + "\""; }

template <typename T>
std::string all(const std::vector<T>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : " ") + node(item);
  return out;
}

std::string node(const ast::LabelExprPtr& label) {
  if (label == nullptr) return "";
  return std::visit(
      [](const auto& l) -> std::string {
        using T = std::decay_t<decltype(l)>;
        if constexpr (std::is_same_v<T, ast::LabelName>) return ":" + l.name;
        if constexpr (std::is_same_v<T, ast::LabelWildcard>) return ":%";
        if constexpr (std::is_same_v<T, ast::LabelNot>) return form("label-not", node(l.operand));
        if constexpr (std::is_same_v<T, ast::LabelAnd>) return form("label-and", all(l.operands));
        if constexpr (std::is_same_v<T, ast::LabelOr>) return form("label-or", all(l.operands));
      },
      label->node);
}

std::string node(const ast::NodePattern& n) {
  return form("node", node(n.variable), node(n.labels), node(n.properties), tagged("where", n.where));
}

std::string node(const ast::RelationshipPattern& r) {
  static constexpr const char* arrows[] = {"->", "<-", "--"};
  std::string length;
  if (r.length)
    length = fmt::format("*{}..{}", r.length->min ? std::to_string(*r.length->min) : "",
                         r.length->max ? std::to_string(*r.length->max) : "");
  if (r.group != nullptr) return form("repeat", length, node(r.group->path), tagged("where", r.group->where));
  return form(arrows[static_cast<int>(r.direction)], node(r.variable), node(r.types), length,
              node(r.properties), tagged("where", r.where));
}

std::string node(const ast::PathPattern& p) {
  static constexpr const char* selectors[] = {"path", "shortest", "all-shortest", "shortest-groups"};
  std::string steps = node(p.nodes[0]);
  for (std::size_t i = 0; i < p.relationships.size(); ++i)
    steps += " " + node(p.relationships[i]) + " " + node(p.nodes[i + 1]);
  return form(selectors[static_cast<int>(p.selector)], flag(p.called, "called"), p.count == 1 ? "" : std::to_string(p.count),
              p.path.name.empty() ? "" : node(p.path), steps, tagged("where", p.where));
}

std::string value(const Value& v) {
  switch (v.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return v.as_bool() ? "true" : "false";
    case Value::Kind::integer:
      return fmt::format("(integer {})", v.as_int());
    case Value::Kind::floating:
      return fmt::format("(float {})", v.as_float());
    default:
      return form("string", node(v.as_string()));
  }
}

struct Dump {
  std::string operator()(const ast::Literal& e) { return value(e.value); }
  std::string operator()(const ast::Parameter& e) { return form("parameter", node(e.name)); }
  std::string operator()(const ast::Variable& e) { return node(e); }
  std::string operator()(const ast::Property& e) { return form("property", node(e.of), node(e.key)); }
  std::string operator()(const ast::Subscript& e) { return form("subscript", node(e.of), node(e.index)); }
  std::string operator()(const ast::Slice& e) {
    return form("slice", node(e.of), tagged("from", e.from), tagged("to", e.to));
  }
  std::string operator()(const ast::ListLiteral& e) { return form("list", all(e.items)); }
  std::string operator()(const ast::MapLiteral& e) {
    std::string entries;
    for (const auto& [key, entry] : e.entries)
      entries += (entries.empty() ? "" : " ") + node(key) + " " + node(entry);
    return form("map", entries);
  }
  std::string operator()(const ast::MapProjection& e) {
    std::string items;
    for (const auto& item : e.items)
      items += fmt::format(" [{} {} {}]", static_cast<int>(item.kind), item.key, node(item.value));
    return form("map-projection", node(e.variable), items);
  }
  std::string operator()(const ast::Unary& e) {
    static constexpr const char* words[] = {"not", "minus", "plus", "is-null", "is-not-null"};
    return form(words[static_cast<int>(e.op)], node(e.operand));
  }
  std::string operator()(const ast::Binary& e) {
    static constexpr const char* words[] = {"or", "xor", "and", "+",           "-",         "*",        "/",
                                            "%",  "^",   "in",  "starts-with", "ends-with", "contains", "=~"};
    return form(words[static_cast<int>(e.op)], node(e.left), node(e.right));
  }
  std::string operator()(const ast::Comparison& e) {
    static constexpr const char* words[] = {"=", "<>", "<", "<=", ">", ">="};
    std::string out = node(e.operands[0]);
    for (std::size_t i = 0; i < e.ops.size(); ++i)
      out += fmt::format(" {} {}", words[static_cast<int>(e.ops[i])], node(e.operands[i + 1]));
    return form("compare", out);
  }
  std::string operator()(const ast::HasLabels& e) { return form("has-labels", node(e.of), node(e.labels)); }
  std::string operator()(const ast::TypeTest& e) {
    return form("typed", node(e.of), node(e.type.text()), flag(e.negated, "not"));
  }
  std::string operator()(const ast::FunctionCall& e) {
    return form("call", e.name, flag(e.distinct, "distinct"), all(e.arguments));
  }
  std::string operator()(const ast::CountStar&) { return "(count *)"; }
  std::string operator()(const ast::Case& e) {
    std::string branches;
    for (const auto& [when, then] : e.branches) branches += " " + form("when", node(when), node(then));
    return form("case", node(e.subject), branches, tagged("else", e.otherwise));
  }
  std::string operator()(const ast::ListComprehension& e) {
    return form("each", node(e.variable), node(e.list), tagged("where", e.where),
                tagged("give", e.projection));
  }
  std::string operator()(const ast::PatternComprehension& e) {
    return form("each-path", node(e.pattern), tagged("where", e.where), tagged("give", e.projection));
  }
  std::string operator()(const ast::Quantifier& e) {
    static constexpr const char* words[] = {"all", "any", "none", "single"};
    return form(words[static_cast<int>(e.kind)], node(e.variable), node(e.list), node(e.where));
  }
  std::string operator()(const ast::Reduce& e) {
    return form("reduce", node(e.accumulator), node(e.initial), node(e.variable), node(e.list), node(e.body));
  }
  std::string operator()(const ast::PatternPredicate& e) { return form("pattern", node(e.pattern)); }
  std::string operator()(const ast::Subquery& e) {
    static constexpr const char* words[] = {"exists", "count", "collect"};
    return form(words[static_cast<int>(e.kind)], e.query == nullptr ? "" : node(*e.query),
                all(e.pattern.paths), tagged("where", e.where));
  }
  std::string operator()(const ast::Parenthesized& e) { return form("paren", node(e.inner)); }
};

std::string node(const ast::ProjectionItem& item) {
  return form("item", node(item.expr), item.has_alias ? node(item.alias) : "");
}
std::string node(const ast::SortItem& item) {
  return form(item.descending ? "descending" : "ascending", node(item.expr));
}
std::string node(const ast::Projection& p) {
  return form("columns", flag(p.distinct, "distinct"), flag(p.star, "*"), all(p.items), all(p.order_by),
              tagged("skip", p.skip), tagged("limit", p.limit));
}
std::string node(const ast::SetItem& item) {
  if (const auto* property = std::get_if<ast::SetProperty>(&item))
    return form("set", node(property->target), node(property->value));
  if (const auto* whole = std::get_if<ast::SetAllProperties>(&item))
    return form(whole->merge ? "set-some" : "set-all", node(whole->variable), node(whole->value));
  return form("set-labels", node(std::get<ast::SetLabels>(item).variable),
              all(std::get<ast::SetLabels>(item).labels));
}
std::string node(const std::variant<ast::RemoveProperty, ast::RemoveLabels>& item) {
  if (const auto* property = std::get_if<ast::RemoveProperty>(&item))
    return form("remove", node(property->target));
  return form("remove-labels", node(std::get<ast::RemoveLabels>(item).variable),
              all(std::get<ast::RemoveLabels>(item).labels));
}
std::string node(const ast::YieldItem& item) { return form("field", node(item.field), node(item.variable)); }

std::string node(const ast::Clause& clause) {
  struct Visitor {
    std::string operator()(const ast::Match& c) {
      return form(c.optional ? "optional-match" : "match", all(c.pattern.paths), tagged("where", c.where));
    }
    std::string operator()(const ast::Unwind& c) { return form("unwind", node(c.list), node(c.variable)); }
    std::string operator()(const ast::With& c) {
      return form("with", node(c.projection), tagged("where", c.where));
    }
    std::string operator()(const ast::Return& c) { return form("return", node(c.projection)); }
    std::string operator()(const ast::Create& c) { return form("create", all(c.pattern.paths)); }
    std::string operator()(const ast::Set& c) { return form("set-clause", all(c.items)); }
    std::string operator()(const ast::Remove& c) { return form("remove-clause", all(c.items)); }
    std::string operator()(const ast::Delete& c) {
      return form(c.detach ? "detach-delete" : "delete", all(c.items));
    }
    std::string operator()(const ast::Merge& c) {
      return form("merge", node(c.pattern), form("on-create", all(c.on_create)),
                  form("on-match", all(c.on_match)));
    }
    std::string operator()(const ast::CallProcedure& c) {
      return form("call-procedure", flag(c.optional, "optional"), node(c.name), c.arguments ? form("arguments", all(*c.arguments)) : "",
                  c.yield ? form("yield", all(*c.yield)) : "", flag(c.yield_star, "yield-star"),
                  tagged("where", c.where), flag(c.standalone, "standalone"));
    }
    std::string operator()(const ast::CallSubquery& c) {
      return form("call-subquery", flag(c.optional, "optional"), flag(c.import_all, "*"), all(c.imports), node(*c.query),
                  c.transactions ? node(*c.transactions) : "");
    }
    std::string operator()(const ast::Finish&) { return "(finish)"; }
    std::string operator()(const ast::Foreach& c) {
      return form("foreach", node(c.variable), node(c.list), all(c.updates));
    }
    std::string operator()(const ast::LoadCsv& c) {
      return form("load-csv", flag(c.with_headers, "headers"), node(c.url), node(c.variable),
                  c.field_terminator ? node(*c.field_terminator) : "",
                  c.rows_per_transaction ? std::to_string(*c.rows_per_transaction) : "");
    }
  };
  return std::visit(Visitor{}, clause.node);
}

std::string node(const ast::InTransactions& how) {
  return form("in-transactions", node(how.rows), std::to_string(static_cast<int>(how.on_error)), node(how.status));
}

std::string node(const ast::Query& query) {
  std::string out;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) out += query.union_all[i - 1] ? " union-all " : " union ";
    out += all(query.parts[i].clauses);
  }
  return form("query", out);
}

std::string node(const ast::CreateRule& s) {
  static constexpr const char* words[] = {"index", "unique", "key", "exists", "type"};
  return form("create", words[static_cast<int>(s.kind)], node(s.name), flag(s.if_not_exists, "if-not-exists"),
              node(s.label), all(s.keys), s.type ? s.type->text() : "", flag(s.on_relationships, "relationships"));
}
std::string node(const ast::DropRule& s) {
  return form("drop", flag(s.constraint, "constraint"), node(s.name), flag(s.if_exists, "if-exists"),
              s.name.empty() ? node(s.rule) : "");
}
std::string node(const ast::CreateTextIndex& s) {
  return form("create-text-index", node(s.name), flag(s.if_not_exists, "if-not-exists"), all(s.labels), all(s.keys));
}
std::string node(const ast::TransactionControl& s) {
  return form("transaction", std::to_string(static_cast<int>(s)));
}

std::string node(const ast::Copy& s) {
  std::string options;
  for (const auto& [name, value] : s.options) options += form("option", node(name), node(value));
  return form("copy", s.graph ? "graph" : node(s.query), node(s.file), options);
}

}  // namespace

std::string dump(const ast::Expr& expr) { return std::visit(Dump{}, expr.node); }

std::string dump(const ast::Statement& statement) {
  static constexpr const char* modes[] = {"", "explain ", "profile "};
  return modes[static_cast<int>(statement.explain)] +
         std::visit([](const auto& s) { return node(s); }, statement.node);
}

}  // namespace skein::dsl
