#include "graph/element_id.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>

namespace skein::graph {

void append_element_id(std::string& out, NodeId node) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), node.value);
}

void append_element_id(std::string& out, const RelationshipId& r) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}:{}:{}:{}"), r.from.value, r.type.value, r.to.value,
                 r.ordinal);
}

std::int64_t integer_id(NodeId node) { return static_cast<std::int64_t>(node.value); }

std::int64_t integer_id(const RelationshipId& r) {
  return static_cast<std::int64_t>(std::hash<RelationshipId>{}(r) & 0x7fff'ffff'ffff'ffffULL);
}

}  // namespace skein::graph
