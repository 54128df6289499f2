// One hop from a bound node to its neighbours.
#include <algorithm>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

class Expand final : public Unary {
 public:
  Expand(Runtime& shared, const plan::Expand& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared) {}
  void rewind() override {
    in_ = Batch();
    next_row_ = 0;
    clear_found();
    walks_ = {};
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (next_row_ >= in_.size && at_ >= found_.size() && walk_ >= walks_.size()) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      next_row_ = 0;
      clear_found();
      if (!refreshed_ || changes_ != runtime_.changes) neighbours_.refresh();
      refreshed_ = true;
      changes_ = runtime_.changes;
      unlike_ = columns_of(in_, op_.unlike);
      walks_ = neighbours_.in_memory(in_.size);
      walk_ = walks_.size();
      range_ = {};
    }
    if (!walks_.empty()) {
      walk(out);
      return true;
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

  // Along adjacency in memory, until a batch is full or the rows of the input are done.
  void walk(Batch& out) {
    const std::size_t most = most_rows();
    if (most == 0) {
      next_row_ = in_.size;
      walk_ = walks_.size();
      range_ = {};
      out = Batch();
      return;
    }
    auto rows = std::make_shared<Indices>(most);
    std::vector<NodeId> nodes(most);
    Vector relationships;
    std::vector<RelationshipId> ids;
    if (op_.keep_relationship) {
      ids.resize(most);
      if (walks_.size() == 1 && walks_[0].csr->typed()) {
        relationships.from = walks_[0].csr;
        relationships.positions.resize(most);
      }
    }
    std::size_t size = 0;
    while (size < most) {
      if (range_.begin == range_.end) {
        if (!next_list()) break;
        continue;
      }
      const graph::Csr& csr = *walks_[walk_].csr;
      const auto* others = csr.others().data();
      const auto here = static_cast<graph::CachedNode>(here_.value);
      const auto row = static_cast<RowIndex>(next_row_ - 1);
      const auto put = [&](graph::Csr::Position at) {
        nodes[size] = NodeId(others[at]);
        (*rows)[size] = row;
        if (op_.keep_relationship) {
          ids[size] = csr.relationship(here, at);
          if (relationships.from) relationships.positions[size] = at;
        }
        ++size;
      };
      const bool skip_loops = walks_[walk_].skip_loops;
      if (excluded_.empty() && !skip_loops) {
        const auto end = range_.begin +
                         static_cast<graph::Csr::Position>(std::min<std::size_t>(range_.size(), most - size));
        if (!op_.keep_relationship) {
          for (auto at = range_.begin; at < end; ++at, ++size) {
            nodes[size] = NodeId(others[at]);
            (*rows)[size] = row;
          }
        } else {
          for (auto at = range_.begin; at < end; ++at) put(at);
        }
        range_.begin = end;
        continue;
      }
      for (; range_.begin < range_.end && size < most; ++range_.begin) {
        if (skip_loops && others[range_.begin] == here) continue;
        if (is_excluded(csr, here, range_.begin)) continue;
        put(range_.begin);
      }
    }
    rows->resize(size);
    nodes.resize(size);
    out = in_;
    out.select(std::move(rows));
    out.set(op_.to, Column::of(std::move(nodes)));
    if (!op_.keep_relationship) return;
    ids.resize(size);
    if (relationships.from) relationships.positions.resize(size);
    relationships.data = std::move(ids);
    out.set(op_.relationship, Column(std::move(relationships)));
  }

  [[nodiscard]] bool is_excluded(const graph::Csr& csr, graph::CachedNode here,
                                 graph::Csr::Position at) const {
    // Those of another type or end are told apart by the end alone, mostly.
    const NodeId other(csr.others()[at]);
    for (const RelationshipId& one : excluded_)
      if ((one.from == other || one.to == other) && one == csr.relationship(here, at)) return true;
    return false;
  }

  // How many rows the next batch can have: a statement over a few nodes does not pay for full batches.
  [[nodiscard]] std::size_t most_rows() const {
    constexpr std::size_t few = 64;
    if (in_.size - next_row_ > few) return batch_rows;
    std::size_t rows = range_.size();
    const auto count = [&](NodeId node, std::size_t first) {
      for (std::size_t w = first; w < walks_.size(); ++w)
        rows += walks_[w].csr->degree(static_cast<graph::CachedNode>(node.value));
    };
    if (walk_ < walks_.size()) count(here_, walk_ + 1);
    for (std::size_t row = next_row_; row < in_.size && rows < batch_rows; ++row)
      if (const auto node = node_at(in_[op_.from], row)) count(*node, 0);
    return std::min(rows, batch_rows);
  }

  // The next list of the row at hand, or the first of the next row.
  bool next_list() {
    while (true) {
      if (++walk_ < walks_.size()) {
        range_ = walks_[walk_].csr->range(static_cast<graph::CachedNode>(here_.value));
        return true;
      }
      const Column& from = in_[op_.from];
      const bool typed = from.is_set() && from.kind() == Column::Kind::node;
      std::optional<NodeId> node;
      while (!node && next_row_ < in_.size) {
        if (typed && from.vector().nulls.empty())
          node = from.data<NodeId>()[from.position(next_row_++)];
        else
          node = node_at(from, next_row_++);
      }
      if (!node) {
        walk_ = walks_.size();
        return false;
      }
      here_ = *node;
      exclude();
      walk_ = ~std::size_t{0};
    }
  }

  // Which relationships at this node the row must not take again. Mostly none: earlier ones lie elsewhere.
  void exclude() {
    excluded_.clear();
    const auto take = [&](const RelationshipId& one) {
      if (one.from == here_ || one.to == here_) excluded_.push_back(one);
    };
    Value scratch;
    for (const Column& column : unlike_) {
      const std::size_t row = next_row_ - 1;
      if (column.is_null(row)) continue;
      if (column.kind() == Column::Kind::relationship) {
        take(column.data<RelationshipId>()[column.position(row)]);
        continue;
      }
      const Value& value = column.value(row, scratch);
      if (const auto* one = value.get_if<RelationshipId>()) take(*one);
      if (value.is<ListPtr>())
        for (const Value& item : value.as_list())
          if (const auto* one = item.get_if<RelationshipId>()) take(*one);
    }
    // Those that end here where relationships are walked forwards (or the other way round) cannot come again.
    if (neighbours_.direction() == graph::Direction::out)
      std::erase_if(excluded_, [&](const RelationshipId& one) { return one.from != here_; });
    if (neighbours_.direction() == graph::Direction::in)
      std::erase_if(excluded_, [&](const RelationshipId& one) { return one.to != here_; });
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
    // Large lists are work too: the next batch may find them in memory.
    if (found_.size() > batch_rows) static_cast<void>(neighbours_.in_memory(found_.size() / 16));
    nodes_at_once_ = found_.size() > 4 * batch_rows ? std::max<std::size_t>(1, nodes_at_once_ / 2)
                                                    : std::min<std::size_t>(batch_rows, nodes_at_once_ * 2);
    return {};
  }

  const plan::Expand& op_;
  Neighbours neighbours_;
  Batch in_;
  std::vector<Column> unlike_;
  std::size_t next_row_ = 0, nodes_at_once_ = 16;
  // What was found and not given out yet: from at_ on; found_[at_] belongs to nodes_[of_], row
  // from_rows_[of_].
  std::vector<NodeId> nodes_;
  Indices from_rows_;
  std::vector<std::size_t> offsets_;
  std::vector<graph::Neighbour> found_;
  std::size_t at_ = 0, of_ = 0;
  // In memory: the list at hand is walks_[walk_]'s of here_, given out up to range_.begin; its row is
  // next_row_ - 1.
  std::span<const Neighbours::Walk> walks_;
  std::size_t walk_ = 0;
  graph::Csr::Range range_;
  NodeId here_;
  std::vector<RelationshipId> excluded_;
  bool refreshed_ = false;
  std::uint64_t changes_ = 0;
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
    const auto walks = neighbours_.in_memory(out.size);
    const bool plain = !walks.empty() &&
                       std::none_of(walks.begin(), walks.end(), [](const auto& w) { return w.skip_loops; });
    for (std::size_t i = 0; i < out.size && !neighbours_.none(); ++i) {
      const auto node = node_at(from, i);
      if (!node) continue;
      if (plain) {
        std::int64_t degree = 0;
        for (const auto& walk : walks)
          degree += walk.csr->degree(static_cast<graph::CachedNode>(node->value));
        if (degree == 0) continue;
        rows.push_back(static_cast<RowIndex>(i));
        weights.push_back(out.weight_of(i) * degree);
        continue;
      }
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

// The relationship is bound: its ends, or whether they fit those bound already.
class Ends final : public Unary {
 public:
  Ends(Runtime& shared, const plan::Ends& op, OperatorPtr input) : Unary(shared, std::move(input)), op_(op) {}

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
        if (!all || length < op_.length->min.value_or(1) || (op_.length->max && length > *op_.length->max))
          continue;
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

  [[nodiscard]] std::vector<NodeId> starts(const std::vector<RelationshipId>& steps,
                                           std::optional<NodeId> from) const {
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
OperatorPtr make_ends(Runtime& runtime, const plan::Ends& op, OperatorPtr input) {
  return std::make_unique<Ends>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
