// Many values of one kind, one after the other: what the cache keeps of a property and what query execution
// passes around, so that a cached property is read where it lies.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "storage/value.hpp"

namespace skein::graph {

class Csr;

struct ValueVector {
  using Data = std::variant<std::vector<NodeId>, std::vector<RelationshipId>, std::vector<std::int64_t>,
                            std::vector<double>, std::vector<std::uint8_t>, std::vector<Value>>;
  Data data;
  std::vector<std::uint8_t> nulls =
      {};                 // 1: null. Empty: no nulls, or a vector of Value, which says it itself
  bool distinct = false;  // a dictionary: no two entries are equal

  // Of relationships: where they stand in the adjacency that they were read from.
  std::shared_ptr<const Csr> from = {};
  std::vector<std::uint32_t> positions = {};
};

}  // namespace skein::graph
