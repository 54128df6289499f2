// Aggregation: the rows of a group become one. count() over anything is a loop of its own; the other
// aggregates go through dsl/functions/aggregator.hpp, one state for each group.
#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/fold.hpp"
#include "dsl/exec/group_keys.hpp"
#include "dsl/exec/group_table.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/functions/aggregator.hpp"

namespace skein::dsl::exec {

namespace {

constexpr std::uint64_t group_bytes = 64;  // of a group in a table and of its aggregates, beside its key

// calls visit(i) for each row whose value is not null.
template <typename Visit>
void for_each_value(const Column& column, std::size_t rows, Visit visit) {
  if (!column.is_set()) return;
  if (column.kind() != Column::Kind::value && column.vector().nulls.empty()) {
    for (std::size_t i = 0; i < rows; ++i) visit(i);
    return;
  }
  if (column.kind() != Column::Kind::value && column.index()) {
    const auto* nulls = column.vector().nulls.data();
    const auto* index = column.index()->data();
    for (std::size_t i = 0; i < rows; ++i)
      if (!nulls[index[i]]) visit(i);
    return;
  }
  for (std::size_t i = 0; i < rows; ++i)
    if (!column.is_null(i)) visit(i);
}

// How many distinct values come, none of them null. Nodes go into a bitmap.
class DistinctCount {
 public:
  void add(const Column& column, std::size_t rows) {
    if (!column.is_set()) return;
    if (!table_ && column.kind() == Column::Kind::node && column.vector().nulls.empty() &&
        add_nodes(column, rows))
      return;
    if (!table_) {
      table_.emplace(1);
      std::vector<NodeId> nodes;
      for (std::size_t at = 0; at < seen_.size(); ++at)
        for (auto word = seen_[at]; word != 0; word &= word - 1)
          nodes.emplace_back(at * 64 + static_cast<unsigned>(std::countr_zero(word)));
      if (!nodes.empty()) {
        const std::size_t count = nodes.size();
        table_->number({Column::of(std::move(nodes))}, count, groups_);
      }
    }
    table_->number({column}, rows, groups_);
  }
  [[nodiscard]] std::int64_t finish() {
    if (!table_) {
      std::int64_t count = 0;
      for (const auto word : seen_) count += std::popcount(word);
      return count;
    }
    const std::size_t size = table_->size();
    const Column values = std::move(table_->finish().front());
    std::int64_t count = 0;
    for (std::size_t i = 0; i < size; ++i) count += values.is_null(i) ? 0 : 1;
    return count;
  }

  [[nodiscard]] std::uint64_t bytes() const {
    return seen_.size() * sizeof(std::uint64_t) +
           (table_ ? table_->size() * (group_bytes + sizeof(Value)) : 0);
  }

 private:
  static constexpr std::uint64_t densest = 1ull << 32;
  bool add_nodes(const Column& column, std::size_t rows) {
    const View<NodeId> nodes(column);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto id = nodes[i].value;
      if (id / 64 >= seen_.size()) {
        if (id >= densest) return false;
        seen_.resize(std::max<std::size_t>(id / 64 + 1, seen_.size() * 2));
      }
      seen_[id / 64] |= std::uint64_t{1} << (id % 64);
    }
    return true;
  }
  std::vector<std::uint64_t> seen_;  // by node id
  std::optional<GroupTable> table_;
  std::vector<std::uint32_t> groups_;
};

// One aggregate over all groups.
class State {
 public:
  State(const ast::Expr& call, bool grouped, Runtime& runtime)
      : held_(std::make_unique<Share>(runtime.memory, "aggregating")) {
    const auto* function = std::get_if<ast::FunctionCall>(&call.node);
    if (!function) {
      counts_rows_ = true;
      return;
    }
    for (const auto& argument : function->arguments) arguments_.push_back(compile(*argument, runtime));
    function_ = find_function(function->name);
    distinct_ = function->distinct;
    counts_ = function_->name == "count" && !distinct_;
    counts_distinct_ = function_->name == "count" && distinct_ && !grouped;
    sums_ = (function_->name == "sum" || function_->name == "avg") && !distinct_;
    extreme_ = function_->name == "max" ? 1 : function_->name == "min" ? -1 : 0;
    keeps_values_ = distinct_ || function_->name == "collect" || function_->name.starts_with("percentile");
  }

  void clear() {
    held_->clear();
    counts_of_.clear();
    sums_of_.clear();
    floats_of_.clear();
    states_.clear();
    different_ = {};
  }

  Result<void> add(const Batch& in, const std::vector<std::uint32_t>& groups, std::size_t group_count) {
    if (counts_rows_ || counts_) return add_counts(in, groups, group_count);
    std::vector<Column> columns;
    for (const ExpressionPtr& argument : arguments_) {
      SKEIN_ASSIGN(Column column, argument->evaluate(in));
      columns.push_back(std::move(column));
    }
    if (counts_distinct_) {
      different_.add(columns[0], in.size);
      return held_->set(different_.bytes());
    }
    if (sums_ && columns[0].is_set() && columns[0].kind() == Column::Kind::integer) {
      add_sums(columns[0], in, groups, group_count);
      return {};
    }
    if (sums_ && columns[0].is_set() && columns[0].kind() == Column::Kind::floating) {
      add_floats(columns[0], in, groups, group_count);
      return {};
    }
    while (states_.size() < group_count) states_.push_back(make_aggregator(*function_, distinct_));
    if (extreme_ != 0 && columns[0].is_set() && columns[0].kind() == Column::Kind::integer)
      return add_extremes(View<std::int64_t>(columns[0]), columns[0], in.size, groups, group_count);
    if (extreme_ != 0 && columns[0].is_set() && columns[0].kind() == Column::Kind::floating)
      return add_extremes(View<double>(columns[0]), columns[0], in.size, groups, group_count);
    std::vector<Value> values(columns.size());
    for (std::size_t i = 0; i < in.size; ++i) {
      for (std::size_t k = 0; k < columns.size(); ++k) values[k] = columns[k].value(i);
      if (keeps_values_) SKEIN_TRY(held_->add(values[0]));
      if (const std::int64_t weight = in.weight_of(i); weight == 1) {
        SKEIN_TRY(states_[groups[i]]->add(values));
      } else {
        SKEIN_TRY(states_[groups[i]]->add_times(values, static_cast<std::uint64_t>(weight)));
      }
    }
    return {};
  }

  Result<Column> finish(std::size_t group_count) {
    if (counts_rows_ || counts_) {
      counts_of_.resize(group_count);
      return Column::of(std::move(counts_of_));
    }
    if (counts_distinct_) return Column::of(std::vector<std::int64_t>{different_.finish()});
    while (states_.size() < group_count) states_.push_back(make_aggregator(*function_, distinct_));
    for (std::size_t i = 0; i < sums_of_.size(); ++i) {
      // A state that has met durations says what is wrong when it meets a number.
      if (sums_of_[i].count > 0) {
        const Value one(0);
        SKEIN_TRY(states_[i]->add(std::span(&one, 1)));
        states_[i]->add_integers(sums_of_[i].sum, sums_of_[i].count - 1);
      }
    }
    for (std::size_t i = 0; i < floats_of_.size(); ++i) {
      if (floats_of_[i].count == 0) continue;
      const Value none(0.0);
      SKEIN_TRY(states_[i]->add(std::span(&none, 1)));
      --floats_of_[i].count;
      states_[i]->add_floats(floats_of_[i]);
    }
    return by_row(group_count, [&](std::size_t i) { return states_[i]->finish(); });
  }

 private:
  Result<void> add_counts(const Batch& in, const std::vector<std::uint32_t>& groups,
                          std::size_t group_count) {
    counts_of_.resize(std::max(counts_of_.size(), group_count));
    const bool weighted = in.weight.is_set();
    if (counts_rows_) {
      if (!weighted && group_count == 1)
        counts_of_[0] += static_cast<std::int64_t>(in.size);
      else if (!weighted)
        for (std::size_t i = 0; i < in.size; ++i) ++counts_of_[groups[i]];
      else
        for (std::size_t i = 0; i < in.size; ++i) counts_of_[groups[i]] += in.weight_of(i);
      return {};
    }
    SKEIN_ASSIGN(const Column column, arguments_[0]->evaluate(in));
    if (weighted)
      for_each_value(column, in.size, [&](std::size_t i) { counts_of_[groups[i]] += in.weight_of(i); });
    else
      for_each_value(column, in.size, [&](std::size_t i) { ++counts_of_[groups[i]]; });
    return {};
  }

  void add_sums(const Column& column, const Batch& in, const std::vector<std::uint32_t>& groups,
                std::size_t group_count) {
    sums_of_.resize(std::max(sums_of_.size(), group_count));
    const View<std::int64_t> values(column);
    const bool weighted = in.weight.is_set();
    for_each_value(column, in.size, [&](std::size_t i) {
      const std::int64_t weight = weighted ? in.weight_of(i) : 1;
      Sum& sum = sums_of_[groups[i]];
      sum.sum += static_cast<Aggregator::WideSum>(values[i]) * weight;
      sum.count += static_cast<std::uint64_t>(weight);
    });
  }

  void add_floats(const Column& column, const Batch& in, const std::vector<std::uint32_t>& groups,
                  std::size_t group_count) {
    floats_of_.resize(std::max(floats_of_.size(), group_count));
    const View<double> values(column);
    const bool weighted = in.weight.is_set();
    for_each_value(column, in.size, [&](std::size_t i) {
      const std::int64_t weight = weighted ? in.weight_of(i) : 1;
      floats_of_[groups[i]].add(static_cast<long double>(values[i]) * static_cast<long double>(weight),
                                static_cast<std::uint64_t>(weight));
    });
  }

  // The batch's greatest (or least) value of each group, then that one.
  template <typename T>
  Result<void> add_extremes(const View<T>& values, const Column& column, std::size_t rows,
                            const std::vector<std::uint32_t>& groups, std::size_t group_count) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    best_.resize(std::max(best_.size(), group_count), none);
    met_.clear();
    // Not a number is above all numbers.
    const auto above = [](T a, T b) {
      if constexpr (std::is_same_v<T, double>) {
        if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && !std::isnan(b);
      }
      return a > b;
    };
    for_each_value(column, rows, [&](std::size_t i) {
      auto& best = best_[groups[i]];
      if (best == none) {
        met_.push_back(groups[i]);
        best = static_cast<std::uint32_t>(i);
      } else if (extreme_ > 0 ? above(values[i], values[best]) : above(values[best], values[i])) {
        best = static_cast<std::uint32_t>(i);
      }
    });
    for (const auto group : met_) {
      const Value value(values[best_[group]]);
      best_[group] = none;
      SKEIN_TRY(states_[group]->add(std::span(&value, 1)));
    }
    return {};
  }

  struct Sum {
    Aggregator::WideSum sum = 0;
    std::uint64_t count = 0;
  };
  const FunctionInfo* function_ = nullptr;
  std::vector<ExpressionPtr> arguments_;
  bool counts_rows_ = false, counts_ = false, distinct_ = false, counts_distinct_ = false, sums_ = false;
  bool keeps_values_ = false;  // collect() and the like hold all they were given
  std::unique_ptr<Share> held_;
  std::vector<std::int64_t> counts_of_;
  std::vector<Sum> sums_of_;
  std::vector<FloatSum> floats_of_;
  int extreme_ = 0;                  // max(): 1, min(): -1
  std::vector<std::uint32_t> best_;  // by group, a row of the batch at hand
  std::vector<std::uint32_t> met_;   // groups of the batch at hand
  DistinctCount different_;
  std::vector<std::unique_ptr<Aggregator>> states_;
};

class Aggregate final : public Blocking {
 public:
  Aggregate(Runtime& shared, const plan::Aggregate& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), op_(op) {
    for (const auto& call : op.calls) states_.emplace_back(*call.call, !op.keys.empty(), shared);
  }
  void rewind() override {
    for (State& state : states_) state.clear();
    Blocking::rewind();
  }

 protected:
  Result<Batch> run() override {
    if (op_.fold) {
      SKEIN_ASSIGN(auto folded, fold(op_, runtime_));
      if (folded) return std::move(*folded);
    }
    GroupKeys keys(op_.keys, runtime_);
    Share held(runtime_.memory, "grouping");
    Batch in;
    std::vector<std::uint32_t> groups;
    while (true) {
      SKEIN_ASSIGN(const bool more, input_->next(in));
      if (!more) break;
      SKEIN_TRY(keys.number(in, groups));
      SKEIN_TRY(held.set(keys.size() * (group_bytes + op_.keys.size() * sizeof(Value))));
      for (State& state : states_) SKEIN_TRY(state.add(in, groups, keys.size()));
    }
    // Without keys there is one group, rows or not.
    const std::size_t size = op_.keys.empty() ? 1 : keys.size();
    Batch result(runtime_.plan.symbols, size);
    if (size == 0) return result;
    auto columns = keys.finish();
    for (std::size_t k = 0; k < columns.size(); ++k) result.set(op_.keys[k].symbol, std::move(columns[k]));
    for (std::size_t k = 0; k < states_.size(); ++k) {
      SKEIN_ASSIGN(Column column, states_[k].finish(size));
      result.set(op_.calls[k].symbol, std::move(column));
    }
    return result;
  }

 private:
  const plan::Aggregate& op_;
  std::vector<State> states_;
};

// DISTINCT: the first row of each group, as it comes.
class Distinct final : public Unary {
 public:
  Distinct(Runtime& shared, const plan::Distinct& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), table_(op.symbols.size()) {}
  void rewind() override {
    table_ = GroupTable(op_.symbols.size());
    held_.clear();
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    std::vector<Column> columns;
    for (const ast::Symbol symbol : op_.symbols) columns.push_back(out[symbol]);
    const std::size_t before = table_.size();
    table_.number(columns, out.size, groups_);
    SKEIN_TRY(held_.set(table_.size() * (group_bytes + op_.symbols.size() * sizeof(Value))));
    Indices rows;
    for (std::size_t i = 0, next = before; i < out.size; ++i)
      if (groups_[i] == next) {
        rows.push_back(static_cast<RowIndex>(i));
        ++next;
      }
    out.weight = Column();
    out.select(std::move(rows));
    return true;
  }

 private:
  const plan::Distinct& op_;
  Share held_{runtime_.memory, "DISTINCT"};
  GroupTable table_;
  std::vector<std::uint32_t> groups_;
};

// Equal rows become one with a weight.
class Group final : public Blocking {
 public:
  Group(Runtime& shared, const plan::Group& op, OperatorPtr input)
      : Blocking(shared, std::move(input)), op_(op) {}

 protected:
  Result<Batch> run() override {
    GroupTable plain(1), full(op_.symbols.size());
    std::vector<std::int64_t> plain_weights, full_weights;
    std::vector<std::uint32_t> groups;
    Batch in;
    while (true) {
      SKEIN_ASSIGN(const bool more, input_->next(in));
      if (!more) break;
      std::vector<Column> columns;
      for (const ast::Symbol symbol : op_.symbols) {
        const bool loops =
            std::find(op_.loops_only.begin(), op_.loops_only.end(), symbol) != op_.loops_only.end();
        columns.push_back(loops ? loops_of(in[symbol], in.size) : in[symbol]);
      }
      // Loops are rare: while there are none, the other columns alone tell rows apart.
      std::erase_if(columns, [](const Column& column) { return !column.is_set(); });
      GroupTable& table = columns.size() == 1 ? plain : full;
      std::vector<std::int64_t>& weights = columns.size() == 1 ? plain_weights : full_weights;
      table.number(columns, in.size, groups);
      weights.resize(table.size());
      for (std::size_t i = 0; i < in.size; ++i) weights[groups[i]] += in.weight_of(i);
    }
    std::vector<Batch> parts;
    for (auto [table, weights] : {std::pair(&plain, &plain_weights), std::pair(&full, &full_weights)}) {
      if (weights->empty()) continue;
      Batch part(runtime_.plan.symbols, weights->size());
      auto columns = table->finish();
      for (std::size_t k = 0; k < columns.size(); ++k) part.set(op_.symbols[k], std::move(columns[k]));
      part.weight = Column::of(std::move(*weights));
      parts.push_back(std::move(part));
    }
    Batch result = concatenate(parts);
    result.columns.resize(runtime_.plan.symbols);
    return result;
  }

 private:
  // The relationships that are loops, all others null; unset when there is none.
  static Column loops_of(const Column& column, std::size_t rows) {
    if (!column.is_set()) return {};
    std::vector<Value> loops(rows);
    bool any = false;
    for (std::size_t i = 0; i < rows; ++i) {
      const Value value = column.value(i);
      const auto* relationship = value.get_if<RelationshipId>();
      if (!relationship || relationship->from != relationship->to) continue;
      loops[i] = value;
      any = true;
    }
    return any ? Column::of(std::move(loops)) : Column();
  }

  const plan::Group& op_;
};

}  // namespace

OperatorPtr make_aggregate(Runtime& runtime, const plan::Aggregate& op, OperatorPtr input) {
  return std::make_unique<Aggregate>(runtime, op, std::move(input));
}
OperatorPtr make_distinct(Runtime& runtime, const plan::Distinct& op, OperatorPtr input) {
  return std::make_unique<Distinct>(runtime, op, std::move(input));
}
OperatorPtr make_group(Runtime& runtime, const plan::Group& op, OperatorPtr input) {
  return std::make_unique<Group>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
