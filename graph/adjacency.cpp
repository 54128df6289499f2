#include "graph/adjacency.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "graph/adjacency_columns.hpp"
#include "graph/column_codec.hpp"
#include "graph/node_chunk.hpp"
#include "graph/node_row.hpp"

namespace skein::graph {

namespace {

constexpr auto out_side = keys::Side::out, in_side = keys::Side::in;

RelationshipId relationship_of(keys::Side side, NodeId node, TypeId type, NodeId other, std::uint32_t ordinal) {
  return side == out_side ? RelationshipId{node, other, type, ordinal} : RelationshipId{other, node, type, ordinal};
}

std::string delta_key(keys::Side side, const RelationshipId& r) {
  return side == out_side ? encode(keys::DeltaKey{side, r.from, r.type, r.to, r.ordinal})
                          : encode(keys::DeltaKey{side, r.to, r.type, r.from, r.ordinal});
}

DeltaOp op_of(const Overlay::Entry& entry) { return static_cast<DeltaOp>(entry.value.front()); }

keys::DeltaKey key_of(const Overlay::Entries::const_iterator& it) {
  const auto key = keys::decode_delta(it->first);
  assert(key);
  return *key;
}

Error gone(const RelationshipId& r) {
  return Error{ErrorCode::not_found, "relationship from node " + std::to_string(r.from.value) + " to node " +
                                         std::to_string(r.to.value) + " does not exist"};
}

std::pair<std::string, std::uint64_t> source_set(TypeId type, NodeId node) {
  return {encode(keys::SetKey{keys::SetKind::sources, type.value, node.value >> keys::set_chunk_bits}),
          node.value & ((1u << keys::set_chunk_bits) - 1)};
}

}  // namespace

std::string encode(const Delta& delta) {
  std::string out(1, static_cast<char>(delta.op));
  put_properties(out, delta.properties);
  return out;
}

Result<Delta> decode_delta(std::string_view bytes) {
  assert(!bytes.empty());
  Delta delta{static_cast<DeltaOp>(bytes.front()), {}};
  SKEIN_ASSIGN(delta.properties, take_properties(bytes.substr(1)));
  return delta;
}

Adjacency::OwnRange Adjacency::own(const std::string& prefix) const {
  const auto& entries = overlay_.entries();
  if (entries.empty()) return {entries.end(), entries.end()};
  const auto first = entries.lower_bound(prefix);
  if (first == entries.end() || !first->first.starts_with(prefix)) return {entries.end(), entries.end()};
  return {first, entries.lower_bound(storage::prefix_end(prefix))};
}

template <typename Visitor>
Result<void> Adjacency::visit_section(keys::Side side, NodeId node, const Section& section, Visitor visit) const {
  if (!section.split) return visit_body(node, section.body, section.degree, visit);
  bool more = true;
  const auto cursor = overlay_.base().scan(keys::part_prefix(side, node, section.type, false),
                                           storage::prefix_end(keys::part_prefix(side, node, section.type, false)));
  for (; more && cursor->valid(); cursor->next()) {
    SKEIN_ASSIGN(const auto part, decode_part_record(cursor->value()));
    SKEIN_TRY(visit_body(node, part.body, part.count,
                         [&](NodeId other, std::uint32_t ordinal) { return more = visit(other, ordinal); }));
  }
  return cursor->status();
}

template <typename Visitor>
Result<void> Adjacency::visit_stored(keys::Side side, NodeId node, const TypeFilter& filter, Visitor visit) const {
  SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(side, node)));
  if (!bytes) return {};
  HeadReader head(*bytes);
  for (Section section; head.next(section);) {
    if (!filter.takes(section.type)) continue;
    SKEIN_TRY(visit_section(side, node, section, [&](NodeId other, std::uint32_t ordinal) {
      visit(section.type, other, ordinal);
      return true;
    }));
  }
  if (!head.ok()) return broken_adjacency();
  return {};
}

Result<void> Adjacency::expand(keys::Side side, NodeId node, const TypeFilter& filter, bool skip_loops,
                               std::vector<Neighbour>& out) const {
  const auto append = [&](std::vector<Neighbour>& to, TypeId type, NodeId other, std::uint32_t ordinal) {
    if (skip_loops && other == node) return;
    to.push_back({relationship_of(side, node, type, other, ordinal), other});
  };
  const auto [first, last] = own(keys::delta_prefix(side, node));
  if (first == last)
    return visit_stored(side, node, filter,
                        [&](TypeId type, NodeId other, std::uint32_t ordinal) { append(out, type, other, ordinal); });
  std::vector<Neighbour> stored;
  SKEIN_TRY(visit_stored(side, node, filter,
                         [&](TypeId type, NodeId other, std::uint32_t ordinal) { append(stored, type, other, ordinal); }));
  const auto order = [](const Neighbour& n) { return std::tuple(n.relationship.type, n.node, n.relationship.ordinal); };
  auto at = stored.begin();
  for (auto it = first; it != last; ++it) {
    const auto key = key_of(it);
    if (!filter.takes(key.type)) continue;
    const auto place = std::tuple(key.type, key.other, key.ordinal);
    while (at != stored.end() && order(*at) < place) out.push_back(*at++);
    switch (op_of(it->second)) {
      case DeltaOp::add: append(out, key.type, key.other, key.ordinal); break;
      case DeltaOp::remove:
        if (at != stored.end() && order(*at) == place) ++at;
        break;
      case DeltaOp::update: break;
    }
  }
  out.insert(out.end(), at, stored.end());
  return {};
}

Result<void> Adjacency::expand_ascending(keys::Side side, std::span<const NodeId> nodes, const TypeFilter& filter,
                                          bool skip_loops, std::vector<std::size_t>& offsets,
                                          std::vector<Neighbour>& out) const {
  const auto cursor = overlay_.base().scan(keys::head(side, nodes.front()),
                                           keys::head(side, NodeId(nodes.back().value + 1)));
  std::string wanted;
  for (const auto node : nodes) {
    offsets.push_back(out.size());
    keys::put_head(wanted, side, node);
    // Parts of large lists stand between the heads; whoever passes many of them had better seek.
    for (int steps = 0; cursor->valid() && cursor->key() < std::string_view(wanted);) {
      if (++steps > 8)
        cursor->seek(wanted);
      else
        cursor->next();
    }
    if (!cursor->valid() || cursor->key() != std::string_view(wanted)) continue;
    HeadReader head(cursor->value());
    for (Section section; head.next(section);) {
      if (!filter.takes(section.type)) continue;
      SKEIN_TRY(visit_section(side, node, section, [&](NodeId other, std::uint32_t ordinal) {
        if (!skip_loops || other != node)
          out.push_back({relationship_of(side, node, section.type, other, ordinal), other});
        return true;
      }));
    }
    if (!head.ok()) return broken_adjacency();
  }
  offsets.push_back(out.size());
  return cursor->status();
}

Result<void> Adjacency::expand_each(keys::Side side, std::span<const NodeId> nodes, const TypeFilter& filter,
                                    bool skip_loops, std::vector<std::size_t>& offsets,
                                    std::vector<Neighbour>& out) const {
  out.clear();
  offsets.clear();
  offsets.reserve(nodes.size() + 1);
  const bool close = nodes.size() >= 8 && !changed() && std::is_sorted(nodes.begin(), nodes.end()) &&
                     nodes.back().value - nodes.front().value < 8 * nodes.size();
  if (close) return expand_ascending(side, nodes, filter, skip_loops, offsets, out);
  for (const auto node : nodes) {
    offsets.push_back(out.size());
    SKEIN_TRY(expand(side, node, filter, skip_loops, out));
  }
  offsets.push_back(out.size());
  return {};
}

bool Adjacency::changed() const {
  const auto [first, last] = own(keys::delta_prefix());
  return first != last;
}

Result<std::uint64_t> Adjacency::degree(keys::Side side, NodeId node, const TypeFilter& filter) const {
  std::uint64_t degree = 0;
  SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(side, node)));
  if (bytes) {
    HeadReader head(*bytes);
    for (Section section; head.next(section);)
      if (filter.takes(section.type)) degree += section.degree;
    if (!head.ok()) return broken_adjacency();
  }
  const auto [first, last] = own(keys::delta_prefix(side, node));
  for (auto it = first; it != last; ++it) {
    if (!filter.takes(key_of(it).type)) continue;
    const auto op = op_of(it->second);
    if (op == DeltaOp::add) ++degree;
    if (op == DeltaOp::remove) --degree;
  }
  return degree;
}

Result<std::uint64_t> Adjacency::loops(NodeId node, const TypeFilter& filter) const {
  std::uint64_t count = 0;
  std::vector<RelationshipId> found;
  std::vector<TypeId> types;
  SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(out_side, node)));
  if (bytes) {
    HeadReader head(*bytes);
    for (Section section; head.next(section);) types.push_back(section.type);
    if (!head.ok()) return broken_adjacency();
  }
  const auto [first, last] = own(keys::delta_prefix(out_side, node));
  for (auto it = first; it != last; ++it) types.push_back(key_of(it).type);
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  for (const auto type : types) {
    if (!filter.takes(type)) continue;
    found.clear();
    SKEIN_TRY(between(node, node, type, found));
    count += found.size();
  }
  return count;
}

Result<bool> Adjacency::has_any(NodeId node) const {
  std::vector<Neighbour> found;
  for (const auto side : {out_side, in_side}) {
    const auto [first, last] = own(keys::delta_prefix(side, node));
    if (first == last) {
      SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(side, node)));
      if (bytes) return true;
      continue;
    }
    SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(side, node)));
    std::int64_t left = 0;
    if (bytes) {
      HeadReader head(*bytes);
      for (Section section; head.next(section);) left += static_cast<std::int64_t>(section.degree);
      if (!head.ok()) return broken_adjacency();
    }
    for (auto it = first; it != last; ++it) {
      const auto op = op_of(it->second);
      left += op == DeltaOp::add ? 1 : op == DeltaOp::remove ? -1 : 0;
    }
    if (left > 0) return true;
  }
  return false;
}

Result<std::optional<Adjacency::Located>> Adjacency::locate(const RelationshipId& r, bool want_columns) const {
  SKEIN_ASSIGN(auto bytes, overlay_.base().get(keys::head(out_side, r.from)));
  if (!bytes) return std::optional<Located>();
  HeadReader head(*bytes);
  Section section;
  bool found = false;
  while (!found && head.next(section)) found = section.type == r.type;
  if (!head.ok()) return broken_adjacency();
  if (!found) return std::optional<Located>();

  Located place;
  auto body = section.body;
  place.count = section.degree;
  std::optional<keys::PartKey> part_key;
  std::string part_bytes;
  if (section.split) {
    const auto lower = encode(keys::PartKey{out_side, r.from, r.type, r.to, false});
    const auto cursor =
        overlay_.base().scan(lower, storage::prefix_end(keys::part_prefix(out_side, r.from, r.type, false)));
    if (!cursor->valid()) {
      SKEIN_TRY(cursor->status());
      return std::optional<Located>();
    }
    part_key = keys::decode_part(cursor->key());
    part_bytes = cursor->value();
    SKEIN_ASSIGN(const auto part, decode_part_record(part_bytes));
    body = part.body;
    place.count = part.count;
  }
  std::size_t row = 0;
  found = false;
  SKEIN_TRY(visit_body(r.from, body, place.count, [&](NodeId other, std::uint32_t ordinal) {
    found = other == r.to && ordinal == r.ordinal;
    if (found || other > r.to) return false;
    ++row;
    return true;
  }));
  if (!found) return std::optional<Located>();
  place.row = row;
  if (!want_columns) return std::optional(std::move(place));
  if (!section.split) {
    SKEIN_ASSIGN(const auto columns, columns_of(body, place.count));
    place.columns = std::string(columns);
  } else if (part_key) {
    part_key->properties = true;
    SKEIN_ASSIGN(auto columns, overlay_.base().get(encode(*part_key)));
    if (columns) {
      SKEIN_ASSIGN(const auto view, decode_part_columns(*columns));
      place.columns = std::string(view);
    }
  }
  return std::optional(std::move(place));
}

Result<bool> Adjacency::exists(const RelationshipId& r) const {
  if (const auto* entry = overlay_.own(delta_key(out_side, r))) return op_of(*entry) != DeltaOp::remove;
  SKEIN_ASSIGN(const auto place, locate(r, false));
  return place.has_value();
}

Result<void> Adjacency::between(NodeId from, NodeId to, TypeId type, std::vector<RelationshipId>& out) const {
  std::vector<std::uint32_t> ordinals;
  SKEIN_ASSIGN(const auto bytes, overlay_.base().get(keys::head(out_side, from)));
  if (bytes) {
    const auto visit = [&](NodeId other, std::uint32_t ordinal) {
      if (other == to) ordinals.push_back(ordinal);
      return other <= to;
    };
    HeadReader head(*bytes);
    for (Section section; head.next(section);) {
      if (section.type != type) continue;
      if (!section.split) {
        SKEIN_TRY(visit_body(from, section.body, section.degree, visit));
        break;
      }
      const auto cursor = overlay_.base().scan(encode(keys::PartKey{out_side, from, type, to, false}),
                                               storage::prefix_end(keys::part_prefix(out_side, from, type, false)));
      if (cursor->valid()) {
        SKEIN_ASSIGN(const auto part, decode_part_record(cursor->value()));
        SKEIN_TRY(visit_body(from, part.body, part.count, visit));
      }
      SKEIN_TRY(cursor->status());
      break;
    }
    if (!head.ok()) return broken_adjacency();
  }
  const auto [first, last] = own(keys::delta_prefix(out_side, from, type, to));
  for (auto it = first; it != last; ++it) {
    const auto ordinal = key_of(it).ordinal;
    const auto op = op_of(it->second);
    if (op == DeltaOp::add) ordinals.push_back(ordinal);
    if (op == DeltaOp::remove) std::erase(ordinals, ordinal);
  }
  std::sort(ordinals.begin(), ordinals.end());
  for (const auto ordinal : ordinals) out.push_back({from, to, type, ordinal});
  return {};
}

Result<Properties> Adjacency::row(const RelationshipId& r) const {
  if (const auto* entry = overlay_.own(delta_key(out_side, r))) {
    if (op_of(*entry) == DeltaOp::remove) return gone(r);
    SKEIN_ASSIGN(auto delta, decode_delta(entry->value));
    return std::move(delta.properties);
  }
  SKEIN_ASSIGN(const auto place, locate(r, true));
  if (!place) return gone(r);
  Properties row;
  RecordReader in(place->columns);
  while (!in.at_end()) {
    const KeyId key(static_cast<std::uint32_t>(in.varint()));
    const auto column = in.counted();
    if (!in.ok()) return broken_adjacency();
    SKEIN_ASSIGN(auto value, column_value(column, place->count, place->row));
    if (!value.is_null()) row.emplace_back(key, std::move(value));
  }
  return row;
}

Result<Value> Adjacency::property(const RelationshipId& r, KeyId key) const {
  if (overlay_.own(delta_key(out_side, r))) {
    SKEIN_ASSIGN(const auto own_row, row(r));
    const auto* value = find_property(own_row, key);
    return value ? *value : Value();
  }
  SKEIN_ASSIGN(const auto place, locate(r, true));
  if (!place) return gone(r);
  SKEIN_ASSIGN(const auto column, find_column(place->columns, key));
  if (column.empty()) return Value();
  return column_value(column, place->count, place->row);
}

Result<void> Adjacency::column(std::span<const RelationshipId> relationships, KeyId key, std::vector<Value>& out) const {
  out.clear();
  out.resize(relationships.size());
  const bool any_own = changed();
  RelationshipColumn stored(overlay_.base(), key);
  for (std::size_t i = 0; i < relationships.size(); ++i) {
    const auto& r = relationships[i];
    const auto* own_change = any_own ? overlay_.own(delta_key(out_side, r)) : nullptr;
    if (!own_change) {
      SKEIN_ASSIGN(out[i], stored.at(r));
    } else if (op_of(*own_change) != DeltaOp::remove) {
      SKEIN_ASSIGN(out[i], property(r, key));
    }
  }
  return {};
}

Result<bool> Adjacency::scan_type(TypeId type, const Visit& visit) const {
  const TypeFilter filter{std::span(&type, 1), {}};
  std::vector<NodeId> sources;
  std::vector<std::size_t> offsets;
  std::vector<Neighbour> found;
  const auto prefix = keys::set_prefix(keys::SetKind::sources, type.value);
  const auto sets = overlay_.scan_prefix(prefix);
  for (; sets->valid(); sets->next()) {
    const auto key = keys::decode_set(sets->key());
    if (!key) return broken_adjacency();
    NodeId first(key->chunk << keys::set_chunk_bits);
    sources.clear();
    SKEIN_ASSIGN(const auto chunk, decode_node_chunk(sets->value()));
    chunk.append_to(sources, first.value);
    SKEIN_TRY(expand_each(out_side, sources, filter, false, offsets, found));
    for (const auto& neighbour : found)
      if (!visit(neighbour.relationship)) return false;
  }
  SKEIN_TRY(sets->status());
  return true;
}

Result<RelationshipId> Adjacency::create(NodeId from, TypeId type, NodeId to, Properties properties) {
  std::vector<RelationshipId> parallels;
  SKEIN_TRY(between(from, to, type, parallels));
  RelationshipId r{from, to, type, 0};
  for (const auto& other : parallels) {
    if (other.ordinal != r.ordinal) break;
    ++r.ordinal;
  }
  // What was removed in this transaction and is made again is an update of the stored one.
  const auto* before = overlay_.own(delta_key(out_side, r));
  assert(!before || op_of(*before) == DeltaOp::remove);
  const auto op = before ? DeltaOp::update : DeltaOp::add;
  overlay_.put(delta_key(out_side, r), encode(Delta{op, std::move(properties)}));
  if (before)
    overlay_.forget(delta_key(in_side, r));
  else
    overlay_.put(delta_key(in_side, r), encode(Delta{op, {}}));
  const auto [set, offset] = source_set(type, from);
  overlay_.change_set(set, static_cast<unsigned>(offset), true);
  return r;
}

Result<void> Adjacency::replace_row(const RelationshipId& r, Properties properties) {
  const auto key = delta_key(out_side, r);
  const auto* before = overlay_.own(key);
  const auto op = before && op_of(*before) == DeltaOp::add ? DeltaOp::add : DeltaOp::update;
  overlay_.put(key, encode(Delta{op, std::move(properties)}));
  return {};
}

Result<void> Adjacency::remove(const RelationshipId& r) {
  SKEIN_ASSIGN(const bool there, exists(r));
  if (!there) return gone(r);
  const auto* before = overlay_.own(delta_key(out_side, r));
  const bool mine = before && op_of(*before) == DeltaOp::add;
  for (const auto side : {out_side, in_side}) {
    if (mine)
      overlay_.forget(delta_key(side, r));
    else
      overlay_.put(delta_key(side, r), encode(Delta{DeltaOp::remove, {}}));
  }
  // Without any change left the fold does not look at this list, so nothing may be said about it.
  const auto [first, last] = own(keys::delta_prefix(out_side, r.from, r.type));
  if (first == last) {
    const auto [set, offset] = source_set(r.type, r.from);
    overlay_.forget_in_set(set, static_cast<unsigned>(offset));
  }
  return {};
}

}  // namespace skein::graph
