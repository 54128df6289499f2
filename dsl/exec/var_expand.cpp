// Paths of several hops, depth first, no relationship twice. The walk stops in the middle when a batch is
// full.
#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "dsl/exec/breadth_first.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

class VarExpand final : public RowByRow {
 public:
  VarExpand(Runtime& shared, const plan::VarExpand& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)),
        op_(op),
        neighbours_(op.types, op.direction, shared),
        tests_(op.tests, shared),
        most_(op.max.value_or(std::numeric_limits<std::int64_t>::max())) {}
  void rewind() override {
    walking_ = false;
    ends_.clear();
    ends_at_ = 0;
    RowByRow::rewind();
  }

 protected:
  Result<void> start_batch() override {
    if (!refreshed_ || changes_ != runtime_.changes) neighbours_.refresh();
    refreshed_ = true;
    walks_ = neighbours_.in_memory(in_.size * 8);
    SKEIN_TRY(tests_.start_batch(in_));
    if (changes_ != runtime_.changes) cache_.clear();
    changes_ = runtime_.changes;
    unlike_ = columns_of(in_, op_.unlike);
    return {};
  }

  Result<bool> produce(Batch& out) override {
    if (!walking_ && ends_at_ >= ends_.size()) {
      SKEIN_ASSIGN(const bool more, find_row());
      if (!more) return false;
    }
    rows_.clear();
    nodes_.clear();
    paths_.clear();
    while (rows_.size() < batch_rows) {
      if (ends_at_ < ends_.size()) {
        give_ends();
      } else if (!walking_) {
        if (row_ >= in_.size) break;
        SKEIN_TRY(start());
        ++row_;
      } else {
        SKEIN_TRY(walk());
      }
    }
    out = in_;
    out.select(std::move(rows_));
    if (!op_.into) out.set(op_.to, Column::of(std::move(nodes_)));
    if (op_.keep_relationship) out.set(op_.relationship, Column::of(std::move(paths_)));
    return true;
  }

 private:
  struct Frame {
    const std::vector<graph::Neighbour>* neighbours;
    std::size_t at = 0;
  };

  Result<void> start() {
    const auto from = node_at(in_[op_.from], row_);
    target_ = op_.into ? node_at(in_[op_.to], row_) : std::nullopt;
    if (!from || (op_.into && !target_)) return {};
    path_.clear();
    frames_.clear();
    current_ = row_;
    if (op_.min == 0) emit(*from);
    if (most_ < 1 || op_.min > most_) return {};
    // Only here, where no walk is under way, may lists be thrown away.
    if (cached_ > cache_limit) {
      cache_.clear();
      cached_ = 0;
    }
    const bool in_memory = !walks_.empty() && from->value < Neighbours::node_end(walks_);
    if (op_.distinct_ends)
      return in_memory ? reach(static_cast<graph::CachedNode>(from->value)) : reach(*from);
    if (in_memory && walks_.size() == 1 && neighbours_.direction() != graph::Direction::both &&
        tests_.empty()) {
      exclude();
      const auto here = static_cast<graph::CachedNode>(from->value);
      lists_.assign(1, {here, walks_[0].csr->range(here)});
      steps_.clear();
      walking_ = true;
      return {};
    }
    SKEIN_TRY(enter(*from));
    walking_ = true;
    return {};
  }

  // All ends within the lengths wanted, each once. A node that some walk reaches is reached by a path without
  // repetitions that is no longer, so a breadth-first search will do; see plan/rules/distinct_ends.cpp.
  Result<void> reach(graph::CachedNode from) {
    static thread_local BreadthFirst search;
    SKEIN_ASSIGN(const auto found, search.search(walks_, from, most_, op_.min == 0, runtime_.query));
    ends_.clear();
    ends_.reserve(found.size());
    for (const graph::CachedNode node : found) ends_.emplace_back(node);
    ends_at_ = 0;
    return {};
  }

  // The same, in the same order, through the transaction.
  Result<void> reach(NodeId from) {
    std::unordered_set<NodeId> reached;
    if (op_.min == 0) reached.insert(from);
    std::vector<NodeId> level{from}, next;
    std::vector<graph::Neighbour> found;
    ends_.clear();
    ends_at_ = 0;
    for (std::int64_t depth = 0; depth < most_ && !level.empty(); ++depth) {
      next.clear();
      for (const NodeId node : level) {
        SKEIN_TRY(runtime_.query.check());
        found.clear();
        SKEIN_TRY(neighbours_.of(node, found));
        for (const graph::Neighbour& neighbour : found)
          if (reached.insert(neighbour.node).second) next.push_back(neighbour.node);
      }
      ends_.insert(ends_.end(), next.begin(), next.end());
      std::swap(level, next);
    }
    return {};
  }

  void give_ends() {
    const std::size_t count = std::min(ends_.size() - ends_at_, batch_rows - rows_.size());
    rows_.resize(rows_.size() + count, static_cast<RowIndex>(current_));
    nodes_.insert(nodes_.end(), ends_.begin() + static_cast<std::ptrdiff_t>(ends_at_),
                  ends_.begin() + static_cast<std::ptrdiff_t>(ends_at_ + count));
    ends_at_ += count;
  }

  // walk() along one list of relationships in memory, which are told apart by their positions.
  Result<void> walk_in_memory() {
    const graph::Csr& csr = *walks_[0].csr;
    const auto* others = csr.others().data();
    std::size_t looks = 0;
    while (!lists_.empty() && rows_.size() < batch_rows) {
      if ((++looks & 0xfff) == 0) SKEIN_TRY(runtime_.query.check());
      List& list = lists_.back();
      if (list.left.size() == 0) {
        lists_.pop_back();
        if (!steps_.empty()) steps_.pop_back();
        continue;
      }
      const auto depth = static_cast<std::int64_t>(steps_.size()) + 1;
      const auto at = list.left.begin++;
      if (std::find(steps_.begin(), steps_.end(), at) != steps_.end()) continue;
      if (!excluded_.empty() &&
          std::find(excluded_.begin(), excluded_.end(), csr.relationship(list.node, at)) != excluded_.end())
        continue;
      steps_.push_back(at);
      if (depth >= op_.min) emit_in_memory(NodeId(others[at]));
      if (depth < most_)
        lists_.push_back({others[at], csr.range(others[at])});
      else
        steps_.pop_back();
    }
    walking_ = !lists_.empty();
    return {};
  }

  // The relationships that this row must not take again.
  void exclude() {
    excluded_.clear();
    Value scratch;
    for (const Column& column : unlike_) {
      if (column.is_null(current_)) continue;
      const Value& value = column.value(current_, scratch);
      if (const auto* one = value.get_if<RelationshipId>()) excluded_.push_back(*one);
      if (value.is<ListPtr>())
        for (const Value& item : value.as_list())
          if (const auto* one = item.get_if<RelationshipId>()) excluded_.push_back(*one);
    }
  }

  void emit_in_memory(NodeId end) {
    if (op_.keep_relationship) {
      path_.clear();
      for (std::size_t i = 0; i < steps_.size(); ++i)
        path_.push_back(walks_[0].csr->relationship(lists_[i].node, steps_[i]));
    }
    emit(end);
  }

  Result<void> enter(NodeId node) {
    auto [it, fresh] = cache_.try_emplace(node);
    if (fresh) {
      it->second = std::make_unique<std::vector<graph::Neighbour>>();
      SKEIN_TRY(neighbours_.of(node, *it->second));
      cached_ += it->second->size() + 4;
    }
    frames_.push_back(Frame{it->second.get()});
    return {};
  }

  // Goes on until the batch is full or this row's paths are done.
  Result<void> walk() {
    if (!lists_.empty()) return walk_in_memory();
    std::size_t steps = 0;
    while (!frames_.empty() && rows_.size() < batch_rows) {
      if ((++steps & 0xfff) == 0) SKEIN_TRY(runtime_.query.check());
      Frame& frame = frames_.back();
      if (frame.at >= frame.neighbours->size()) {
        frames_.pop_back();
        if (!path_.empty()) path_.pop_back();
        continue;
      }
      const graph::Neighbour& next = (*frame.neighbours)[frame.at++];
      if (std::find(path_.begin(), path_.end(), next.relationship) != path_.end()) continue;
      if (!unlike_.empty() && occurs(next.relationship, unlike_, current_)) continue;
      if (!tests_.empty()) {
        SKEIN_ASSIGN(const bool passes, tests_.passes(next.relationship, current_));
        if (!passes) continue;
      }
      path_.push_back(next.relationship);
      const auto depth = static_cast<std::int64_t>(path_.size());
      if (depth >= op_.min) emit(next.node);
      if (depth < most_) {
        SKEIN_TRY(enter(next.node));
      } else {
        path_.pop_back();
      }
    }
    walking_ = !frames_.empty();
    return {};
  }

  void emit(NodeId end) {
    if (target_ && *target_ != end) return;
    rows_.push_back(static_cast<RowIndex>(current_));
    nodes_.push_back(end);
    if (!op_.keep_relationship) return;
    skein::List list(path_.begin(), path_.end());
    if (op_.reversed) std::reverse(list.begin(), list.end());
    paths_.emplace_back(std::move(list));
  }

  static constexpr std::size_t cache_limit = 1 << 20;  // neighbours

  struct List {
    graph::CachedNode node;
    graph::Csr::Range left;
  };

  const plan::VarExpand& op_;
  Neighbours neighbours_;
  std::span<const Neighbours::Walk> walks_;
  std::vector<List> lists_;  // in memory: what is left to walk from each node on the path
  std::vector<graph::Csr::Position> steps_;
  std::vector<RelationshipId> excluded_;
  std::vector<NodeId> ends_;  // of the row at hand, with distinct ends
  std::size_t ends_at_ = 0;
  bool refreshed_ = false;
  RelationshipTests tests_;
  std::int64_t most_;
  std::vector<Column> unlike_;
  std::size_t current_ = 0;
  bool walking_ = false;
  std::optional<NodeId> target_;
  std::vector<Frame> frames_;
  std::vector<RelationshipId> path_;
  std::unordered_map<NodeId, std::unique_ptr<std::vector<graph::Neighbour>>> cache_;
  std::size_t cached_ = 0;
  std::uint64_t changes_ = 0;
  Indices rows_;
  std::vector<NodeId> nodes_;
  std::vector<Value> paths_;
};

}  // namespace

OperatorPtr make_var_expand(Runtime& runtime, const plan::VarExpand& op, OperatorPtr input) {
  return std::make_unique<VarExpand>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
