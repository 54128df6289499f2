// Which graph nodes and relationships fit a pattern that is folded: the ground that exec/fold_sums.hpp adds
// up on.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "dsl/exec/runtime.hpp"
#include "dsl/exec/steps.hpp"
#include "dsl/plan/fold_pattern.hpp"

namespace skein::dsl::exec {

class FoldMatch {
 public:
  using Walk = Neighbours::Walk;
  // A hop as seen from one of its ends.
  struct Way {
    std::size_t hop, to;
    std::vector<Walk> walks;
    std::vector<const std::vector<std::uint64_t>*> marks;  // by walk: which relationships fit; null: all
  };

  FoldMatch(const plan::FoldPattern& pattern, Runtime& runtime) : pattern_(pattern), runtime_(runtime) {}

  // False, here and below: not here, but along the rows.
  Result<bool> find();
  // Marks the relationships that fit the hops' predicates, for the hops that lead away from a node of the
  // pattern.
  Result<bool> mark_from(std::size_t node, std::size_t from_hop);
  Result<bool> mark_way(Way& way);

 protected:
  static constexpr std::uint64_t worth_threads = 300'000;  // relationships to look at
  static constexpr std::size_t most_hops = 16;             // at one node of the pattern

  // Evaluates an expression of one symbol for all nodes of a set, a batch at a time.
  using Visit = std::function<Result<bool>(const std::vector<NodeId>& nodes, const Column& column)>;
  Result<bool> evaluate(const ast::Expr& expr, ast::Symbol symbol, const graph::NodeSet& set,
                        const Visit& visit);

  const plan::FoldPattern& pattern_;
  Runtime& runtime_;
  graph::CachedNode end_ = 0;           // ids are below
  std::vector<graph::NodeSet> sets_;    // by node of the pattern: the graph nodes that fit
  std::vector<std::vector<Way>> ways_;  // by node of the pattern: its hops

 private:
  using Words = std::vector<std::uint64_t>;
  bool find_sets();
  Result<bool> filter_nodes();
  bool find_walks();
  Result<const Words*> mark(const plan::FoldPattern::Hop& hop, const graph::CsrPtr& csr);
  Result<bool> mark_by_value(const ast::Expr& predicate, ast::Symbol symbol, const graph::CsrPtr& csr,
                             Words& words);
  Result<bool> mark_each(const ast::Expr& predicate, ast::Symbol symbol, const graph::CsrPtr& csr,
                         Words& words);
  [[nodiscard]] Batch standing_at(ast::Symbol symbol, const graph::CsrPtr& csr,
                                  std::vector<std::uint32_t> positions) const;
  bool one_property(const ast::Expr& expr, std::optional<KeyId>& key) const;
  bool properties_in_memory(const ast::Expr& expr, const graph::Csr& csr);

  std::deque<Words> marks_;
};

}  // namespace skein::dsl::exec
