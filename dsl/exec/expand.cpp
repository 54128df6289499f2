// One hop from a bound node to its neighbours.
#include <algorithm>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

std::vector<Column> columns_of(const Batch& in, const std::vector<ast::Symbol>& symbols) {
  std::vector<Column> columns;
  for (const ast::Symbol symbol : symbols)
    if (in[symbol].is_set()) columns.push_back(in[symbol]);
  return columns;
}

class Expand final : public Unary {
 public:
  Expand(Runtime& shared, const plan::Expand& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared) {}
  void rewind() override {
    in_ = Batch();
    next_row_ = 0;
    clear_found();
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (next_row_ >= in_.size && at_ >= found_.size()) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      next_row_ = 0;
      clear_found();
      neighbours_.refresh();
      unlike_ = columns_of(in_, op_.unlike);
    }
    Indices rows;
    std::vector<NodeId> nodes;
    std::vector<RelationshipId> relationships;
    while (nodes.size() < batch_rows) {
      if (at_ >= found_.size()) {
        if (next_row_ >= in_.size) break;
        SKEIN_TRY(find_some());
        continue;
      }
      while (offsets_[of_ + 1] <= at_) ++of_;
      const RowIndex row = from_rows_[of_];
      const std::size_t end = std::min(offsets_[of_ + 1], at_ + batch_rows - nodes.size());
      for (; at_ < end; ++at_) {
        const graph::Neighbour& neighbour = found_[at_];
        if (!unlike_.empty() && occurs(neighbour.relationship, unlike_, row)) continue;
        nodes.push_back(neighbour.node);
        if (op_.keep_relationship) relationships.push_back(neighbour.relationship);
      }
      rows.resize(nodes.size(), row);
    }
    out = in_;
    out.select(std::move(rows));
    out.set(op_.to, Column::of(std::move(nodes)));
    if (op_.keep_relationship) out.set(op_.relationship, Column::of(std::move(relationships)));
    return true;
  }

 private:
  void clear_found() {
    found_.clear();
    offsets_.clear();
    from_rows_.clear();
    at_ = of_ = 0;
  }

  // The neighbours of the next rows, as many rows as are likely to fill a batch.
  Result<void> find_some() {
    const Column& from = in_[op_.from];
    clear_found();
    nodes_.clear();
    while (next_row_ < in_.size && nodes_.size() < nodes_at_once_) {
      if (const auto node = node_at(from, next_row_)) {
        nodes_.push_back(*node);
        from_rows_.push_back(static_cast<RowIndex>(next_row_));
      }
      ++next_row_;
    }
    if (nodes_.empty()) return {};
    SKEIN_TRY(neighbours_.of_each(nodes_, offsets_, found_));
    nodes_at_once_ = found_.size() > 4 * batch_rows ? std::max<std::size_t>(1, nodes_at_once_ / 2)
                                                    : std::min<std::size_t>(batch_rows, nodes_at_once_ * 2);
    return {};
  }

  const plan::Expand& op_;
  Neighbours neighbours_;
  Batch in_;
  std::vector<Column> unlike_;
  std::size_t next_row_ = 0, nodes_at_once_ = 16;
  // What was found and not given out yet: from at_ on; found_[at_] belongs to nodes_[of_], row from_rows_[of_].
  std::vector<NodeId> nodes_;
  Indices from_rows_;
  std::vector<std::size_t> offsets_;
  std::vector<graph::Neighbour> found_;
  std::size_t at_ = 0, of_ = 0;
};

// Only how many there are is asked for: the row's weight is multiplied by it.
class ExpandCount final : public Unary {
 public:
  ExpandCount(Runtime& shared, const plan::Expand& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared) {}

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, input_->next(out));
    if (!more) return false;
    neighbours_.refresh();
    Indices rows;
    std::vector<std::int64_t> weights;
    const Column from = out[op_.from];
    for (std::size_t i = 0; i < out.size && !neighbours_.none(); ++i) {
      const auto node = node_at(from, i);
      if (!node) continue;
      SKEIN_ASSIGN(const std::uint64_t degree,
                   runtime_.transaction.degree(*node, neighbours_.direction(), neighbours_.ids()));
      if (degree == 0) continue;
      rows.push_back(static_cast<RowIndex>(i));
      weights.push_back(out.weight_of(i) * static_cast<std::int64_t>(degree));
    }
    out.select(std::move(rows));
    out.weight = Column::of(std::move(weights));
    return true;
  }

 private:
  const plan::Expand& op_;
  Neighbours neighbours_;
};

// Both ends are bound: the relationships between them. Rows that follow each other with the same start share one
// reading of its neighbours.
class ExpandInto final : public Unary {
 public:
  ExpandInto(Runtime& shared, const plan::Expand& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared) {}
  void rewind() override {
    in_ = Batch();
    row_ = 0;
    known_.reset();
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (row_ >= in_.size) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      row_ = 0;
      neighbours_.refresh();
      if (changes_ != runtime_.changes) known_.reset();
      changes_ = runtime_.changes;
      unlike_ = columns_of(in_, op_.unlike);
    }
    Indices rows;
    std::vector<RelationshipId> relationships;
    for (; row_ < in_.size && rows.size() < batch_rows; ++row_) {
      const auto from = node_at(in_[op_.from], row_), to = node_at(in_[op_.to], row_);
      if (!from || !to || neighbours_.none()) continue;
      found_.clear();
      SKEIN_TRY(find(*from, *to, row_));
      for (const RelationshipId& relationship : found_) {
        if (!unlike_.empty() && occurs(relationship, unlike_, row_)) continue;
        rows.push_back(static_cast<RowIndex>(row_));
        relationships.push_back(relationship);
      }
    }
    out = in_;
    out.select(std::move(rows));
    if (op_.keep_relationship) out.set(op_.relationship, Column::of(std::move(relationships)));
    return true;
  }

 private:
  Result<void> find(NodeId from, NodeId to, std::size_t row) {
    const bool again = known_ == from;
    const bool repeats = again || (row + 1 < in_.size && node_at(in_[op_.from], row + 1) == from);
    if (!repeats && !neighbours_.any_type()) {
      const auto direction = neighbours_.direction();
      for (const TypeId type : neighbours_.ids()) {
        if (direction != graph::Direction::in) SKEIN_TRY(runtime_.transaction.between(from, to, type, found_));
        if (direction == graph::Direction::in || (direction == graph::Direction::both && from != to))
          SKEIN_TRY(runtime_.transaction.between(to, from, type, found_));
      }
      return {};
    }
    if (!again) {
      all_.clear();
      SKEIN_TRY(neighbours_.of(from, all_));
      std::sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return a.node < b.node; });
      known_ = from;
    }
    const auto first =
        std::lower_bound(all_.begin(), all_.end(), to, [](const auto& n, NodeId node) { return n.node < node; });
    for (auto it = first; it != all_.end() && it->node == to; ++it) found_.push_back(it->relationship);
    return {};
  }

  const plan::Expand& op_;
  Neighbours neighbours_;
  Batch in_;
  std::vector<Column> unlike_;
  std::vector<RelationshipId> found_;
  std::vector<graph::Neighbour> all_;  // of known_, by node
  std::optional<NodeId> known_;
  std::uint64_t changes_ = 0;
  std::size_t row_ = 0;
};

// The relationship is bound: its ends, or whether they fit those bound already.
class Ends final : public Unary {
 public:
  Ends(Runtime& shared, const plan::Ends& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op) {}

 protected:
  Result<bool> produce(Batch& out) override {
    Batch in;
    SKEIN_ASSIGN(const bool more, input_->next(in));
    if (!more) return false;
    allowed_ = type_ids(op_.types, runtime_.transaction.catalog());
    unlike_ = columns_of(in, op_.unlike);
    Indices rows;
    std::vector<NodeId> froms, tos;
    Value scratch;
    for (std::size_t row = 0; row < in.size; ++row) {
      const Value& value = in[op_.relationship].value(row, scratch);
      std::vector<RelationshipId> steps;
      if (const auto* one = value.get_if<RelationshipId>()) {
        steps.push_back(*one);
      } else if (value.is<ListPtr>() && op_.length) {
        bool all = true;
        for (const Value& item : value.as_list()) {
          const auto* step = item.get_if<RelationshipId>();
          if (step) steps.push_back(*step);
          all = all && step;
        }
        const auto length = static_cast<std::int64_t>(steps.size());
        if (!all || length < op_.length->min.value_or(1) || (op_.length->max && length > *op_.length->max)) continue;
      } else {
        continue;
      }
      const auto from = op_.from_bound ? node_at(in[op_.from], row) : std::nullopt;
      if (op_.from_bound && !from) continue;
      if (!fits(steps, row)) continue;
      for (const NodeId start : starts(steps, from)) {
        auto end = walk(steps, start);
        if (!end || (op_.from == op_.to && *end != start)) continue;
        if (op_.to_bound && op_.from != op_.to && node_at(in[op_.to], row) != *end) continue;
        rows.push_back(static_cast<RowIndex>(row));
        froms.push_back(start);
        tos.push_back(*end);
      }
    }
    out = std::move(in);
    out.select(std::move(rows));
    out.set(op_.from, Column::of(std::move(froms)));
    out.set(op_.to, Column::of(std::move(tos)));
    return true;
  }

 private:
  [[nodiscard]] bool fits(const std::vector<RelationshipId>& steps, std::size_t row) const {
    for (const RelationshipId& step : steps) {
      if (allowed_ && !std::binary_search(allowed_->begin(), allowed_->end(), step.type)) return false;
      if (!unlike_.empty() && occurs(step, unlike_, row)) return false;
    }
    return true;
  }

  [[nodiscard]] std::vector<NodeId> starts(const std::vector<RelationshipId>& steps, std::optional<NodeId> from) const {
    if (from) return {*from};
    if (steps.empty()) return {};
    const RelationshipId& first = steps.front();
    if (op_.direction == ast::PatternDirection::right) return {first.from};
    if (op_.direction == ast::PatternDirection::left) return {first.to};
    if (first.from == first.to) return {first.from};
    return {first.from, first.to};
  }

  [[nodiscard]] std::optional<NodeId> walk(const std::vector<RelationshipId>& steps, NodeId at) const {
    for (const RelationshipId& step : steps) {
      const bool forward = step.from == at && op_.direction != ast::PatternDirection::left;
      const bool backward = step.to == at && op_.direction != ast::PatternDirection::right;
      if (!forward && !backward) return std::nullopt;
      at = forward ? step.to : step.from;
    }
    return at;
  }

  const plan::Ends& op_;
  std::optional<std::vector<TypeId>> allowed_;
  std::vector<Column> unlike_;
};

}  // namespace

OperatorPtr make_expand(Runtime& runtime, const plan::Expand& op, OperatorPtr input) {
  if (op.count_only) return std::make_unique<ExpandCount>(runtime, op, std::move(input));
  return std::make_unique<Expand>(runtime, op, std::move(input));
}
OperatorPtr make_expand_into(Runtime& runtime, const plan::Expand& op, OperatorPtr input) {
  return std::make_unique<ExpandInto>(runtime, op, std::move(input));
}
OperatorPtr make_ends(Runtime& runtime, const plan::Ends& op, OperatorPtr input) {
  return std::make_unique<Ends>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
