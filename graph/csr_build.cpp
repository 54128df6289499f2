// Copying a graph's shape into a view: from the adjacency that is kept in memory, by several threads, or
// block by block from the store.
#include <algorithm>
#include <limits>

#include "graph/algorithms/team.hpp"
#include "graph/cache/graph_cache.hpp"
#include "graph/csr_view.hpp"

namespace skein::graph {

namespace {

// Where each node id is among the vertices: a table when ids are dense, else a search.
class VertexTable {
 public:
  explicit VertexTable(std::span<const NodeId> nodes) : nodes_(nodes) {
    if (nodes.empty() || nodes.back().value > 16 * nodes.size() + 1024) return;
    // Ids without gaps need no table.
    if (nodes.back().value - nodes.front().value + 1 == nodes.size()) {
      first_ = nodes.front().value;
      return;
    }
    table_.assign(nodes.back().value + 1, none);
    for (std::size_t i = 0; i < nodes.size(); ++i) table_[nodes[i].value] = static_cast<VertexIndex>(i);
  }
  static constexpr VertexIndex none = std::numeric_limits<VertexIndex>::max();
  [[nodiscard]] VertexIndex find(std::uint64_t node) const {
    if (first_) return node - *first_ < nodes_.size() ? static_cast<VertexIndex>(node - *first_) : none;
    if (!table_.empty()) return node < table_.size() ? table_[node] : none;
    const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), NodeId(node));
    return it != nodes_.end() && it->value == node ? static_cast<VertexIndex>(it - nodes_.begin()) : none;
  }

 private:
  std::span<const NodeId> nodes_;
  std::optional<std::uint64_t> first_;
  std::vector<VertexIndex> table_;
};

Result<void> collect(NodeScan& scan, std::vector<NodeId>& out) {
  std::vector<NodeId> batch;
  for (;;) {
    SKEIN_TRY(scan.next(batch, 4096));
    if (batch.empty()) return {};
    out.insert(out.end(), batch.begin(), batch.end());
  }
}

Result<std::vector<NodeId>> labelled_nodes(const Transaction& transaction, const CsrFilter& filter) {
  std::vector<NodeId> nodes;
  if (filter.labels.empty()) {
    SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
    SKEIN_TRY(collect(*scan, nodes));
    return nodes;
  }
  for (const auto label : filter.labels) {
    SKEIN_ASSIGN(const auto scan, transaction.scan_label(label));
    SKEIN_TRY(collect(*scan, nodes));
  }
  if (filter.labels.size() > 1) {
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  }
  return nodes;
}

Result<std::vector<NodeId>> nodes_of(const Transaction& transaction, const CsrFilter& filter) {
  SKEIN_ASSIGN(auto nodes, labelled_nodes(transaction, filter));
  if (!filter.without.empty())
    std::erase_if(nodes, [&](NodeId node) {
      return std::binary_search(filter.without.begin(), filter.without.end(), node);
    });
  return nodes;
}

// Do all relationships that leave (or, of the other side, enter) anywhere do so at one of the nodes?
bool has_all(const std::vector<CsrPtr>& lists, std::span<const NodeId> nodes) {
  std::size_t all = 0, here = 0;
  for (const auto& list : lists) {
    all += list->size();
    for (const auto node : nodes) here += list->degree(static_cast<CachedNode>(node.value));
  }
  return here == all;
}

// One side of the view: for each vertex the vertices at the other ends, ascending. `closed`: no relationship
// leads out of the view.
void copy_side(const std::vector<CsrPtr>& lists, std::span<const NodeId> nodes, const VertexTable& table,
               bool closed, std::vector<std::uint64_t>& offsets, std::vector<VertexIndex>& others) {
  const bool sorted = lists.size() == 1 && lists[0]->typed();
  std::size_t all = 0;
  for (const auto& list : lists) all += list->size();
  const auto threads = threads_worth(all);
  constexpr std::size_t block_size = 4096;
  const auto blocks = (nodes.size() + block_size - 1) / block_size;
  const auto for_each = [&](const auto& work) {
    Blocks left(blocks);
    run_team(threads, [&](unsigned) {
      for (std::size_t block; left.take(block);) {
        const auto end = std::min(nodes.size(), (block + 1) * block_size);
        for (auto v = block * block_size; v < end; ++v) work(v);
      }
    });
  };
  const auto for_each_other = [&](std::size_t v, const auto& take) {
    for (const auto& list : lists)
      for (const auto other : list->of(static_cast<CachedNode>(nodes[v].value)))
        if (const auto vertex = table.find(other); vertex != VertexTable::none) take(vertex);
  };
  offsets.assign(nodes.size() + 1, 0);
  if (closed) {
    for (const auto& list : lists)
      for (std::size_t v = 0; v < nodes.size(); ++v)
        offsets[v + 1] += list->degree(static_cast<CachedNode>(nodes[v].value));
  } else {
    for_each([&](std::size_t v) { for_each_other(v, [&](VertexIndex) { ++offsets[v + 1]; }); });
  }
  for (std::size_t v = 0; v < nodes.size(); ++v) offsets[v + 1] += offsets[v];
  others.resize(offsets.back());
  for_each([&](std::size_t v) {
    auto at = others.begin() + static_cast<std::ptrdiff_t>(offsets[v]);
    const auto begin = at;
    for_each_other(v, [&](VertexIndex vertex) { *at++ = vertex; });
    if (!sorted) std::sort(begin, at);
  });
}

// The adjacency of all of `types` (none named: of all asserted ones); empty when it is not in memory.
std::vector<CsrPtr> lists_of(CacheView& cached, storage::keys::Side side, std::span<const TypeId> types,
                             std::uint64_t work) {
  std::vector<CsrPtr> lists;
  const auto add = [&](std::optional<TypeId> type) {
    auto list = cached.adjacency(side, type, work);
    if (list) lists.push_back(std::move(list));
  };
  if (types.empty()) add(std::nullopt);
  for (const auto type : types) add(type);
  if (lists.size() != std::max<std::size_t>(1, types.size())) lists.clear();
  return lists;
}

}  // namespace

Result<CsrView> CsrView::build(const Transaction& transaction, const CsrFilter& filter,
                               const QueryContext* context) {
  CsrView view;
  SKEIN_ASSIGN(view.nodes_, nodes_of(transaction, filter));
  if (view.nodes_.size() >= VertexTable::none)
    return Error{ErrorCode::limit, "a graph view holds at most 2^32 - 1 nodes, and there are " +
                                       std::to_string(view.nodes_.size())};
  const VertexTable table(view.nodes_);
  if (context) SKEIN_TRY(context->check());
  // A type named twice counts once.
  auto types = filter.types;
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  if (auto* cached = transaction.cached()) {
    const auto outgoing = lists_of(*cached, storage::keys::Side::out, types, view.nodes_.size());
    const auto incoming = outgoing.empty()
                              ? std::vector<CsrPtr>()
                              : lists_of(*cached, storage::keys::Side::in, types, view.nodes_.size());
    if (!incoming.empty()) {
      const bool closed = has_all(outgoing, view.nodes_) && has_all(incoming, view.nodes_);
      copy_side(outgoing, view.nodes_, table, closed, view.out_, view.targets_);
      if (context) SKEIN_TRY(context->check());
      copy_side(incoming, view.nodes_, table, closed, view.in_, view.sources_);
      return view;
    }
  }
  SKEIN_TRY(view.read(
      transaction, types, [&](NodeId node) { return table.find(node.value); }, context));
  view.reverse();
  return view;
}

Result<CsrViewPtr> CsrView::shared(const Transaction& transaction, const CsrFilter& filter,
                                   const QueryContext* context) {
  auto* cached = transaction.cached();
  if (cached)
    if (auto kept = cached->kept_view(filter)) return kept;
  SKEIN_ASSIGN(auto view, build(transaction, filter, context));
  auto made = std::make_shared<const CsrView>(std::move(view));
  if (cached) cached->keep_view(filter, made);
  return CsrViewPtr(std::move(made));
}

// The outgoing side, by hand.
Result<void> CsrView::read(const Transaction& transaction, std::span<const TypeId> types,
                           const std::function<VertexIndex(NodeId)>& find, const QueryContext* context) {
  out_.reserve(nodes_.size() + 1);
  std::vector<std::size_t> offsets;
  std::vector<Neighbour> found;
  constexpr std::size_t batch = 1024;
  for (std::size_t begin = 0; begin < nodes_.size(); begin += batch) {
    if (context) SKEIN_TRY(context->check());
    const auto nodes = std::span<const NodeId>(nodes_).subspan(begin, std::min(batch, nodes_.size() - begin));
    SKEIN_TRY(transaction.expand_many(nodes, Direction::out, types, offsets, found));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto first = targets_.size();
      for (auto at = offsets[i]; at < offsets[i + 1]; ++at)
        if (const auto target = find(found[at].node); target != VertexTable::none) targets_.push_back(target);
      const auto start = targets_.begin() + static_cast<std::ptrdiff_t>(first);
      if (!std::is_sorted(start, targets_.end())) std::sort(start, targets_.end());
      out_.push_back(targets_.size());
    }
  }
  return {};
}

}  // namespace skein::graph
