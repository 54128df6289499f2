// Names that may be one thing, which no rule may join by itself: a person decides. And why two names are one
// thing, or not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/resolve/blocks.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

// An entity as resolution sees it.
struct Cluster {
  NodeId node;
  std::string representative;
  std::vector<std::string> keys;  // sorted
};

// The clusters of a graph by node; found once, for commands that look at names.
class Clusters {
 public:
  static Result<Clusters> load(graph::Transaction& transaction);
  // nullptr for a node that no document speaks of.
  [[nodiscard]] const Cluster* of(NodeId node) const;
  [[nodiscard]] const Cluster* with_key(const std::string& key) const;
  // The key of a cluster that a name stands for, or its representative when the name shows none.
  [[nodiscard]] static std::string key_for(const Cluster& cluster, std::string_view name);
  [[nodiscard]] const std::vector<Cluster>& all() const { return clusters_; }

 private:
  std::vector<Cluster> clusters_;  // by node
  std::map<std::string, std::size_t> by_key_;
};

struct MergeCandidate {
  NodeId node, other;
  std::string name, other_name;  // name < other_name
  std::string reason;            // for people
  double score = 0;              // 0..1, for the order only
};

// What may be one and is not, best first: two holders of an office that has one holder at a time, a short
// form that several names share, one name for things of different types, initials, a surname beside the same
// company. What a person has decided about is left out.
Result<std::vector<MergeCandidate>> merge_candidates(graph::Transaction& transaction);

// One step from a key to a key that is the same thing.
struct MergeStep {
  std::string key, other;
  Blocks::Tie::Kind kind = Blocks::Tie::Kind::names;
  std::vector<std::string> documents;  // up to 5 that say so; none for decisions
};

struct MergeExplanation {
  bool one = false;
  std::vector<MergeStep> steps;  // from the first name's key to the second's, when they are one
  std::vector<std::string> keys, other_keys;
  std::optional<DecisionRecord> refused;  // a person keeps them apart
  std::string candidate;                  // why they may be one all the same, or empty
};

Result<MergeExplanation> explain_merge(graph::Transaction& transaction, NodeId node, std::string_view name,
                                       NodeId other, std::string_view other_name);

}  // namespace skein::extract
