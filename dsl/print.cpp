// Statements and clauses; expressions are in print_expression.cpp.
#include "dsl/print.hpp"

#include <fmt/format.h>

#include "dsl/print_parts.hpp"

namespace skein::dsl {

using print_parts::label_list;
using print_parts::name;
using print_parts::path;
using print_parts::pattern;

namespace {

std::string query(const ast::Query& query);
std::string clause(const ast::Clause& clause);

std::string projection(const ast::Projection& projection) {
  std::string out = projection.distinct ? "DISTINCT " : "";
  std::string items;
  const auto add = [&](const std::string& item) { items += (items.empty() ? "" : ", ") + item; };
  if (projection.star) add("*");
  for (const auto& item : projection.items) {
    // What bind() added for `*` has no place in the text.
    if (projection.star && item.expr->span.begin == item.expr->span.end) continue;
    add(print(*item.expr) + (item.has_alias ? " AS " + name(item.alias.name) : ""));
  }
  out += items;
  std::string sort;
  for (const auto& item : projection.order_by)
    sort += (sort.empty() ? " ORDER BY " : ", ") + print(*item.expr) + (item.descending ? " DESC" : "");
  out += sort;
  if (projection.skip != nullptr) out += " SKIP " + print(*projection.skip);
  if (projection.limit != nullptr) out += " LIMIT " + print(*projection.limit);
  return out;
}

std::string where(const ast::ExprPtr& expr) {
  return expr == nullptr ? std::string{} : " WHERE " + print(*expr);
}

std::string set_items(const std::vector<ast::SetItem>& items) {
  std::string out;
  for (const auto& item : items) {
    out += out.empty() ? "SET " : ", ";
    if (const auto* property = std::get_if<ast::SetProperty>(&item)) {
      out += print(*property->target) + " = " + print(*property->value);
    } else if (const auto* all = std::get_if<ast::SetAllProperties>(&item)) {
      out += name(all->variable.name) + (all->merge ? " += " : " = ") + print(*all->value);
    } else {
      const auto& labels = std::get<ast::SetLabels>(item);
      out += name(labels.variable.name) + label_list(labels.labels);
    }
  }
  return out;
}

std::string remove(const ast::Remove& remove) {
  std::string out;
  for (const auto& item : remove.items) {
    out += out.empty() ? "REMOVE " : ", ";
    if (const auto* property = std::get_if<ast::RemoveProperty>(&item)) {
      out += print(*property->target);
    } else {
      const auto& labels = std::get<ast::RemoveLabels>(item);
      out += name(labels.variable.name) + label_list(labels.labels);
    }
  }
  return out;
}

std::string dotted(const std::string& text) {
  std::string out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t dot = text.find('.', begin);
    out += name(text.substr(begin, dot == std::string::npos ? dot : dot - begin));
    if (dot == std::string::npos) return out;
    out += '.';
    begin = dot + 1;
  }
}

std::string call_procedure(const ast::CallProcedure& call) {
  std::string out = (call.optional ? "OPTIONAL CALL " : "CALL ") + dotted(call.name);
  if (call.arguments) {
    std::string arguments;
    for (const auto& argument : *call.arguments)
      arguments += (arguments.empty() ? "" : ", ") + print(*argument);
    out += "(" + arguments + ")";
  }
  if (call.yield_star) {
    out += " YIELD *";
  } else if (call.yield) {
    std::string items;
    for (const auto& item : *call.yield) {
      items += (items.empty() ? "" : ", ") + name(item.field);
      if (item.variable.name != item.field) items += " AS " + name(item.variable.name);
    }
    out += " YIELD " + (items.empty() ? "-" : items);
  }
  return out + where(call.where);
}

std::string call_subquery(const ast::CallSubquery& call) {
  std::string out = call.optional ? "OPTIONAL CALL " : "CALL ";
  std::string imports;
  for (const auto& variable : call.imports) imports += (imports.empty() ? "" : ", ") + name(variable.name);
  if (call.import_all) {
    out += "(*) ";
  } else if (!imports.empty() || call.has_imports) {
    out += "(" + imports + ") ";
  }
  out += "{ " + query(*call.query) + " }";
  if (!call.transactions) return out;
  out += " IN TRANSACTIONS";
  if (call.transactions->rows != nullptr) out += " OF " + print(*call.transactions->rows) + " ROWS";
  if (call.transactions->on_error == ast::InTransactions::OnError::go_on) out += " ON ERROR CONTINUE";
  if (call.transactions->on_error == ast::InTransactions::OnError::stop) out += " ON ERROR BREAK";
  if (!call.transactions->status.name.empty()) out += " REPORT STATUS AS " + name(call.transactions->status.name);
  return out;
}

std::string foreach_clause(const ast::Foreach& loop) {
  std::string out = fmt::format("FOREACH ({} IN {} |", name(loop.variable.name), print(*loop.list));
  for (const auto& update : loop.updates) out += " " + clause(update);
  return out + ")";
}

std::string load_csv(const ast::LoadCsv& load) {
  std::string out;
  if (load.rows_per_transaction) out += fmt::format("USING PERIODIC COMMIT {} ", *load.rows_per_transaction);
  out += load.with_headers ? "LOAD CSV WITH HEADERS FROM " : "LOAD CSV FROM ";
  out += print(*load.url) + " AS " + name(load.variable.name);
  if (load.field_terminator) out += " FIELDTERMINATOR " + print_parts::string(*load.field_terminator);
  return out;
}

std::string clause(const ast::Clause& clause) {
  return std::visit(
      [](const auto& node) -> std::string {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Match>) {
          return (node.optional ? "OPTIONAL MATCH " : "MATCH ") + pattern(node.pattern) + where(node.where);
        } else if constexpr (std::is_same_v<T, ast::Unwind>) {
          return "UNWIND " + print(*node.list) + " AS " + name(node.variable.name);
        } else if constexpr (std::is_same_v<T, ast::With>) {
          return "WITH " + projection(node.projection) + where(node.where);
        } else if constexpr (std::is_same_v<T, ast::Return>) {
          return "RETURN " + projection(node.projection);
        } else if constexpr (std::is_same_v<T, ast::Create>) {
          return "CREATE " + pattern(node.pattern);
        } else if constexpr (std::is_same_v<T, ast::Set>) {
          return set_items(node.items);
        } else if constexpr (std::is_same_v<T, ast::Remove>) {
          return remove(node);
        } else if constexpr (std::is_same_v<T, ast::Delete>) {
          std::string items;
          for (const auto& item : node.items) items += (items.empty() ? "" : ", ") + print(*item);
          return (node.detach ? "DETACH DELETE " : "DELETE ") + items;
        } else if constexpr (std::is_same_v<T, ast::Merge>) {
          std::string out = "MERGE " + path(node.pattern);
          if (!node.on_create.empty()) out += " ON CREATE " + set_items(node.on_create);
          if (!node.on_match.empty()) out += " ON MATCH " + set_items(node.on_match);
          return out;
        } else if constexpr (std::is_same_v<T, ast::CallProcedure>) {
          return call_procedure(node);
        } else if constexpr (std::is_same_v<T, ast::CallSubquery>) {
          return call_subquery(node);
        } else if constexpr (std::is_same_v<T, ast::Foreach>) {
          return foreach_clause(node);
        } else if constexpr (std::is_same_v<T, ast::LoadCsv>) {
          return load_csv(node);
        } else {
          static_assert(std::is_same_v<T, ast::Finish>);
          return "FINISH";
        }
      },
      clause.node);
}

std::string query(const ast::Query& query) {
  std::string out;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) out += query.union_all[i - 1] ? " UNION ALL " : " UNION ";
    std::string part;
    for (const auto& each : query.parts[i].clauses) part += (part.empty() ? "" : " ") + clause(each);
    out += part;
  }
  return out;
}

// --- statements about the schema

std::string keys_of(const std::vector<std::string>& keys, std::string_view variable) {
  std::string out;
  for (const auto& key : keys)
    out += (out.empty() ? "" : ", ") + (variable.empty() ? "" : std::string(variable) + ".") + name(key);
  return "(" + out + ")";
}

std::string target(const std::string& label, bool on_relationships) {
  return on_relationships ? "()-[n:" + name(label) + "]-()" : "(n:" + name(label) + ")";
}

std::string named(const std::string& text) { return text.empty() ? std::string{} : " " + name(text); }

std::string demand(const ast::CreateRule& rule) {
  switch (rule.kind) {
    case graph::RuleKind::unique: return "UNIQUE";
    case graph::RuleKind::exists: return "NOT NULL";
    case graph::RuleKind::key: return rule.on_relationships ? "RELATIONSHIP KEY" : "NODE KEY";
    default: return ":: " + rule.type->text();
  }
}

std::string schema(const ast::CreateRule& rule) {
  const bool index = rule.kind == graph::RuleKind::index;
  std::string out = fmt::format("CREATE {}{}{} FOR {} {} {}", index ? "INDEX" : "CONSTRAINT", named(rule.name),
                                rule.if_not_exists ? " IF NOT EXISTS" : "", target(rule.label, rule.on_relationships),
                                index ? "ON" : "REQUIRE", keys_of(rule.keys, "n"));
  return index ? out : out + " IS " + demand(rule);
}

std::string schema(const ast::DropRule& drop) {
  const std::string_view what = drop.constraint ? "CONSTRAINT" : "INDEX";
  if (!drop.name.empty()) return fmt::format("DROP {} {}{}", what, name(drop.name), drop.if_exists ? " IF EXISTS" : "");
  if (!drop.constraint) return fmt::format("DROP INDEX ON :{}{}", name(drop.rule.label), keys_of(drop.rule.keys, ""));
  return fmt::format("DROP CONSTRAINT ON {} ASSERT {} IS {}", target(drop.rule.label, drop.rule.on_relationships),
                     keys_of(drop.rule.keys, "n"), demand(drop.rule));
}

std::string schema(const ast::CreateTextIndex& index) {
  std::string labels, keys;
  for (const auto& label : index.labels) labels += (labels.empty() ? "" : "|") + name(label);
  for (const auto& key : index.keys) keys += (keys.empty() ? "n." : ", n.") + name(key);
  return fmt::format("CREATE FULLTEXT INDEX{}{} FOR (n:{}) ON EACH [{}]", named(index.name),
                     index.if_not_exists ? " IF NOT EXISTS" : "", labels, keys);
}

std::string quoted_string(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string schema(const ast::Copy& copy) {
  std::string out = fmt::format("COPY {} TO {}", copy.graph ? "GRAPH" : "(" + copy.query + ")", quoted_string(copy.file));
  for (const auto& [option, value] : copy.options) {
    out += &option == &copy.options.front().first ? " (" : ", ";
    for (const char c : option) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (!value.empty()) out += " " + quoted_string(value);
  }
  return copy.options.empty() ? out : out + ")";
}

std::string schema(ast::TransactionControl control) {
  static constexpr std::string_view words[] = {"BEGIN", "COMMIT", "ROLLBACK"};
  return std::string(words[static_cast<std::size_t>(control)]);
}

std::string schema(const ast::Query& whole) { return query(whole); }

}  // namespace

std::string print_parts::query(const ast::Query& whole) { return dsl::query(whole); }

std::string print(const ast::Statement& statement) {
  static constexpr std::string_view modes[] = {"", "EXPLAIN ", "PROFILE "};
  return std::string(modes[static_cast<std::size_t>(statement.explain)]) +
         std::visit([](const auto& node) { return schema(node); }, statement.node);
}

}  // namespace skein::dsl
