// What a folded aggregation gives out: one sum of everything, a sum for each group of the root's nodes, or
// for each pair of groups at the two ends of a hop.
#include "dsl/exec/fold.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/exec/fold_sums.hpp"
#include "dsl/exec/group_keys.hpp"
#include "dsl/functions/aggregator.hpp"

namespace skein::dsl::exec {

namespace {

using plan::FoldPattern;

constexpr std::size_t most_pairs = 1 << 16;  // of group codes at both ends of a hop

class Folding : public FoldSums {
 public:
  using FoldSums::FoldSums;

  // False: not here.
  Result<bool> run(Batch& out) {
    SKEIN_ASSIGN(const bool found, find());
    if (!found) return false;
    SKEIN_ASSIGN(const bool known, find_parts());
    if (!known) return false;
    if (pattern_.root_hop != FoldPattern::none) return over_pairs(out);
    if (!pattern_.roots.empty()) return by_root(out);
    return in_all(out);
  }

 private:
  // One group: everything. The root is where least has to be walked: hops to leaves that always fit are
  // degrees.
  Result<bool> in_all(Batch& out) {
    std::size_t best = 0;
    std::uint64_t least = ~std::uint64_t{0};
    for (std::size_t root = 0; root < pattern_.nodes.size(); ++root)
      if (const auto cost = cost_of(root, FoldPattern::none); cost < least) {
        least = cost;
        best = root;
      }
    SKEIN_ASSIGN(const bool marked, mark_from(best, FoldPattern::none));
    if (!marked) return false;
    const auto kids = children(best, FoldPattern::none);
    if (const auto product = degree_products(best, kids)) {
      Groups groups(1, 0);
      groups.weights[0] = *product;
      return finish(groups, {}, out);
    }
    struct Total {
      Sum weight;
      std::vector<Sum> sums;
    };
    std::vector<Total> totals(graph::core_count() * 16);
    for (auto& total : totals) total.sums.resize(parts_.size());
    for_all(sets_[best], kids, [&](CachedNode at, std::size_t part) {
      thread_local Numbers found;
      if (!numbers(best, kids, at, found)) overflow_ = true;
      totals[part].weight.add(found.weight);
      for (std::size_t p = 0; p < parts_.size(); ++p) totals[part].sums[p].add(found.sums[p]);
    });
    Groups groups(1, parts_.size());
    for (const auto& total : totals) {
      groups.add(0, total.weight.value, [&](std::size_t p) { return total.sums[p].value; });
      overflow_ = overflow_ || total.weight.overflow;
      for (const auto& sum : total.sums) overflow_ = overflow_ || sum.overflow;
    }
    return finish(groups, {}, out);
  }

  // visit(begin, end) for runs of nodes that follow each other, ascending.
  template <typename Visit>
  static void for_each_run(const graph::NodeSet& set, Visit visit) {
    const auto words = set.words();
    std::size_t begin = 0, end = 0;  // the run at hand
    for (std::size_t w = 0; w < words.size(); ++w) {
      for (auto word = words[w]; word != 0;) {
        const auto first = static_cast<unsigned>(std::countr_zero(word));
        const auto count = static_cast<unsigned>(std::countr_one(word >> first));
        const std::size_t at = w * 64 + first;
        if (at != end) {
          visit(begin, end);
          begin = at;
        }
        end = at + count;
        word = first + count < 64 ? word >> (first + count) << (first + count) : 0;
      }
    }
    visit(begin, end);
  }

  // When all hops from the root are degrees: the sum of their products.
  [[nodiscard]] std::optional<std::int64_t> degree_products(std::size_t root,
                                                            const std::vector<Child>& kids) const {
    if (!parts_.empty() || kids.empty() || kids.size() > 2) return std::nullopt;
    std::span<const Csr::Position> starts[2];
    for (std::size_t k = 0; k < kids.size(); ++k) {
      const Way& way = *kids[k].way;
      if (!kids[k].ends_are_ones || way.walks.size() != 1 || way.walks[0].skip_loops || way.marks[0])
        return std::nullopt;
      starts[k] = way.walks[0].csr->offsets();
      if (starts[k].empty()) return std::nullopt;
    }
    // Fits: it is at most the product of the numbers of relationships, of which there are less than 2^32
    // each.
    std::uint64_t total = 0;
    if (kids.size() == 1)
      for_each_run(sets_[root], [&](std::size_t begin, std::size_t end) {
        end = std::min(end, starts[0].size() - 1);
        if (begin < end) total += starts[0][end] - starts[0][begin];
      });
    else
      for_each_run(sets_[root], [&](std::size_t begin, std::size_t end) {
        end = std::min({end, starts[0].size() - 1, starts[1].size() - 1});
        const Csr::Position *left = starts[0].data(), *right = starts[1].data();
        for (std::size_t i = begin; i < end; ++i)
          total += std::uint64_t{left[i + 1] - left[i]} * (right[i + 1] - right[i]);
      });
    if (total > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(total);
  }

  struct Groups {
    Groups(std::size_t count, std::size_t parts)
        : weights(count), sums(parts, std::vector<std::int64_t>(count)) {}
    template <typename SumOf>
    void add(std::size_t group, std::int64_t weight, SumOf sum_of) {
      overflow |= __builtin_add_overflow(weights[group], weight, &weights[group]);
      for (std::size_t p = 0; p < sums.size(); ++p)
        overflow |= __builtin_add_overflow(sums[p][group], sum_of(p), &sums[p][group]);
    }
    void grow(std::size_t count) {
      weights.resize(count);
      for (auto& sum : sums) sum.resize(count);
    }
    std::vector<std::int64_t> weights;
    std::vector<std::vector<std::int64_t>> sums;  // by part
    bool overflow = false;
  };

  // The keys belong to one node of the pattern.
  Result<bool> by_root(Batch& out) {
    const auto root = pattern_.roots[0];
    SKEIN_ASSIGN(const bool marked, mark_from(root, FoldPattern::none));
    if (!marked) return false;
    const auto kids = children(root, FoldPattern::none);
    std::vector<std::int64_t> weights(end_);
    std::vector<std::vector<std::int64_t>> sums(parts_.size());
    for (std::size_t p = 0; p < parts_.size(); ++p)
      if (!parts_[p].always) sums[p].resize(end_);
    for_all(sets_[root], kids, [&](CachedNode at, std::size_t) {
      thread_local Numbers found;
      if (!numbers(root, kids, at, found)) overflow_ = true;
      weights[at] = found.weight;
      for (std::size_t p = 0; p < parts_.size(); ++p)
        if (!parts_[p].always) sums[p][at] = found.sums[p];
    });
    if (overflow_) return false;
    GroupKeys keys(op_.keys, runtime_);
    std::vector<NodeId> roots;
    sets_[root].for_each([&](CachedNode at) {
      if (weights[at] != 0) roots.emplace_back(at);
    });
    SKEIN_ASSIGN(auto alone, keys.of_different(pattern_.nodes[root].symbol, roots));
    if (alone && !roots.empty()) {
      Groups groups(roots.size(), parts_.size());
      for (std::size_t i = 0; i < roots.size(); ++i) {
        const auto id = roots[i].value;
        groups.weights[i] = weights[id];
        for (std::size_t p = 0; p < parts_.size(); ++p)
          groups.sums[p][i] = parts_[p].always ? weights[id] : sums[p][id];
      }
      return finish(groups, std::move(*alone), out);
    }
    Groups groups(0, parts_.size());
    SKEIN_TRY(number(
        keys, root, weights, [&](const std::vector<NodeId>& nodes, const std::vector<std::uint32_t>& of) {
          groups.grow(keys.size());
          for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto id = nodes[i].value;
            groups.add(of[i], weights[id],
                       [&](std::size_t p) { return parts_[p].always ? weights[id] : sums[p][id]; });
          }
        }));
    if (keys.size() == 0) {
      out = Batch(runtime_.plan.symbols, 0);
      return true;
    }
    return finish(groups, keys.finish(), out);
  }

  // Groups the nodes whose number is not 0: visit(nodes, groups), a batch at a time.
  template <typename Visit>
  Result<void> number(GroupKeys& keys, std::size_t node, const std::vector<std::int64_t>& weights,
                      Visit visit) {
    std::vector<NodeId> nodes;
    std::vector<std::uint32_t> groups;
    const auto flush = [&]() -> Result<void> {
      if (nodes.empty()) return {};
      Batch batch(runtime_.plan.symbols, nodes.size());
      batch.set(pattern_.nodes[node].symbol, Column::of(std::vector<NodeId>(nodes)));
      SKEIN_TRY(keys.number(batch, groups));
      visit(nodes, groups);
      nodes.clear();
      return {};
    };
    Result<void> done;
    sets_[node].for_each([&](CachedNode at) {
      if (weights[at] == 0 || !done.ok()) return;
      nodes.emplace_back(at);
      if (nodes.size() == batch_rows) done = flush();
    });
    SKEIN_TRY(std::move(done));
    return flush();
  }

  // The keys belong to both ends of a hop: an array of groups, by the code of one end and the code of the
  // other.
  Result<bool> over_pairs(Batch& out) {
    const auto& hop = pattern_.hops[pattern_.root_hop];
    auto& ways = ways_[hop.from];
    const auto way =
        std::find_if(ways.begin(), ways.end(), [&](const Way& w) { return w.hop == pattern_.root_hop; });
    SKEIN_ASSIGN(const bool marked, mark_way(*way));
    if (!marked) return false;
    for (const auto end : {hop.from, hop.to}) {
      SKEIN_ASSIGN(const bool beyond_marked, mark_from(end, pattern_.root_hop));
      if (!beyond_marked) return false;
    }
    const Table from = table(hop.from, pattern_.root_hop), to = table(hop.to, pattern_.root_hop);
    if (overflow_) return false;
    std::vector<plan::Assignment> from_keys, to_keys;
    for (std::size_t k = 0; k < op_.keys.size(); ++k)
      (pattern_.key_of[k] == hop.from ? from_keys : to_keys).push_back(op_.keys[k]);
    GroupKeys from_groups(from_keys, runtime_), to_groups(to_keys, runtime_);
    std::vector<std::uint32_t> from_codes(end_), to_codes(end_);
    const auto encode = [&](GroupKeys& keys, std::size_t node, const Weights& weights,
                            std::vector<std::uint32_t>& codes) {
      std::vector<std::int64_t> there(end_);
      sets_[node].for_each([&](CachedNode at) { there[at] = weights.of(at); });
      return number(keys, node, there,
                    [&](const std::vector<NodeId>& nodes, const std::vector<std::uint32_t>& of) {
                      for (std::size_t i = 0; i < nodes.size(); ++i) codes[nodes[i].value] = of[i];
                    });
    };
    SKEIN_TRY(encode(from_groups, hop.from, from.weight, from_codes));
    SKEIN_TRY(encode(to_groups, hop.to, to.weight, to_codes));
    const std::size_t width = std::max<std::size_t>(1, to_groups.size());
    const std::size_t pairs = from_groups.size() * width;
    if (pairs > most_pairs) return false;

    // Where every number is one or nothing, a row of counts a code, with one more for what does not fit.
    const bool ones =
        parts_.empty() && from.weight.ones && to.weight.ones && width < 0xffff &&
        std::none_of(way->walks.begin(), way->walks.end(), [](const Walk& w) { return w.skip_loops; });
    std::vector<std::uint16_t> short_codes;
    if (ones) {
      short_codes.assign(end_, static_cast<std::uint16_t>(width));
      to.weight.ones->for_each(
          [&](CachedNode at) { short_codes[at] = static_cast<std::uint16_t>(to_codes[at]); });
    }
    std::uint64_t work = 0;
    for (const Walk& walk : way->walks) work += walk.csr->size();
    const std::size_t threads = work >= worth_threads ? graph::core_count() * 4 : 1;
    std::vector<Groups> found(threads, Groups(pairs, parts_.size()));
    graph::in_parallel(threads, [&](std::size_t part) {
      const auto first = static_cast<CachedNode>(std::uint64_t{end_} * part / threads);
      const auto last = static_cast<CachedNode>(std::uint64_t{end_} * (part + 1) / threads);
      Groups& groups = found[part];
      if (ones)
        return count_pairs(*way, sets_[hop.from], first, last, from_codes, short_codes, width, groups);
      sets_[hop.from].for_each(first, last, [&](CachedNode node) {
        add_pairs(*way, from, to, node, &groups, from_codes[node] * width, to_codes);
      });
    });
    Groups groups(pairs, parts_.size());
    for (const Groups& one : found) {
      overflow_ = overflow_ || one.overflow;
      for (std::size_t g = 0; g < pairs; ++g)
        groups.add(g, one.weights[g], [&](std::size_t p) { return one.sums[p][g]; });
    }
    // Only pairs that came are groups.
    auto from_index = std::make_shared<Indices>(), to_index = std::make_shared<Indices>();
    Groups kept(0, parts_.size());
    for (std::size_t g = 0; g < pairs; ++g) {
      if (groups.weights[g] == 0) continue;
      from_index->push_back(static_cast<RowIndex>(g / width));
      to_index->push_back(static_cast<RowIndex>(g % width));
      kept.grow(from_index->size());
      kept.add(from_index->size() - 1, groups.weights[g], [&](std::size_t p) { return groups.sums[p][g]; });
    }
    if (from_index->empty()) {
      out = Batch(runtime_.plan.symbols, 0);
      return !overflow_;
    }
    auto from_columns = from_groups.finish(), to_columns = to_groups.finish();
    std::vector<Column> columns;
    std::size_t next_from = 0, next_to = 0;
    for (std::size_t k = 0; k < op_.keys.size(); ++k)
      columns.push_back(pattern_.key_of[k] == hop.from ? from_columns[next_from++].pick(from_index)
                                                       : to_columns[next_to++].pick(to_index));
    return finish(kept, std::move(columns), out);
  }

  static void count_pairs(const Way& way, const NodeSet& from, CachedNode first, CachedNode last,
                          const std::vector<std::uint32_t>& from_codes,
                          const std::vector<std::uint16_t>& to_codes, std::size_t width, Groups& groups) {
    std::vector<std::int64_t> counts(groups.weights.size() / width * (width + 1));
    for (std::size_t w = 0; w < way.walks.size(); ++w) {
      const Csr& csr = *way.walks[w].csr;
      const auto* others = csr.others().data();
      const auto* codes = to_codes.data();
      const auto* marks = way.marks[w] ? way.marks[w]->data() : nullptr;
      from.for_each(first, last, [&](CachedNode node) {
        auto* row = counts.data() + from_codes[node] * (width + 1);
        const auto range = csr.range(node);
        if (!marks) {
          for (auto at = range.begin; at < range.end; ++at) ++row[codes[others[at]]];
          return;
        }
        for (auto at = range.begin; at < range.end;) {
          const auto next = std::min<std::uint64_t>(range.end, (at | 63) + std::uint64_t{1});
          auto word = marks[at >> 6] >> (at & 63);
          if (next - at < 64) word &= (std::uint64_t{1} << (next - at)) - 1;
          for (; word != 0; word &= word - 1)
            ++row[codes[others[at + static_cast<unsigned>(std::countr_zero(word))]]];
          at = static_cast<Csr::Position>(next);
        }
      });
    }
    for (std::size_t g = 0; g < groups.weights.size(); ++g)
      groups.weights[g] += counts[g / width * (width + 1) + g % width];
  }

  void add_pairs(const Way& way, const Table& from, const Table& to, CachedNode node, Groups* groups,
                 std::size_t row, const std::vector<std::uint32_t>& to_codes) const {
    const auto weight = from.weight.of(node);
    if (weight == 0) return;
    for (std::size_t w = 0; w < way.walks.size(); ++w) {
      const Csr& csr = *way.walks[w].csr;
      const auto range = csr.range(node);
      const auto* marks = way.marks[w];
      for (auto at = range.begin; at < range.end; ++at) {
        const auto other = csr.others()[at];
        if (marks && !has_bit(*marks, at)) continue;
        if (way.walks[w].skip_loops && other == node) continue;
        const auto there = to.weight.of(other);
        if (there == 0) continue;
        const auto group = row + to_codes[other];
        if (parts_.empty() && weight == 1 && there == 1) {
          ++groups->weights[group];
          continue;
        }
        std::int64_t product = 0;
        groups->overflow |= __builtin_mul_overflow(weight, there, &product);
        groups->add(group, product, [&](std::size_t p) {
          if (parts_[p].always) return product;
          std::int64_t sum = 0;
          if (from.sums[p]) groups->overflow |= __builtin_mul_overflow(from.sums[p]->of(node), there, &sum);
          if (to.sums[p]) groups->overflow |= __builtin_mul_overflow(to.sums[p]->of(other), weight, &sum);
          return sum;
        });
      }
    }
  }

  Result<bool> finish(Groups& groups, std::vector<Column> keys, Batch& out) {
    if (overflow_ || groups.overflow) return false;
    const std::size_t size = groups.weights.size();
    out = Batch(runtime_.plan.symbols, size);
    for (std::size_t k = 0; k < keys.size(); ++k) out.set(op_.keys[k].symbol, std::move(keys[k]));
    for (std::size_t c = 0; c < op_.calls.size(); ++c) {
      const auto symbol = op_.calls[c].symbol;
      if (pattern_.call_of[c] == FoldPattern::none) {
        out.set(symbol, Column::of(std::vector<std::int64_t>(groups.weights)));
        continue;
      }
      std::size_t part = 0;
      while (parts_[part].call != c) ++part;
      const auto& function = *find_function(std::get<ast::FunctionCall>(op_.calls[c].call->node).name);
      if (function.name == "count") {
        out.set(symbol, Column::of(std::vector<std::int64_t>(groups.sums[part])));
        continue;
      }
      SKEIN_ASSIGN(Column column, by_row(size, [&](std::size_t g) -> Result<Value> {
                     const auto aggregator = make_aggregator(function, false);
                     if (const auto count = groups.sums[part][g]; count > 0) {
                       const Value zero(0);
                       SKEIN_TRY(aggregator->add(std::span(&zero, 1)));
                       aggregator->add_integers(groups.sums[part + 1][g],
                                                static_cast<std::uint64_t>(count) - 1);
                     }
                     return aggregator->finish();
                   }));
      out.set(symbol, std::move(column));
    }
    return true;
  }
};

}  // namespace

Result<std::optional<Batch>> fold(const plan::Aggregate& op, Runtime& runtime) {
  Folding folding(op, runtime);
  Batch out;
  SKEIN_ASSIGN(const bool done, folding.run(out));
  if (!done) return std::optional<Batch>();
  return std::optional(std::move(out));
}

}  // namespace skein::dsl::exec
