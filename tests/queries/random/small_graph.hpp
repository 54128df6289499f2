// Small random graphs, and random choices.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace skein::tests {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  // 0 .. n - 1
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  int between(int least, int most) { return least + below(most - least + 1); }
  bool one_in(int n) { return below(n) == 0; }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }

 private:
  std::mt19937_64 random_;
};

// Nodes have a unique number `i`, maybe a small number `k`, and any of the labels A, B, C; relationships a
// unique number `i`, maybe a small `w`, and one of the types R, S, T.
struct SmallGraph {
  struct Node {
    int i;
    std::optional<int> k;
    std::vector<std::string> labels;
  };
  struct Relationship {
    int i;
    std::optional<int> w;
    std::string type;
    int from, to;  // places in `nodes`
  };
  std::vector<Node> nodes;
  std::vector<Relationship> relationships;

  static SmallGraph random(Dice& dice);
  // One CREATE statement; empty when there is nothing to make.
  [[nodiscard]] std::string statement() const;
};

}  // namespace skein::tests
