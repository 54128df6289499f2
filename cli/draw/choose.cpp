// What to draw when nobody says what: the relationships with the most support, few enough to be read.
#include <algorithm>
#include <map>
#include <set>

#include "cli/draw/picture.hpp"
#include "cli/facts.hpp"

namespace skein::cli {

namespace {

using graph::Neighbour;
using graph::Transaction;
using graph::formats::Subgraph;

constexpr std::size_t looked_at = 500000;   // relationships of the graph
constexpr std::size_t most_around = 20000;  // relationships around one node

struct Candidate {
  RelationshipId relationship;
  std::size_t support = 0;
  std::string order;  // names, so that the choice does not depend on ids
};

// Documents mention everything: in a picture they say nothing.
class DocumentNodes {
 public:
  explicit DocumentNodes(const Transaction& transaction)
      : transaction_(transaction), label_(transaction.catalog().label("Document")) {}
  bool contains(NodeId node) const {
    if (!label_) return false;
    const auto has = transaction_.has_label(node, *label_);
    return has.ok() && *has;
  }

 private:
  const Transaction& transaction_;
  std::optional<LabelId> label_;
};

Result<Candidate> weigh(const Transaction& transaction, const RelationshipId& relationship) {
  SKEIN_ASSIGN(const auto evidence, transaction.evidence(relationship));
  std::set<DocumentId> documents;
  for (const auto& e : evidence) documents.insert(e.document);
  // A second document weighs more than a second sentence.
  Candidate candidate{relationship, 3 * documents.size() + evidence.size(), ""};
  candidate.order = name_of(transaction, relationship.from) + '\0' +
                    std::string(transaction.catalog().name(relationship.type)) + '\0' +
                    name_of(transaction, relationship.to);
  return candidate;
}

void sort_best_first(std::vector<Candidate>& candidates, const std::map<NodeId, std::size_t>& degrees) {
  const auto degree = [&](const Candidate& c) {
    const auto of = [&](NodeId n) { return degrees.contains(n) ? degrees.at(n) : 0; };
    return of(c.relationship.from) + of(c.relationship.to);
  };
  std::sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    if (a.support != b.support) return a.support > b.support;
    const std::size_t da = degree(a), db = degree(b);
    return da != db ? da > db : a.order < b.order;
  });
}

// Takes candidates while there is room. Those that touch what is drawn already come first, so that the
// picture hangs together.
class Picking {
 public:
  Picking(const std::vector<Candidate>& candidates, std::size_t max_nodes)
      : candidates_(candidates), max_nodes_(max_nodes), taken_(candidates.size(), false) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      touching_[candidates[i].relationship.from].push_back(i);
      touching_[candidates[i].relationship.to].push_back(i);
    }
    // In a picture of few nodes a hub's many lines would leave no room for anything else.
    most_lines_ = max_nodes <= 150 ? 14 : max_nodes;
  }

  Subgraph pick() {
    for (std::size_t next = 0; next < candidates_.size(); ++next) {
      if (!taken_[next] && fits(next)) take(next);
      while (!near_.empty()) {
        const std::size_t i = *near_.begin();
        near_.erase(near_.begin());
        if (!taken_[i] && fits(i)) take(i);
      }
    }
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if (!taken_[i] && fits(i)) take(i);
    Subgraph part;
    part.everything = false;
    part.nodes.assign(drawn_.begin(), drawn_.end());
    part.relationships = std::move(relationships_);
    part.normalise();
    return part;
  }

 private:
  [[nodiscard]] bool fits(std::size_t i) {
    const auto& r = candidates_[i].relationship;
    const std::size_t more = !drawn_.contains(r.from) + !drawn_.contains(r.to);
    if (more == 0 && extra_ * 2 >= drawn_.size()) return false;
    return drawn_.size() + more <= max_nodes_ && lines_[r.from] < most_lines_ && lines_[r.to] < most_lines_;
  }
  void take(std::size_t i) {
    taken_[i] = true;
    const auto& r = candidates_[i].relationship;
    if (drawn_.contains(r.from) && drawn_.contains(r.to)) ++extra_;
    relationships_.push_back(r);
    for (const NodeId node : {r.from, r.to}) {
      ++lines_[node];
      if (!drawn_.insert(node).second) continue;
      for (const std::size_t other : touching_[node]) near_.insert(other);
    }
  }

  const std::vector<Candidate>& candidates_;  // best first
  std::size_t max_nodes_, most_lines_;
  std::vector<bool> taken_;
  std::map<NodeId, std::vector<std::size_t>> touching_;
  std::set<std::size_t> near_;  // candidates that touch what is drawn
  std::set<NodeId> drawn_;
  std::map<NodeId, std::size_t> lines_;
  // Relationships between nodes that were there already: more than half as many as there are nodes, and lines
  // cover everything.
  std::size_t extra_ = 0;
  std::vector<RelationshipId> relationships_;
};

}  // namespace

Result<Subgraph> choose_overview(const Transaction& transaction, std::size_t max_nodes) {
  const DocumentNodes documents(transaction);
  std::vector<RelationshipId> all;
  for (const TypeId type : transaction.catalog().types()) {
    if (!transaction.catalog().asserted(type) || transaction.catalog().name(type) == "MENTIONS") continue;
    SKEIN_TRY(transaction.scan_relationships(type, [&](const RelationshipId& relationship) {
      all.push_back(relationship);
      return all.size() < looked_at;
    }));
    if (all.size() >= looked_at) break;
  }
  std::map<NodeId, std::size_t> degrees;
  for (const auto& r : all) {
    ++degrees[r.from];
    ++degrees[r.to];
  }
  // Of a very large graph only the relationships between its best connected nodes are weighed, and of each
  // node only so many as a picture could show.
  const std::size_t weighed = std::max<std::size_t>(20000, 6 * max_nodes);
  if (all.size() > weighed) {
    std::sort(all.begin(), all.end(), [&](const RelationshipId& a, const RelationshipId& b) {
      const std::size_t da = std::min(degrees[a.from], degrees[a.to]),
                        db = std::min(degrees[b.from], degrees[b.to]);
      return da != db ? da > db : a < b;
    });
    const std::size_t most = std::max<std::size_t>(40, max_nodes / 4);
    std::map<NodeId, std::size_t> seen;
    std::erase_if(all, [&](const RelationshipId& r) {
      if (seen[r.from] >= most || seen[r.to] >= most) return true;
      ++seen[r.from];
      ++seen[r.to];
      return false;
    });
    if (all.size() > weighed) all.resize(weighed);
  }
  std::vector<Candidate> candidates;
  for (const auto& relationship : all) {
    if (documents.contains(relationship.from) || documents.contains(relationship.to)) continue;
    SKEIN_ASSIGN(Candidate candidate, weigh(transaction, relationship));
    candidates.push_back(std::move(candidate));
  }
  sort_best_first(candidates, degrees);
  return Picking(candidates, max_nodes).pick();
}

Result<Subgraph> choose_around(const Transaction& transaction, NodeId focus, unsigned hops,
                               std::size_t max_nodes) {
  const DocumentNodes documents(transaction);
  const auto types = transaction.catalog().types();
  std::set<NodeId> seen{focus};
  std::set<RelationshipId> found;
  std::vector<NodeId> ring{focus};
  std::vector<Neighbour> neighbours;
  for (unsigned hop = 0; hop < hops && found.size() < most_around; ++hop) {
    std::vector<NodeId> next;
    for (const NodeId node : ring) {
      neighbours.clear();
      SKEIN_TRY(transaction.expand(node, graph::Direction::both, types, neighbours));
      for (const Neighbour& n : neighbours) {
        if (documents.contains(n.node)) continue;
        found.insert(n.relationship);
        if (seen.insert(n.node).second) next.push_back(n.node);
      }
    }
    ring = std::move(next);
  }
  std::vector<Candidate> candidates;
  std::map<NodeId, std::size_t> degrees;
  for (const auto& relationship : found) {
    SKEIN_ASSIGN(Candidate candidate, weigh(transaction, relationship));
    // What touches the focus comes before what does not.
    if (relationship.from == focus || relationship.to == focus) candidate.support += 1000000;
    candidates.push_back(std::move(candidate));
  }
  sort_best_first(candidates, degrees);
  // Around one thing all its lines are wanted, as far as there is room.
  Subgraph part;
  part.everything = false;
  std::set<NodeId> drawn{focus};
  for (const auto& c : candidates) {
    const std::size_t more = !drawn.contains(c.relationship.from) + !drawn.contains(c.relationship.to);
    if (drawn.size() + more > max_nodes) continue;
    drawn.insert(c.relationship.from);
    drawn.insert(c.relationship.to);
    part.relationships.push_back(c.relationship);
  }
  part.nodes.assign(drawn.begin(), drawn.end());
  part.normalise();
  return part;
}

Result<Subgraph> choose_everything(const Transaction& transaction) {
  const DocumentNodes documents(transaction);
  Subgraph all, part;
  part.everything = false;
  SKEIN_TRY(graph::formats::for_each_node(transaction, all, [&](NodeId node) -> Result<void> {
    if (!documents.contains(node)) part.nodes.push_back(node);
    return {};
  }));
  SKEIN_TRY(graph::formats::for_each_relationship(
      transaction, all, [&](const RelationshipId& relationship) -> Result<void> {
        if (!documents.contains(relationship.from) && !documents.contains(relationship.to))
          part.relationships.push_back(relationship);
        return {};
      }));
  return part;
}

}  // namespace skein::cli
