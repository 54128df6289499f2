// Merges: operands that commute. The first byte of an operand says what it is:
//   'c' amount:8          add to a counter           'm' least:8        raise to at least
//   's' added:128 removed:128   bit masks over the 1024 places of a set chunk
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/node_chunk.hpp"
#include "storage/result.hpp"

namespace skein::graph {

// Changes `operand` (empty: no change yet) so that it says one thing more.
void merge_add(std::string& operand, std::int64_t amount);
void merge_raise(std::string& operand, std::uint64_t at_least);
void merge_set(std::string& operand, unsigned offset, bool present);
void merge_set(std::string& operand, const NodeChunk& added);
void merge_forget(std::string& operand, unsigned offset);
// What the value becomes; nothing when the key should not be there.
Result<std::optional<std::string>> apply_merge(const std::optional<std::string>& base, std::string_view operand);

// The value of a counter key.
std::string encode_counter(std::uint64_t value);
Result<std::uint64_t> decode_counter_value(std::string_view bytes);

}  // namespace skein::graph
