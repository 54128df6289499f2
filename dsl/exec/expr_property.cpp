// n.key and n:Label, for whole columns of nodes at a time.
#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/labels.hpp"
#include "dsl/value/access.hpp"
#include "dsl/value/errors.hpp"
#include "dsl/value/temporal/components.hpp"

namespace skein::dsl::exec {

namespace {

class PropertyOf final : public Expression {
 public:
  PropertyOf(ExpressionPtr of, std::string key, Runtime& runtime)
      : of_(std::move(of)), key_(std::move(key)), field_(temporal::field_of(key_)), runtime_(runtime) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column of, of_->evaluate(in));
    if (of.kind() == Column::Kind::node) {
      if (!of.is_constant() && !runtime_.deleted)
        if (Column known = in_memory(of, in.size); known.is_set()) return known;
      if (of.is_constant()) {
        SKEIN_ASSIGN(const Column one, of_nodes(of, 1));
        return Column::constant(one.value(0));
      }
      Indices entries;
      if (const auto run_of = of.runs(in.size, entries)) {
        auto chosen = std::make_shared<Indices>();
        for (const RowIndex row : entries) chosen->push_back((*of.index())[row]);
        SKEIN_ASSIGN(const Column once, of_nodes(of.with_index(chosen), entries.size()));
        return once.pick(run_of);
      }
      return of_nodes(of, in.size);
    }
    if (of.kind() == Column::Kind::relationship && !of.is_constant() && of.vector().nulls.empty() && !runtime_.deleted) {
      const auto id = runtime_.transaction.catalog().key(key_);
      if (!id) return Column::constant(Value());
      if (Column known = in_memory(of, *id, in.size); known.is_set()) return known;
      if (of.is_flat()) {
        std::vector<Value> found;
        SKEIN_TRY(runtime_.transaction.property_column(std::span(of.data<RelationshipId>()).first(in.size), *id, found));
        return Column::of(std::move(found));
      }
    }
    if (of.is_set() && of.kind() == Column::Kind::value && field_ != temporal::Field::none)
      if (Column parts = of_dates(of, in.size); parts.is_set()) return parts;
    return by_entry({of}, in.size, [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      Value scratch;
      auto value = property(from[0].value(i, scratch), key_, &runtime_.transaction);
      if (!value.ok()) return entity_error(value.error());
      return value;
    });
  }

 private:
  // Where each row's value stands among those of a column in memory: where(row) is the row's place, or none.
  static constexpr std::size_t none = ~std::size_t{0};
  template <typename Where>
  static Column read(const graph::PropertyColumn& column, std::size_t rows, Where where) {
    auto index = std::make_shared<Indices>(rows);
    const std::size_t size = column.size();
    const RowIndex absent = column.null_entry();
    std::visit(
        [&](const auto& codes) {
          for (std::size_t i = 0; i < rows; ++i) {
            const std::size_t at = where(i);
            if constexpr (std::is_same_v<std::decay_t<decltype(codes)>, std::monostate>)
              (*index)[i] = at < size ? static_cast<RowIndex>(at) : absent;
            else
              (*index)[i] = at < size ? codes[at] : absent;
          }
        },
        column.codes());
    return Column(column.values()).with_index(std::move(index));
  }

  // Of nodes; unset when the property is not in memory.
  Column in_memory(const Column& of, std::size_t rows) {
    const auto id = runtime_.transaction.catalog().key(key_);
    if (!id) return {};
    const auto* column = runtime_.cached.node_property(*id, rows, runtime_.changes);
    if (!column) return {};
    const View<NodeId> view(of);
    if (!view.nulls) return read(*column, rows, [&](std::size_t i) { return view[i].value; });
    return read(*column, rows, [&](std::size_t i) { return view.is_null(i) ? none : view[i].value; });
  }

  // Of relationships that know where they stand.
  Column in_memory(const Column& of, KeyId key, std::size_t rows) {
    const Vector& relationships = of.vector();
    if (!relationships.from) return {};
    const auto* column = runtime_.cached.relationship_property(*relationships.from, key, rows, runtime_.changes);
    if (!column) return {};
    const View<RelationshipId> view(of);
    return read(*column, rows, [&](std::size_t i) { return relationships.positions[view.at(i)]; });
  }

  // Parts of dates, without a Value for each; unset when a row holds anything else.
  [[nodiscard]] Column of_dates(const Column& of, std::size_t rows) const {
    if (of.is_constant()) return {};
    const View<Value> view(of);
    std::vector<std::int64_t> parts(rows);
    std::vector<std::uint8_t> nulls;
    for (std::size_t i = 0; i < rows; ++i) {
      if (view.is_null(i) || view[i].is_null()) {
        if (nulls.empty()) nulls.resize(rows);
        nulls[i] = 1;
      } else if (const auto* date = view[i].get_if<Date>()) {
        parts[i] = date->days;
      } else {
        return {};
      }
    }
    if (!temporal::to_date_parts(parts, field_)) return {};
    return Column::of(std::move(parts), std::move(nulls));
  }

  // A flat column.
  Result<Column> of_nodes(const Column& of, std::size_t rows) {
    const View<NodeId> view(of);
    std::vector<NodeId> nodes;
    nodes.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i)
      if (!view.is_null(i)) nodes.push_back(view[i]);
    if (runtime_.deleted) {
      for (const NodeId node : nodes) {
        SKEIN_ASSIGN(const bool there, runtime_.transaction.exists(node));
        if (!there) return not_found_error("a property was asked of a node that the statement has deleted");
      }
    }
    std::vector<Value> found;
    const auto id = runtime_.transaction.catalog().key(key_);
    if (!id) return Column::of(std::vector<Value>(rows));
    asked_ += rows;
    if (nodes.size() == rows && NodeColumns::worth(asked_, runtime_.transaction)) {
      SKEIN_ASSIGN(const Column* all, runtime_.node_columns.get(*id, runtime_.transaction, runtime_.changes));
      if (all) return all->with_index(runtime_.node_columns.positions(nodes));
    }
    if (auto read = runtime_.transaction.property_column(nodes, *id, found); !read.ok())
      return entity_error(read.error());
    if (nodes.size() == rows) return Column::of(std::move(found));
    std::vector<Value> values(rows);
    for (std::size_t i = 0, next = 0; i < rows; ++i)
      if (!view.is_null(i)) values[i] = std::move(found[next++]);
    return Column::of(std::move(values));
  }

  ExpressionPtr of_;
  std::string key_;
  temporal::Field field_;  // that the key names where it is asked of a temporal value
  Runtime& runtime_;
  std::uint64_t asked_ = 0;
};

class HasLabels final : public Expression {
 public:
  HasLabels(ExpressionPtr of, const ast::LabelExpr& labels, Runtime& runtime)
      : of_(std::move(of)), test_(labels, runtime) {}

  Result<Column> evaluate(const Batch& in) override {
    SKEIN_ASSIGN(const Column of, of_->evaluate(in));
    if (of.kind() == Column::Kind::node) {
      std::vector<std::uint8_t> is;
      const std::size_t rows = of.is_constant() ? 1 : in.size;
      const View<NodeId> view(of);
      std::vector<NodeId> copied;
      std::span<const NodeId> nodes;
      if (of.is_flat()) {
        nodes = std::span(of.data<NodeId>()).first(rows);
      } else {
        copied.resize(rows);
        for (std::size_t i = 0; i < rows; ++i) copied[i] = view[i];
        nodes = copied;
      }
      std::vector<std::uint8_t> nulls;
      if (view.nulls)
        for (std::size_t i = 0; i < rows; ++i) nulls.push_back(view.is_null(i));
      SKEIN_TRY(test_.nodes(nodes, nulls, is));
      auto column = Column::of(std::move(is), std::move(nulls));
      return of.is_constant() ? Column::constant(column.value(0)) : column;
    }
    return by_entry({of}, in.size, [this](const std::vector<Column>& from, std::size_t i) -> Result<Value> {
      Value scratch;
      return test_.value(from[0].value(i, scratch));
    });
  }

 private:
  ExpressionPtr of_;
  LabelTest test_;
};

}  // namespace

ExpressionPtr make_property(ExpressionPtr of, std::string key, Runtime& runtime) {
  return std::make_unique<PropertyOf>(std::move(of), std::move(key), runtime);
}
ExpressionPtr make_has_labels(ExpressionPtr of, const ast::LabelExpr& labels, Runtime& runtime) {
  return std::make_unique<HasLabels>(std::move(of), labels, runtime);
}

}  // namespace skein::dsl::exec
