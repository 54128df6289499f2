// A set of node ids, 1024 to a chunk: which nodes exist, carry a label, or start relationships of a type.
// Record: form:1, then 128 bytes of bits (form 1, place 0 is the lowest bit of the first byte) or varint run lengths,
// absent and present by turns, absent first (form 2); whichever is shorter.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/ids.hpp"
#include "storage/result.hpp"

namespace skein::graph {

struct NodeChunk {
  static constexpr unsigned size = 1024;
  std::array<std::uint64_t, size / 64> words{};

  [[nodiscard]] bool has(unsigned place) const { return words[place / 64] >> (place % 64) & 1; }
  void set(unsigned place, bool present) {
    const auto bit = std::uint64_t{1} << (place % 64);
    if (present)
      words[place / 64] |= bit;
    else
      words[place / 64] &= ~bit;
  }
  [[nodiscard]] bool empty() const {
    for (const auto word : words)
      if (word != 0) return false;
    return true;
  }
  // Appends the ids, ascending; `first` is the id of place 0.
  void append_to(std::vector<NodeId>& out, std::uint64_t first) const {
    for (unsigned i = 0; i < words.size(); ++i)
      for (auto word = words[i]; word != 0; word &= word - 1)
        out.emplace_back(first + i * 64 + static_cast<unsigned>(std::countr_zero(word)));
  }
  bool operator==(const NodeChunk&) const = default;
};

std::string encode(const NodeChunk& chunk);
Result<NodeChunk> decode_node_chunk(std::string_view bytes);

}  // namespace skein::graph
