// Variables: making, finding and refusing them.
#include <fmt/format.h>

#include "dsl/bind/binder.hpp"

namespace skein::dsl {
namespace {

std::string_view kind_word(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::node:
      return "a node";
    case SymbolKind::relationship:
      return "a relationship";
    case SymbolKind::relationship_list:
      return "a list of relationships";
    case SymbolKind::path:
      return "a path";
    case SymbolKind::value:
    case SymbolKind::unknown:
      break;
  }
  return "a value";
}

}  // namespace

void Binder::fail(ast::Span span, const char* detail, std::string message, std::string hint,
                  const char* error_class) {
  throw Error{.code = ErrorCode::invalid_query,
              .message = std::move(message),
              .error_class = error_class,
              .detail = detail,
              .phase = "compile time",
              .begin = span.begin,
              .end = span.end,
              .hint = std::move(hint)};
}

ast::Symbol Binder::new_symbol(const std::string& name, Type type, SymbolKind kind) {
  const auto symbol = static_cast<ast::Symbol>(symbol_names_.size());
  symbol_names_.push_back(name.empty() ? fmt::format("@{}", symbol) : name);
  symbol_types_.push_back(type);
  symbol_kinds_.push_back(kind);
  return symbol;
}

ast::Symbol Binder::declare(ast::Variable& variable, Type type, SymbolKind kind) {
  variable.symbol = new_symbol(variable.name, type, kind);
  if (!variable.name.empty()) scope_.set(variable.name, variable.symbol);
  return variable.symbol;
}

ast::Symbol Binder::declare_new(ast::Variable& variable, Type type, SymbolKind kind) {
  if (scope_.find(variable.name)) already_bound(variable);
  return declare(variable, type, kind);
}

void Binder::resolve(ast::Variable& variable) {
  if (const auto symbol = scope_.find(variable.name)) {
    variable.symbol = *symbol;
    return;
  }
  std::string hint;
  if (const auto earlier = left_behind_.find(variable.name); earlier != left_behind_.end()) {
    hint = earlier->second;
  } else if (const auto near = scope_.similar(variable.name); !near.empty()) {
    hint = fmt::format("did you mean {}?", near);
  }
  fail(variable.span, "UndefinedVariable", fmt::format("the variable '{}' is not defined", variable.name),
       std::move(hint));
}

SymbolKind Binder::kind_for(Type type) const {
  if (is_only(type, kind_bit(Kind::node))) return SymbolKind::node;
  if (is_only(type, kind_bit(Kind::relationship))) return SymbolKind::relationship;
  if (is_only(type, kind_bit(Kind::path))) return SymbolKind::path;
  if ((type.kinds & (entity_kinds | kinds(Kind::path))) == 0) return SymbolKind::value;
  return SymbolKind::unknown;
}

void Binder::already_bound(const ast::Variable& variable) {
  fail(variable.span, "VariableAlreadyBound",
       fmt::format("the variable '{}' is already defined", variable.name),
       "choose another name, or leave it out");
}

void Binder::type_conflict(const ast::Variable& variable, SymbolKind wanted) {
  const auto symbol = static_cast<std::size_t>(variable.symbol);
  const SymbolKind kind = symbol_kinds_[symbol];
  const std::string is = kind == SymbolKind::value || kind == SymbolKind::unknown
                             ? describe(symbol_types_[symbol].kinds)
                             : std::string(kind_word(kind));
  fail(variable.span, "VariableTypeConflict",
       fmt::format("the variable '{}' is {} and cannot stand for {} here", variable.name, is,
                   kind_word(wanted)));
}

Binder::Local::Local(Binder& binder, ast::Variable& variable, Type type)
    : binder_(binder), name_(variable.name), shadowed_(binder.scope_.find(variable.name)) {
  binder.declare(variable, type, binder.kind_for(type));
}

Binder::Local::~Local() {
  if (shadowed_) {
    binder_.scope_.set(name_, *shadowed_);
  } else {
    binder_.scope_.erase(name_);
  }
}

}  // namespace skein::dsl
