// Random queries over random graphs, each planned in several ways and, where it is a plain MATCH, also
// answered by brute force: all have to give the same rows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace skein::tests {

struct Difference {
  std::uint64_t seed;        // of the graph and its queries
  std::string graph, query;  // made as small as could be
  std::string what;          // which answers differ
};

struct DifferentialReport {
  std::size_t queries = 0, with_reference = 0, rows = 0;
  std::size_t refused = 0;  // all ways gave the same kind of error
  std::size_t skipped = 0;  // too many rows, or too slow
  std::vector<Difference> differences;
};

// Runs `queries` of them from `seed` on; stops after `most_differences`. `progress` is told now and then.
DifferentialReport run_differential(std::size_t queries, std::uint64_t seed, std::size_t most_differences = 5,
                                    const std::function<void(const DifferentialReport&)>& progress = {});

}  // namespace skein::tests
