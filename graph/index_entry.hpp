// Entries of indexes and constraints: which key one has, and what stands there. A unique one has one element
// a value, and names it in its record; another has the element in its key.
#pragma once

#include <string>
#include <string_view>

#include "graph/schema_rule.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

// `value`: encoded by storage/index_value.
std::string entry_key(const SchemaRule& rule, std::string_view value, NodeId node);
std::string entry_key(const SchemaRule& rule, std::string_view value, const RelationshipId& relationship);

// The record of an entry of a unique rule.
std::string entry_record(NodeId node);
std::string entry_record(const RelationshipId& relationship);

}  // namespace skein::graph
