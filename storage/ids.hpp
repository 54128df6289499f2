// The small identifiers every room speaks of. Each is a type of its own, so that a label is never
// taken for a relationship type.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace skein {

// A number with a name. `Tag` only keeps kinds of ids apart.
template <typename Tag, typename Rep>
struct Id {
  Rep value = 0;
  constexpr Id() = default;
  constexpr explicit Id(Rep v) : value(v) {}
  constexpr auto operator<=>(const Id&) const = default;
};

using NodeId = Id<struct NodeTag, std::uint64_t>;          // never reused within a store
using LabelId = Id<struct LabelTag, std::uint32_t>;        // catalog: label name <-> id
using TypeId = Id<struct TypeTag, std::uint32_t>;          // catalog: relationship type <-> id
using KeyId = Id<struct KeyTag, std::uint32_t>;            // catalog: property key <-> id
using IndexId = Id<struct IndexTag, std::uint32_t>;        // a property index
using DocumentId = Id<struct DocumentTag, std::uint64_t>;  // a stored document

// A relationship needs no number of its own: it is known by its type, its ends, and its ordinal among
// parallel relationships of that type between the same ends. A create takes the smallest free ordinal.
struct RelationshipId {
  NodeId from;
  NodeId to;
  TypeId type;
  std::uint32_t ordinal = 0;
  constexpr auto operator<=>(const RelationshipId&) const = default;
};

}  // namespace skein

template <typename Tag, typename Rep>
struct std::hash<skein::Id<Tag, Rep>> {
  std::size_t operator()(skein::Id<Tag, Rep> id) const noexcept { return std::hash<Rep>{}(id.value); }
};

template <>
struct std::hash<skein::RelationshipId> {
  std::size_t operator()(const skein::RelationshipId& r) const noexcept {
    std::uint64_t h = r.from.value * 0x9e3779b97f4a7c15ULL;
    h = (h ^ (h >> 29) ^ r.to.value) * 0xbf58476d1ce4e5b9ULL;
    h = (h ^ (h >> 32) ^ r.type.value) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>(h ^ (h >> 29) ^ r.ordinal);
  }
};
