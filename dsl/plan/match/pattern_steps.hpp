// The steps of a pattern's plan: scans and seeks, hops, quantified and shortest paths, and the filters that
// can be decided after each. In which order they come is for match.cpp to say.
#pragma once

#include <vector>

#include "dsl/plan/match/join_order.hpp"

namespace skein::dsl::plan {

// A base class: whoever plans patterns has its Side and its steps.
class PatternSteps {
 protected:
  PatternSteps(Planner& owner, const QueryGraph& pattern)
      : p_(owner), graph_(pattern), count_(pattern, owner.statistics(), owner.known_labels()) {}

  // A plan that grows.
  struct Side {
    NodePtr plan;
    Bound bound;
    std::vector<bool> decided;  // predicates that are in it
    std::vector<bool> walked;   // relationships that are
    bool alone = false;         // does it not see what was bound before?
  };

  // A filter of all predicates that can be decided now.
  void decide(Side& side);
  [[nodiscard]] std::vector<const Expr*> open_predicates(const Side& side) const;
  void start(Side& side, const Order& order);
  // The relationship from its index, then what stands at its ends.
  void seek(Side& side, const Order& order);
  Result<void> hop(Side& side, const Order& order);
  Result<void> shortest(Side& side);
  void paths(Side& side);

  Planner& p_;
  const QueryGraph& graph_;
  Cardinality count_;

 private:
  [[nodiscard]] bool ready(const Side& side, std::size_t i) const;
  // The nodes at the ends of a bound relationship.
  [[nodiscard]] Ends ends_of(const Side& side, const PatternRelationship& relationship) const;
  void walked(Side& side, const Order& order) const;
  [[nodiscard]] std::vector<Symbol> unlike(const Side& side, const PatternRelationship& relationship) const;
  // A quantified path. Its chain is planned by itself, from the end that is known.
  Result<void> repeat(Side& side, const PatternRelationship& relationship, bool from_left, bool into);
  void add_repeat(Side& side, Repeat walk, NodePtr chain);
  // The predicates that ask something of a path which shortestPath(...) looks for, and of nothing not known
  // before it.
  [[nodiscard]] std::vector<std::size_t> asked_of_path(const Side& side,
                                                       const PatternRelationship& relationship) const;
  // all(n IN nodes(p) WHERE ...) and all(r IN relationships(p) WHERE ...) are asked at every hop as well, so
  // that what they forbid is not walked.
  void ask_of_hops(Side& side, const Expr& predicate, const PatternRelationship& relationship);
  // A relationship of variable length as a chain of one hop.
  void repeat_hop(Side& side, const PatternRelationship& relationship);
};

}  // namespace skein::dsl::plan
