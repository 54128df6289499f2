#include "graph/verify/verifier.hpp"

#include <set>

#include "graph/adjacency_block.hpp"
#include "graph/column_codec.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

using keys::SetKind;
using keys::Side;

namespace {

// Both sides are folded into one number each: what one side has and the other lacks makes them differ. Only
// then are the relationships held against each other one by one.
std::uint64_t mix(const RelationshipId& r) {
  std::uint64_t h = r.from.value * 0x9e3779b97f4a7c15ULL;
  h = (h ^ h >> 31) + r.to.value * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ h >> 29) + (std::uint64_t{r.type.value} << 32 | r.ordinal) * 0x94d049bb133111ebULL;
  return (h ^ h >> 32) * 0xd6e8feb86659fd93ULL;
}

}  // namespace

template <typename Visit>
Result<void> Verifier::side(Side which, Visit visit) {
  std::optional<std::pair<NodeId, TypeId>> open;             // the section whose parts are read
  std::map<std::pair<NodeId, TypeId>, std::uint64_t> split;  // degree told by the head
  std::optional<std::pair<NodeId, std::uint32_t>> last;
  const auto relationship = [&](NodeId node, TypeId type, NodeId other, std::uint32_t ordinal) {
    return which == Side::out ? RelationshipId{node, other, type, ordinal}
                              : RelationshipId{other, node, type, ordinal};
  };
  const auto body = [&](NodeId node, TypeId type, std::string_view bytes, std::uint64_t count) {
    const auto result = visit_body(node, bytes, count, [&](NodeId other, std::uint32_t ordinal) {
      const auto r = relationship(node, type, other, ordinal);
      if (last && *last >= std::pair(other, ordinal)) find(name(r) + " stands out of order");
      last = std::pair(other, ordinal);
      visit(r);
      return true;
    });
    if (!result) find(name(node) + ": an adjacency block cannot be read");
  };
  const auto columns = [&](NodeId node, std::string_view bytes, std::uint64_t count) {
    RecordReader in(bytes);
    std::vector<Value> values;
    while (!in.at_end()) {
      const KeyId key(static_cast<std::uint32_t>(in.varint()));
      const auto column = in.counted();
      values.clear();
      if (!in.ok() || !decode_column(column, count, values).ok()) {
        find(name(node) + ": a column of relationship properties cannot be read");
        return;
      }
      if (key != origin_key && transaction_.catalog().name(key).empty())
        find(name(node) + ": its relationships have a property of key " + std::to_string(key.value) +
             ", which the catalog lacks");
    }
  };
  std::map<std::string, std::uint64_t> part_counts;  // parts of the node at hand, by the key of their columns
  SKEIN_TRY(each(keys::head_prefix(which), [&](std::string_view key, std::string_view value) {
    if (const auto node = keys::decode_head(key)) {
      part_counts.clear();
      if (!has_node(*node)) find(name(*node) + " does not exist, and has relationships");
      HeadReader head(value);
      for (Section section; head.next(section);) {
        if (transaction_.catalog().name(section.type).empty())
          find(name(*node) + " has relationships of type " + std::to_string(section.type.value) +
               ", which the catalog lacks");
        if (section.degree == 0) find(name(*node) + " keeps an empty list of relationships");
        if (which == Side::out && section.degree != 0)
          expected_sets_[{SetKind::sources, section.type.value}].push_back(*node);
        if (section.split) {
          split[{*node, section.type}] = section.degree;
          continue;
        }
        last.reset();
        body(*node, section.type, section.body, section.degree);
        if (const auto inline_columns = columns_of(section.body, section.degree))
          columns(*node, *inline_columns, section.degree);
        else
          find(name(*node) + ": an adjacency block cannot be read");
      }
      if (!head.ok()) find(name(*node) + ": its adjacency head cannot be read");
      return;
    }
    const auto part = keys::decode_part(key);
    if (!part) return find("a key of the adjacency is of a wrong form: " + storage::printable(key));
    const auto section = std::pair(part->node, part->type);
    if (part->properties) {
      auto of = *part;
      of.properties = false;
      const auto bytes = decode_part_columns(value);
      const auto count = part_counts.find(encode(of));
      if (!bytes || count == part_counts.end())
        find(name(part->node) + ": properties of a part of its relationships that is not there");
      else
        columns(part->node, *bytes, count->second);
      return;
    }
    if (open != section) {
      last.reset();
      open = section;
    }
    const auto view = decode_part_record(value);
    if (!view) return find(name(part->node) + ": a part of its relationships cannot be read");
    part_counts[std::string(key)] = view->count;
    body(part->node, part->type, view->body, view->count);
    if (last && last->first > part->fence)
      find(name(part->node) + ": a relationship stands beyond its part's fence");
    const auto told = split.find(section);
    if (told == split.end())
      return find(name(part->node) + ": a part of relationships that its head does not know");
    told->second -= view->count;  // what is left must be zero in the end
  }));
  for (const auto& [section, left] : split)
    if (left != 0)
      find(name(section.first) + ": the degree kept for a large list is not the length of its parts");
  return {};
}

Result<void> Verifier::relationships() {
  std::uint64_t out_sum = 0, in_sum = 0, out_count = 0, in_count = 0;
  SKEIN_TRY(side(Side::out, [&](const RelationshipId& r) {
    out_sum += mix(r);
    ++out_count;
    ++type_counts_[r.type];
    if (!has_node(r.to)) find(name(r) + " leads to a node that does not exist");
  }));
  SKEIN_TRY(side(Side::in, [&](const RelationshipId& r) {
    in_sum += mix(r);
    ++in_count;
    if (!has_node(r.from)) find(name(r) + " comes from a node that does not exist");
  }));
  report_.relationships = out_count;
  if (out_sum == in_sum && out_count == in_count) return {};
  std::set<RelationshipId> out;
  SKEIN_TRY(side_again(Side::out, [&](const RelationshipId& r) { out.insert(r); }));
  SKEIN_TRY(side_again(Side::in, [&](const RelationshipId& r) {
    if (out.erase(r) == 0) find(name(r) + " is known at its end and not at its start");
  }));
  for (const auto& r : out) find(name(r) + " is known at its start and not at its end");
  return {};
}
template <typename Visit>
Result<void> Verifier::side_again(Side which, Visit visit) {
  const auto so_far = report_;
  const auto sets_so_far = expected_sets_;
  SKEIN_TRY(side(which, visit));
  report_ = so_far;
  expected_sets_ = sets_so_far;
  return {};
}

}  // namespace skein::graph
