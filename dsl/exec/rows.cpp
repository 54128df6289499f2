// The small row operators: Argument, Filter, Project, Keep, Skip, Limit, Union, Unwind, NamedPath.
#include <unordered_map>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/value/compare.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::exec {

namespace {

class Argument final : public Operator {
 public:
  Argument(Runtime& shared, ArgumentSource& source) : Operator(shared), source_(source) {}
  void rewind() override { given_ = false; }

 protected:
  Result<bool> produce(Batch& out) override {
    if (given_ || source_.batch.size == 0) return false;
    given_ = true;
    out = source_.batch;
    return true;
  }

 private:
  ArgumentSource& source_;
  bool given_ = false;
};

class Filter final : public Unary {
 public:
  Filter(Runtime& shared, const plan::Filter& op, OperatorPtr input) : Unary(shared, std::move(input)) {
    for (const auto* predicate : op.predicates) predicates_.push_back(compile(*predicate, shared));
  }

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    for (const ExpressionPtr& predicate : predicates_) {
      if (out.size == 0) break;
      Indices rows;
      SKEIN_TRY(select_true(*predicate, out, rows));
      if (rows.size() < out.size) out.select(std::move(rows));
    }
    return true;
  }

 private:
  std::vector<ExpressionPtr> predicates_;
};

class Project final : public Unary {
 public:
  Project(Runtime& shared, const plan::Project& op, OperatorPtr input) : Unary(shared, std::move(input)) {
    for (const auto& item : op.items) items_.emplace_back(item.symbol, compile(*item.value, shared));
  }

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    std::vector<Column> columns;
    for (const auto& item : items_) {
      SKEIN_ASSIGN(Column column, item.second->evaluate(out));
      columns.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < items_.size(); ++i) out.set(items_[i].first, std::move(columns[i]));
    return true;
  }

 private:
  std::vector<std::pair<ast::Symbol, ExpressionPtr>> items_;
};

class Keep final : public Unary {
 public:
  Keep(Runtime& shared, const plan::Keep& op, OperatorPtr input)
      : Unary(shared, std::move(input)), symbols_(op.symbols) {}

 protected:
  Result<bool> produce(Batch& out) override {
    Batch in;
    SKEIN_ASSIGN(const bool more, input_->next(in));
    if (!more) return false;
    out = Batch(runtime_.plan.symbols, in.size);
    out.weight = std::move(in.weight);
    for (const ast::Symbol symbol : symbols_) out.set(symbol, in[symbol]);
    return true;
  }

 private:
  std::vector<ast::Symbol> symbols_;
};

// The count of SKIP or LIMIT.
Result<std::uint64_t> row_count(const ast::Expr& expr, Runtime& runtime, std::string_view clause) {
  SKEIN_ASSIGN(const Value value, evaluate_constant(expr, runtime));
  const std::string what =
      std::string(clause) + " needs an integer that is not negative, found " + shown(value);
  if (!value.is<std::int64_t>()) return runtime_error("SyntaxError", "InvalidArgumentType", what);
  if (value.as_int() < 0) return runtime_error("SyntaxError", "NegativeIntegerArgument", what);
  return static_cast<std::uint64_t>(value.as_int());
}

class Skip final : public Unary {
 public:
  Skip(Runtime& shared, const plan::Skip& op, OperatorPtr input)
      : Unary(shared, std::move(input)), count_(*op.count) {}
  void rewind() override {
    known_ = false;
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (!known_) {
      SKEIN_ASSIGN(left_, row_count(count_, runtime_, "SKIP"));
      known_ = true;
    }
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more || left_ == 0) return more;
    const auto dropped = std::min<std::uint64_t>(left_, out.size);
    left_ -= dropped;
    out.slice(dropped, out.size);
    return true;
  }

 private:
  const ast::Expr& count_;
  bool known_ = false;
  std::uint64_t left_ = 0;
};

// Where the statement writes, the rest of the input is drained, so that its effects do not depend on the
// limit.
class Limit final : public Unary {
 public:
  Limit(Runtime& shared, const plan::Limit& op, OperatorPtr input)
      : Unary(shared, std::move(input)), count_(*op.count) {}
  void rewind() override {
    known_ = false;
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (!known_) {
      SKEIN_ASSIGN(left_, row_count(count_, runtime_, "LIMIT"));
      known_ = true;
    }
    if (left_ == 0) {
      if (runtime_.plan.updates) {
        while (true) {
          SKEIN_ASSIGN(const bool more, input_->next(out));
          if (!more) break;
        }
      }
      return false;
    }
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    out.slice(0, std::min<std::uint64_t>(left_, out.size));
    left_ -= out.size;
    return true;
  }

 private:
  const ast::Expr& count_;
  bool known_ = false;
  std::uint64_t left_ = 0;
};

class Union final : public Operator {
 public:
  Union(Runtime& shared, const plan::Union& op, std::vector<OperatorPtr> inputs)
      : Operator(shared), op_(op), inputs_(std::move(inputs)) {}
  void rewind() override {
    at_ = 0;
    for (const OperatorPtr& input : inputs_) input->rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    for (; at_ < inputs_.size(); ++at_) {
      Batch in;
      SKEIN_ASSIGN(const bool more, inputs_[at_]->next(in));
      if (!more) continue;
      out = Batch(runtime_.plan.symbols, in.size);
      for (std::size_t k = 0; k < op_.output.size(); ++k) out.set(op_.output[k], in[op_.columns[at_][k]]);
      return true;
    }
    return false;
  }

 private:
  const plan::Union& op_;
  std::vector<OperatorPtr> inputs_;
  std::size_t at_ = 0;
};

class Unwind final : public RowByRow {
 public:
  Unwind(Runtime& shared, const plan::Unwind& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)), symbol_(op.symbol), list_(compile(*op.list, shared)) {}
  void rewind() override {
    element_ = 0;
    RowByRow::rewind();
  }

 protected:
  Result<void> start_batch() override {
    element_ = 0;
    SKEIN_ASSIGN(lists_, list_->evaluate(in_));
    return {};
  }

  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, find_row());
    if (!more) return false;
    if (lists_.is_set() && lists_.index() && lists_.vector().distinct &&
        lists_.kind() == Column::Kind::value) {
      from_dictionary(out);
      return true;
    }
    Indices rows;
    std::vector<Value> values;
    Value scratch;
    while (row_ < in_.size && values.size() < batch_rows) {
      const Value& list = lists_.value(row_, scratch);
      if (list.is<ListPtr>()) {
        const List& items = list.as_list();
        while (element_ < items.size() && values.size() < batch_rows) {
          rows.push_back(static_cast<RowIndex>(row_));
          values.push_back(items[element_++]);
        }
        if (element_ < items.size()) break;
      } else if (!list.is_null()) {
        rows.push_back(static_cast<RowIndex>(row_));
        values.push_back(list);
      }
      ++row_;
      element_ = 0;
    }
    out = in_;
    out.select(std::move(rows));
    out.set(symbol_, Column::of(std::move(values)));
    return true;
  }

 private:
  // Lists that repeat: their elements become a dictionary too.
  void from_dictionary(Batch& out) {
    if (lists_.shared() != lists_of_) {
      lists_of_ = lists_.shared();
      elements_of_.clear();
      std::vector<Value> elements;
      std::unordered_map<Value, RowIndex, ValueHash, ValueEquivalent> known;
      const auto add = [&](const Value& element) {
        const auto [it, fresh] = known.try_emplace(element, static_cast<RowIndex>(elements.size()));
        if (fresh) elements.push_back(element);
        return it->second;
      };
      for (const Value& list : std::get<std::vector<Value>>(lists_of_->data)) {
        auto& indices = elements_of_.emplace_back();
        if (list.is<ListPtr>())
          for (const Value& element : list.as_list()) indices.push_back(add(element));
        else if (!list.is_null())
          indices.push_back(add(list));
      }
      elements_ = std::make_shared<const Vector>(Vector{std::move(elements), {}, true});
    }
    const Indices& index = *lists_.index();
    Indices rows;
    auto chosen = std::make_shared<Indices>();
    while (row_ < in_.size && chosen->size() < batch_rows) {
      const Indices& indices = elements_of_[index[row_]];
      for (; element_ < indices.size() && chosen->size() < batch_rows; ++element_) {
        rows.push_back(static_cast<RowIndex>(row_));
        chosen->push_back(indices[element_]);
      }
      if (element_ < indices.size()) break;
      ++row_;
      element_ = 0;
    }
    out = in_;
    out.select(std::move(rows));
    out.set(symbol_, Column(elements_).with_index(std::move(chosen)));
  }

  std::shared_ptr<const Vector> lists_of_, elements_;  // the dictionary at hand, and its elements
  std::vector<Indices> elements_of_;                   // by entry
  ast::Symbol symbol_;
  ExpressionPtr list_;
  Column lists_;
  std::size_t element_ = 0;
};

class Replay final : public Operator {
 public:
  Replay(Runtime& shared, const std::vector<Batch>& rows) : Operator(shared), rows_(rows) {}
  void rewind() override { at_ = 0; }

 protected:
  Result<bool> produce(Batch& out) override {
    if (at_ >= rows_.size()) return false;
    out = rows_[at_++];
    return true;
  }

 private:
  const std::vector<Batch>& rows_;
  std::size_t at_ = 0;
};

class NamedPath final : public Unary {
 public:
  NamedPath(Runtime& shared, const plan::NamedPath& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op) {}

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    std::vector<Value> paths(out.size);
    for (std::size_t i = 0; i < out.size; ++i) paths[i] = path(out, i);
    out.set(op_.path, Column::of(std::move(paths)));
    return true;
  }

 private:
  [[nodiscard]] Value path(const Batch& batch, std::size_t row) const {
    Path result;
    const Value first = batch[op_.nodes[0]].value(row);
    if (!first.is<NodeId>()) return {};
    result.nodes.push_back(first.as<NodeId>());
    const auto walk = [&](const RelationshipId& relationship) {
      const NodeId at = result.nodes.back();
      result.relationships.push_back(relationship);
      result.nodes.push_back(relationship.from == at ? relationship.to : relationship.from);
    };
    for (const ast::Symbol symbol : op_.relationships) {
      const Value step = batch[symbol].value(row);
      if (const auto* relationship = step.get_if<RelationshipId>()) {
        walk(*relationship);
      } else if (step.is<ListPtr>()) {
        for (const Value& value : step.as_list())
          if (const auto* one = value.get_if<RelationshipId>()) walk(*one);
      } else {
        return {};
      }
    }
    return Value(std::move(result));
  }

  const plan::NamedPath& op_;
};

}  // namespace

OperatorPtr make_argument(Runtime& runtime, ArgumentSource& source) {
  return std::make_unique<Argument>(runtime, source);
}
OperatorPtr make_filter(Runtime& runtime, const plan::Filter& op, OperatorPtr input) {
  return std::make_unique<Filter>(runtime, op, std::move(input));
}
OperatorPtr make_project(Runtime& runtime, const plan::Project& op, OperatorPtr input) {
  return std::make_unique<Project>(runtime, op, std::move(input));
}
OperatorPtr make_keep(Runtime& runtime, const plan::Keep& op, OperatorPtr input) {
  return std::make_unique<Keep>(runtime, op, std::move(input));
}
OperatorPtr make_skip(Runtime& runtime, const plan::Skip& op, OperatorPtr input) {
  return std::make_unique<Skip>(runtime, op, std::move(input));
}
OperatorPtr make_limit(Runtime& runtime, const plan::Limit& op, OperatorPtr input) {
  return std::make_unique<Limit>(runtime, op, std::move(input));
}
OperatorPtr make_union(Runtime& runtime, const plan::Union& op, std::vector<OperatorPtr> inputs) {
  return std::make_unique<Union>(runtime, op, std::move(inputs));
}
OperatorPtr make_unwind(Runtime& runtime, const plan::Unwind& op, OperatorPtr input) {
  return std::make_unique<Unwind>(runtime, op, std::move(input));
}
OperatorPtr make_replay(Runtime& runtime, const std::vector<Batch>& rows) {
  return std::make_unique<Replay>(runtime, rows);
}
OperatorPtr make_named_path(Runtime& runtime, const plan::NamedPath& op, OperatorPtr input) {
  return std::make_unique<NamedPath>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
