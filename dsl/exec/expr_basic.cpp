// Literals, parameters, columns, lists, maps, subscripts.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/value/access.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

class Literal final : public Expression {
 public:
  explicit Literal(Value value) : column_(Column::constant(std::move(value))) {}
  Result<Column> evaluate(const Batch&) override { return column_; }

 private:
  Column column_;
};

class Parameter final : public Expression {
 public:
  Parameter(std::string name, ast::Span span, Runtime& runtime)
      : name_(std::move(name)), span_(span), runtime_(runtime) {}
  Result<Column> evaluate(const Batch&) override {
    if (!column_.is_set()) {
      const auto it = runtime_.query.parameters.find(name_);
      if (it == runtime_.query.parameters.end()) {
        Error error;
        error.code = ErrorCode::invalid_query;
        error.message = "parameter $" + name_ + " has no value";
        error.error_class = "ParameterMissing";
        error.detail = "MissingParameter";
        error.phase = "runtime";
        error.begin = span_.begin;
        error.end = span_.end;
        error.hint = missing_hint();
        return error;
      }
      column_ = Column::constant(it->second);
    }
    return column_;
  }

 private:
  // A parameter of another case, or what there is.
  [[nodiscard]] std::string missing_hint() const {
    const auto& given = runtime_.query.parameters;
    if (given.empty()) return "give it beside the statement: --param " + name_ + "=VALUE, or :param " + name_ + " VALUE in the shell";
    std::string names;
    for (const auto& [name, value] : given) names += (names.empty() ? "$" : ", $") + name;
    return "there is " + names;
  }

  std::string name_;
  ast::Span span_;
  Runtime& runtime_;
  Column column_;
};

class ColumnOf final : public Expression {
 public:
  explicit ColumnOf(ast::Symbol symbol) : symbol_(static_cast<std::size_t>(symbol)) {}
  Result<Column> evaluate(const Batch& in) override {
    if (symbol_ >= in.columns.size() || !in.columns[symbol_].is_set()) return Column::constant(Value());
    return in.columns[symbol_];
  }

 private:
  std::size_t symbol_;
};

Result<std::vector<Column>> evaluate_all(const std::vector<ExpressionPtr>& items, const Batch& in) {
  std::vector<Column> columns;
  columns.reserve(items.size());
  for (const ExpressionPtr& item : items) {
    SKEIN_ASSIGN(Column column, item->evaluate(in));
    columns.push_back(std::move(column));
  }
  return columns;
}

class ListOf final : public Expression {
 public:
  explicit ListOf(std::vector<ExpressionPtr> items) : items_(std::move(items)) {}
  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const auto columns, evaluate_all(items_, in));
    return by_entry(columns, in.size, [](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      List list;
      list.reserve(from.size());
      for (const Column& column : from) list.push_back(column.value(i));
      return Value(std::move(list));
    });
  }

 private:
  std::vector<ExpressionPtr> items_;
};

class MapOf final : public Expression {
 public:
  explicit MapOf(std::vector<std::pair<std::string, ExpressionPtr>> entries) {
    for (auto& [key, value] : entries) {
      keys_.push_back(key);
      values_.push_back(std::move(value));
    }
  }
  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const auto columns, evaluate_all(values_, in));
    return by_entry(columns, in.size, [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      Map map;
      for (std::size_t k = 0; k < keys_.size(); ++k) map.insert_or_assign(keys_[k], from[k].value(i));
      return Value(std::move(map));
    });
  }

 private:
  std::vector<std::string> keys_;
  std::vector<ExpressionPtr> values_;
};

class MapProjection final : public Expression {
 public:
  MapProjection(const ast::MapProjection& node, Runtime& runtime) : node_(node), runtime_(runtime) {
    of_ = make_column(node.variable.symbol);
    for (const auto& item : node.items) values_.push_back(item.value ? compile(*item.value, runtime) : nullptr);
  }
  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column of, of_->evaluate(in));
    std::vector<Column> columns(values_.size());
    for (std::size_t k = 0; k < values_.size(); ++k)
      if (values_[k]) {
        SKEIN_ASSIGN(columns[k], values_[k]->evaluate(in));
      }
    return by_row(in.size, [&](std::size_t i) { return row(of.value(i), columns, i); });
  }

 private:
  Result<Value> row(const Value& of, const std::vector<Column>& columns, std::size_t i) {
    if (of.is_null()) return Value();
    using Kind = ast::MapProjection::Item::Kind;
    Map map;
    for (std::size_t k = 0; k < node_.items.size(); ++k) {
      const auto& item = node_.items[k];
      if (item.kind == Kind::property) {
        SKEIN_ASSIGN(Value value, property(of, item.key, &runtime_.transaction));
        map.insert_or_assign(item.key, std::move(value));
      } else if (item.kind == Kind::all_properties) {
        SKEIN_TRY(add_all(of, map));
      } else {
        map.insert_or_assign(item.key, columns[k].value(i));
      }
    }
    return Value(std::move(map));
  }

  Result<void> add_all(const Value& of, Map& map) {
    if (of.is<MapPtr>()) {
      for (const auto& [key, value] : of.as_map()) map.insert_or_assign(key, value);
      return {};
    }
    graph::Properties properties;
    if (const auto* node = of.get_if<NodeId>()) {
      SKEIN_ASSIGN(properties, runtime_.transaction.properties(*node));
    } else if (const auto* relationship = of.get_if<RelationshipId>()) {
      SKEIN_ASSIGN(properties, runtime_.transaction.properties(*relationship));
    } else {
      return type_error("InvalidArgumentType", "a map projection needs a map, node or relationship, not " + shown(of));
    }
    for (const auto& [key, value] : properties)
      map.insert_or_assign(std::string(runtime_.transaction.catalog().name(key)), value);
    return {};
  }

  const ast::MapProjection& node_;
  Runtime& runtime_;
  ExpressionPtr of_;
  std::vector<ExpressionPtr> values_;
};

class SubscriptOf final : public Expression {
 public:
  SubscriptOf(ExpressionPtr of, ExpressionPtr index, Runtime& runtime)
      : of_(std::move(of)), index_(std::move(index)), runtime_(runtime) {}
  Result<Column> evaluate(const Batch& in) override {
    std::vector<Column> columns(2);
    SKEIN_ASSIGN(columns[0], of_->evaluate(in));
    SKEIN_ASSIGN(columns[1], index_->evaluate(in));
    return by_entry(columns, in.size, [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      Value a, b;
      auto value = subscript(from[0].value(i, a), from[1].value(i, b), &runtime_.transaction);
      if (!value.ok()) return entity_error(value.error());
      return value;
    });
  }

 private:
  ExpressionPtr of_, index_;
  Runtime& runtime_;
};

class SliceOf final : public Expression {
 public:
  SliceOf(ExpressionPtr of, ExpressionPtr from, ExpressionPtr to)
      : of_(std::move(of)), from_(std::move(from)), to_(std::move(to)) {}
  Result<Column> evaluate(const Batch& in) override {
    std::vector<Column> columns(3);
    SKEIN_ASSIGN(columns[0], of_->evaluate(in));
    if (from_) {
      SKEIN_ASSIGN(columns[1], from_->evaluate(in));
    }
    if (to_) {
      SKEIN_ASSIGN(columns[2], to_->evaluate(in));
    }
    return by_entry(columns, in.size, [this](const std::vector<Column>& c, std::size_t i) -> Result<Value> {
      Value a, b, d;
      return slice(c[0].value(i, a), from_ ? &c[1].value(i, b) : nullptr, to_ ? &c[2].value(i, d) : nullptr);
    });
  }

 private:
  ExpressionPtr of_, from_, to_;
};

class TypeTest final : public Expression {
 public:
  TypeTest(ExpressionPtr of, const graph::ValueType& type, bool negated)
      : of_(std::move(of)), type_(type), negated_(negated) {}
  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column of, of_->evaluate(in));
    std::vector<std::uint8_t> is(in.size);
    Value scratch;
    for (std::size_t i = 0; i < in.size; ++i) is[i] = type_.accepts(of.value(i, scratch)) != negated_;
    return Column::of(std::move(is), {});
  }

 private:
  ExpressionPtr of_;
  const graph::ValueType& type_;
  bool negated_;
};

}  // namespace

ExpressionPtr make_type_test(ExpressionPtr of, const graph::ValueType& type, bool negated) {
  return std::make_unique<TypeTest>(std::move(of), type, negated);
}
ExpressionPtr make_literal(Value value) { return std::make_unique<Literal>(std::move(value)); }
ExpressionPtr make_parameter(std::string name, ast::Span span, Runtime& runtime) {
  return std::make_unique<Parameter>(std::move(name), span, runtime);
}
ExpressionPtr make_column(ast::Symbol symbol) { return std::make_unique<ColumnOf>(symbol); }
ExpressionPtr make_list(std::vector<ExpressionPtr> items) { return std::make_unique<ListOf>(std::move(items)); }
ExpressionPtr make_map(std::vector<std::pair<std::string, ExpressionPtr>> entries) {
  return std::make_unique<MapOf>(std::move(entries));
}
ExpressionPtr make_map_projection(const ast::MapProjection& node, Runtime& runtime) {
  return std::make_unique<MapProjection>(node, runtime);
}
ExpressionPtr make_subscript(ExpressionPtr of, ExpressionPtr index, Runtime& runtime) {
  return std::make_unique<SubscriptOf>(std::move(of), std::move(index), runtime);
}
ExpressionPtr make_slice(ExpressionPtr of, ExpressionPtr from, ExpressionPtr to) {
  return std::make_unique<SliceOf>(std::move(of), std::move(from), std::move(to));
}

Error entity_error(Error error) {
  if (error.code != ErrorCode::not_found || !error.error_class.empty()) return error;
  return not_found_error(std::move(error.message));
}

}  // namespace skein::dsl::exec
