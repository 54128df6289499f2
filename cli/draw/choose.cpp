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

constexpr std::size_t most_lines_of_a_node = 14;
constexpr std::size_t looked_at = 200000;  // relationships

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
Subgraph take(const std::vector<Candidate>& candidates, std::set<NodeId> drawn, std::size_t max_nodes) {
  Subgraph part;
  part.everything = false;
  std::map<NodeId, std::size_t> lines;
  std::vector<bool> used(candidates.size(), false);
  const auto fits = [&](const Candidate& c, bool touching) {
    const auto& r = c.relationship;
    const bool from = drawn.contains(r.from), to = drawn.contains(r.to);
    if (touching && !drawn.empty() && !from && !to) return false;
    if (drawn.size() + !from + !to > max_nodes) return false;
    return lines[r.from] < most_lines_of_a_node && lines[r.to] < most_lines_of_a_node;
  };
  for (bool again = true; again;) {
    again = false;
    for (const bool touching : {true, false}) {
      for (std::size_t i = 0; i < candidates.size() && !again; ++i) {
        if (used[i] || !fits(candidates[i], touching)) continue;
        used[i] = true;
        const auto& r = candidates[i].relationship;
        drawn.insert(r.from);
        drawn.insert(r.to);
        ++lines[r.from];
        ++lines[r.to];
        part.relationships.push_back(r);
        again = true;
      }
      if (again) break;
    }
  }
  part.nodes.assign(drawn.begin(), drawn.end());
  part.normalise();
  return part;
}

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
  // Of a very large graph only the relationships between its best connected nodes are weighed.
  constexpr std::size_t weighed = 20000;
  if (all.size() > weighed) {
    std::nth_element(all.begin(), all.begin() + weighed, all.end(),
                     [&](const RelationshipId& a, const RelationshipId& b) {
                       const std::size_t da = std::min(degrees[a.from], degrees[a.to]),
                                         db = std::min(degrees[b.from], degrees[b.to]);
                       return da != db ? da > db : a < b;
                     });
    all.resize(weighed);
  }
  std::vector<Candidate> candidates;
  for (const auto& relationship : all) {
    if (documents.contains(relationship.from) || documents.contains(relationship.to)) continue;
    SKEIN_ASSIGN(Candidate candidate, weigh(transaction, relationship));
    candidates.push_back(std::move(candidate));
  }
  sort_best_first(candidates, degrees);
  if (candidates.size() > 2000) candidates.resize(2000);
  return take(candidates, {}, max_nodes);
}

Result<Subgraph> choose_around(const Transaction& transaction, NodeId focus, unsigned hops,
                               std::size_t max_nodes) {
  const DocumentNodes documents(transaction);
  const auto types = transaction.catalog().types();
  std::set<NodeId> seen{focus};
  std::set<RelationshipId> found;
  std::vector<NodeId> ring{focus};
  std::vector<Neighbour> neighbours;
  for (unsigned hop = 0; hop < hops && found.size() < 5000; ++hop) {
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
  if (candidates.size() > 2000) candidates.resize(2000);
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

}  // namespace skein::cli
