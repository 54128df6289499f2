#include "graph/element_id.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace skein::graph {

void append_element_id(std::string& out, NodeId node) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), node.value);
}

void append_element_id(std::string& out, const RelationshipId& r) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}:{}:{}:{}"), r.from.value, r.type.value, r.to.value,
                 r.ordinal);
}

std::optional<RelationshipId> relationship_of(std::string_view element_id) {
  const char *at = element_id.data(), *const end = at + element_id.size();
  const auto number = [&](auto& value, bool last) {
    const auto read = std::from_chars(at, end, value);
    if (read.ec != std::errc() || (last ? read.ptr != end : read.ptr == end || *read.ptr != ':')) return false;
    at = read.ptr + (last ? 0 : 1);
    return true;
  };
  RelationshipId id;
  if (number(id.from.value, false) && number(id.type.value, false) && number(id.to.value, false) &&
      number(id.ordinal, true))
    return id;
  return std::nullopt;
}

std::int64_t integer_id(NodeId node) { return static_cast<std::int64_t>(node.value); }

std::int64_t integer_id(const RelationshipId& r) {
  return static_cast<std::int64_t>(std::hash<RelationshipId>{}(r) & 0x7fff'ffff'ffff'ffffULL);
}

}  // namespace skein::graph
