// Choosing vertices at random, the same ones for the same seed on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "graph/csr_view.hpp"

namespace skein::graph {

// `count` of the vertices 0 .. n-1, ascending; all of them for 0 or when there are no more. Fisher-Yates over
// splitmix64 (Steele, Lea, Flood 2014): the standard library's distributions differ between implementations.
inline std::vector<VertexIndex> sample(std::size_t n, std::size_t count, std::uint64_t seed) {
  std::vector<VertexIndex> all(n);
  std::iota(all.begin(), all.end(), VertexIndex{0});
  if (count == 0 || count >= n) return all;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t z = seed += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    std::swap(all[i], all[i + (z ^ (z >> 31)) % (n - i)]);
  }
  all.resize(count);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace skein::graph
