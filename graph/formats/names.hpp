// Names for nodes and relationships that leave the program: hashes of content, not numbers of arrival, so
// that two stores with the same content give the same names.
//
//   nodes         what was derived from documents has its uid ("e:…", "d:…", "v:…"); what people wrote "n:"
//   and a hash
//                 of labels and properties. Nodes that are alike in these are told apart by what they are
//                 connected to, up to three steps away, and those that still are alike are numbered: "n:…-2".
//   relationships "r:" and a hash of ends and type when derived, "w:" and a hash of ends, type and properties
//   when
//                 written; parallel ones that are alike in everything are numbered.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/formats/subgraph.hpp"

namespace skein::graph::formats {

class ContentNames {
 public:
  // Looks at the whole graph, whatever part of it is written: a node has one name in all exports of a graph.
  // Takes about 20 bytes a node, and the length of the uids.
  static Result<ContentNames> of(const Transaction& transaction, const QueryContext* context);
  [[nodiscard]] std::string node(NodeId node) const;
  // Whether two names of nodes stand in this order: "n:7-2" before "n:7-10".
  static bool before(std::string_view a, std::string_view b);

 private:
  void refine(const Transaction& transaction, const Subgraph& everything,
              const std::vector<std::uint8_t>& alike, Result<void>& status);

  NodeNumbers numbers_;
  std::vector<std::uint64_t> hashes_;                       // by number - 1
  std::unordered_map<std::uint64_t, std::uint32_t> twins_;  // number: which of several that are alike, from 2
  std::vector<std::uint32_t> uid_ends_;                     // by number: where its uid ends in uids_
  std::string uids_;
};

// Names of relationships that come in the order of for_each_relationship().
class RelationshipNames {
 public:
  RelationshipNames(const Transaction& transaction, const ContentNames& nodes)
      : transaction_(transaction), nodes_(nodes) {}
  Result<std::string> next(const RelationshipId& relationship);

 private:
  const Transaction& transaction_;
  const ContentNames& nodes_;
  RelationshipId last_;
  std::string from_, to_;
  std::map<std::uint64_t, int> seen_;  // among the parallel ones
};

}  // namespace skein::graph::formats
