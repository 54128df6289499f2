// Shortest paths between two bound nodes: breadth first from both ends, the smaller frontier first. Each
// level is finished before the searches are compared, so all least paths cross the last frontier, each at one
// node.
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "dsl/exec/operators.hpp"
#include "dsl/exec/reached_nodes.hpp"
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

// One direction of the search along adjacency in memory: who was reached, and for each how.
struct FastSide {
  struct Step {
    graph::CachedNode from = 0;
    graph::Csr::Position at = 0;
    std::uint32_t walk = 0;
  };
  ReachedNodes reached;
  std::vector<Step> steps;   // by place in `reached`
  std::size_t frontier = 0;  // reached.nodes() from here on
  std::int64_t depth = 0;

  void start(graph::CachedNode node, graph::CachedNode node_end) {
    reached.start(node_end);
    reached.add(node);
    steps.assign(1, {});
    frontier = 0;
    depth = 0;
  }
  [[nodiscard]] std::size_t frontier_size() const { return reached.nodes().size() - frontier; }
};

class ShortestPath final : public RowByRow {
 public:
  ShortestPath(Runtime& shared, const plan::ShortestPath& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)),
        op_(op),
        forward_(op.types, op.direction, shared),
        backward_(op.types, turned(op.direction), shared),
        tests_(op.tests, shared) {}

 protected:
  Result<void> start_batch() override {
    forward_.refresh();
    backward_.refresh();
    return tests_.start_batch(in_);
  }

  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool more, find_row());
    if (!more) return false;
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
    if (!op_.all && tests_.empty()) {
      const auto ahead = forward_.in_memory(worth_of_search), behind = backward_.in_memory(worth_of_search);
      if (!ahead.empty() && !behind.empty()) return search(from, to, most, ahead, behind, out);
    }
    Side ahead, behind;
    Share held(runtime_.memory, "looking for a shortest path");
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
      constexpr std::uint64_t reached_bytes = 96;
      SKEIN_TRY(held.set((ahead.reached.size() + behind.reached.size()) * reached_bytes));
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

  // The same search, in the same order, along adjacency in memory.
  Result<void> search(NodeId from, NodeId to, std::int64_t most, std::span<const Neighbours::Walk> forward,
                      std::span<const Neighbours::Walk> backward, std::vector<Path>& out) {
    static thread_local FastSide ahead, behind;
    const auto node_end = std::max(Neighbours::node_end(forward), Neighbours::node_end(backward));
    if (from.value >= node_end || to.value >= node_end) return {};
    ahead.start(static_cast<graph::CachedNode>(from.value), node_end);
    behind.start(static_cast<graph::CachedNode>(to.value), node_end);
    while (ahead.frontier_size() > 0 && behind.frontier_size() > 0 && ahead.depth + behind.depth < most) {
      SKEIN_TRY(runtime_.query.check());
      const bool go_ahead = ahead.frontier_size() <= behind.frontier_size();
      const auto meeting = go_ahead ? advance(ahead, behind, forward) : advance(behind, ahead, backward);
      if (!meeting) continue;
      if (ahead.depth + behind.depth < op_.min) return {};
      Path path;
      trace(ahead, *meeting, forward, path);
      std::reverse(path.nodes.begin(), path.nodes.end());
      std::reverse(path.relationships.begin(), path.relationships.end());
      path.nodes.emplace_back(*meeting);
      trace(behind, *meeting, backward, path);
      out.push_back(std::move(path));
      return {};
    }
    return {};
  }

  // One level further. The least of the nodes where the searches meet, when they do.
  static std::optional<graph::CachedNode> advance(FastSide& side, const FastSide& other,
                                                  std::span<const Neighbours::Walk> walks) {
    std::optional<graph::CachedNode> meeting;
    const std::size_t end = side.reached.nodes().size();
    std::size_t at = side.frontier;
    for (; at < end && !meeting; ++at) {
      const auto node = side.reached.nodes()[at];
      for (std::uint32_t w = 0; w < walks.size(); ++w) {
        const graph::Csr& csr = *walks[w].csr;
        const auto range = csr.range(node);
        for (auto i = range.begin; i < range.end; ++i) {
          const auto next = csr.others()[i];
          if (!side.reached.add(next)) continue;
          side.steps.push_back({node, i, w});
          if (other.reached.has(next) && (!meeting || next < *meeting)) meeting = next;
        }
      }
    }
    side.frontier = end;
    ++side.depth;
    return meeting;
  }

  // Appends the nodes and relationships from `at` (left out itself) back to where the side began.
  static void trace(const FastSide& side, graph::CachedNode at, std::span<const Neighbours::Walk> walks,
                    Path& path) {
    while (true) {
      const auto place = side.reached.place(at);
      if (place == 0) return;
      const auto& step = side.steps[place];
      path.relationships.push_back(walks[step.walk].csr->relationship(step.from, step.at));
      path.nodes.emplace_back(step.from);
      at = step.from;
    }
  }

  Result<void> advance(Side& side, const Side& other, const Neighbours& neighbours,
                       std::vector<NodeId>& meetings) {
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
  void collect(const Side& ahead, const Side& behind, NodeId from, NodeId to, NodeId meeting,
               std::vector<Path>& out) {
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

  static constexpr std::uint64_t worth_of_search = 256;  // nodes that a search walks from, or more

  const plan::ShortestPath& op_;
  Neighbours forward_, backward_;
  RelationshipTests tests_;
};

}  // namespace

OperatorPtr make_shortest_path(Runtime& runtime, const plan::ShortestPath& op, OperatorPtr input) {
  return std::make_unique<ShortestPath>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
