#include "dsl/plan/uses.hpp"

#include <algorithm>

#include "dsl/overloaded.hpp"
#include "dsl/plan/expressions.hpp"

namespace skein::dsl::plan {

namespace {

void replaced_and_subplans(const Plan& plan, const Expr& expr, Symbols& out) {
  if (const auto it = plan.replaced.find(&expr); it != plan.replaced.end()) {
    out.insert(it->second);
    return;
  }
  if (const auto it = plan.subplans.find(&expr); it != plan.subplans.end()) {
    reads_of_tree(plan, *it->second.root, out);
    if (it->second.value) reads(plan, *it->second.value, out);
    if (it->second.value_symbol != no_symbol) out.insert(it->second.value_symbol);
  }
  for_each_child(expr, [&](const Expr& child) { replaced_and_subplans(plan, child, out); });
}

}  // namespace

void reads(const Plan& plan, const Expr& expr, Symbols& out) {
  std::vector<Symbol> symbols;
  collect_symbols(expr, symbols);
  out.insert(symbols.begin(), symbols.end());
  replaced_and_subplans(plan, expr, out);
}

void for_each_expression(const Node& node, const std::function<void(const Expr&)>& visit) {
  const auto expr = [&](const Expr* e) {
    if (e) visit(*e);
  };
  const auto exprs = [&](const std::vector<const Expr*>& all) {
    for (const Expr* e : all) expr(e);
  };
  const auto tests = [&](const std::vector<PropertyTest>& all) {
    for (const PropertyTest& test : all) expr(test.value);
  };
  const auto elements = [&](const std::vector<NewElement>& all) {
    for (const NewElement& element : all) std::visit([&](const auto& e) { expr(e.properties); }, element);
  };
  const auto set_item = [&](const ast::SetItem& item) {
    if (const auto* one = std::get_if<ast::SetProperty>(&item)) {
      expr(one->target.get());
      expr(one->value.get());
    } else if (const auto* all = std::get_if<ast::SetAllProperties>(&item)) {
      expr(all->value.get());
    }
  };
  const auto bounds = [&](const SeekBounds& o) {
    for (const Expr* e : {o.equals, o.one_of, o.element, o.prefix, o.lower, o.upper}) expr(e);
  };
  std::visit(Overloaded{[&](const IndexSeek& o) { bounds(o.bounds); },
                        [&](const RelationshipSeek& o) { bounds(o.bounds); },
                        [&](const IdSeek& o) { expr(o.id); },
                        [&](const VarExpand& o) { tests(o.tests); },
                        [&](const ShortestPath& o) { tests(o.tests); },
                        [&](const Repeat& o) { exprs(o.accepts); },
                        [&](const LoadCsv& o) { expr(o.url); },
                        [&](const Apply& o) {
                          if (o.transactions) expr(o.transactions->rows);
                        },
                        [&](const Filter& o) { exprs(o.predicates); },
                        [&](const Project& o) {
                          for (const Assignment& item : o.items) expr(item.value);
                        },
                        [&](const Aggregate& o) {
                          for (const Assignment& item : o.keys) expr(item.value);
                          for (const AggregateCall& call : o.calls)
                            for_each_child(*call.call, [&](const Expr& child) { expr(&child); });
                        },
                        [&](const Sort& o) {
                          for (const SortKey& key : o.keys) expr(key.value);
                          expr(o.limit);
                        },
                        [&](const Skip& o) { expr(o.count); },
                        [&](const Limit& o) { expr(o.count); },
                        [&](const Unwind& o) { expr(o.list); },
                        [&](const HashJoin& o) {
                          exprs(o.left);
                          exprs(o.right);
                        },
                        [&](const SemiJoin& o) {
                          exprs(o.left);
                          exprs(o.right);
                        },
                        [&](const ProcedureCall& o) { exprs(o.arguments); },
                        [&](const Create& o) { elements(o.elements); },
                        [&](const Merge& o) {
                          elements(o.elements);
                          for (const auto* item : o.on_create) set_item(*item);
                          for (const auto* item : o.on_match) set_item(*item);
                        },
                        [&](const SetItems& o) {
                          for (const auto* item : o.items) set_item(*item);
                        },
                        [&](const RemoveItems& o) {
                          for (const auto& item : o.clause->items)
                            if (const auto* one = std::get_if<ast::RemoveProperty>(&item))
                              expr(one->target.get());
                        },
                        [&](const Delete& o) { exprs(o.items); },
                        [&](const Foreach& o) { expr(o.list); },
                        [](const auto&) {}},
             node.op);
}

void reads(const Plan& plan, const Node& node, Symbols& out) {
  for_each_expression(node, [&](const Expr& expr) { reads(plan, expr, out); });
  const auto symbols = [&](const std::vector<Symbol>& all) { out.insert(all.begin(), all.end()); };
  const auto elements = [&](const std::vector<NewElement>& all) {
    for (const NewElement& element : all)
      if (const auto* relationship = std::get_if<NewRelationship>(&element))
        out.insert({relationship->from, relationship->to});
  };
  const auto set_item = [&](const ast::SetItem& item) {
    if (const auto* all = std::get_if<ast::SetAllProperties>(&item)) out.insert(all->variable.symbol);
    if (const auto* labels = std::get_if<ast::SetLabels>(&item)) out.insert(labels->variable.symbol);
  };
  const auto hop = [&](const auto& o) {
    out.insert(o.from);
    if (o.into) out.insert(o.to);
    symbols(o.unlike);
  };
  std::visit(
      Overloaded{[&](const Expand& o) { hop(o); }, [&](const VarExpand& o) { hop(o); },
                 [&](const Intersect& o) {
                   for (const IntersectArm& arm : o.arms) {
                     out.insert(arm.from);
                     // Its own arms' relationships are compared inside.
                     for (const Symbol other : arm.unlike)
                       if (std::none_of(o.arms.begin(), o.arms.end(),
                                        [&](const IntersectArm& one) { return one.relationship == other; }))
                         out.insert(other);
                   }
                 },
                 [&](const Ends& o) {
                   out.insert(o.relationship);
                   if (o.from_bound) out.insert(o.from);
                   if (o.to_bound) out.insert(o.to);
                   symbols(o.unlike);
                 },
                 [&](const ShortestPath& o) {
                   out.insert({o.from, o.to});
                 },
                 [&](const Repeat& o) {
                   out.insert(o.from);
                   if (o.into) out.insert(o.to);
                   out.insert(o.end);
                   symbols(o.hops);
                   for (const ast::GroupVariable& list : o.lists) out.insert(list.inside);
                   symbols(o.unlike);
                 },
                 [&](const Shortest& o) {
                   out.insert({o.path, o.from, o.to});
                 },
                 [&](const NamedPath& o) {
                   symbols(o.nodes);
                   symbols(o.relationships);
                 },
                 [&](const Distinct& o) { symbols(o.symbols); }, [&](const Group& o) { symbols(o.symbols); },
                 [&](const Union& o) {
                   for (const auto& columns : o.columns) symbols(columns);
                 },
                 [&](const Create& o) { elements(o.elements); },
                 [&](const Merge& o) {
                   elements(o.elements);
                   for (const auto& key : o.keys) out.insert(key.second);
                   for (const auto* item : o.on_create) set_item(*item);
                   for (const auto* item : o.on_match) set_item(*item);
                 },
                 [&](const SetItems& o) {
                   for (const auto* item : o.items) set_item(*item);
                 },
                 [&](const RemoveItems& o) {
                   for (const auto& item : o.clause->items)
                     if (const auto* labels = std::get_if<ast::RemoveLabels>(&item))
                       out.insert(labels->variable.symbol);
                 },
                 [](const auto&) {}},
      node.op);
  // Plans beside the chain see all of its rows.
  if (!std::holds_alternative<Union>(node.op))
    for (std::size_t i = 1; i < node.inputs.size(); ++i) reads_of_tree(plan, *node.inputs[i], out);
}

void reads_of_tree(const Plan& plan, const Node& node, Symbols& out) {
  reads(plan, node, out);
  for (const NodePtr& input : node.inputs) reads_of_tree(plan, *input, out);
}

void visit_with_needs(const Plan& plan, Node& node, const Symbols& after,
                      const std::function<void(Node& node, const Symbols& after)>& visit) {
  visit(node, after);
  Symbols needs;
  reads(plan, node, needs);
  const bool starts_anew =
      std::holds_alternative<Aggregate>(node.op) || std::holds_alternative<Union>(node.op);
  if (const auto* keep = std::get_if<Keep>(&node.op)) {
    for (const Symbol symbol : keep->symbols)
      if (after.contains(symbol)) needs.insert(symbol);
  } else if (!starts_anew) {
    needs.insert(after.begin(), after.end());
  }
  if (node.inputs.empty()) return;
  if (std::holds_alternative<Union>(node.op)) {
    for (const NodePtr& input : node.inputs) visit_with_needs(plan, *input, needs, visit);
    return;
  }
  visit_with_needs(plan, *node.inputs[0], needs, visit);
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    // What a nested plan brings may be looked at above, and by the node itself.
    visit_with_needs(plan, *node.inputs[i], needs, visit);
  }
}

}  // namespace skein::dsl::plan
