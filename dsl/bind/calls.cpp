// Function calls and procedure calls.
#include <algorithm>

#include <fmt/format.h>

#include "dsl/bind/binder.hpp"
#include "dsl/bind/children.hpp"
#include "dsl/procedures/elsewhere.hpp"

namespace skein::dsl {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string how_many(std::size_t least, std::size_t most) {
  if (most == any_number) return fmt::format("at least {} argument{}", least, least == 1 ? "" : "s");
  if (least == most)
    return least == 0 ? "no arguments" : fmt::format("{} argument{}", least, least == 1 ? "" : "s");
  return fmt::format("{} to {} arguments", least, most);
}

// The type of a call's result, sharper than its kinds where that helps further checks.
Type result_type(const FunctionInfo& info, const std::vector<Type>& arguments) {
  const std::string name = lower(info.name);
  if (name == "nodes") return list_of(kind_bit(Kind::node));
  if (name == "relationships") return list_of(kind_bit(Kind::relationship));
  if (name == "collect") return list_of(arguments[0].kinds);
  if (name == "head" || name == "last") return {arguments[0].elements | null_kind, any_kind};
  if (name == "min" || name == "max" || name == "coalesce") return {};
  return {info.result, any_kind};
}

bool contains_rand(ast::Expr& expr) {
  if (const auto* call = std::get_if<ast::FunctionCall>(&expr.node)) {
    const std::string name = lower(call->name);
    if (name == "rand" || name == "randomuuid") return true;
  }
  bool found = false;
  for_each_child(expr, [&](const ast::ExprPtr& child) { found = found || contains_rand(*child); });
  return found;
}

}  // namespace

void Binder::check_aggregate_place(const ast::Expr& expr, std::string_view name, const Surroundings& around) {
  if (around.aggregates == Aggregates::nested)
    fail(expr.span, "NestedAggregation", fmt::format("{} cannot be used inside another aggregate", name),
         "aggregate in a WITH first");
  if (around.aggregates == Aggregates::forbidden)
    fail(expr.span, "InvalidAggregation", fmt::format("{} cannot be used {}", name, around.place),
         "aggregate in a WITH or RETURN, and use the result after it");
}

Type Binder::aggregate_call(ast::FunctionCall& call, ast::Expr& expr, const FunctionInfo& info,
                            const Surroundings& around) {
  check_aggregate_place(expr, fmt::format("{}()", info.name), around);
  expr.has_aggregate = true;
  std::vector<Type> types;
  for (auto& argument : call.arguments) {
    types.push_back(expression(argument, {Aggregates::nested, around.place, false}));
    if (contains_rand(*argument))
      fail(argument->span, "NonConstantExpression",
           fmt::format("rand() cannot be used inside {}()", info.name));
  }
  if (!call.arguments.empty() && !may_be(types[0], info.first_argument))
    fail(call.arguments[0]->span, "InvalidArgumentType",
         fmt::format("{}() needs {}, found {}", info.name, describe(info.first_argument),
                     describe(types[0].kinds)));
  return result_type(info, types);
}

Type Binder::function_call(ast::FunctionCall& call, ast::Expr& expr, const Surroundings& around) {
  const std::size_t given = call.arguments.size();
  const FunctionInfo* info = find_function(call.name);
  const ExternalFunction* external = info == nullptr ? procedures_.function(call.name) : nullptr;
  if (info == nullptr && external == nullptr) {
    std::string hint;
    if (const auto near = similar_function(call.name); !near.empty())
      hint = fmt::format("did you mean {}()?", near);
    if (procedures_.procedure(call.name) != nullptr)
      hint = fmt::format("{0} is a procedure: write CALL {0}(...) YIELD ...", call.name);
    if (hint.empty()) hint = procedures::written_here(call.name);
    fail(call.name_span, "UnknownFunction", fmt::format("there is no function {}()", call.name),
         std::move(hint));
  }
  const std::size_t least = info != nullptr ? info->min_args : external->min_arguments;
  const std::size_t most = info != nullptr ? info->max_args : external->max_arguments;
  if (given < least || given > most)
    fail(expr.span, "InvalidNumberOfArguments",
         fmt::format("{}() takes {}, found {}", info != nullptr ? info->name : external->name,
                     how_many(least, most), given));
  if (info != nullptr && info->is_aggregate) return aggregate_call(call, expr, *info, around);
  if (call.distinct)
    fail(call.name_span, "UnexpectedSyntax",
         fmt::format("DISTINCT has no meaning in {}(), which is no aggregate", call.name));

  const std::string name = lower(call.name);
  Surroundings value = {around.aggregates, around.place, name == "exists"};
  std::vector<Type> types;
  for (auto& argument : call.arguments) types.push_back(expression(argument, value));
  if (info == nullptr) return {};
  if (given > 0 && !may_be(types[0], info->first_argument))
    fail(call.arguments[0]->span, "InvalidArgumentType",
         fmt::format("{}() needs {}, found {}", info->name, describe(info->first_argument),
                     describe(types[0].kinds)));
  return result_type(*info, types);
}

// --- procedures

void Binder::call_procedure(ast::CallProcedure& call) {
  const Procedure* procedure = procedures_.procedure(call.name);
  if (procedure == nullptr) {
    std::string hint;
    Scope known;
    for (const Procedure* candidate : procedures_.procedures()) known.set(candidate->name, 0);
    if (const auto near = known.similar(call.name); !near.empty())
      hint = fmt::format("did you mean {}?", near);
    if (hint.empty()) hint = procedures::written_here(call.name);
    fail(call.name_span, "ProcedureNotFound", fmt::format("there is no procedure {}", call.name),
         std::move(hint), "ProcedureError");
  }
  updates_ = updates_ || procedure->writes;
  if (call.arguments) {
    const std::size_t least = procedure->least_inputs();
    if (call.arguments->size() < least || call.arguments->size() > procedure->inputs.size())
      fail(call.name_span, "InvalidNumberOfArguments",
           fmt::format("{} takes {}, found {}", call.name,
                       how_many(least, procedure->inputs.size()), call.arguments->size()));
    for (std::size_t i = 0; i < call.arguments->size(); ++i) {
      auto& argument = (*call.arguments)[i];
      const Type type =
          expression(argument, {Aggregates::forbidden, "in the arguments of a procedure", false});
      const KindSet wanted = declared_kinds(procedure->inputs[i].type);
      if (const auto* map = std::get_if<ast::MapLiteral>(&argument->node))
        for (const auto& entry : map->entries) updates_ = updates_ || (!entry.first.empty() && entry.first == procedure->writes_with);
      if (!may_be(type, wanted))
        fail(argument->span, "InvalidArgumentType",
             fmt::format("the argument '{}' of {} has to be {}, found {}", procedure->inputs[i].name,
                         call.name, procedure->inputs[i].type, describe(type.kinds)));
    }
  } else if (!call.standalone && procedure->least_inputs() > 0) {
    fail(call.name_span, "InvalidArgumentPassingMode",
         fmt::format("{} needs its arguments in parentheses when it is part of a query", call.name));
  } else if (!call.standalone) {
    call.arguments.emplace();
  }

  const auto all_outputs = [&] {
    std::vector<ast::YieldItem> items;
    for (const Field& field : procedure->outputs)
      items.push_back({field.name, {.name = field.name, .span = call.name_span, .symbol = -1}});
    return items;
  };
  const bool listing = call.name.starts_with("show.");  // what SHOW is written as takes YIELD * anywhere
  if (call.yield_star && !call.standalone && !listing)
    fail(call.name_span, "UnexpectedSyntax", "YIELD * is only possible when CALL is the whole statement",
         "name the fields after YIELD");
  if (!call.yield && (call.standalone || call.yield_star)) call.yield = all_outputs();
  if (!call.yield) return;
  for (auto& item : *call.yield) {
    const auto field = std::find_if(procedure->outputs.begin(), procedure->outputs.end(),
                                    [&](const Field& output) { return output.name == item.field; });
    if (field == procedure->outputs.end()) {
      Scope fields;
      for (const Field& output : procedure->outputs) fields.set(output.name, 0);
      const auto near = fields.similar(item.field);
      fail(item.variable.span, "UndefinedVariable",
           fmt::format("{} has no field '{}'", call.name, item.field),
           near.empty() ? std::string{} : fmt::format("did you mean {}?", near));
    }
    const Type type = {declared_kinds(field->type) | null_kind, any_kind};
    declare_new(item.variable, type, kind_for(type));
    if (call.standalone) standalone_columns_.push_back(item.variable.name);
  }
  if (call.where != nullptr) predicate(call.where);
}

}  // namespace skein::dsl
