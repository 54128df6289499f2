#include "graph/merge.hpp"

#include <cassert>
#include <cstring>

#include "graph/node_chunk.hpp"
#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

constexpr std::size_t mask_bytes = NodeChunk::size / 8;

template <typename T>
T load(std::string_view bytes) {
  T v;
  std::memcpy(&v, bytes.data(), sizeof v);
  return v;
}
// Operands never leave the process, so they may be in its own byte order.
template <typename T>
void store(std::string& operand, char kind, T v) {
  operand.assign(1, kind);
  operand.append(reinterpret_cast<const char*>(&v), sizeof v);
}

Error broken(std::string_view what) {
  return Error{ErrorCode::corruption, std::string(what) + ": record of a wrong form"};
}

}  // namespace

void merge_add(std::string& operand, std::int64_t amount) {
  if (!operand.empty()) {
    assert(operand[0] == 'c');
    amount += load<std::int64_t>(std::string_view(operand).substr(1));
  }
  store(operand, 'c', amount);
}

void merge_raise(std::string& operand, std::uint64_t at_least) {
  if (!operand.empty()) {
    assert(operand[0] == 'm');
    at_least = std::max(at_least, load<std::uint64_t>(std::string_view(operand).substr(1)));
  }
  store(operand, 'm', at_least);
}

void merge_set(std::string& operand, unsigned offset, bool present) {
  assert(offset < NodeChunk::size);
  if (operand.empty()) {
    operand.assign(1 + 2 * mask_bytes, '\0');
    operand[0] = 's';
  }
  assert(operand[0] == 's');
  const auto bit = static_cast<char>(1 << (offset % 8));
  char& added = operand[1 + offset / 8];
  char& removed = operand[1 + mask_bytes + offset / 8];
  if (present) {
    added = static_cast<char>(added | bit);
    removed = static_cast<char>(removed & ~bit);
  } else {
    removed = static_cast<char>(removed | bit);
    added = static_cast<char>(added & ~bit);
  }
}

void merge_forget(std::string& operand, unsigned offset) {
  if (operand.empty()) return;
  const auto bit = static_cast<char>(1 << (offset % 8));
  for (const auto mask : {std::size_t{1}, 1 + mask_bytes}) {
    char& byte = operand[mask + offset / 8];
    byte = static_cast<char>(byte & ~bit);
  }
}

void merge_set(std::string& operand, const NodeChunk& added) {
  for (unsigned place = 0; place < NodeChunk::size; ++place)
    if (added.has(place)) merge_set(operand, place, true);
}

Result<std::optional<std::string>> apply_merge(const std::optional<std::string>& base, std::string_view operand) {
  assert(!operand.empty());
  const auto body = operand.substr(1);
  switch (operand[0]) {
    case 'c': {
      std::uint64_t old = 0;
      if (base) {
        SKEIN_ASSIGN(old, decode_counter_value(*base));
      }
      const auto now = old + static_cast<std::uint64_t>(load<std::int64_t>(body));
      if (now == 0) return std::optional<std::string>();
      return std::optional(encode_counter(now));
    }
    case 'm': {
      std::uint64_t old = 0;
      if (base) {
        SKEIN_ASSIGN(old, decode_counter_value(*base));
      }
      return std::optional(encode_counter(std::max(old, load<std::uint64_t>(body))));
    }
    case 's': {
      NodeChunk chunk;
      if (base) {
        SKEIN_ASSIGN(chunk, decode_node_chunk(*base));
      }
      for (std::size_t i = 0; i < mask_bytes; ++i) {
        const auto added = static_cast<std::uint8_t>(body[i]), removed = static_cast<std::uint8_t>(body[mask_bytes + i]);
        const auto shift = 8 * (i % 8);
        chunk.words[i / 8] |= static_cast<std::uint64_t>(added) << shift;
        chunk.words[i / 8] &= ~(static_cast<std::uint64_t>(removed) << shift);
      }
      if (chunk.empty()) return std::optional<std::string>();
      return std::optional(encode(chunk));
    }
    default: assert(false); return broken("merge");
  }
}

std::string encode_counter(std::uint64_t value) {
  std::string out;
  storage::put_varint(out, value);
  return out;
}

Result<std::uint64_t> decode_counter_value(std::string_view bytes) {
  RecordReader in(bytes);
  const auto value = in.varint();
  if (!in.ok() || !in.at_end()) return broken("counter");
  return value;
}

}  // namespace skein::graph
