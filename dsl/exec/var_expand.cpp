// Paths of several hops, depth first, no relationship twice. The walk stops in the middle when a batch is full.
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

class VarExpand final : public Unary {
 public:
  VarExpand(Runtime& shared, const plan::VarExpand& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared),
        tests_(op.tests, shared), most_(op.max.value_or(std::numeric_limits<std::int64_t>::max())) {}
  void rewind() override {
    in_ = Batch();
    row_ = 0;
    walking_ = false;
    Unary::rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (!walking_ && row_ >= in_.size) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      row_ = 0;
      neighbours_.refresh();
      SKEIN_TRY(tests_.start_batch(in_));
      if (changes_ != runtime_.changes) cache_.clear();
      changes_ = runtime_.changes;
      unlike_.clear();
      for (const ast::Symbol symbol : op_.unlike)
        if (in_[symbol].is_set()) unlike_.push_back(in_[symbol]);
    }
    rows_.clear();
    nodes_.clear();
    paths_.clear();
    while (rows_.size() < batch_rows) {
      if (!walking_) {
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
    SKEIN_TRY(enter(*from));
    walking_ = true;
    return {};
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
    List list(path_.begin(), path_.end());
    if (op_.reversed) std::reverse(list.begin(), list.end());
    paths_.emplace_back(std::move(list));
  }

  static constexpr std::size_t cache_limit = 1 << 20;  // neighbours

  const plan::VarExpand& op_;
  Neighbours neighbours_;
  RelationshipTests tests_;
  std::int64_t most_;
  Batch in_;
  std::vector<Column> unlike_;
  std::size_t row_ = 0, current_ = 0;
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
