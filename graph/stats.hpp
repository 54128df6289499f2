// How much of what a store holds.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph.hpp"

namespace skein::graph {

struct GraphStats {
  Counts counts;
  std::vector<std::pair<std::string, std::uint64_t>> labels, types;  // by count, largest first; then by name
  std::vector<std::string> keys;                                     // by name
  std::vector<IndexInfo> indexes;
};
// From the kept counts: quick at any size. Labels and types without members are left out.
Result<GraphStats> graph_stats(const Transaction& transaction);

// Bytes of keys and values before compression, by kind of record ("nodes", "outgoing relationships", ...).
struct AreaBytes {
  std::string area;
  std::uint64_t records = 0, key_bytes = 0, value_bytes = 0;
};
// Reads the whole store.
Result<std::vector<AreaBytes>> measure_areas(storage::KvStore& store);

}  // namespace skein::graph
