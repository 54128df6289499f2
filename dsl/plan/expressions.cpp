#include "dsl/plan/expressions.hpp"

#include "dsl/functions/registry.hpp"
#include "dsl/overloaded.hpp"
#include "dsl/print.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

using Visit = std::function<void(const Expr&)>;

void visit_if(const ExprPtr& expr, const Visit& visit) {
  if (expr) visit(*expr);
}

void path_children(const PathPattern& path, const Visit& visit) {
  visit_if(path.where, visit);
  for (const NodePattern& node : path.nodes) {
    visit_if(node.properties, visit);
    visit_if(node.where, visit);
  }
  for (const RelationshipPattern& relationship : path.relationships) {
    visit_if(relationship.properties, visit);
    visit_if(relationship.where, visit);
    if (relationship.group == nullptr) continue;
    path_children(relationship.group->path, visit);
    visit_if(relationship.group->where, visit);
  }
}

void path_variables(const PathPattern& path, std::vector<Symbol>& out) {
  if (path.path.symbol >= 0) out.push_back(path.path.symbol);
  for (const NodePattern& node : path.nodes) out.push_back(node.variable.symbol);
  for (const RelationshipPattern& relationship : path.relationships) {
    out.push_back(relationship.variable.symbol);
    if (relationship.group == nullptr) continue;
    path_variables(relationship.group->path, out);
    for (const GroupVariable& variable : relationship.group->variables) out.push_back(variable.outside);
  }
}

// Symbols that stand in the expression itself, not in its children.
void own_symbols(const Expr& expr, std::vector<Symbol>& out) {
  std::visit(Overloaded{[&](const Variable& v) { out.push_back(v.symbol); },
                        [&](const MapProjection& m) { out.push_back(m.variable.symbol); },
                        [&](const ListComprehension& c) { out.push_back(c.variable.symbol); },
                        [&](const Quantifier& q) { out.push_back(q.variable.symbol); },
                        [&](const Reduce& r) {
                          out.push_back(r.accumulator.symbol);
                          out.push_back(r.variable.symbol);
                        },
                        [&](const PatternComprehension& c) { path_variables(c.pattern, out); },
                        [&](const PatternPredicate& p) { path_variables(p.pattern, out); },
                        [&](const Subquery& s) {
                          for (const PathPattern& path : s.pattern.paths) path_variables(path, out);
                          if (s.query) collect_symbols(*s.query, out);
                        },
                        [](const auto&) {}},
             expr.node);
}

void clause_symbols(const Clause& clause, std::vector<Symbol>& out);

void expr_symbols(const ExprPtr& expr, std::vector<Symbol>& out) {
  if (expr) collect_symbols(*expr, out);
}

void projection_symbols(const Projection& projection, std::vector<Symbol>& out) {
  for (const ProjectionItem& item : projection.items) {
    expr_symbols(item.expr, out);
    out.push_back(item.alias.symbol);
  }
  for (const SortItem& item : projection.order_by) expr_symbols(item.expr, out);
  expr_symbols(projection.skip, out);
  expr_symbols(projection.limit, out);
}

void set_symbols(const SetItem& item, std::vector<Symbol>& out) {
  std::visit(Overloaded{[&](const SetProperty& s) {
                          expr_symbols(s.target, out);
                          expr_symbols(s.value, out);
                        },
                        [&](const SetAllProperties& s) {
                          out.push_back(s.variable.symbol);
                          expr_symbols(s.value, out);
                        },
                        [&](const SetLabels& s) { out.push_back(s.variable.symbol); }},
             item);
}

void clause_symbols(const Clause& clause, std::vector<Symbol>& out) {
  std::visit(
      Overloaded{[&](const Match& m) {
                   for (const PathPattern& path : m.pattern.paths) collect_symbols(path, out);
                   expr_symbols(m.where, out);
                 },
                 [&](const Unwind& u) {
                   expr_symbols(u.list, out);
                   out.push_back(u.variable.symbol);
                 },
                 [&](const With& w) {
                   projection_symbols(w.projection, out);
                   expr_symbols(w.where, out);
                 },
                 [&](const Return& r) { projection_symbols(r.projection, out); },
                 [&](const Create& c) {
                   for (const PathPattern& path : c.pattern.paths) collect_symbols(path, out);
                 },
                 [&](const Set& s) {
                   for (const SetItem& item : s.items) set_symbols(item, out);
                 },
                 [&](const Remove& r) {
                   for (const auto& item : r.items) {
                     if (const auto* property = std::get_if<RemoveProperty>(&item)) expr_symbols(property->target, out);
                     if (const auto* labels = std::get_if<RemoveLabels>(&item)) out.push_back(labels->variable.symbol);
                   }
                 },
                 [&](const Delete& d) {
                   for (const ExprPtr& item : d.items) expr_symbols(item, out);
                 },
                 [&](const Merge& m) {
                   collect_symbols(m.pattern, out);
                   for (const SetItem& item : m.on_create) set_symbols(item, out);
                   for (const SetItem& item : m.on_match) set_symbols(item, out);
                 },
                 [&](const CallProcedure& c) {
                   if (c.arguments)
                     for (const ExprPtr& argument : *c.arguments) expr_symbols(argument, out);
                   if (c.yield)
                     for (const YieldItem& item : *c.yield) out.push_back(item.variable.symbol);
                   expr_symbols(c.where, out);
                 },
                 [&](const CallSubquery& c) { collect_symbols(*c.query, out); },
                 [&](const Foreach& f) {
                   expr_symbols(f.list, out);
                   out.push_back(f.variable.symbol);
                   for (const Clause& update : f.updates) clause_symbols(update, out);
                 },
                 [&](const LoadCsv& l) {
                   expr_symbols(l.url, out);
                   out.push_back(l.variable.symbol);
                 },
                 [](const Finish&) {}},
      clause.node);
}

}  // namespace

void for_each_child(const Expr& expr, const Visit& visit) {
  std::visit(Overloaded{[](const Literal&) {}, [](const Parameter&) {}, [](const Variable&) {}, [](const CountStar&) {},
                        [&](const Property& p) { visit_if(p.of, visit); },
                        [&](const Subscript& s) {
                          visit_if(s.of, visit);
                          visit_if(s.index, visit);
                        },
                        [&](const Slice& s) {
                          visit_if(s.of, visit);
                          visit_if(s.from, visit);
                          visit_if(s.to, visit);
                        },
                        [&](const ListLiteral& l) {
                          for (const ExprPtr& item : l.items) visit_if(item, visit);
                        },
                        [&](const MapLiteral& m) {
                          for (const auto& entry : m.entries) visit_if(entry.second, visit);
                        },
                        [&](const MapProjection& m) {
                          for (const auto& item : m.items) visit_if(item.value, visit);
                        },
                        [&](const Unary& u) { visit_if(u.operand, visit); },
                        [&](const Binary& b) {
                          visit_if(b.left, visit);
                          visit_if(b.right, visit);
                        },
                        [&](const Comparison& c) {
                          for (const ExprPtr& operand : c.operands) visit_if(operand, visit);
                        },
                        [&](const HasLabels& h) { visit_if(h.of, visit); },
                        [&](const TypeTest& t) { visit_if(t.of, visit); },
                        [&](const FunctionCall& f) {
                          for (const ExprPtr& argument : f.arguments) visit_if(argument, visit);
                        },
                        [&](const Case& c) {
                          visit_if(c.subject, visit);
                          for (const auto& [when, then] : c.branches) {
                            visit_if(when, visit);
                            visit_if(then, visit);
                          }
                          visit_if(c.otherwise, visit);
                        },
                        [&](const ListComprehension& c) {
                          visit_if(c.list, visit);
                          visit_if(c.where, visit);
                          visit_if(c.projection, visit);
                        },
                        [&](const PatternComprehension& c) {
                          path_children(c.pattern, visit);
                          visit_if(c.where, visit);
                          visit_if(c.projection, visit);
                        },
                        [&](const Quantifier& q) {
                          visit_if(q.list, visit);
                          visit_if(q.where, visit);
                        },
                        [&](const Reduce& r) {
                          visit_if(r.initial, visit);
                          visit_if(r.list, visit);
                          visit_if(r.body, visit);
                        },
                        [&](const PatternPredicate& p) { path_children(p.pattern, visit); },
                        [&](const Subquery& s) {
                          for (const PathPattern& path : s.pattern.paths) path_children(path, visit);
                          visit_if(s.where, visit);
                        },
                        [&](const Parenthesized& p) { visit_if(p.inner, visit); }},
             expr.node);
}

void collect_symbols(const Expr& expr, std::vector<Symbol>& out) {
  own_symbols(expr, out);
  for_each_child(expr, [&](const Expr& child) { collect_symbols(child, out); });
}

void collect_symbols(const PathPattern& path, std::vector<Symbol>& out) {
  path_variables(path, out);
  path_children(path, [&](const Expr& child) { collect_symbols(child, out); });
}

void collect_symbols(const Query& query, std::vector<Symbol>& out) {
  for (const SingleQuery& part : query.parts)
    for (const Clause& clause : part.clauses) clause_symbols(clause, out);
}

std::string fingerprint(const Expr& expr) {
  const Expr& inner = unparenthesized(expr);
  std::string text = print(inner);
  std::vector<Symbol> symbols;
  collect_symbols(inner, symbols);
  for (const Symbol symbol : symbols) text += "#" + std::to_string(symbol);
  return text;
}

const Expr& unparenthesized(const Expr& expr) {
  const Expr* at = &expr;
  while (const auto* parentheses = std::get_if<Parenthesized>(&at->node)) at = parentheses->inner.get();
  return *at;
}

void conjuncts(const Expr& expr, std::vector<const Expr*>& out) {
  const Expr& inner = unparenthesized(expr);
  if (const auto* binary = std::get_if<Binary>(&inner.node); binary && binary->op == BinaryOp::logical_and) {
    conjuncts(*binary->left, out);
    conjuncts(*binary->right, out);
    return;
  }
  out.push_back(&inner);
}

bool is_aggregate_call(const Expr& expr) {
  if (std::holds_alternative<CountStar>(expr.node)) return true;
  const auto* call = std::get_if<FunctionCall>(&expr.node);
  if (!call) return false;
  const FunctionInfo* function = find_function(call->name);
  return function && function->is_aggregate;
}

bool reads_graph(const Expr& expr) {
  const bool here = std::visit(
      Overloaded{[](const Property&) { return true; }, [](const Subscript&) { return true; },
                 [](const MapProjection&) { return true; }, [](const HasLabels&) { return true; },
                 [](const PatternComprehension&) { return true; }, [](const PatternPredicate&) { return true; },
                 [](const Subquery&) { return true; },
                 [](const FunctionCall& call) {
                   const FunctionInfo* function = find_function(call.name);
                   return !function || !function->pure;
                 },
                 [](const auto&) { return false; }},
      expr.node);
  if (here) return true;
  bool found = false;
  for_each_child(expr, [&](const Expr& child) { found = found || reads_graph(child); });
  return found;
}

std::optional<PropertyOf> as_property(const Expr& expr) {
  const auto* property = std::get_if<Property>(&unparenthesized(expr).node);
  if (!property) return std::nullopt;
  const auto* variable = std::get_if<Variable>(&unparenthesized(*property->of).node);
  if (!variable) return std::nullopt;
  return PropertyOf{variable->symbol, property->key};
}

ast::CompareOp flipped(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::lt:
      return ast::CompareOp::gt;
    case ast::CompareOp::le:
      return ast::CompareOp::ge;
    case ast::CompareOp::gt:
      return ast::CompareOp::lt;
    case ast::CompareOp::ge:
      return ast::CompareOp::le;
    default:
      return op;
  }
}

}  // namespace skein::dsl::plan
