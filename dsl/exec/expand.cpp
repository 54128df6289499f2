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
    row_ = at_ = 0;
    found_.clear();
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (row_ >= in_.size && at_ >= found_.size()) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      row_ = 0;
      neighbours_.refresh();
      unlike_ = columns_of(in_, op_.unlike);
    }
    Indices rows;
    std::vector<NodeId> nodes;
    std::vector<RelationshipId> relationships;
    const Column& from = in_[op_.from];
    while (nodes.size() < batch_rows) {
      if (at_ >= found_.size()) {
        if (row_ >= in_.size) break;
        found_.clear();
        at_ = 0;
        if (const auto node = node_at(from, row_)) SKEIN_TRY(neighbours_.of(*node, found_));
        ++row_;
      }
      const std::size_t end = std::min(found_.size(), at_ + batch_rows - nodes.size());
      const auto row = static_cast<RowIndex>(row_ - 1);
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
  const plan::Expand& op_;
  Neighbours neighbours_;
  Batch in_;
  std::vector<Column> unlike_;
  std::vector<graph::Neighbour> found_;  // of row_ - 1
  std::size_t row_ = 0, at_ = 0;
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
  return std::make_unique<Expand>(runtime, op, std::move(input));
}
OperatorPtr make_expand_into(Runtime& runtime, const plan::Expand& op, OperatorPtr input) {
  return std::make_unique<ExpandInto>(runtime, op, std::move(input));
}
OperatorPtr make_ends(Runtime& runtime, const plan::Ends& op, OperatorPtr input) {
  return std::make_unique<Ends>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
