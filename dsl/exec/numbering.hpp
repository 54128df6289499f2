// A number for each of some ids: of nodes, or of the entries of a dictionary. Few are kept in a hash table;
// when they are many for the range their ids lie in, an array by id takes over. So a statement over a handful
// of nodes pays for a handful, whatever the graph.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/ids.hpp"

namespace skein::dsl::exec {

class Numbering {
 public:
  // The number kept for an id; 0 for a new one. Holds until the next call.
  [[nodiscard]] std::uint32_t& of(std::uint64_t id) {
    if (id < dense_.size()) return dense_[id];
    return find(id);
  }
  [[nodiscard]] std::uint32_t& of(NodeId node) { return of(node.value); }
  // So many ids are about to be asked for: makes room for them all at once.
  void expect(std::size_t ids) {
    if (!dense_.empty() || (used_ + ids) * 2 <= slots_.size()) return;
    if (!make_dense_if_many(0)) rehash(std::bit_ceil(std::max<std::size_t>(least, (used_ + ids) * 2)));
  }
  // All ids are below `end`: an array at once, when it is a short one. For a Numbering that has none yet.
  void all_below(std::uint64_t end) {
    if (end <= many) dense_.resize(end);
  }
  // The array by id, where there is one already; until the next call.
  [[nodiscard]] std::span<std::uint32_t> dense() { return dense_; }
  void clear() {
    dense_.clear();
    slots_.clear();
    used_ = 0;
    highest_ = 0;
  }

 private:
  static constexpr std::size_t least = 64;
  static constexpr std::size_t many = 2048;             // fewer are never worth an array
  static constexpr std::uint64_t places = 32;           // of the array, for each id it is made for
  static constexpr std::uint64_t densest = 1ull << 27;  // ids beyond are always hashed
  struct Slot {
    std::uint64_t id = 0;
    std::uint32_t number = 0;  // 0: empty
  };

  std::uint32_t& find(std::uint64_t id) {
    if (!dense_.empty() && id < densest) {
      dense_.resize(std::max<std::size_t>(id + 1, std::min<std::size_t>(dense_.size() * 2, densest)));
      return dense_[id];
    }
    if ((used_ + 1) * 2 > slots_.size()) {
      if (dense_.empty() && make_dense_if_many(id)) return dense_[id];
      rehash(std::max(least, slots_.size() * 2));
    }
    auto at = place(id);
    for (; slots_[at].number != 0; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].id == id) return slots_[at].number;
    // An entry whose number the caller leaves at 0 is as if it had never come.
    slots_[at].id = id;
    ++used_;
    highest_ = std::max(highest_, id);
    return slots_[at].number;
  }
  [[nodiscard]] std::size_t place(std::uint64_t id) const {
    return static_cast<std::size_t>(id * 0x9e3779b97f4a7c15ULL >> 24) & (slots_.size() - 1);
  }
  bool make_dense_if_many(std::uint64_t next) {
    const std::uint64_t highest = std::max(highest_, next);
    if (used_ < many || highest >= densest || highest / places > used_) return false;
    dense_.resize(highest + 1);
    for (const Slot& slot : slots_)
      if (slot.number != 0) dense_[slot.id] = slot.number;
    slots_.clear();
    used_ = 0;
    return true;
  }
  void rehash(std::size_t capacity) {
    std::vector<Slot> old(capacity);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number == 0) continue;
      auto at = place(slot.id);
      while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<std::uint32_t> dense_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::uint64_t highest_ = 0;
};

}  // namespace skein::dsl::exec
