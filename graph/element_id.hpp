// How nodes and relationships are named to the outside: elementId(), id(), and the ids in results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/ids.hpp"

namespace skein::graph {

// "42" for a node; "42:3:77:0" (from, type number, to, ordinal) for a relationship. Valid within one store.
void append_element_id(std::string& out, NodeId node);
void append_element_id(std::string& out, const RelationshipId& relationship);
template <typename Id>
std::string element_id(const Id& id) {
  std::string out;
  append_element_id(out, id);
  return out;
}

// The relationship that an element id names; nothing when it is not written like one. It need not exist.
std::optional<RelationshipId> relationship_of(std::string_view element_id);

// The integer that id() gives. For a node its number; for a relationship, which has none of its own, 63 bits of a
// hash of its identity: equal for equal relationships, and different for different ones but for chance.
std::int64_t integer_id(NodeId node);
std::int64_t integer_id(const RelationshipId& relationship);

}  // namespace skein::graph
