// Quantified paths: a chain of hops walked again and again, no relationship twice (ISO/IEC 39075, 16.7 "path
// pattern expression"). The chain is a plan of its own, which is run for many half-walked paths at once.
// Paths share what they have in common: each knows its last repetition, which knows the one before.
#include <algorithm>
#include <deque>
#include <limits>
#include <unordered_map>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

// One repetition of the chain.
struct Link {
  explicit Link(Memory& account) : memory(account) {}
  ~Link() {
    memory.give_back(bytes);
    // Not by recursion: a path may be as long as the graph is large.
    while (before && before.use_count() == 1) {
      auto further = std::const_pointer_cast<Link>(before)->before;
      std::const_pointer_cast<Link>(before)->before = nullptr;
      before = std::move(further);
    }
  }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  Memory& memory;
  std::uint64_t bytes = 0;             // told to the account
  std::shared_ptr<const Link> before;  // null: the first
  std::vector<RelationshipId> hops;    // in the order of walking
  std::vector<Value> values;           // of the variables that become lists
};

struct Trail {
  RowIndex row = 0;
  NodeId at;
  std::int64_t depth = 0;
  std::shared_ptr<const Link> last;
};

class Repeat final : public Operator {
 public:
  Repeat(Runtime& shared, const plan::Repeat& op, OperatorPtr input, OperatorPtr chain,
         std::unique_ptr<ArgumentSource> source)
      : Operator(shared),
        op_(op),
        input_(std::move(input)),
        chain_(std::move(chain)),
        source_(std::move(source)),
        most_(op.max.value_or(std::numeric_limits<std::int64_t>::max())) {
    for (const auto* predicate : op.accepts) accepts_.push_back(compile(*predicate, shared));
  }
  void rewind() override {
    in_ = Batch();
    open_.clear();
    finished_.clear();
    candidates_.clear();
    input_->rewind();
  }

 protected:
  Result<bool> produce(Batch& out) override {
    if (open_.empty() && finished_.empty()) {
      SKEIN_ASSIGN(const bool more, input_->next(in_));
      if (!more) {
        in_ = Batch();
        return false;
      }
      start();
      SKEIN_TRY(settle());
    }
    while (finished_.size() < batch_rows && !open_.empty()) SKEIN_TRY(walk());
    give(finished_, out);
    finished_.erase(finished_.begin(), finished_.begin() + static_cast<std::ptrdiff_t>(out.size));
    return true;
  }

 private:
  void start() {
    found_.assign(in_.size, Found{});
    targets_.assign(in_.size, std::nullopt);
    reached_.clear();
    unlike_ = columns_of(in_, op_.unlike);
    for (std::size_t i = 0; i < in_.size; ++i) {
      const auto from = node_at(in_[op_.from], i);
      if (op_.into) targets_[i] = node_at(in_[op_.to], i);
      if (!from || (op_.into && !targets_[i])) continue;
      Trail trail{static_cast<RowIndex>(i), *from, 0, nullptr};
      if (op_.min == 0) finish(trail);
      if (most_ > 0) open_.push_back(std::move(trail));
    }
  }

  // Looking for the shortest, paths of one length at a time, the short ones first; else the newest first,
  // which keeps few of them waiting.
  Result<void> walk() {
    std::vector<Trail> trails;
    while (!open_.empty() && trails.size() < batch_rows) {
      Trail& next = op_.fewest > 0 ? open_.front() : open_.back();
      if (op_.fewest > 0 && !trails.empty() && trails.front().depth != next.depth) break;
      if (!is_satisfied(next)) trails.push_back(std::move(next));
      op_.fewest > 0 ? open_.pop_front() : open_.pop_back();
    }
    if (trails.empty()) return {};
    Indices rows(trails.size());
    std::vector<NodeId> starts(trails.size());
    std::vector<std::int64_t> numbers(trails.size());
    for (std::size_t i = 0; i < trails.size(); ++i) {
      rows[i] = trails[i].row;
      starts[i] = trails[i].at;
      numbers[i] = static_cast<std::int64_t>(i);
    }
    source_->batch = rows_of(in_, std::move(rows));
    source_->batch.set(op_.start, Column::of(std::move(starts)));
    source_->batch.set(op_.row, Column::of(std::move(numbers)));
    chain_->rewind();
    Batch found;
    while (true) {
      SKEIN_ASSIGN(const bool more, chain_->next(found));
      if (!more) return settle();
      for (std::size_t i = 0; i < found.size; ++i) SKEIN_TRY(extend(trails, found, i));
    }
  }

  Result<void> extend(const std::vector<Trail>& trails, const Batch& found, std::size_t i) {
    const auto end = node_at(found[op_.end], i);
    const Value number = found[op_.row].value(i);
    if (!end || !number.is<std::int64_t>()) return {};
    const Trail& before = trails[static_cast<std::size_t>(number.as_int())];
    auto link = std::make_shared<Link>(runtime_.memory);
    link->before = before.last;
    for (const ast::Symbol hop : op_.hops) {
      const Value walked = found[hop].value(i);
      const auto* relationship = walked.get_if<RelationshipId>();
      if (!relationship || was_walked(*relationship, before, link->hops)) return {};
      link->hops.push_back(*relationship);
    }
    Trail trail{before.row, *end, before.depth + 1, nullptr};
    // Of paths over single hops that lead to one node, only the shortest can be part of a shortest one.
    if (op_.fewest == 1 && op_.hops.size() == 1 && accepts_.empty() && is_late(trail)) return {};
    for (const ast::GroupVariable& list : op_.lists) link->values.push_back(found[list.inside].value(i));
    const std::uint64_t bytes = sizeof(Link) + sizeof(Trail) + link->hops.size() * sizeof(RelationshipId) +
                                link->values.size() * sizeof(Value);
    link->bytes = bytes;
    trail.last = std::move(link);
    SKEIN_TRY(runtime_.memory.take(bytes, "walking paths"));
    if (trail.depth >= op_.min && !is_satisfied(trail)) finish(trail);
    if (trail.depth < most_ && !is_satisfied(trail)) open_.push_back(std::move(trail));
    return {};
  }

  [[nodiscard]] bool was_walked(const RelationshipId& relationship, const Trail& trail,
                                const std::vector<RelationshipId>& now) const {
    if (std::find(now.begin(), now.end(), relationship) != now.end()) return true;
    for (const Link* link = trail.last.get(); link != nullptr; link = link->before.get())
      if (std::find(link->hops.begin(), link->hops.end(), relationship) != link->hops.end()) return true;
    return !unlike_.empty() && occurs(relationship, unlike_, trail.row);
  }

  // Was the node reached by fewer repetitions (or, when one path is enough, by as many)? Only from the least
  // length on: a shorter way is no way.
  bool is_late(const Trail& trail) {
    if (op_.min > 1) return false;
    const auto [known, first] = reached_.try_emplace({trail.row, trail.at}, trail.depth);
    return !first && (known->second < trail.depth || !op_.groups);
  }

  // Has the row all the shortest paths that are wanted of it?
  [[nodiscard]] bool is_satisfied(const Trail& trail) const {
    if (op_.fewest == 0) return false;
    const Found& found = found_[trail.row];
    if (!op_.groups) return found.paths >= op_.fewest;
    return found.lengths >= op_.fewest && trail.depth > found.last_length;
  }

  void finish(const Trail& trail) {
    if (op_.into && targets_[trail.row] != trail.at) return;
    if (accepts_.empty()) {
      count(trail);
    } else {
      candidates_.push_back(trail);
    }
  }

  // Of the paths that have come to their ends, those that are accepted count.
  Result<void> settle() {
    while (!candidates_.empty()) {
      Batch rows;
      give(candidates_, rows);
      Indices accepted(rows.size);
      for (std::size_t i = 0; i < accepted.size(); ++i) accepted[i] = static_cast<RowIndex>(i);
      for (const ExpressionPtr& predicate : accepts_) {
        if (accepted.empty()) break;
        Indices passing;
        SKEIN_TRY(select_true(*predicate, rows_of(rows, accepted), passing));
        for (RowIndex& row : passing) row = accepted[row];
        accepted = std::move(passing);
      }
      for (const RowIndex row : accepted)
        if (!is_satisfied(candidates_[row])) count(candidates_[row]);
      candidates_.erase(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(rows.size));
    }
    return {};
  }

  void count(const Trail& trail) {
    if (op_.fewest > 0) {
      Found& found = found_[trail.row];
      ++found.paths;
      if (found.last_length != trail.depth) ++found.lengths;
      found.last_length = trail.depth;
    }
    finished_.push_back(trail);
  }

  // The first of the trails as rows.
  void give(const std::deque<Trail>& trails, Batch& out) const {
    const std::size_t count = std::min(trails.size(), batch_rows);
    Indices rows(count);
    std::vector<NodeId> ends(count);
    std::vector<Value> walks(count), paths(op_.path != plan::no_symbol ? count : 0);
    std::vector<std::vector<Value>> lists(op_.lists.size(), std::vector<Value>(count));
    for (std::size_t i = 0; i < count; ++i) {
      const Trail& trail = trails[i];
      rows[i] = trail.row;
      ends[i] = trail.at;
      std::vector<const Link*> links;
      for (const Link* link = trail.last.get(); link != nullptr; link = link->before.get())
        links.push_back(link);
      if (!op_.reversed) std::reverse(links.begin(), links.end());
      List walk;
      std::vector<List> values(op_.lists.size());
      for (const Link* link : links) {
        const auto add = [&](const RelationshipId& hop) { walk.emplace_back(hop); };
        if (op_.reversed) {
          std::for_each(link->hops.rbegin(), link->hops.rend(), add);
        } else {
          std::for_each(link->hops.begin(), link->hops.end(), add);
        }
        for (std::size_t k = 0; k < values.size(); ++k) values[k].push_back(link->values[k]);
      }
      if (op_.path != plan::no_symbol) paths[i] = path_of(*node_at(in_[op_.from], trail.row), walk);
      walks[i] = Value(std::move(walk));
      for (std::size_t k = 0; k < values.size(); ++k) lists[k][i] = Value(std::move(values[k]));
    }
    out = in_;
    out.select(std::move(rows));
    if (!op_.into) out.set(op_.to, Column::of(std::move(ends)));
    if (op_.path != plan::no_symbol) out.set(op_.path, Column::of(std::move(paths)));
    out.set(op_.relationship, Column::of(std::move(walks)));
    for (std::size_t k = 0; k < lists.size(); ++k)
      out.set(op_.lists[k].outside, Column::of(std::move(lists[k])));
  }

  static Value path_of(NodeId from, const List& walk) {
    Path path;
    path.nodes.push_back(from);
    for (const Value& hop : walk) {
      const auto& relationship = hop.as<RelationshipId>();
      path.relationships.push_back(relationship);
      path.nodes.push_back(relationship.from == path.nodes.back() ? relationship.to : relationship.from);
    }
    return Value(std::move(path));
  }

  struct Found {
    std::int64_t paths = 0, lengths = 0, last_length = -1;
  };
  struct Place {
    RowIndex row;
    NodeId node;
    bool operator==(const Place&) const = default;
  };
  struct PlaceHash {
    std::size_t operator()(const Place& place) const {
      return std::hash<NodeId>{}(place.node) * 0x9e3779b97f4a7c15ULL + place.row;
    }
  };

  const plan::Repeat& op_;
  OperatorPtr input_, chain_;
  std::unique_ptr<ArgumentSource> source_;
  std::int64_t most_;
  Batch in_;
  std::vector<Column> unlike_;
  std::vector<std::optional<NodeId>> targets_;
  std::vector<Found> found_;
  std::unordered_map<Place, std::int64_t, PlaceHash> reached_;
  std::deque<Trail> open_;
  std::deque<Trail> finished_, candidates_;
  std::vector<ExpressionPtr> accepts_;
};

}  // namespace

OperatorPtr make_repeat(Runtime& runtime, const plan::Repeat& op, OperatorPtr input, OperatorPtr chain,
                        std::unique_ptr<ArgumentSource> source) {
  return std::make_unique<Repeat>(runtime, op, std::move(input), std::move(chain), std::move(source));
}

}  // namespace skein::dsl::exec
