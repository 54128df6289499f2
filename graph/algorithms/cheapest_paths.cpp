#include "graph/algorithms/cheapest_paths.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace skein::graph {

namespace {

struct Step {
  NodeId node;
  RelationshipId relationship;
  double cost = 0;
};

// The graph as the rules let it be walked; what was read once is kept.
class Walk {
 public:
  Walk(const Transaction& transaction, const PathRules& rules, const QueryContext* context)
      : transaction_(transaction), rules_(rules), context_(context) {}

  // Steps from a node by the other end, one each, the cheapest.
  Result<const std::vector<Step>*> from(NodeId node) {
    const auto known = steps_.find(node);
    if (known != steps_.end()) return &known->second;
    if (context_ && steps_.size() % 256 == 0) SKEIN_TRY(context_->check());
    found_.clear();
    SKEIN_TRY(transaction_.expand(node, rules_.direction, rules_.types, found_));
    std::vector<Step> steps;
    std::vector<Value> values;
    if (rules_.weight) {
      relationships_.clear();
      for (const auto& one : found_) relationships_.push_back(one.relationship);
      SKEIN_TRY(transaction_.property_column(relationships_, *rules_.weight, values));
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].node == node) continue;
      double cost = 1;
      if (rules_.weight) {
        SKEIN_ASSIGN(cost, cost_of(found_[i].relationship, values[i]));
      }
      steps.push_back({found_[i].node, found_[i].relationship, cost});
    }
    std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
      if (a.node != b.node) return a.node < b.node;
      return a.cost != b.cost ? a.cost < b.cost : a.relationship < b.relationship;
    });
    steps.erase(std::unique(steps.begin(), steps.end(),
                            [](const Step& a, const Step& b) { return a.node == b.node; }),
                steps.end());
    return &steps_.emplace(node, std::move(steps)).first->second;
  }

  // May a path lead through the node?
  Result<bool> open(NodeId node) {
    const auto known = open_.find(node);
    if (known != open_.end()) return known->second;
    bool open = !std::binary_search(rules_.without.begin(), rules_.without.end(), node);
    if (open && !rules_.labels.empty()) {
      open = false;
      for (const auto label : rules_.labels) {
        SKEIN_ASSIGN(const bool has, transaction_.has_label(node, label));
        open = open || has;
      }
    }
    open_.emplace(node, open);
    return open;
  }

 private:
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
  std::unordered_map<NodeId, std::vector<Step>> steps_;
  std::unordered_map<NodeId, bool> open_;
  std::vector<Neighbour> found_;
  std::vector<RelationshipId> relationships_;
};

// What Yen's method forbids a search for its next path.
struct Barriers {
  std::unordered_set<NodeId> nodes;
  std::set<std::pair<NodeId, NodeId>> steps;
};

class Search {
 public:
  Search(Walk& walk, const Barriers& barriers) : walk_(walk), barriers_(barriers) {}

  // Calls back for each node as its cheapest path becomes known; false ends the search.
  template <typename Settled>
  Result<void> run(NodeId from, std::optional<NodeId> to, const Settled& settled) {
    reached_[from] = {0, from, {}, false};
    queue_.push({0, from});
    while (!queue_.empty()) {
      const auto [cost, node] = queue_.top();
      queue_.pop();
      auto& mine = reached_[node];
      if (mine.settled || cost > mine.cost) continue;
      mine.settled = true;
      if (!settled(node, cost)) return {};
      if (node != from) {
        SKEIN_ASSIGN(const bool open, walk_.open(node));
        if (!open) continue;
      }
      SKEIN_ASSIGN(const auto* steps, walk_.from(node));
      for (const Step& step : *steps) {
        if (barriers_.nodes.contains(step.node) || barriers_.steps.contains({node, step.node})) continue;
        if (!to || step.node != *to) {
          SKEIN_ASSIGN(const bool open, walk_.open(step.node));
          if (!open) continue;
        }
        const double there = cost + step.cost;
        const auto [at, fresh] =
            reached_.try_emplace(step.node, Reached{there, node, step.relationship, false});
        if (!fresh) {
          auto& other = at->second;
          // Of paths that cost the same, the one from the smaller node: the outcome depends on the graph
          // alone.
          if (other.settled || there > other.cost || (there == other.cost && !(node < other.before)))
            continue;
          const bool cheaper = there < other.cost;
          other = {there, node, step.relationship, false};
          if (!cheaper) continue;
        }
        queue_.push({there, step.node});
      }
    }
    return {};
  }

  [[nodiscard]] CostedPath path_to(NodeId node) const {
    CostedPath out;
    for (;;) {
      const auto& reached = reached_.at(node);
      out.path.nodes.push_back(node);
      out.costs.push_back(reached.cost);
      if (reached.before == node) break;
      out.path.relationships.push_back(reached.by);
      node = reached.before;
    }
    std::reverse(out.path.nodes.begin(), out.path.nodes.end());
    std::reverse(out.path.relationships.begin(), out.path.relationships.end());
    std::reverse(out.costs.begin(), out.costs.end());
    return out;
  }

 private:
  struct Reached {
    double cost;
    NodeId before;  // itself: the start
    RelationshipId by;
    bool settled;
  };
  using Waiting = std::pair<double, NodeId>;
  Walk& walk_;
  const Barriers& barriers_;
  std::unordered_map<NodeId, Reached> reached_;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue_;
};

Result<std::optional<CostedPath>> cheapest(Walk& walk, NodeId from, NodeId to, const Barriers& barriers) {
  Search search(walk, barriers);
  bool found = false;
  SKEIN_TRY(search.run(from, to, [&](NodeId node, double) {
    found = node == to;
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
  SKEIN_ASSIGN(auto first, cheapest(walk, from, to, {}));
  if (!first) return out;
  out.push_back(std::move(*first));
  const auto before = [](const CostedPath& a, const CostedPath& b) {
    return a.costs.back() != b.costs.back() ? a.costs.back() < b.costs.back() : a.path.nodes < b.path.nodes;
  };
  std::set<CostedPath, decltype(before)> candidates(before);
  while (out.size() < k) {
    const CostedPath last = out.back();
    // Each candidate leaves a path found already at one of its nodes, by a step that none of those took.
    for (std::size_t at = 0; at + 1 < last.path.nodes.size(); ++at) {
      Barriers barriers;
      for (const auto& known : out)
        if (known.path.nodes.size() > at + 1 &&
            std::equal(last.path.nodes.begin(), last.path.nodes.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       known.path.nodes.begin()))
          barriers.steps.emplace(known.path.nodes[at], known.path.nodes[at + 1]);
      for (std::size_t i = 0; i < at; ++i) barriers.nodes.insert(last.path.nodes[i]);
      SKEIN_ASSIGN(const auto rest, cheapest(walk, last.path.nodes[at], to, barriers));
      if (!rest) continue;
      CostedPath whole = *rest;
      for (auto& cost : whole.costs) cost += last.costs[at];
      const auto root = static_cast<std::ptrdiff_t>(at);
      whole.path.nodes.insert(whole.path.nodes.begin(), last.path.nodes.begin(),
                              last.path.nodes.begin() + root);
      whole.path.relationships.insert(whole.path.relationships.begin(), last.path.relationships.begin(),
                                      last.path.relationships.begin() + root);
      whole.costs.insert(whole.costs.begin(), last.costs.begin(), last.costs.begin() + root);
      candidates.insert(std::move(whole));
    }
    if (candidates.empty()) break;
    out.push_back(std::move(candidates.extract(candidates.begin()).value()));
  }
  return out;
}

Result<std::vector<CostedPath>> cheapest_paths_from(const Transaction& transaction, NodeId from,
                                                    double most_cost, const PathRules& rules,
                                                    const QueryContext* context) {
  SKEIN_TRY(check_exists(transaction, from));
  Walk walk(transaction, rules, context);
  const Barriers none;
  Search search(walk, none);
  std::vector<NodeId> order;
  SKEIN_TRY(search.run(from, std::nullopt, [&](NodeId node, double cost) {
    if (cost > most_cost) return false;
    order.push_back(node);
    return true;
  }));
  std::vector<CostedPath> out;
  out.reserve(order.size());
  for (const auto node : order) out.push_back(search.path_to(node));
  return out;
}

}  // namespace skein::graph
