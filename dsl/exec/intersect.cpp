// Nodes that several bound nodes lead to.
//
// The arms' lists of neighbours are intersected row by row. Lists that are in memory are ascending spans of
// node ids. The shortest leads; in the others its nodes are found by galloping, or, in the list of a node
// that row after row has, by a table of places: rows that come from a hop share their start.
#include <algorithm>
#include <bit>
#include <optional>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"
#include "graph/cache/graph_cache.hpp"

namespace skein::dsl::exec {

namespace {

using graph::Csr;

// Where in an ascending list the first entry >= `node` stands, at or after `from`.
Csr::Position gallop(std::span<const Csr::Node> list, Csr::Position from, Csr::Node node) {
  Csr::Position step = 1, low = from;
  while (low + step < list.size() && list[low + step] < node) {
    low += step;
    step *= 2;
  }
  const auto end = std::min<std::size_t>(list.size(), std::size_t{low} + step + 1);
  return static_cast<Csr::Position>(
      std::lower_bound(list.begin() + low, list.begin() + static_cast<std::ptrdiff_t>(end), node) -
      list.begin());
}

// What one arm brings to a row.
struct Arm {
  Arm(const plan::IntersectArm& planned, Runtime& runtime)
      : op(planned), neighbours(op.types, op.direction, runtime) {}

  const plan::IntersectArm& op;
  Neighbours neighbours;
  Column from;                             // of the batch
  std::optional<View<NodeId>> nodes_from;  // the same, when it is all nodes
  std::vector<Column> unlike;              // of the batch
  std::vector<std::size_t> unlike_arms;    // earlier ones

  // In memory: the list of the row at hand.
  graph::CsrPtr csr;
  Csr::Node here = 0;
  Csr::Range range;
  std::span<const Csr::Node> list;
  // Where each node stands in `list`, plus one; 0: it does not. Made when a second row has the same list.
  std::vector<Csr::Position> places;
  std::span<const Csr::Node> placed;
  std::optional<Csr::Node> before;

  // By hand: the lists of some rows, of each by node.
  std::vector<NodeId> nodes;
  std::vector<std::size_t> list_of_row, offsets;
  std::vector<graph::Neighbour> found;
  std::span<const graph::Neighbour> entries;  // of the row at hand

  void start_batch(const Column& column) {
    from = column;
    nodes_from.reset();
    if (from.is_set() && from.kind() == Column::Kind::node && from.vector().nulls.empty())
      nodes_from.emplace(from);
  }
  [[nodiscard]] std::optional<NodeId> node_in(std::size_t row) const {
    return nodes_from ? (*nodes_from)[row] : node_at(from, row);
  }
  [[nodiscard]] Csr::Position place_of(Csr::Node node) const {
    return node < places.size() ? places[node] : 0;
  }
  [[nodiscard]] bool has_places() const { return !placed.empty() && placed.data() == list.data(); }
  void make_places() {
    if (places.empty()) places.resize(csr->node_end());
    for (const auto node : placed) places[node] = 0;
    placed = list;
    for (Csr::Position i = static_cast<Csr::Position>(list.size()); i-- > 0;)
      places[list[i]] = i + 1;  // the first of equals
  }
  void forget() {
    csr.reset();
    places.clear();
    placed = {};
    before.reset();
  }
};

class Intersect final : public RowByRow {
 public:
  Intersect(Runtime& shared, const plan::Intersect& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)), op_(op) {
    arms_.reserve(op.arms.size());
    for (const auto& arm : op.arms) {
      auto& made = arms_.emplace_back(arm, shared);
      for (const auto symbol : arm.unlike)
        for (std::size_t k = 0; k + 1 < arms_.size(); ++k)
          if (op.arms[k].relationship == symbol) made.unlike_arms.push_back(k);
    }
    chosen_.resize(arms_.size());
  }

 protected:
  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, find_row());
    if (!more) return false;
    rows_.clear();
    nodes_.clear();
    kept_.assign(arms_.size(), {});
    for (std::size_t looked = 1; row_ < in_.size && nodes_.size() < batch_rows; ++row_, ++looked) {
      if (looked % 64 == 0) SKEIN_TRY(runtime_.query.check());
      if (none_) continue;
      if (in_memory_)
        meet_in_memory();
      else
        SKEIN_TRY(meet_by_hand());
    }
    out = in_;
    out.select(std::move(rows_));
    out.set(op_.to, Column::of(std::move(nodes_)));
    for (std::size_t k = 0; k < arms_.size(); ++k)
      if (arms_[k].op.keep_relationship) out.set(arms_[k].op.relationship, Column::of(std::move(kept_[k])));
    return true;
  }

  Result<void> start_batch() override {
    listed_ = 0;
    none_ = false;
    in_memory_ = true;
    for (Arm& arm : arms_) {
      arm.start_batch(in_[arm.op.from]);
      arm.neighbours.refresh();
      none_ = none_ || arm.neighbours.none();
      arm.unlike.clear();
      for (const auto symbol : arm.op.unlike)
        if (in_[symbol].is_set() && !is_arm(symbol)) arm.unlike.push_back(in_[symbol]);
    }
    if (none_) return {};
    for (Arm& arm : arms_) {
      const auto csr = adjacency(arm);
      if (!csr || csr != arm.csr) arm.forget();
      arm.csr = csr;
      in_memory_ = in_memory_ && csr != nullptr;
    }
    return {};
  }

 private:
  // The arm's lists when they are in memory, each of them ascending: of one type, in one direction.
  [[nodiscard]] graph::CsrPtr adjacency(const Arm& arm) const {
    auto* cached = runtime_.transaction.cached();
    const auto direction = arm.neighbours.direction();
    if (!cached || direction == graph::Direction::both || arm.neighbours.ids().size() != 1) return nullptr;
    const auto side = direction == graph::Direction::out ? storage::keys::Side::out : storage::keys::Side::in;
    return cached->adjacency(side, arm.neighbours.ids()[0], in_.size);
  }
  [[nodiscard]] bool is_arm(ast::Symbol symbol) const {
    return std::any_of(arms_.begin(), arms_.end(),
                       [&](const Arm& arm) { return arm.op.relationship == symbol; });
  }

  // --- lists in memory -------------------------------------------------------------------------------------

  void meet_in_memory() {
    Arm* shortest = nullptr;
    for (Arm& arm : arms_) {
      const auto node = arm.node_in(row_);
      if (!node) return;
      const auto here = static_cast<Csr::Node>(node->value);
      if (arm.before != here) {
        arm.here = here;
        arm.range = arm.csr->range(here);
        arm.list = arm.csr->others().subspan(arm.range.begin, arm.range.size());
      } else if (!arm.has_places() && arm.list.size() > 2 && arm.csr->node_end() <= most_places) {
        arm.make_places();
      }
      arm.before = here;
      if (arm.list.empty()) return;
      if (!shortest || arm.list.size() < shortest->list.size()) shortest = &arm;
    }
    // A look into a table costs less than galloping does: a somewhat longer list may lead, when the shortest
    // has a table.
    Arm* lead = shortest;
    if (shortest->has_places())
      for (Arm& arm : arms_)
        if (!arm.has_places() && (lead == shortest || arm.list.size() < lead->list.size()) &&
            arm.list.size() <=
                shortest->list.size() * (4 + 2 * std::bit_width(arm.list.size() / shortest->list.size())))
          lead = &arm;
    if (arms_.size() == 2) {
      Arm& other = lead == &arms_[0] ? arms_[1] : arms_[0];
      if (other.has_places() && other.places.size() >= lead->csr->node_end())
        meet_by_table(*lead, other);
      else
        meet(*lead);
    } else {
      meet(*lead);
    }
  }

  void meet_by_table(Arm& lead, Arm& other) {
    const bool repeats = lead.csr->has_ordinals();
    const auto* const list = lead.list.data();
    const auto* const places = other.places.data();
    const auto end = static_cast<Csr::Position>(lead.list.size());
    for (Csr::Position i = 0; i < end; ++i) {
      const auto place = places[list[i]];
      if (place == 0 || (repeats && i > 0 && list[i - 1] == list[i]))
        continue;  // equal ones are taken with the first
      begin_of(lead) = i;
      begin_of(other) = place - 1;
      take(list[i]);
    }
  }

  void meet(Arm& lead) {
    for (std::size_t k = 0; k < arms_.size(); ++k) chosen_[k].begin = 0;
    const auto end = static_cast<Csr::Position>(lead.list.size());
    for (Csr::Position i = 0; i < end; ++i) {
      const auto node = lead.list[i];
      if (i > 0 && lead.list[i - 1] == node) continue;
      bool in_all = true;
      for (Arm& arm : arms_) {
        auto& begin = begin_of(arm);
        if (&arm == &lead) {
          begin = i;
        } else if (arm.has_places()) {
          const auto place = arm.place_of(node);
          in_all = place != 0;
          if (in_all) begin = place - 1;
        } else {
          begin = gallop(arm.list, begin, node);
          if (begin == arm.list.size()) return;  // nor has it any of those that come
          in_all = arm.list[begin] == node;
        }
        if (!in_all) break;
      }
      if (in_all) take(node);
    }
  }

  // `node` is in all lists, first at chosen_[k].begin: every choice of relationships, one an arm.
  void take(Csr::Node node) {
    for (std::size_t k = 0; k < arms_.size(); ++k) {
      auto& [begin, end, id] = chosen_[k];
      end = begin + 1;
      if (arms_[k].csr->has_ordinals())
        while (end < arms_[k].list.size() && arms_[k].list[end] == node) ++end;
    }
    choose(0, NodeId(node), [this](std::size_t k, Csr::Position at) {
      return arms_[k].csr->relationship(arms_[k].here, arms_[k].range.begin + at);
    });
  }
  Csr::Position& begin_of(const Arm& arm) {
    return chosen_[static_cast<std::size_t>(&arm - arms_.data())].begin;
  }

  // --- lists by hand ---------------------------------------------------------------------------------------

  Result<void> meet_by_hand() {
    if (row_ == listed_) SKEIN_TRY(list_some());
    const Arm* lead = nullptr;
    for (Arm& arm : arms_) {
      const auto list = arm.list_of_row[row_ - first_listed_];
      if (list == no_list) return {};
      arm.entries =
          std::span(arm.found).subspan(arm.offsets[list], arm.offsets[list + 1] - arm.offsets[list]);
      if (!lead || arm.entries.size() < lead->entries.size()) lead = &arm;
    }
    for (std::size_t i = 0; i < lead->entries.size(); ++i) {
      const auto node = lead->entries[i].node;
      if (i > 0 && lead->entries[i - 1].node == node) continue;
      bool in_all = true;
      for (std::size_t k = 0; k < arms_.size() && in_all; ++k) {
        const auto& entries = arms_[k].entries;
        const auto range = std::equal_range(entries.begin(), entries.end(), node, ByNode());
        chosen_[k].begin = static_cast<Csr::Position>(range.first - entries.begin());
        chosen_[k].end = static_cast<Csr::Position>(range.second - entries.begin());
        in_all = range.first != range.second;
      }
      if (in_all)
        choose(0, node,
               [this](std::size_t k, Csr::Position at) { return arms_[k].entries[at].relationship; });
    }
    return {};
  }
  struct ByNode {
    bool operator()(const graph::Neighbour& a, NodeId b) const { return a.node < b; }
    bool operator()(NodeId a, const graph::Neighbour& b) const { return a < b.node; }
    bool operator()(const graph::Neighbour& a, const graph::Neighbour& b) const { return a.node < b.node; }
  };

  // The lists of the next rows, each node's but once where rows share it.
  Result<void> list_some() {
    first_listed_ = row_;
    listed_ = std::min(in_.size, row_ + rows_at_once_);
    std::size_t most = 0;
    for (Arm& arm : arms_) {
      arm.nodes.clear();
      arm.list_of_row.clear();
      for (std::size_t row = row_; row < listed_; ++row) {
        const auto node = arm.node_in(row);
        if (node && (arm.nodes.empty() || arm.nodes.back() != *node)) arm.nodes.push_back(*node);
        arm.list_of_row.push_back(node ? arm.nodes.size() - 1 : no_list);
      }
      SKEIN_TRY(arm.neighbours.of_each(arm.nodes, arm.offsets, arm.found));
      most = std::max(most, arm.found.size());
      for (std::size_t i = 0; i < arm.nodes.size(); ++i) {
        const auto begin = arm.found.begin() + static_cast<std::ptrdiff_t>(arm.offsets[i]);
        const auto end = arm.found.begin() + static_cast<std::ptrdiff_t>(arm.offsets[i + 1]);
        if (!std::is_sorted(begin, end, ByNode())) std::stable_sort(begin, end, ByNode());
      }
    }
    rows_at_once_ = most > 8 * batch_rows ? std::max<std::size_t>(1, rows_at_once_ / 2)
                                          : std::min<std::size_t>(batch_rows, rows_at_once_ * 2);
    return {};
  }

  // --- rows ------------------------------------------------------------------------------------------------

  // Chooses a relationship for arm k and those after it, unlike all that it must differ from.
  template <typename IdAt>
  void choose(std::size_t k, NodeId node, const IdAt& id_at) {
    if (k == arms_.size()) {
      rows_.push_back(static_cast<RowIndex>(row_));
      nodes_.push_back(node);
      for (std::size_t i = 0; i < arms_.size(); ++i)
        if (arms_[i].op.keep_relationship) kept_[i].push_back(chosen_[i].id);
      return;
    }
    const Arm& arm = arms_[k];
    for (auto at = chosen_[k].begin; at < chosen_[k].end; ++at) {
      chosen_[k].id = id_at(k, at);
      if (!arm.unlike.empty() && occurs(chosen_[k].id, arm.unlike, row_)) continue;
      if (std::any_of(arm.unlike_arms.begin(), arm.unlike_arms.end(),
                      [&](std::size_t other) { return chosen_[other].id == chosen_[k].id; }))
        continue;
      choose(k + 1, node, id_at);
    }
  }

  static constexpr Csr::Node most_places = 1 << 24;  // 64 MB an arm
  static constexpr std::size_t no_list = ~std::size_t{0};
  struct Choice {
    Csr::Position begin = 0, end = 0;  // of the list
    RelationshipId id;
  };

  const plan::Intersect& op_;
  std::vector<Arm> arms_;
  std::vector<Choice> chosen_;  // by arm
  bool none_ = false, in_memory_ = false;
  std::size_t first_listed_ = 0, listed_ = 0, rows_at_once_ = 16;
  Indices rows_;
  std::vector<NodeId> nodes_;
  std::vector<std::vector<RelationshipId>> kept_;  // by arm
};

}  // namespace

OperatorPtr make_intersect(Runtime& runtime, const plan::Intersect& op, OperatorPtr input) {
  return std::make_unique<Intersect>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
