#include "graph/node_chunk.hpp"

#include <cstring>

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {
constexpr std::uint8_t form_bits = 1, form_runs = 2;
constexpr std::size_t bits_bytes = NodeChunk::size / 8;
}  // namespace

std::string encode(const NodeChunk& chunk) {
  std::string runs(1, static_cast<char>(form_runs));
  bool present = false;
  unsigned start = 0;
  for (unsigned at = 0; at < NodeChunk::size && runs.size() <= bits_bytes;) {
    // Skip whole words of one kind at a time.
    const auto word = present ? ~chunk.words[at / 64] : chunk.words[at / 64];
    const auto left = word >> (at % 64);
    if (left == 0) {
      at += 64 - at % 64;
      continue;
    }
    at += static_cast<unsigned>(std::countr_zero(left));
    storage::put_varint(runs, at - start);
    present = !present;
    start = at;
  }
  if (present) storage::put_varint(runs, NodeChunk::size - start);
  if (runs.size() <= bits_bytes) return runs;
  std::string bits(1, static_cast<char>(form_bits));
  for (const auto word : chunk.words)
    for (int shift = 0; shift < 64; shift += 8) bits.push_back(static_cast<char>(word >> shift));
  return bits;
}

Result<NodeChunk> decode_node_chunk(std::string_view bytes) {
  NodeChunk chunk;
  RecordReader in(bytes);
  switch (in.byte()) {
    case form_bits:
      for (auto& word : chunk.words)
        for (int shift = 0; shift < 64; shift += 8) word |= static_cast<std::uint64_t>(in.byte()) << shift;
      break;
    case form_runs: {
      bool present = false;
      for (std::uint64_t at = 0; in.ok() && !in.at_end(); present = !present) {
        const auto run = in.varint();
        if (run > NodeChunk::size - at) return Error{ErrorCode::corruption, "node set: a run leaves its chunk"};
        if (present)
          for (auto i = at; i < at + run; ++i) chunk.set(static_cast<unsigned>(i), true);
        at += run;
      }
      break;
    }
    default: return Error{ErrorCode::corruption, "node set: unknown form"};
  }
  if (!in.ok() || !in.at_end()) return Error{ErrorCode::corruption, "node set: record of a wrong length"};
  return chunk;
}

}  // namespace skein::graph
