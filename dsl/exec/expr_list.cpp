// List comprehensions, all/any/none/single, reduce. The elements of all rows' lists become one batch, in which the
// outer columns are repeated by index, so that the inner expressions are evaluated for all of them at once.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

// The lists of a column laid out one after the other.
struct Elements {
  std::vector<Value> values;
  Indices rows;                      // the row each element came from
  std::vector<std::uint8_t> is_null;  // by row: no list but null
};

Result<Elements> elements_of(const Column& lists, std::size_t rows) {
  Elements out;
  out.is_null.resize(rows);
  Value scratch;
  for (std::size_t i = 0; i < rows; ++i) {
    const Value& list = lists.value(i, scratch);
    if (list.is_null()) {
      out.is_null[i] = 1;
      continue;
    }
    if (!list.is<ListPtr>()) return type_error("InvalidArgumentType", "expected a list, found " + shown(list));
    for (const Value& value : list.as_list()) {
      out.values.push_back(value);
      out.rows.push_back(static_cast<RowIndex>(i));
    }
  }
  return out;
}

class ListComprehension final : public Expression {
 public:
  ListComprehension(const ast::ListComprehension& node, Runtime& runtime)
      : symbol_(node.variable.symbol), list_(compile(*node.list, runtime)) {
    if (node.where) where_ = compile(*node.where, runtime);
    if (node.projection) projection_ = compile(*node.projection, runtime);
  }

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column lists, list_->evaluate(in));
    SKEIN_ASSIGN(Elements elements, elements_of(lists, in.size));
    std::vector<List> results(in.size);
    if (!elements.rows.empty()) {
      Indices rows = elements.rows;
      Batch inner = rows_of(in, elements.rows);
      inner.set(symbol_, Column::of(std::move(elements.values)));
      if (where_) {
        Indices kept;
        SKEIN_TRY(select_true(*where_, inner, kept));
        for (std::size_t k = 0; k < kept.size(); ++k) rows[k] = rows[kept[k]];
        rows.resize(kept.size());
        inner.select(std::move(kept));
      }
      if (inner.size > 0) {
        Column projected = inner[symbol_];
        if (projection_) {
          SKEIN_ASSIGN(projected, projection_->evaluate(inner));
        }
        for (std::size_t k = 0; k < inner.size; ++k) results[rows[k]].push_back(projected.value(k));
      }
    }
    std::vector<Value> values(in.size);
    for (std::size_t i = 0; i < in.size; ++i)
      if (!elements.is_null[i]) values[i] = Value(std::move(results[i]));
    return Column::of(std::move(values));
  }

 private:
  ast::Symbol symbol_;
  ExpressionPtr list_, where_, projection_;
};

class Quantifier final : public Expression {
 public:
  Quantifier(const ast::Quantifier& node, Runtime& runtime)
      : kind_(node.kind), symbol_(node.variable.symbol), list_(compile(*node.list, runtime)) {
    if (node.where) where_ = compile(*node.where, runtime);
  }

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column lists, list_->evaluate(in));
    SKEIN_ASSIGN(Elements elements, elements_of(lists, in.size));
    struct Votes { std::size_t yes = 0, no = 0, unknown = 0; };
    std::vector<Votes> votes(in.size);
    if (!elements.rows.empty()) {
      Batch inner = rows_of(in, elements.rows);
      inner.set(symbol_, Column::of(std::move(elements.values)));
      Column said = inner[symbol_];
      if (where_) {
        SKEIN_ASSIGN(said, where_->evaluate(inner));
      }
      SKEIN_ASSIGN(const auto is, truths(said, inner.size));
      for (std::size_t k = 0; k < is.size(); ++k) {
        Votes& row = votes[elements.rows[k]];
        ++(is[k] == Truth::yes ? row.yes : is[k] == Truth::no ? row.no : row.unknown);
      }
    }
    std::vector<Truth> result(in.size, Truth::unknown);
    for (std::size_t i = 0; i < in.size; ++i)
      if (!elements.is_null[i]) result[i] = decide(votes[i].yes, votes[i].no, votes[i].unknown);
    return column_of(result);
  }

 private:
  [[nodiscard]] Truth decide(std::size_t yes, std::size_t no, std::size_t unknown) const {
    const auto unless_unknown = [&](bool answer) { return unknown > 0 ? Truth::unknown : truth(answer); };
    switch (kind_) {
      case ast::QuantifierKind::all: return no > 0 ? Truth::no : unless_unknown(true);
      case ast::QuantifierKind::any: return yes > 0 ? Truth::yes : unless_unknown(false);
      case ast::QuantifierKind::none: return yes > 0 ? Truth::no : unless_unknown(true);
      case ast::QuantifierKind::single: return yes > 1 ? Truth::no : unless_unknown(yes == 1);
    }
    return Truth::unknown;
  }

  ast::QuantifierKind kind_;
  ast::Symbol symbol_;
  ExpressionPtr list_, where_;
};

// Step k works on the k-th elements of all lists that are so long.
class Reduce final : public Expression {
 public:
  Reduce(const ast::Reduce& node, Runtime& runtime)
      : accumulator_(node.accumulator.symbol), variable_(node.variable.symbol), initial_(compile(*node.initial, runtime)),
        list_(compile(*node.list, runtime)), body_(compile(*node.body, runtime)) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column initial, initial_->evaluate(in));
    SKEIN_ASSIGN(const Column lists, list_->evaluate(in));
    std::vector<Value> values(in.size);
    Indices open;
    for (std::size_t i = 0; i < in.size; ++i) {
      const Value list = lists.value(i);
      if (list.is_null()) continue;
      if (!list.is<ListPtr>()) return type_error("InvalidArgumentType", "reduce needs a list, found " + shown(list));
      values[i] = initial.value(i);
      open.push_back(static_cast<RowIndex>(i));
    }
    for (std::size_t step = 0; !open.empty(); ++step) {
      std::vector<Value> accumulated, elements;
      Indices rows;
      for (const RowIndex row : open) {
        const Value list = lists.value(row);
        if (step >= list.as_list().size()) continue;
        rows.push_back(row);
        accumulated.push_back(values[row]);
        elements.push_back(list.as_list()[step]);
      }
      if (rows.empty()) break;
      Batch inner = rows_of(in, rows);
      inner.set(accumulator_, Column::of(std::move(accumulated)));
      inner.set(variable_, Column::of(std::move(elements)));
      SKEIN_ASSIGN(const Column next, body_->evaluate(inner));
      for (std::size_t k = 0; k < rows.size(); ++k) values[rows[k]] = next.value(k);
      open = std::move(rows);
    }
    return Column::of(std::move(values));
  }

 private:
  ast::Symbol accumulator_, variable_;
  ExpressionPtr initial_, list_, body_;
};

}  // namespace

ExpressionPtr make_list_comprehension(const ast::ListComprehension& node, Runtime& runtime) {
  return std::make_unique<ListComprehension>(node, runtime);
}
ExpressionPtr make_quantifier(const ast::Quantifier& node, Runtime& runtime) {
  return std::make_unique<Quantifier>(node, runtime);
}
ExpressionPtr make_reduce(const ast::Reduce& node, Runtime& runtime) { return std::make_unique<Reduce>(node, runtime); }

}  // namespace skein::dsl::exec
