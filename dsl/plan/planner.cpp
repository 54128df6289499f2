#include "dsl/plan/planner.hpp"

#include <algorithm>
#include <cmath>

#include "dsl/overloaded.hpp"
#include "dsl/plan/planner_impl.hpp"
#include "dsl/plan/rules/rules.hpp"

namespace skein::dsl::plan {

using namespace ast;

namespace {

constexpr std::size_t most_clauses = 4000;


// An inner query may be run for many rows at once when it treats each row by itself: patterns only.
bool row_by_row(const ast::Query& query) {
  if (query.parts.size() != 1) return false;
  for (const Clause& clause : query.parts[0].clauses)
    if (!std::holds_alternative<Match>(clause.node)) return false;
  return true;
}

}  // namespace

NodePtr make(decltype(Node::op) op, NodePtr input) {
  auto node = std::make_unique<Node>();
  node->op = std::move(op);
  if (input) {
    node->rows = input->rows;
    node->inputs.push_back(std::move(input));
  }
  return node;
}

Result<NodePtr> Planner::query(ast::Query& query, const Bound& bound, NodePtr input,
                               std::vector<Symbol>& columns) {
  if (query.parts.size() == 1) return single(query.parts[0], bound, std::move(input), columns);
  Union united;
  std::vector<NodePtr> inputs;
  double rows = 0;
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    std::vector<Symbol> part_columns;
    auto part_input = i == 0 ? std::move(input) : make(Argument{});
    SKEIN_ASSIGN(auto part, single(query.parts[i], bound, std::move(part_input), part_columns));
    rows += part->rows;
    inputs.push_back(std::move(part));
    // The later parts' columns bear the symbols of the first one's.
    united.columns.push_back(i == 0 ? std::move(part_columns) : united.columns[0]);
  }
  for (std::size_t i = 0; i < united.columns[0].size(); ++i) united.output.push_back(fresh());
  columns = united.output;
  const bool distinct = !query.union_all.empty() && !query.union_all[0];
  auto root = make(std::move(united));
  root->inputs = std::move(inputs);
  root->rows = rows;
  if (distinct) root = make(Distinct{columns}, std::move(root));
  return root;
}

Result<NodePtr> Planner::single(ast::SingleQuery& query, Bound bound, NodePtr input,
                                std::vector<Symbol>& columns) {
  // Plans are walked by recursion. CREATE after CREATE is one step.
  std::size_t steps = 0;
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    const auto creates = [&](std::size_t k) {
      return std::holds_alternative<ast::Create>(query.clauses[k].node);
    };
    steps += i == 0 || !creates(i) || !creates(i - 1);
  }
  if (steps > most_clauses) {
    Error error;
    error.code = ErrorCode::limit;
    error.message = "the statement has " + std::to_string(steps) + " clauses; at most " +
                    std::to_string(most_clauses) + " are possible";
    error.error_class = "SyntaxError";
    error.phase = "compile time";
    error.hint = "end statements with ';', or unwind a list of maps";
    return error;
  }
  NodePtr node = std::move(input);
  for (std::size_t i = 0; i < query.clauses.size(); ++i) {
    SKEIN_ASSIGN(node, clause(query.clauses[i], bound, std::move(node), columns));
    const auto* load = std::get_if<ast::LoadCsv>(&query.clauses[i].node);
    if (load != nullptr && load->rows_per_transaction) {
      const std::int64_t rows = *load->rows_per_transaction;
      std::size_t next = i + 1;
      SKEIN_ASSIGN(node, periodic_commit(query, rows, bound, std::move(node), next));
      i = next - 1;
    }
  }
  return node;
}

namespace {

// Does the clause look at more than one row at a time?
bool gathers(const Clause& clause) {
  const auto over_all = [](const Projection& projection) {
    return projection.distinct || !projection.order_by.empty() || projection.skip != nullptr ||
           projection.limit != nullptr ||
           std::any_of(projection.items.begin(), projection.items.end(),
                       [](const ProjectionItem& item) { return item.expr->has_aggregate; });
  };
  if (const auto* with = std::get_if<With>(&clause.node)) return over_all(with->projection);
  return std::holds_alternative<Return>(clause.node) || std::holds_alternative<Finish>(clause.node);
}

}  // namespace

// USING PERIODIC COMMIT: what follows LOAD CSV is done for so many rows at a time, up to the first clause that has to
// see all of them.
Result<NodePtr> Planner::periodic_commit(ast::SingleQuery& query, std::int64_t rows, Bound& bound, NodePtr input,
                                         std::size_t& next) {
  Bound inner = bound;
  NodePtr node = make(Argument{});
  std::vector<Symbol> none;
  for (; next < query.clauses.size() && !gathers(query.clauses[next]); ++next) {
    SKEIN_ASSIGN(node, clause(query.clauses[next], inner, std::move(node), none));
  }
  Apply apply{ApplyKind::inner, false, no_symbol, {}, {}};
  for (const Symbol symbol : inner)
    if (!bound.contains(symbol)) apply.added.push_back(symbol);
  Expr count;
  count.node = Literal{Value(rows)};
  apply.transactions = InTransactions{.rows = own(std::move(count))};
  auto applied = make(std::move(apply), std::move(input));
  applied->inputs.push_back(std::move(node));
  bound = std::move(inner);
  return applied;
}

Result<NodePtr> Planner::clause(ast::Clause& clause, Bound& bound, NodePtr input, std::vector<Symbol>& columns) {
  return std::visit(
      Overloaded{
          [&](Match& m) { return match_clause(m, bound, std::move(input)); },
          [&](ast::Unwind& u) -> Result<NodePtr> {
            SKEIN_TRY(prepare(*u.list, bound));
            bound.insert(u.variable.symbol);
            auto node = make(Unwind{u.list.get(), u.variable.symbol}, std::move(input));
            node->rows *= 10;
            return node;
          },
          [&](With& w) { return projection(w.projection, w.where.get(), bound, std::move(input)); },
          [&](Return& r) -> Result<NodePtr> {
            SKEIN_ASSIGN(auto node, projection(r.projection, nullptr, bound, std::move(input)));
            columns.clear();
            for (const ProjectionItem& item : r.projection.items) columns.push_back(item.alias.symbol);
            return node;
          },
          [&](ast::Create& c) { return create(c, bound, std::move(input)); },
          [&](ast::Merge& m) { return merge(m, bound, std::move(input)); },
          [&](ast::Set& s) { return set(s, bound, std::move(input)); },
          [&](ast::Remove& r) -> Result<NodePtr> {
            for (auto& item : r.items)
              if (auto* property = std::get_if<RemoveProperty>(&item)) {
                SKEIN_TRY(prepare(*property->target, bound));
              }
            return make(RemoveItems{&r}, std::move(input));
          },
          [&](ast::Delete& d) -> Result<NodePtr> {
            Delete node{d.detach, {}};
            for (ExprPtr& item : d.items) {
              SKEIN_TRY(prepare(*item, bound));
              node.items.push_back(item.get());
            }
            return make(std::move(node), std::move(input));
          },
          [&](CallProcedure& c) { return call_procedure(c, bound, std::move(input), columns); },
          [&](CallSubquery& c) { return call_subquery(c, bound, std::move(input)); },
          [&](ast::Foreach& f) { return foreach_clause(f, bound, std::move(input)); },
          [&](ast::LoadCsv& l) -> Result<NodePtr> {
            SKEIN_TRY(prepare(*l.url, bound));
            bound.insert(l.variable.symbol);
            auto node = make(LoadCsv{l.url.get(), l.variable.symbol, l.with_headers,
                                     l.field_terminator ? l.field_terminator->front() : ','},
                             std::move(input));
            node->rows *= 1000;
            return node;
          },
          [&](Finish&) -> Result<NodePtr> { return std::move(input); }},
      clause.node);
}

Result<NodePtr> Planner::match_clause(ast::Match& m, Bound& bound, NodePtr input) {
  std::vector<PathPattern*> paths;
  for (PathPattern& path : m.pattern.paths) paths.push_back(&path);
  std::vector<const Expr*> where;
  if (m.where) conjuncts(*m.where, where);
  if (!m.optional) return match(std::move(paths), where, bound, std::move(input));

  Bound inner = bound;
  auto argument = make(Argument{});
  SKEIN_ASSIGN(auto found, match(std::move(paths), where, inner, std::move(argument)));
  Apply apply{ApplyKind::optional, true, fresh(), {}};
  for (const Symbol symbol : inner)
    if (!bound.contains(symbol)) {
      apply.added.push_back(symbol);
      found_.erase(symbol);
    }
  const double per_row = std::max(1.0, found->rows);
  auto node = make(std::move(apply), std::move(input));
  node->rows *= per_row;
  node->inputs.push_back(std::move(found));
  bound = std::move(inner);
  return node;
}

Result<NodePtr> Planner::call_procedure(ast::CallProcedure& call, Bound& bound, NodePtr input,
                                        std::vector<Symbol>& columns) {
  if (call.optional) {  // a row of nulls where the procedure gives none
    call.optional = false;
    Bound inner = bound;
    SKEIN_ASSIGN(auto called, call_procedure(call, inner, make(Argument{}), columns));
    Apply apply{ApplyKind::optional, false, no_symbol, {}};
    for (const Symbol symbol : inner)
      if (!bound.contains(symbol)) apply.added.push_back(symbol);
    auto node = make(std::move(apply), std::move(input));
    node->inputs.push_back(std::move(called));
    bound = std::move(inner);
    return node;
  }
  const Procedure* procedure = procedures_.procedure(call.name);
  ProcedureCall node;
  node.name = call.name;
  node.from_parameters = !call.arguments.has_value();
  if (call.arguments) {
    for (ExprPtr& argument : *call.arguments) {
      SKEIN_TRY(prepare(*argument, bound));
      node.arguments.push_back(argument.get());
    }
  }
  std::vector<Symbol> given;
  if (procedure) {
    node.void_result = procedure->outputs.empty();
    if (call.yield) {
      for (const YieldItem& item : *call.yield) {
        for (std::size_t i = 0; i < procedure->outputs.size(); ++i) {
          if (procedure->outputs[i].name != item.field) continue;
          node.yields.emplace_back(i, item.variable.symbol);
          given.push_back(item.variable.symbol);
        }
      }
    } else if (call.standalone || call.yield_star) {
      for (std::size_t i = 0; i < procedure->outputs.size(); ++i) {
        given.push_back(fresh());
        node.yields.emplace_back(i, given.back());
      }
    }
  }
  for (const Symbol symbol : given) bound.insert(symbol);
  auto result = make(std::move(node), std::move(input));
  result->rows *= 10;
  if (call.where) {
    SKEIN_TRY(prepare(*call.where, bound));
    std::vector<const Expr*> predicates;
    conjuncts(*call.where, predicates);
    result = filter(std::move(predicates), std::move(result), 0.5);
  }
  if (call.standalone) columns = given;
  return result;
}

Result<NodePtr> Planner::call_subquery(ast::CallSubquery& call, Bound& bound, NodePtr input) {
  std::vector<Symbol> columns;
  auto argument = make(Argument{});
  SKEIN_ASSIGN(auto inner, query(*call.query, bound, std::move(argument), columns));
  bool returns = true;
  for (const SingleQuery& part : call.query->parts)
    if (part.clauses.empty() || !std::holds_alternative<Return>(part.clauses.back().node)) returns = false;
  const ApplyKind kind = !returns ? ApplyKind::unit : call.optional ? ApplyKind::optional : ApplyKind::inner;
  Apply apply{kind, returns && row_by_row(*call.query), no_symbol, columns};
  if (apply.batched) apply.row = fresh();
  const double per_row = returns ? inner->rows : 1.0;
  if (call.transactions) {
    apply.transactions = InTransactions{call.transactions->rows.get(), call.transactions->on_error,
                                        call.transactions->status.symbol};
    if (!call.transactions->status.name.empty()) bound.insert(call.transactions->status.symbol);
  }
  auto node = make(std::move(apply), std::move(input));
  node->rows *= per_row;
  node->inputs.push_back(std::move(inner));
  for (const Symbol symbol : columns) bound.insert(symbol);
  return node;
}

double Planner::weighed(double cost) {
  if (planning_.shuffle == 0) return cost;
  return cost * std::pow(10.0, static_cast<double>(random_() % 401) / 100 - 2);
}

const Expr* Planner::own(ast::Expr expr) {
  plan_.made.push_back(std::make_unique<Expr>(std::move(expr)));
  return plan_.made.back().get();
}

ast::ExprPtr Planner::variable(Symbol symbol, std::string name) {
  auto expr = std::make_unique<Expr>();
  expr->node = Variable{std::move(name), {}, symbol};
  return expr;
}

const Expr* Planner::property_equals(const ast::Variable& of, const std::string& key, ast::ExprPtr value) {
  auto property = std::make_unique<Expr>();
  property->node = Property{variable(of.symbol, symbol_name(plan_, of.symbol)), key, {}};
  Comparison comparison;
  const Span span = value->span;
  comparison.operands.push_back(std::move(property));
  comparison.operands.push_back(std::move(value));
  comparison.ops.push_back(CompareOp::eq);
  return own(Expr{std::move(comparison), span});
}

const Expr* Planner::own_variable(Symbol symbol) {
  return own(Expr{Variable{symbol_name(plan_, symbol), {}, symbol}, {}});
}

const Expr* Planner::is_not_null(Symbol symbol) {
  return own(Expr{Unary{UnaryOp::is_not_null, variable(symbol, symbol_name(plan_, symbol))}, {}});
}

const Expr* Planner::differ(Symbol a, Symbol b) {
  Comparison comparison;
  comparison.operands.push_back(variable(a, symbol_name(plan_, a)));
  comparison.operands.push_back(variable(b, symbol_name(plan_, b)));
  comparison.ops.push_back(CompareOp::ne);
  return own(Expr{std::move(comparison), {}});
}

const Expr* Planner::has_label(const ast::Variable& of, ast::LabelExprPtr label) {
  const Span span = label->span;
  return own(Expr{HasLabels{variable(of.symbol, symbol_name(plan_, of.symbol)), std::move(label)}, span});
}

Result<std::unique_ptr<Plan>> plan_query(BoundStatement bound, const ProcedureRegistry& procedures,
                                         Statistics& statistics, const Planning& planning) {
  auto plan = std::make_unique<Plan>();
  plan->bound = std::move(bound);
  plan->symbols = plan->bound.statement.symbol_names.size();
  plan->updates = plan->bound.updates;
  Planner planner(*plan, procedures, statistics, planning);
  auto& query = std::get<ast::Query>(plan->bound.statement.node);
  SKEIN_ASSIGN(plan->root, planner.query(query, {}, make(Argument{}), plan->columns));
  if (planning.rewrites) rules::apply_all(*plan, statistics.catalog(), planning.eager);
  return plan;
}

}  // namespace skein::dsl::plan
