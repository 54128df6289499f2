#include "graph/csr_view.hpp"

#include <algorithm>
#include <limits>

#include "graph/csr_boost.hpp"

namespace skein::graph {

namespace {

// Where each node id is among the vertices: a table when ids are dense, else a search.
class VertexTable {
 public:
  explicit VertexTable(std::span<const NodeId> nodes) : nodes_(nodes) {
    if (nodes.empty() || nodes.back().value > 16 * nodes.size() + 1024) return;
    table_.assign(nodes.back().value + 1, none);
    for (std::size_t i = 0; i < nodes.size(); ++i) table_[nodes[i].value] = static_cast<VertexIndex>(i);
  }
  static constexpr VertexIndex none = std::numeric_limits<VertexIndex>::max();
  [[nodiscard]] VertexIndex find(NodeId node) const {
    if (!table_.empty()) return node.value < table_.size() ? table_[node.value] : none;
    const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), node);
    return it != nodes_.end() && *it == node ? static_cast<VertexIndex>(it - nodes_.begin()) : none;
  }

 private:
  std::span<const NodeId> nodes_;
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

}  // namespace

Result<CsrView> CsrView::build(const Transaction& transaction, const CsrFilter& filter, const QueryContext* context) {
  CsrView view;
  if (filter.labels.empty()) {
    SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
    SKEIN_TRY(collect(*scan, view.nodes_));
  } else {
    for (const auto label : filter.labels) {
      SKEIN_ASSIGN(const auto scan, transaction.scan_label(label));
      SKEIN_TRY(collect(*scan, view.nodes_));
    }
    std::sort(view.nodes_.begin(), view.nodes_.end());
    view.nodes_.erase(std::unique(view.nodes_.begin(), view.nodes_.end()), view.nodes_.end());
  }
  if (!filter.without.empty())
    std::erase_if(view.nodes_, [&](NodeId node) {
      return std::binary_search(filter.without.begin(), filter.without.end(), node);
    });
  if (view.nodes_.size() >= VertexTable::none)
    return Error{ErrorCode::limit, "a graph view holds at most 2^32 - 1 nodes, and there are " +
                                       std::to_string(view.nodes_.size())};
  const VertexTable table(view.nodes_);
  view.out_.reserve(view.nodes_.size() + 1);
  std::vector<std::size_t> offsets;
  std::vector<Neighbour> found;
  constexpr std::size_t batch = 1024;
  for (std::size_t begin = 0; begin < view.nodes_.size(); begin += batch) {
    if (context) SKEIN_TRY(context->check());
    const auto nodes = std::span<const NodeId>(view.nodes_).subspan(begin, std::min(batch, view.nodes_.size() - begin));
    SKEIN_TRY(transaction.expand_many(nodes, Direction::out, filter.types, offsets, found));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto first = view.targets_.size();
      for (auto at = offsets[i]; at < offsets[i + 1]; ++at)
        if (const auto target = table.find(found[at].node); target != VertexTable::none) view.targets_.push_back(target);
      const auto start = view.targets_.begin() + static_cast<std::ptrdiff_t>(first);
      if (!std::is_sorted(start, view.targets_.end())) std::sort(start, view.targets_.end());
      view.out_.push_back(view.targets_.size());
    }
  }
  view.reverse();
  return view;
}

CsrView CsrView::from_edges(std::size_t vertices, std::span<const std::pair<VertexIndex, VertexIndex>> edges) {
  CsrView view;
  for (std::size_t i = 0; i < vertices; ++i) view.nodes_.emplace_back(i);
  std::vector<std::pair<VertexIndex, VertexIndex>> sorted(edges.begin(), edges.end());
  std::sort(sorted.begin(), sorted.end());
  view.out_.assign(vertices + 1, 0);
  for (const auto& [from, to] : sorted) {
    ++view.out_[from + 1];
    view.targets_.push_back(to);
  }
  for (std::size_t i = 0; i < vertices; ++i) view.out_[i + 1] += view.out_[i];
  view.reverse();
  return view;
}

void CsrView::reverse() {
  in_.assign(nodes_.size() + 1, 0);
  for (const auto target : targets_) ++in_[target + 1];
  for (std::size_t i = 0; i < nodes_.size(); ++i) in_[i + 1] += in_[i];
  sources_.resize(targets_.size());
  in_edges_.resize(targets_.size());
  auto next = in_;
  for (VertexIndex from = 0; from < nodes_.size(); ++from)
    for (auto edge = out_[from]; edge < out_[from + 1]; ++edge) {
      const auto place = next[targets_[edge]]++;
      sources_[place] = from;
      in_edges_[place] = edge;
    }
}

std::optional<VertexIndex> CsrView::find(NodeId node) const {
  const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  if (it == nodes_.end() || *it != node) return std::nullopt;
  return static_cast<VertexIndex>(it - nodes_.begin());
}

}  // namespace skein::graph
