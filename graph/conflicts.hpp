// Claims that disagree: one subject, one relation, values that cannot all be right.
//
// What disagreeing means depends on the relation. Its traits come from the rules that made the graph and are
// kept in it; a relation without traits holds one figure at a time.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::graph {

struct RelationTraits {
  bool one_subject = false;  // one subject for an object at a time: chief executive
  bool one_object = false;   // one object for a subject at a time: headquarters
  bool once = false;         // one object for a subject, for ever: date of birth
  bool per_period = false;   // one figure for a reporting period: revenue
  bool per_day = false;      // one figure for a day: change of a share price
  bool symmetric = false;
  std::string inverse;  // the relation that says the same the other way round, or empty
  bool operator==(const RelationTraits&) const = default;
};

Result<void> put_relation_traits(Transaction& transaction, std::string_view relation,
                                 const RelationTraits& traits);
// It has the traits of a relation of which nothing was said.
Result<void> erase_relation_traits(Transaction& transaction, std::string_view relation);
Result<std::map<std::string, RelationTraits>> relation_traits(const Transaction& transaction);

struct Conflict {
  NodeId subject;                      // what the claims are about: the end that they share
  TypeId type;                         // of the first claim
  std::vector<RelationshipId> claims;  // two or more, sorted
  // The other end of a claim.
  [[nodiscard]] NodeId value_of(const RelationshipId& claim) const {
    return claim.from == subject ? claim.to : claim.from;
  }
};

// A claim's value as people read it: the name of the other end, "not …" for a claim that denies what another
// one asserts.
Result<std::string> value_text(const Transaction& transaction, const Conflict& conflict,
                               const RelationshipId& claim);

// All conflicts between derived relationships. Two claims are told apart, and no conflict, when their figures
// agree as far as they are given ("$1.9 billion" and "$1.92 billion", "more than 300" and "312"), when units
// or currencies differ, when the periods or days they speak of do, when they were published too far apart for
// something that changes, when one document states both, or when the later document corrects the earlier one.
// In the order of subjects and relations.
Result<std::vector<Conflict>> conflicts(const Transaction& transaction);

}  // namespace skein::graph
