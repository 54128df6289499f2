// Sums over a tree of hops (see plan/rules/fold_aggregates.cpp). For every node of the pattern there are
// numbers by graph node: in how many ways the part of the pattern beyond it can be found from there (its
// weight), and for each aggregate what that part adds up to. They go from the leaves to the root, hop by hop.
#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "dsl/exec/fold_match.hpp"
#include "graph/cache/parallel.hpp"

namespace skein::dsl::exec {

using graph::CachedNode;
using graph::Csr;
using graph::NodeSet;

inline bool has_bit(const std::vector<std::uint64_t>& words, std::size_t at) {
  return (words[at >> 6] >> (at & 63) & 1) != 0;
}

// Numbers by graph node: ones for a set, or any.
struct Weights {
  const NodeSet* ones = nullptr;
  std::vector<std::int64_t> numbers;
  [[nodiscard]] std::int64_t of(CachedNode node) const { return ones ? ones->has(node) : numbers[node]; }
};

struct Sum {
  std::int64_t value = 0;
  bool overflow = false;
  void add(std::int64_t x) { overflow |= __builtin_add_overflow(value, x, &value); }
  void add_product(std::int64_t x, std::int64_t y) {
    std::int64_t product = 0;
    overflow |= __builtin_mul_overflow(x, y, &product);
    add(product);
  }
};

// What one aggregate adds up of one graph node: its value, or 1 where it has one.
struct Part {
  std::size_t call = 0, node = 0;  // of the aggregation; of the pattern
  bool counts = false;
  NodeSet there;                     // the nodes where the argument is not null
  std::vector<std::int64_t> values;  // unless it counts
  bool always = false;  // counts, and is there wherever the pattern's node is: the weight says it all
};

class FoldSums : public FoldMatch {
 public:
  FoldSums(const plan::Aggregate& op, Runtime& runtime) : FoldMatch(*op.fold, runtime), op_(op) {}

  // What is added up. False: a value of a kind that only the general way knows.
  Result<bool> find_parts();

 protected:
  struct Table {
    Weights weight;
    std::vector<std::optional<Weights>>
        sums;  // by part; none where it lies elsewhere, or the weight says it all
  };
  struct Child {
    const Way* way;
    Table table;
    bool ends_are_ones = false;
  };

  // The hops away from a node of the pattern, with the numbers beyond them.
  std::vector<Child> children(std::size_t node, std::size_t from_hop);
  // The numbers of one graph node, given those of the children: weight, and sums by part.
  struct Numbers {
    std::int64_t weight = 0;
    std::vector<std::int64_t> sums;
  };
  // False: too large for 64 bits.
  bool numbers(std::size_t node, const std::vector<Child>& kids, CachedNode at, Numbers& out) const;

  // Calls visit(node) for all nodes of a set, from several threads when there is much to do, a run of ids
  // each.
  template <typename Visit>
  void for_all(const NodeSet& set, const std::vector<Child>& kids, Visit visit) {
    std::uint64_t work = 0;
    for (const Child& child : kids)
      if (!child.ends_are_ones)
        for (const Walk& walk : child.way->walks) work += walk.csr->size();
    const std::size_t parts = work >= worth_threads ? graph::core_count() * 16 : 1;
    graph::in_parallel(parts, [&](std::size_t part) {
      const auto first = static_cast<CachedNode>(std::uint64_t{end_} / 64 * part / parts * 64);
      const auto last = part + 1 == parts
                            ? end_
                            : static_cast<CachedNode>(std::uint64_t{end_} / 64 * (part + 1) / parts * 64);
      set.for_each(first, last, [&](CachedNode node) { visit(node, part); });
    });
  }

  // The numbers of all graph nodes at a node of the pattern, looking away from a hop.
  Table table(std::size_t node, std::size_t from_hop);
  // About how many relationships have to be looked at when the node is the root.
  [[nodiscard]] std::uint64_t cost_of(std::size_t node, std::size_t from_hop) const;

  const plan::Aggregate& op_;
  std::vector<Part> parts_;
  std::atomic<bool> overflow_{false};

 private:
  static bool covers(const NodeSet& set, const NodeSet& ends);
  static void add_ends(const Way& way, const Weights& weights, bool ends_are_ones, CachedNode node, Sum& sum);
  [[nodiscard]] bool beyond(std::size_t part, const Child& child) const {
    return part < child.table.sums.size() && child.table.sums[part].has_value();
  }
};

}  // namespace skein::dsl::exec
