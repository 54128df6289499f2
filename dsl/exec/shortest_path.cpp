// Shortest paths between two bound nodes: breadth first from both ends, the smaller frontier first. Each level is
// finished before the searches are compared, so all least paths cross the last frontier, each at one node.
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/steps.hpp"

namespace skein::dsl::exec {

namespace {

struct Arrival {
  RelationshipId relationship;
  NodeId from;
};

struct Side {
  // By node: how it was reached, one arrival or all of the least length.
  std::unordered_map<NodeId, std::vector<Arrival>> reached;
  std::vector<NodeId> frontier;
  std::int64_t depth = 0;
};

ast::PatternDirection turned(ast::PatternDirection direction) {
  if (direction == ast::PatternDirection::right) return ast::PatternDirection::left;
  if (direction == ast::PatternDirection::left) return ast::PatternDirection::right;
  return direction;
}

class ShortestPath final : public Unary {
 public:
  ShortestPath(Runtime& shared, const plan::ShortestPath& op, OperatorPtr input)
      : Unary(shared, std::move(input)), op_(op), forward_(op.types, op.direction, shared),
        backward_(op.types, turned(op.direction), shared), tests_(op.tests, shared) {}
  void rewind() override {
    in_ = Batch();
    row_ = 0;
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
      forward_.refresh();
      backward_.refresh();
      SKEIN_TRY(tests_.start_batch(in_));
    }
    Indices rows;
    std::vector<Value> paths, lists;
    for (; row_ < in_.size && rows.size() < batch_rows; ++row_) {
      const auto from = node_at(in_[op_.from], row_), to = node_at(in_[op_.to], row_);
      if (!from || !to) continue;
      std::vector<Path> found;
      SKEIN_TRY(search(*from, *to, found));
      for (Path& path : found) {
        rows.push_back(static_cast<RowIndex>(row_));
        if (op_.single) {
          lists.emplace_back(path.relationships.front());
        } else {
          lists.emplace_back(List(path.relationships.begin(), path.relationships.end()));
        }
        paths.emplace_back(std::move(path));
      }
    }
    out = in_;
    out.select(std::move(rows));
    out.set(op_.relationship, Column::of(std::move(lists)));
    if (op_.path != plan::no_symbol) out.set(op_.path, Column::of(std::move(paths)));
    return true;
  }

 private:
  Result<void> search(NodeId from, NodeId to, std::vector<Path>& out) {
    if (from == to) {
      if (op_.min == 0) out.push_back(Path{{from}, {}});
      return {};
    }
    const std::int64_t most = op_.max.value_or(std::numeric_limits<std::int64_t>::max());
    Side ahead, behind;
    ahead.reached[from];
    ahead.frontier = {from};
    behind.reached[to];
    behind.frontier = {to};
    while (!ahead.frontier.empty() && !behind.frontier.empty() && ahead.depth + behind.depth < most) {
      const bool go_ahead = ahead.frontier.size() <= behind.frontier.size();
      Side& side = go_ahead ? ahead : behind;
      const Side& other = go_ahead ? behind : ahead;
      std::vector<NodeId> meetings;
      SKEIN_TRY(advance(side, other, go_ahead ? forward_ : backward_, meetings));
      if (meetings.empty()) continue;
      if (ahead.depth + behind.depth < op_.min) return {};
      std::sort(meetings.begin(), meetings.end());
      for (const NodeId meeting : meetings) {
        collect(ahead, behind, from, to, meeting, out);
        if (!op_.all && !out.empty()) break;
      }
      if (!op_.all && out.size() > 1) out.resize(1);
      return {};
    }
    return {};
  }

  Result<void> advance(Side& side, const Side& other, const Neighbours& neighbours, std::vector<NodeId>& meetings) {
    std::unordered_map<NodeId, std::vector<Arrival>> level;
    std::vector<NodeId> frontier;
    std::vector<graph::Neighbour> found;
    for (const NodeId node : side.frontier) {
      SKEIN_TRY(runtime_.query.check());
      found.clear();
      SKEIN_TRY(neighbours.of(node, found));
      for (const graph::Neighbour& next : found) {
        if (side.reached.contains(next.node)) continue;
        if (!tests_.empty()) {
          SKEIN_ASSIGN(const bool passes, tests_.passes(next.relationship, row_));
          if (!passes) continue;
        }
        auto [it, fresh] = level.try_emplace(next.node);
        if (fresh) {
          frontier.push_back(next.node);
          if (other.reached.contains(next.node)) meetings.push_back(next.node);
        }
        if (fresh || op_.all) it->second.push_back(Arrival{next.relationship, node});
      }
      if (!op_.all && !meetings.empty()) break;
    }
    side.reached.merge(level);
    side.frontier = std::move(frontier);
    ++side.depth;
    return {};
  }

  // All paths from -> meeting -> to.
  void collect(const Side& ahead, const Side& behind, NodeId from, NodeId to, NodeId meeting, std::vector<Path>& out) {
    std::vector<std::vector<Arrival>> firsts, seconds;
    std::vector<Arrival> walked;
    trace(ahead, from, meeting, walked, firsts);
    trace(behind, to, meeting, walked, seconds);
    for (const auto& first : firsts)
      for (const auto& second : seconds) {
        Path path;
        for (auto it = first.rbegin(); it != first.rend(); ++it) {
          path.nodes.push_back(it->from);
          path.relationships.push_back(it->relationship);
        }
        path.nodes.push_back(meeting);
        for (const Arrival& step : second) {
          path.relationships.push_back(step.relationship);
          path.nodes.push_back(step.from);
        }
        out.push_back(std::move(path));
        if (!op_.all) return;
      }
  }

  static void trace(const Side& side, NodeId end, NodeId at, std::vector<Arrival>& walked,
                    std::vector<std::vector<Arrival>>& out) {
    if (at == end) {
      out.push_back(walked);
      return;
    }
    for (const Arrival& arrival : side.reached.at(at)) {
      walked.push_back(arrival);
      trace(side, end, arrival.from, walked, out);
      walked.pop_back();
    }
  }

  const plan::ShortestPath& op_;
  Neighbours forward_, backward_;
  RelationshipTests tests_;
  Batch in_;
  std::size_t row_ = 0;
};

}  // namespace

OperatorPtr make_shortest_path(Runtime& runtime, const plan::ShortestPath& op, OperatorPtr input) {
  return std::make_unique<ShortestPath>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
