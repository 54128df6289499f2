#include "dsl/exec/fold_sums.hpp"

#include "dsl/functions/registry.hpp"

namespace skein::dsl::exec {

using plan::FoldPattern;

Result<bool> FoldSums::find_parts() {
  for (std::size_t c = 0; c < op_.calls.size(); ++c) {
    const auto node = pattern_.call_of[c];
    if (node == FoldPattern::none) continue;
    const auto& call = std::get<ast::FunctionCall>(op_.calls[c].call->node);
    Part count{c, node, true, NodeSet(), {}, false}, sum{c, node, false, NodeSet(), {}, false};
    const bool sums = find_function(call.name)->name != "count";
    std::vector<std::uint64_t> words(sets_[node].words().size());
    if (sums) sum.values.resize(end_);
    SKEIN_ASSIGN(const bool fine,
                 evaluate(*call.arguments[0], pattern_.nodes[node].symbol, sets_[node],
                          [&](const std::vector<NodeId>& nodes, const Column& column) -> Result<bool> {
                            if (!column.is_set()) return false;
                            if (sums && column.kind() != Column::Kind::integer) return false;
                            for (std::size_t k = 0; k < nodes.size(); ++k) {
                              if (column.is_null(k)) continue;
                              const auto id = nodes[k].value;
                              words[id >> 6] |= std::uint64_t{1} << (id & 63);
                              if (sums) sum.values[id] = column.data<std::int64_t>()[column.position(k)];
                            }
                            return true;
                          }));
    if (!fine) return false;
    count.there = NodeSet(std::move(words));
    count.always = count.there.size() == sets_[node].size();
    parts_.push_back(std::move(count));
    if (sums) parts_.push_back(std::move(sum));
  }
  return true;
}

bool FoldSums::covers(const NodeSet& set, const NodeSet& ends) {
  const auto have = set.words(), want = ends.words();
  for (std::size_t i = 0; i < want.size(); ++i)
    if ((want[i] & ~(i < have.size() ? have[i] : 0)) != 0) return false;
  return true;
}

// Adds up the weights at the other ends of a node's relationships.
void FoldSums::add_ends(const Way& way, const Weights& weights, bool ends_are_ones, CachedNode node,
                        Sum& sum) {
  for (std::size_t w = 0; w < way.walks.size(); ++w) {
    const Csr& csr = *way.walks[w].csr;
    const auto range = csr.range(node);
    const auto* others = csr.others().data();
    const auto* marks = way.marks[w];
    if (way.walks[w].skip_loops) {
      for (auto at = range.begin; at < range.end; ++at)
        if (others[at] != node && (!marks || has_bit(*marks, at))) sum.add(weights.of(others[at]));
    } else if (marks && weights.ones) {
      std::int64_t count = 0;
      for (auto at = range.begin; at < range.end; ++at)
        if (has_bit(*marks, at)) count += weights.ones->has(others[at]);
      sum.add(count);
    } else if (marks) {
      for (auto at = range.begin; at < range.end; ++at)
        if (has_bit(*marks, at)) sum.add(weights.numbers[others[at]]);
    } else if (ends_are_ones) {
      sum.add(range.size());
    } else if (weights.ones) {
      std::int64_t count = 0;
      const auto* words = weights.ones->words().data();
      for (auto at = range.begin; at < range.end; ++at)
        count += static_cast<std::int64_t>(words[others[at] >> 6] >> (others[at] & 63) & 1);
      sum.add(count);
    } else {
      for (auto at = range.begin; at < range.end; ++at) sum.add(weights.numbers[others[at]]);
    }
  }
}

std::vector<FoldSums::Child> FoldSums::children(std::size_t node, std::size_t from_hop) {
  std::vector<Child> out;
  for (const Way& way : ways_[node]) {
    if (way.hop == from_hop) continue;
    Child child{&way, table(way.to, way.hop), false};
    child.ends_are_ones = child.table.weight.ones != nullptr;
    for (const Walk& walk : way.walks)
      child.ends_are_ones = child.ends_are_ones && covers(*child.table.weight.ones, walk.csr->ends());
    out.push_back(std::move(child));
  }
  return out;
}

bool FoldSums::numbers(std::size_t node, const std::vector<Child>& kids, CachedNode at, Numbers& out) const {
  bool overflow = false;
  out.weight = 1;
  out.sums.assign(parts_.size(), 0);
  std::int64_t factors[most_hops];
  for (std::size_t k = 0; k < kids.size(); ++k) {
    Sum sum;
    add_ends(*kids[k].way, kids[k].table.weight, kids[k].ends_are_ones, at, sum);
    overflow |= sum.overflow || __builtin_mul_overflow(out.weight, sum.value, &out.weight);
    factors[k] = sum.value;
    if (sum.value == 0) {
      out.weight = 0;
      return !overflow;
    }
  }
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const Part& part = parts_[p];
    if (part.always) {
      out.sums[p] = out.weight;
      continue;
    }
    if (part.node == node) {
      if (part.counts && !part.there.has(at)) continue;
      overflow |= __builtin_mul_overflow(part.counts ? 1 : part.values[at], out.weight, &out.sums[p]);
      continue;
    }
    for (std::size_t k = 0; k < kids.size(); ++k) {
      if (!beyond(p, kids[k])) continue;
      Sum sum;
      add_ends(*kids[k].way, *kids[k].table.sums[p], false, at, sum);
      for (std::size_t other = 0; other < kids.size(); ++other)
        if (other != k) sum.overflow |= __builtin_mul_overflow(sum.value, factors[other], &sum.value);
      overflow |= sum.overflow;
      out.sums[p] = sum.value;
    }
  }
  return !overflow;
}

// The numbers of all graph nodes at a node of the pattern, looking away from a hop.
FoldSums::Table FoldSums::table(std::size_t node, std::size_t from_hop) {
  Table out;
  auto kids = children(node, from_hop);
  out.sums.resize(parts_.size());
  bool any_sum = false;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    bool here = parts_[p].node == node && !parts_[p].always;
    for (const Child& child : kids) here = here || beyond(p, child);
    if (!here) continue;
    out.sums[p].emplace();
    any_sum = true;
  }
  if (kids.empty()) {
    out.weight.ones = &sets_[node];
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      if (!out.sums[p]) continue;
      if (parts_[p].counts)
        out.sums[p]->ones = &parts_[p].there;
      else
        out.sums[p]->numbers = parts_[p].values;
    }
    return out;
  }
  out.weight.numbers.resize(end_);
  if (any_sum)
    for (auto& sum : out.sums)
      if (sum) sum->numbers.resize(end_);
  for_all(sets_[node], kids, [&](CachedNode at, std::size_t) {
    thread_local Numbers found;
    if (!numbers(node, kids, at, found)) overflow_ = true;
    out.weight.numbers[at] = found.weight;
    for (std::size_t p = 0; p < parts_.size(); ++p)
      if (out.sums[p]) out.sums[p]->numbers[at] = found.sums[p];
  });
  return out;
}

std::uint64_t FoldSums::cost_of(std::size_t node, std::size_t from_hop) const {
  std::uint64_t cost = 0;
  for (const Way& way : ways_[node]) {
    if (way.hop == from_hop) continue;
    cost += cost_of(way.to, way.hop);
    bool leaf = ways_[way.to].size() == 1;
    for (const Part& part : parts_) leaf = leaf && (part.node != way.to || part.always);
    for (std::size_t w = 0; w < way.walks.size(); ++w)
      if (!leaf || !pattern_.hops[way.hop].predicates.empty() ||
          !covers(sets_[way.to], way.walks[w].csr->ends()))
        cost += way.walks[w].csr->size();
  }
  return cost;
}

}  // namespace skein::dsl::exec
