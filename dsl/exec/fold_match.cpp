#include "dsl/exec/fold_match.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "dsl/exec/expression_nodes.hpp"
#include "dsl/plan/expressions.hpp"
#include "graph/cache/parallel.hpp"

namespace skein::dsl::exec {

using graph::CachedNode;
using graph::Csr;
using graph::NodeSet;
using plan::FoldPattern;

namespace {
constexpr std::uint64_t at_once = std::uint64_t{1} << 40;  // so much work that loading is always worth it
}

Result<bool> FoldMatch::find() {
  if (!find_sets()) return false;
  SKEIN_ASSIGN(const bool filtered, filter_nodes());
  if (!filtered || !find_walks()) return false;
  return std::all_of(ways_.begin(), ways_.end(), [](const auto& ways) { return ways.size() <= most_hops; });
}

bool FoldMatch::find_sets() {
  const auto* all = runtime_.cached.nodes(at_once, runtime_.changes);
  if (!all) return false;
  for (const auto& node : pattern_.nodes) {
    std::vector<std::uint64_t> words(all->words().begin(), all->words().end());
    for (const auto* name : node.labels) {
      const auto label = runtime_.transaction.catalog().label(*name);
      const auto* set = label ? runtime_.cached.label(*label, at_once, runtime_.changes) : nullptr;
      if (label && !set) return false;
      for (std::size_t i = 0; i < words.size(); ++i)
        words[i] &= set && i < set->words().size() ? set->words()[i] : 0;
    }
    sets_.emplace_back(std::move(words));
  }
  end_ = all->end();
  return true;
}

Result<bool> FoldMatch::evaluate(const ast::Expr& expr, ast::Symbol symbol, const NodeSet& set,
                                 const Visit& visit) {
  const auto compiled = compile(expr, runtime_);
  std::vector<NodeId> nodes;
  nodes.reserve(batch_rows);
  bool fine = true;
  Result<void> failed;
  const auto flush = [&]() -> Result<bool> {
    if (nodes.empty()) return true;
    SKEIN_TRY(runtime_.query.check());
    Batch batch(runtime_.plan.symbols, nodes.size());
    const std::vector<NodeId> given = nodes;
    batch.set(symbol, Column::of(std::move(nodes)));
    nodes.clear();
    auto column = compiled->evaluate(batch);
    // A row that the pattern does not reach may be what failed.
    if (!column.ok()) return false;
    return visit(given, *column);
  };
  set.for_each([&](CachedNode node) {
    if (!fine || !failed.ok()) return;
    nodes.emplace_back(node);
    if (nodes.size() < batch_rows) return;
    auto done = flush();
    if (!done.ok())
      failed = done.error();
    else
      fine = *done;
  });
  SKEIN_TRY(std::move(failed));
  if (!fine) return false;
  return flush();
}

Result<bool> FoldMatch::filter_nodes() {
  for (std::size_t i = 0; i < pattern_.nodes.size(); ++i)
    for (const auto* predicate : pattern_.nodes[i].predicates) {
      std::vector<std::uint64_t> words(sets_[i].words().size());
      SKEIN_ASSIGN(const bool fine,
                   evaluate(*predicate, pattern_.nodes[i].symbol, sets_[i],
                            [&](const std::vector<NodeId>& nodes, const Column& column) -> Result<bool> {
                              auto is = truths(column, nodes.size());
                              if (!is.ok()) return false;
                              for (std::size_t k = 0; k < nodes.size(); ++k)
                                if ((*is)[k] == Truth::yes)
                                  words[nodes[k].value >> 6] |= std::uint64_t{1} << (nodes[k].value & 63);
                              return true;
                            }));
      if (!fine) return false;
      sets_[i] = NodeSet(std::move(words));
    }
  return true;
}

bool FoldMatch::find_walks() {
  const auto turned = [](ast::PatternDirection direction) {
    if (direction == ast::PatternDirection::right) return ast::PatternDirection::left;
    if (direction == ast::PatternDirection::left) return ast::PatternDirection::right;
    return direction;
  };
  ways_.resize(pattern_.nodes.size());
  for (std::size_t h = 0; h < pattern_.hops.size(); ++h) {
    const auto& hop = pattern_.hops[h];
    for (const bool ahead : {true, false}) {
      Neighbours neighbours(hop.op->types, ahead ? hop.op->direction : turned(hop.op->direction), runtime_);
      neighbours.refresh();
      const auto walks = neighbours.in_memory(at_once);
      if (walks.empty() && !neighbours.none()) return false;
      if (hop.no_loops)
        for (const Walk& walk : walks)
          if (walk.csr->any_loops()) return false;
      Way way{h, ahead ? hop.to : hop.from, {walks.begin(), walks.end()}, {}};
      way.marks.assign(way.walks.size(), nullptr);
      ways_[ahead ? hop.from : hop.to].push_back(std::move(way));
    }
  }
  return true;
}

Result<bool> FoldMatch::mark_from(std::size_t node, std::size_t from_hop) {
  for (Way& way : ways_[node]) {
    if (way.hop == from_hop) continue;
    SKEIN_ASSIGN(const bool marked, mark_way(way));
    if (!marked) return false;
    SKEIN_ASSIGN(const bool beyond, mark_from(way.to, way.hop));
    if (!beyond) return false;
  }
  return true;
}

Result<bool> FoldMatch::mark_way(Way& way) {
  const auto& hop = pattern_.hops[way.hop];
  for (std::size_t w = 0; w < way.walks.size() && !hop.predicates.empty(); ++w) {
    SKEIN_ASSIGN(way.marks[w], mark(hop, way.walks[w].csr));
    if (!way.marks[w]) return false;
  }
  return true;
}

// Null: not here.
Result<const std::vector<std::uint64_t>*> FoldMatch::mark(const FoldPattern::Hop& hop,
                                                          const graph::CsrPtr& csr) {
  const std::vector<std::uint64_t>* nothing = nullptr;
  if (!csr->typed()) return nothing;
  std::vector<std::uint64_t> words((csr->size() + 63) / 64, ~std::uint64_t{0});
  for (const auto* predicate : hop.predicates) {
    if (!properties_in_memory(*predicate, *csr)) return nothing;
    SKEIN_ASSIGN(bool marked, mark_by_value(*predicate, hop.op->relationship, csr, words));
    if (!marked) {
      SKEIN_ASSIGN(marked, mark_each(*predicate, hop.op->relationship, csr, words));
    }
    if (!marked) return nothing;
  }
  marks_.push_back(std::move(words));
  return &marks_.back();
}

// Only properties are asked of these relationships, so they need only say where they stand.
Batch FoldMatch::standing_at(ast::Symbol symbol, const graph::CsrPtr& csr,
                             std::vector<std::uint32_t> positions) const {
  Batch batch(runtime_.plan.symbols, positions.size());
  Vector vector;
  vector.data = std::vector<RelationshipId>();
  vector.from = csr;
  vector.positions = std::move(positions);
  batch.set(symbol, Column(std::move(vector)));
  return batch;
}

// Of one property with few values: the predicate is asked once a value. False when it is another kind.
Result<bool> FoldMatch::mark_by_value(const ast::Expr& predicate, ast::Symbol symbol,
                                      const graph::CsrPtr& csr, std::vector<std::uint64_t>& words) {
  std::optional<KeyId> key;
  if (!one_property(predicate, key) || !key) return false;
  const auto* column = runtime_.cached.relationship_property(*csr, *key, at_once, runtime_.changes);
  if (!column || !column->coded() || column->distinct() > batch_rows || csr->size() < batch_rows)
    return false;
  // A relationship for each value.
  constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> one_with(column->distinct(), none), positions;
  std::vector<std::uint8_t> fits(column->distinct(), 0);
  std::visit(
      [&](const auto& codes) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(codes)>, std::monostate>)
          for (std::uint32_t at = 0; at < codes.size(); ++at)
            if (one_with[codes[at]] == none) one_with[codes[at]] = at;
      },
      column->codes());
  std::vector<std::size_t> codes_of;
  for (std::size_t code = 0; code < one_with.size(); ++code)
    if (one_with[code] != none) {
      positions.push_back(one_with[code]);
      codes_of.push_back(code);
    }
  Indices chosen;
  const auto compiled = compile(predicate, runtime_);
  if (!select_true(*compiled, standing_at(symbol, csr, std::move(positions)), chosen).ok()) return false;
  for (const RowIndex i : chosen) fits[codes_of[i]] = 1;
  const std::size_t parts = csr->size() >= worth_threads ? graph::core_count() * 4 : 1;
  std::visit(
      [&](const auto& codes) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(codes)>, std::monostate>)
          graph::in_parallel(parts, [&](std::size_t part) {
            const std::size_t last = words.size() * (part + 1) / parts;
            for (std::size_t w = words.size() * part / parts; w < last; ++w) {
              std::uint64_t word = 0;
              const std::size_t count = std::min<std::size_t>(64, codes.size() - w * 64);
              for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{fits[codes[w * 64 + i]]} << i;
              words[w] &= word;
            }
          });
      },
      column->codes());
  return true;
}

// Does the expression look at one property and nothing else of the relationship?
bool FoldMatch::one_property(const ast::Expr& expr, std::optional<KeyId>& key) const {
  if (const auto property = plan::as_property(expr)) {
    const auto id = runtime_.transaction.catalog().key(property->key);
    if (!id || (key && *key != *id)) return false;
    key = id;
    return true;
  }
  bool all = true;
  plan::for_each_child(expr, [&](const ast::Expr& child) { all = all && one_property(child, key); });
  return all;
}

Result<bool> FoldMatch::mark_each(const ast::Expr& predicate, ast::Symbol symbol, const graph::CsrPtr& csr,
                                  std::vector<std::uint64_t>& words) {
  const std::size_t parts = csr->size() >= worth_threads ? graph::core_count() * 4 : 1;
  const std::size_t per_part = ((csr->size() + parts - 1) / parts + 63) / 64 * 64;
  std::atomic<bool> fine{true};
  std::vector<ExpressionPtr> compiled(parts);
  for (auto& one : compiled) one = compile(predicate, runtime_);
  graph::in_parallel(parts, [&](std::size_t part) {
    const std::size_t last = std::min(csr->size(), (part + 1) * per_part);
    for (std::size_t at = part * per_part; at < last && fine; at += batch_rows) {
      std::vector<std::uint32_t> positions(std::min(batch_rows, last - at));
      for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = static_cast<std::uint32_t>(at + i);
      const std::size_t rows = positions.size();
      Indices chosen;
      if (!select_true(*compiled[part], standing_at(symbol, csr, std::move(positions)), chosen).ok()) {
        fine = false;
        return;
      }
      std::vector<std::uint64_t> found((rows + 63) / 64);
      for (const RowIndex i : chosen) found[i >> 6] |= std::uint64_t{1} << (i & 63);
      for (std::size_t w = 0; w < found.size(); ++w) words[(at >> 6) + w] &= found[w];
    }
  });
  SKEIN_TRY(runtime_.query.check());
  return fine.load();
}

bool FoldMatch::properties_in_memory(const ast::Expr& expr, const Csr& csr) {
  if (const auto property = plan::as_property(expr)) {
    const auto key = runtime_.transaction.catalog().key(property->key);
    return key && runtime_.cached.relationship_property(csr, *key, at_once, runtime_.changes) != nullptr;
  }
  bool all = true;
  plan::for_each_child(expr, [&](const ast::Expr& child) { all = all && properties_in_memory(child, csr); });
  return all;
}

}  // namespace skein::dsl::exec
