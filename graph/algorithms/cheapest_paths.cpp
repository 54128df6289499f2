#include "graph/algorithms/cheapest_paths.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace skein::graph {

namespace {

// Nodes are numbered as they are met, so that searches work on arrays.
using Place = std::uint32_t;

struct Step {
  Place to = 0;
  double cost = 0;
  RelationshipId relationship;
};

// The graph as the rules let it be walked; what was read once is kept for the next search.
class Walk {
 public:
  Walk(const Transaction& transaction, const PathRules& rules, const QueryContext* context)
      : transaction_(transaction),
        rules_(rules),
        context_(context),
        all_open_(rules.labels.empty() && rules.without.empty()) {}

  Place place(NodeId node) {
    const auto [it, fresh] = places_.try_emplace(node, static_cast<Place>(nodes_.size()));
    if (fresh) {
      nodes_.push_back(node);
      steps_.emplace_back();
      known_.push_back(0);
      open_.push_back(-1);
    }
    return it->second;
  }
  [[nodiscard]] NodeId node(Place place) const { return nodes_[place]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  // Steps from a node, one to each other end, the cheapest. They stay where they are.
  Result<std::span<const Step>> from(Place place) {
    if (!known_[place]) SKEIN_TRY(read(place));
    return std::span<const Step>(steps_[place]);
  }

  // May a path lead through the node?
  Result<bool> open(Place place) {
    if (all_open_) return true;
    if (open_[place] >= 0) return open_[place] == 1;
    const NodeId node = nodes_[place];
    bool open = !std::binary_search(rules_.without.begin(), rules_.without.end(), node);
    if (open && !rules_.labels.empty()) {
      open = false;
      for (const auto label : rules_.labels) {
        SKEIN_ASSIGN(const bool has, transaction_.has_label(node, label));
        open = open || has;
      }
    }
    open_[place] = open ? 1 : 0;
    return open;
  }

 private:
  Result<void> read(Place place) {
    const NodeId node = nodes_[place];
    if (context_ && ++reads_ % 256 == 0) SKEIN_TRY(context_->check());
    found_.clear();
    SKEIN_TRY(transaction_.expand(node, rules_.direction, rules_.types, found_));
    if (rules_.weight) {
      relationships_.clear();
      for (const auto& one : found_) relationships_.push_back(one.relationship);
      SKEIN_TRY(transaction_.property_column(relationships_, *rules_.weight, values_));
    }
    std::vector<Step> steps;
    steps.reserve(found_.size());
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].node == node) continue;
      double cost = 1;
      if (rules_.weight) {
        SKEIN_ASSIGN(cost, cost_of(found_[i].relationship, values_[i]));
      }
      steps.push_back({this->place(found_[i].node), cost, found_[i].relationship});
    }
    std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
      if (a.to != b.to) return a.to < b.to;
      return a.cost != b.cost ? a.cost < b.cost : a.relationship < b.relationship;
    });
    steps.erase(
        std::unique(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.to == b.to; }),
        steps.end());
    steps_[place] = std::move(steps);
    known_[place] = 1;
    return {};
  }

  Result<double> cost_of(const RelationshipId& r, const Value& value) const {
    const auto key = std::string(transaction_.catalog().name(*rules_.weight));
    const auto name = [&] {
      return "the relationship (" + std::to_string(r.from.value) +
             ")-[:" + std::string(transaction_.catalog().name(r.type)) + "]->(" + std::to_string(r.to.value) +
             ")";
    };
    if (value.is_null()) {
      if (rules_.default_weight) return *rules_.default_weight;
      return Error{ErrorCode::invalid_argument, name() + " has no property " + key + " to be its weight"};
    }
    if (!value.is_number())
      return Error{ErrorCode::invalid_argument, name() + " has a " + std::string(kind_name(value.kind())) +
                                                    " as its weight " + key + ", wanted a number"};
    if (const double cost = value.number(); cost >= 0) return cost;
    return Error{ErrorCode::invalid_argument, name() + " has the weight " + std::to_string(value.number()) +
                                                  ", wanted a number that is not below 0"};
  }

  const Transaction& transaction_;
  const PathRules& rules_;
  const QueryContext* context_;
  bool all_open_;
  std::uint64_t reads_ = 0;
  std::unordered_map<NodeId, Place> places_;
  std::vector<NodeId> nodes_;  // by place, as are the next three
  std::vector<std::vector<Step>> steps_;
  std::vector<std::uint8_t> known_;  // were the steps read?
  std::vector<std::int8_t> open_;    // 1, 0; -1: not asked yet
  std::vector<Neighbour> found_;
  std::vector<RelationshipId> relationships_;
  std::vector<Value> values_;
};

// What Yen's method forbids a search for its next path, and what the path may cost.
struct Barriers {
  std::unordered_set<Place> nodes = {};
  std::set<Place> first_steps = {};  // from the start to here
  double most_cost = std::numeric_limits<double>::infinity();
};

class Search {
 public:
  explicit Search(Walk& walk) : walk_(walk) {}

  // Calls back for each node as its cheapest path becomes known; false ends the search.
  template <typename Settled>
  Result<void> run(Place from, std::optional<Place> to, const Barriers& barriers, const Settled& settled) {
    ++round_;
    queue_ = {};
    at(from) = {0, from, nullptr, round_, false};
    queue_.push({0, walk_.node(from), from});
    while (!queue_.empty()) {
      const auto [cost, node, place] = queue_.top();
      queue_.pop();
      auto& mine = at(place);
      if (mine.settled || cost > mine.cost) continue;
      mine.settled = true;
      if (!settled(place, cost)) return {};
      if (place != from) {
        SKEIN_ASSIGN(const bool open, walk_.open(place));
        if (!open) continue;
      }
      SKEIN_ASSIGN(const auto steps, walk_.from(place));
      for (const Step& step : steps) {
        const double there = cost + step.cost;
        if (there > barriers.most_cost || (!barriers.nodes.empty() && barriers.nodes.contains(step.to)))
          continue;
        if (place == from && barriers.first_steps.contains(step.to)) continue;
        if (!to || step.to != *to) {
          SKEIN_ASSIGN(const bool open, walk_.open(step.to));
          if (!open) continue;
        }
        auto& other = at(step.to);
        if (other.round == round_) {
          // Of paths that cost the same, the one from the smaller node: the outcome depends on the graph
          // alone.
          if (other.settled || there > other.cost ||
              (there == other.cost && !(node < walk_.node(other.before))))
            continue;
          const bool cheaper = there < other.cost;
          other = {there, place, &step, round_, false};
          if (!cheaper) continue;
        } else {
          other = {there, place, &step, round_, false};
        }
        queue_.push({there, walk_.node(step.to), step.to});
      }
    }
    return {};
  }

  // To a node that the last run has settled.
  [[nodiscard]] CostedPath path_to(Place place) const {
    CostedPath out;
    for (;;) {
      const auto& reached = reached_[place];
      out.path.nodes.push_back(walk_.node(place));
      out.costs.push_back(reached.cost);
      if (reached.by == nullptr) break;
      out.path.relationships.push_back(reached.by->relationship);
      place = reached.before;
    }
    std::reverse(out.path.nodes.begin(), out.path.nodes.end());
    std::reverse(out.path.relationships.begin(), out.path.relationships.end());
    std::reverse(out.costs.begin(), out.costs.end());
    return out;
  }

 private:
  struct Reached {
    double cost = 0;
    Place before = 0;
    const Step* by = nullptr;  // null: the start
    std::uint32_t round = 0;   // of another round: not reached
    bool settled = false;
  };
  // Valid until the next call.
  Reached& at(Place place) {
    if (place >= reached_.size()) reached_.resize(std::max<std::size_t>(walk_.size(), 2 * reached_.size()));
    return reached_[place];
  }

  struct Waiting {
    double cost;
    NodeId node;
    Place place;
    bool operator>(const Waiting& other) const {
      return cost != other.cost ? cost > other.cost : node > other.node;
    }
  };
  Walk& walk_;
  std::uint32_t round_ = 0;
  std::vector<Reached> reached_;  // by place
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue_;
};

Result<std::optional<CostedPath>> cheapest(Search& search, Place from, Place to, const Barriers& barriers) {
  bool found = false;
  SKEIN_TRY(search.run(from, to, barriers, [&](Place place, double) {
    found = place == to;
    return !found;
  }));
  if (!found) return std::optional<CostedPath>();
  return std::optional(search.path_to(to));
}

Result<void> check_exists(const Transaction& transaction, NodeId node) {
  SKEIN_ASSIGN(const bool there, transaction.exists(node));
  if (there) return {};
  return Error{ErrorCode::not_found, "node " + std::to_string(node.value) + " does not exist"};
}

}  // namespace

Result<std::vector<CostedPath>> cheapest_paths(const Transaction& transaction, NodeId from, NodeId to,
                                               std::size_t k, const PathRules& rules,
                                               const QueryContext* context) {
  SKEIN_TRY(check_exists(transaction, from));
  SKEIN_TRY(check_exists(transaction, to));
  std::vector<CostedPath> out;
  if (k == 0) return out;
  Walk walk(transaction, rules, context);
  Search search(walk);
  const Place target = walk.place(to);
  SKEIN_ASSIGN(auto first, cheapest(search, walk.place(from), target, {}));
  if (!first) return out;
  // A path, and the node at which it left the one that it was made from: what leaves before that node is
  // known already (Lawler 1972).
  struct Candidate {
    CostedPath whole;
    std::size_t left_at = 0;
  };
  const auto before = [](const Candidate& a, const Candidate& b) {
    if (a.whole.costs.back() != b.whole.costs.back()) return a.whole.costs.back() < b.whole.costs.back();
    return a.whole.path.nodes < b.whole.path.nodes;
  };
  std::set<Candidate, decltype(before)> candidates(before);
  std::size_t left_at = 0;
  out.push_back(std::move(*first));
  while (out.size() < k) {
    const CostedPath last = out.back();
    // Each candidate leaves a path found already at one of its nodes, by a step that none of those took.
    for (std::size_t at = left_at; at + 1 < last.path.nodes.size(); ++at) {
      Barriers barriers;
      for (const auto& known : out)
        if (known.path.nodes.size() > at + 1 &&
            std::equal(last.path.nodes.begin(), last.path.nodes.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       known.path.nodes.begin()))
          barriers.first_steps.insert(walk.place(known.path.nodes[at + 1]));
      for (std::size_t i = 0; i < at; ++i) barriers.nodes.insert(walk.place(last.path.nodes[i]));
      // What costs more than enough other candidates can never be given.
      if (const auto wanted = k - out.size(); candidates.size() >= wanted)
        barriers.most_cost =
            std::next(candidates.begin(), static_cast<std::ptrdiff_t>(wanted) - 1)->whole.costs.back() -
            last.costs[at];
      SKEIN_ASSIGN(auto rest, cheapest(search, walk.place(last.path.nodes[at]), target, barriers));
      if (!rest) continue;
      CostedPath whole = std::move(*rest);
      for (auto& cost : whole.costs) cost += last.costs[at];
      const auto root = static_cast<std::ptrdiff_t>(at);
      whole.path.nodes.insert(whole.path.nodes.begin(), last.path.nodes.begin(),
                              last.path.nodes.begin() + root);
      whole.path.relationships.insert(whole.path.relationships.begin(), last.path.relationships.begin(),
                                      last.path.relationships.begin() + root);
      whole.costs.insert(whole.costs.begin(), last.costs.begin(), last.costs.begin() + root);
      candidates.insert({std::move(whole), at});
    }
    if (candidates.empty()) break;
    auto best = std::move(candidates.extract(candidates.begin()).value());
    left_at = best.left_at;
    out.push_back(std::move(best.whole));
  }
  return out;
}

Result<std::vector<CostedPath>> cheapest_paths_from(const Transaction& transaction, NodeId from,
                                                    double most_cost, const PathRules& rules,
                                                    const QueryContext* context) {
  SKEIN_TRY(check_exists(transaction, from));
  Walk walk(transaction, rules, context);
  Search search(walk);
  Barriers barriers;
  barriers.most_cost = most_cost;
  std::vector<Place> order;
  SKEIN_TRY(search.run(walk.place(from), std::nullopt, barriers, [&](Place place, double) {
    order.push_back(place);
    return true;
  }));
  std::vector<CostedPath> out;
  out.reserve(order.size());
  for (const auto place : order) out.push_back(search.path_to(place));
  return out;
}

}  // namespace skein::graph
