// One hop between nodes that are both bound: the relationships between them.
#include <algorithm>
#include <bit>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

// Is there a node among a node's neighbours, and where? Over adjacency in memory, in which they ascend. When
// a node is asked about often, a bitmap by the low bits of its neighbours' ids turns most others away at the
// first look.
class NeighbourTest {
 public:
  void start(std::span<const Neighbours::Walk> walks) {
    walks_ = walks;
    ready_ = false;
  }
  // From now on `from` is asked about.
  void of(graph::CachedNode from) {
    if (ready_ && from == from_) return;
    ready_ = true;
    from_ = from;
    lists_.clear();
    size_ = asked_ = 0;
    mask_ = 0;
    for (const auto& walk : walks_) {
      lists_.push_back(walk.csr->range(from));
      size_ += lists_.back().size();
    }
  }
  // visit(csr, position) for each relationship to `to`.
  template <typename Visit>
  void find(graph::CachedNode to, Visit visit) {
    if (mask_ != 0) {
      const auto bit = to & mask_;
      if ((bits_[bit >> 6] >> (bit & 63) & 1) == 0) return;
    } else if (++asked_ > 8 + size_ / 8) {
      make_bits();
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const graph::Csr& csr = *walks_[i].csr;
      const auto* others = csr.others().data();
      if (walks_[i].skip_loops && to == from_) continue;
      for (auto at = first_from(others, lists_[i], to); at < lists_[i].end && others[at] == to; ++at)
        visit(csr, at);
    }
  }

 private:
  // The first position of the list whose node is not below `to`. Without branches: they could not be
  // foreseen.
  static graph::Csr::Position first_from(const graph::CachedNode* others, graph::Csr::Range list,
                                         graph::CachedNode to) {
    auto at = list.begin;
    for (auto left = list.size(); left > 0;) {
      const auto half = left / 2;
      const bool below = others[at + half] < to;
      at = below ? at + half + 1 : at;
      left = below ? left - half - 1 : half;
    }
    return at;
  }
  void make_bits() {
    const std::size_t bits = std::bit_ceil(std::max<std::size_t>(512, size_ * 16));
    bits_.assign(bits / 64, 0);
    mask_ = static_cast<graph::CachedNode>(bits - 1);
    for (std::size_t i = 0; i < lists_.size(); ++i)
      for (auto at = lists_[i].begin; at < lists_[i].end; ++at) {
        const auto bit = walks_[i].csr->others()[at] & mask_;
        bits_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
      }
  }

  std::span<const Neighbours::Walk> walks_;
  std::vector<graph::Csr::Range> lists_;  // of from_, one for each walk
  graph::CachedNode from_ = 0;
  bool ready_ = false;
  std::size_t size_ = 0, asked_ = 0;
  graph::CachedNode mask_ = 0;  // 0: no bitmap
  std::vector<std::uint64_t> bits_;
};

// Rows that follow each other with the same start share one reading of its neighbours.
class ExpandInto final : public RowByRow {
 public:
  ExpandInto(Runtime& shared, const plan::Expand& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)), op_(op), neighbours_(op.types, op.direction, shared) {}
  void rewind() override {
    known_.reset();
    RowByRow::rewind();
  }

 protected:
  Result<void> start_batch() override {
    start();
    return {};
  }

  void start() {
    neighbours_.refresh();
    if (changes_ != runtime_.changes) known_.reset();
    changes_ = runtime_.changes;
    unlike_ = columns_of(in_, op_.unlike);
    const auto walks = neighbours_.in_memory(1);
    in_memory_ = std::all_of(walks.begin(), walks.end(), [](const auto& w) { return w.csr->typed(); }) &&
                 !walks.empty();
    if (in_memory_) test_.start(walks);
  }

  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, find_row());
    if (!more) return false;
    if (changes_ != runtime_.changes) start();
    Indices rows;
    std::vector<RelationshipId> relationships;
    if (neighbours_.none())
      row_ = in_.size;
    else if (in_memory_)
      find_in_memory(rows, relationships);
    else
      SKEIN_TRY(find_by_reading(rows, relationships));
    out = in_;
    out.select(std::move(rows));
    if (op_.keep_relationship) out.set(op_.relationship, Column::of(std::move(relationships)));
    return true;
  }

 private:
  void find_in_memory(Indices& rows, std::vector<RelationshipId>& relationships) {
    const Column &froms = in_[op_.from], &tos = in_[op_.to];
    const auto plain = [](const Column& column) {
      return column.is_set() && column.kind() == Column::Kind::node && column.vector().nulls.empty();
    };
    const bool look = op_.keep_relationship || !unlike_.empty();
    const auto take = [&](NodeId from, NodeId to) {
      const auto here = static_cast<graph::CachedNode>(from.value);
      test_.of(here);
      test_.find(static_cast<graph::CachedNode>(to.value),
                 [&](const graph::Csr& csr, graph::Csr::Position at) {
                   if (look) {
                     const RelationshipId relationship = csr.relationship(here, at);
                     if (!unlike_.empty() && occurs(relationship, unlike_, row_)) return;
                     if (op_.keep_relationship) relationships.push_back(relationship);
                   }
                   rows.push_back(static_cast<RowIndex>(row_));
                 });
    };
    if (plain(froms) && plain(tos)) {
      const View<NodeId> from(froms), to(tos);
      for (; row_ < in_.size && rows.size() < batch_rows; ++row_) take(from[row_], to[row_]);
      return;
    }
    for (; row_ < in_.size && rows.size() < batch_rows; ++row_) {
      const auto from = node_at(froms, row_), to = node_at(tos, row_);
      if (from && to) take(*from, *to);
    }
  }

  Result<void> find_by_reading(Indices& rows, std::vector<RelationshipId>& relationships) {
    for (; row_ < in_.size && rows.size() < batch_rows; ++row_) {
      const auto from = node_at(in_[op_.from], row_), to = node_at(in_[op_.to], row_);
      if (!from || !to) continue;
      found_.clear();
      SKEIN_TRY(read(*from, *to, row_));
      for (const RelationshipId& relationship : found_) {
        if (!unlike_.empty() && occurs(relationship, unlike_, row_)) continue;
        rows.push_back(static_cast<RowIndex>(row_));
        if (op_.keep_relationship) relationships.push_back(relationship);
      }
    }
    return {};
  }

  Result<void> read(NodeId from, NodeId to, std::size_t row) {
    const bool again = known_ == from;
    const bool repeats = again || (row + 1 < in_.size && node_at(in_[op_.from], row + 1) == from);
    if (!repeats && !neighbours_.any_type()) {
      const auto direction = neighbours_.direction();
      for (const TypeId type : neighbours_.ids()) {
        if (direction != graph::Direction::in)
          SKEIN_TRY(runtime_.transaction.between(from, to, type, found_));
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
    const auto first = std::lower_bound(all_.begin(), all_.end(), to,
                                        [](const auto& n, NodeId node) { return n.node < node; });
    for (auto it = first; it != all_.end() && it->node == to; ++it) found_.push_back(it->relationship);
    return {};
  }

  const plan::Expand& op_;
  Neighbours neighbours_;
  std::vector<Column> unlike_;
  bool in_memory_ = false;
  NeighbourTest test_;
  std::vector<RelationshipId> found_;
  std::vector<graph::Neighbour> all_;  // of known_, by node
  std::optional<NodeId> known_;
  std::uint64_t changes_ = 0;
};

}  // namespace

OperatorPtr make_expand_into(Runtime& runtime, const plan::Expand& op, OperatorPtr input) {
  return std::make_unique<ExpandInto>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
