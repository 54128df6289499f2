// Clauses and queries.
#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {

using ast::ExprPtr;

ast::Query Builder::query(const Node& node) {
  ast::Query out;
  out.span = span(node);
  for (const Node& part : node.children()) {
    if (part.is(Kind::single_query)) {
      out.parts.push_back(single_query(part));
      continue;
    }
    bool all = false;  // union_query
    for (const Node& inner : part.children()) {
      if (inner.is(Kind::union_all_flag)) {
        all = true;
      } else {
        out.parts.push_back(single_query(inner));
      }
    }
    out.union_all.push_back(all);
  }
  return out;
}

ast::SingleQuery Builder::single_query(const Node& node) {
  ast::SingleQuery out;
  out.span = span(node);
  for (const Node& part : node.children()) out.clauses.push_back(clause(part));
  return out;
}

ast::Clause Builder::clause(const Node& node) {
  const Nodes parts = node.children();
  ast::Clause out;
  out.span = span(node);
  switch (node.kind()) {
    case Kind::match_clause:
      out.node = match(node);
      break;
    case Kind::unwind_clause: {
      ExprPtr list = expression(parts[0]);
      out.node = ast::Unwind{std::move(list), variable(parts[1])};
      break;
    }
    case Kind::load_csv_clause:
      out.node = load_csv(node);
      break;
    case Kind::with_clause: {
      ast::With with;
      with.projection = projection(parts[0]);
      if (parts.size() > 1) with.where = expression(parts[1].children().front());
      out.node = std::move(with);
      break;
    }
    case Kind::return_clause:
      out.node = ast::Return{projection(parts[0])};
      break;
    case Kind::create_clause:
      out.node = ast::Create{pattern(parts[0])};
      break;
    case Kind::merge_clause:
      out.node = merge(node);
      break;
    case Kind::set_clause:
      out.node = set_clause(node);
      break;
    case Kind::remove_clause:
      out.node = remove(node);
      break;
    case Kind::delete_clause: {
      ast::Delete erase;
      for (const Node& part : parts) {
        if (part.is(Kind::detach_flag)) {
          erase.detach = true;
        } else {
          erase.items.push_back(expression(part));
        }
      }
      out.node = std::move(erase);
      break;
    }
    case Kind::foreach_clause:
      out.node = foreach_clause(node);
      break;
    case Kind::call_procedure:
      out.node = call_procedure(node);
      break;
    case Kind::call_subquery:
      out.node = call_subquery(node);
      break;
    case Kind::finish_clause:
      out.node = ast::Finish{};
      break;
    default:
      fail(span(node), "expected a clause");
  }
  return out;
}

ast::Match Builder::match(const Node& node) {
  ast::Match out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::optional_flag:
        out.optional = true;
        break;
      case Kind::pattern:
        out.pattern = pattern(part);
        break;
      case Kind::where:
        out.where = expression(part.children().front());
        break;
      default:
        break;  // planner hints
    }
  }
  return out;
}

ast::LoadCsv Builder::load_csv(const Node& node) {
  constexpr std::int64_t default_rows = 1000;  // as in Neo4j
  ast::LoadCsv out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::periodic_commit: {
        const Nodes rows = part.children();
        out.rows_per_transaction = rows.empty() ? default_rows : count(rows[0], "InvalidArgumentType");
        break;
      }
      case Kind::with_headers:
        out.with_headers = true;
        break;
      case Kind::alias:
        out.variable = variable(part);
        break;
      case Kind::field_terminator:
        out.field_terminator = string(part.children().front());
        break;
      default:
        out.url = expression(part);
    }
  }
  return out;
}

ast::ProjectionItem Builder::projection_item(const Node& node) {
  const Nodes parts = node.children();
  ast::ProjectionItem out;
  out.expr = expression(parts[0]);
  if (parts.size() > 1) {
    out.alias = variable(parts[1]);
    out.has_alias = true;
  } else {
    const auto* plain = std::get_if<ast::Variable>(&out.expr->node);
    out.alias.name = plain != nullptr ? plain->name : std::string(node.text());
    out.alias.span = span(node);
  }
  return out;
}

ast::Projection Builder::projection(const Node& node) {
  ast::Projection out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::distinct_flag:
        out.distinct = true;
        break;
      case Kind::projection_star:
        out.star = true;
        break;
      case Kind::projection_item:
        out.items.push_back(projection_item(part));
        break;
      case Kind::order_by:
        for (const Node& item : part.children()) {
          const Nodes inner = item.children();
          out.order_by.push_back({expression(inner[0]), inner.size() > 1});
        }
        break;
      case Kind::skip:
        out.skip = expression(part.children().front());
        break;
      default:
        out.limit = expression(part.children().front());
    }
  }
  return out;
}

// --- updates

ast::SetItem Builder::set_item(const Node& node) {
  const Nodes parts = node.children();  // set_target, then what is done to it
  ExprPtr target = [&] {
    const Nodes steps = parts[0].children();
    ExprPtr out = atom(steps[0]);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      const ast::Span whole = {parts[0].begin(), steps[i].end()};
      if (steps[i].is(Kind::property_lookup)) {
        const Node key = steps[i].children().front();
        out = make(ast::Property{std::move(out), name(key), span(key)}, whole);
      } else {
        out = subscript(std::move(out), steps[i]);
      }
    }
    return out;
  }();
  const auto* is_variable = std::get_if<ast::Variable>(&target->node);
  const auto need_variable = [&] {
    if (is_variable == nullptr)
      fail(target->span, "expected a variable: only n = ..., n += ... and n:Label are possible here");
    return *is_variable;
  };
  switch (parts[1].kind()) {
    case Kind::label_list:
      return ast::SetLabels{need_variable(), label_list(parts[1])};
    case Kind::set_addition:
      return ast::SetAllProperties{need_variable(), expression(parts[1].children().front()), true};
    default:
      break;
  }
  if (is_variable != nullptr)
    return ast::SetAllProperties{*is_variable, expression(parts[1].children().front()), false};
  if (!std::holds_alternative<ast::Property>(target->node) && !std::holds_alternative<ast::Subscript>(target->node))
    fail(target->span, "expected a variable or a property such as n.key or n[key] to set");
  return ast::SetProperty{std::move(target), expression(parts[1].children().front())};
}

ast::Set Builder::set_clause(const Node& node) {
  ast::Set out;
  for (const Node& item : node.children()) out.items.push_back(set_item(item));
  return out;
}

ast::Remove Builder::remove(const Node& node) {
  ast::Remove out;
  for (const Node& item : node.children()) {
    const Nodes parts = item.children();
    const Nodes steps = parts[0].children();
    ExprPtr target = atom(steps[0]);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      const ast::Span whole = {parts[0].begin(), steps[i].end()};
      if (!steps[i].is(Kind::property_lookup)) {
        target = subscript(std::move(target), steps[i]);
        continue;
      }
      const Node key = steps[i].children().front();
      target = make(ast::Property{std::move(target), name(key), span(key)}, whole);
    }
    if (parts.size() > 1) {
      const auto* plain = std::get_if<ast::Variable>(&target->node);
      if (plain == nullptr) fail(target->span, "expected a variable before the label to be removed");
      out.items.emplace_back(ast::RemoveLabels{*plain, label_list(parts[1])});
    } else {
      if (!std::holds_alternative<ast::Property>(target->node) && !std::holds_alternative<ast::Subscript>(target->node))
        fail(target->span, "expected a property such as n.key or a label such as n:Label to remove");
      out.items.emplace_back(ast::RemoveProperty{std::move(target)});
    }
  }
  return out;
}

ast::Merge Builder::merge(const Node& node) {
  ast::Merge out;
  for (const Node& part : node.children()) {
    if (part.is(Kind::on_create) || part.is(Kind::on_match)) {
      auto& items = part.is(Kind::on_create) ? out.on_create : out.on_match;
      for (auto& item : set_clause(part.children().front()).items) items.push_back(std::move(item));
    } else {
      out.pattern = path_pattern(part);
    }
  }
  return out;
}

ast::Foreach Builder::foreach_clause(const Node& node) {
  const Nodes parts = node.children();  // variable, list, updates
  ast::Foreach out;
  out.variable = variable(parts[0]);
  out.list = expression(parts[1]);
  for (std::size_t i = 2; i < parts.size(); ++i) out.updates.push_back(clause(parts[i]));
  return out;
}

// --- calls

ast::CallProcedure Builder::call_procedure(const Node& node) {
  ast::CallProcedure out;
  for (const Node& part : node.children()) {
    if (part.is(Kind::optional_flag)) {
      out.optional = true;
    } else if (part.is(Kind::procedure_name)) {
      for (const Node& piece : part.children()) out.name += (out.name.empty() ? "" : ".") + name(piece);
      out.name_span = span(part);
    } else if (part.is(Kind::arguments)) {
      out.arguments.emplace();
      for (const Node& argument : part.children()) out.arguments->push_back(expression(argument));
    } else {  // yield
      out.yield.emplace();
      for (const Node& item : part.children()) {
        if (item.is(Kind::yield_star)) {
          out.yield_star = true;
        } else if (item.is(Kind::where)) {
          out.where = expression(item.children().front());
        } else {
          const Nodes inner = item.children();
          out.yield->push_back({name(inner[0]), variable(inner.back())});
        }
      }
      if (out.yield_star) out.yield.reset();
    }
  }
  return out;
}

ast::CallSubquery Builder::call_subquery(const Node& node) {
  ast::CallSubquery out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::optional_flag:
        out.optional = true;
        break;
      case Kind::import_list:
        out.has_imports = true;
        for (const Node& item : part.children()) {
          if (item.is(Kind::import_star)) {
            out.import_all = true;
          } else {
            out.imports.push_back(variable(item));
          }
        }
        break;
      case Kind::query:
        out.query = std::make_unique<ast::Query>(query(part));
        break;
      default:
        out.transactions = in_transactions(part);
    }
  }
  return out;
}

ast::InTransactions Builder::in_transactions(const Node& node) {
  ast::InTransactions out;
  out.span = span(node);
  for (const Node& item : node.children()) {
    switch (item.kind()) {
      case Kind::batch_size:
        out.rows = expression(item.children().front());
        break;
      case Kind::on_error_fail:
        out.on_error = ast::InTransactions::OnError::fail;
        break;
      case Kind::on_error_continue:
        out.on_error = ast::InTransactions::OnError::go_on;
        break;
      case Kind::on_error_break:
        out.on_error = ast::InTransactions::OnError::stop;
        break;
      case Kind::report_status:
        out.status = variable(item.children().front());
        break;
      default:
        break;  // how many at once, how long to try again
    }
  }
  return out;
}

}  // namespace skein::dsl::syntax
