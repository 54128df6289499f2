// A frozen copy of a graph's shape in compressed sparse rows: vertices 0 .. n-1 (node ids ascending), each
// with its targets and its sources ascending. Boost.Graph's algorithms run on it as it is: see csr_boost.hpp,
// which lends it the traits; this header needs nothing of Boost.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"

namespace skein::graph {

using VertexIndex = std::uint32_t;

struct CsrFilter {
  std::vector<LabelId> labels;       // nodes with any of these; none named: all nodes
  std::vector<TypeId> types;         // relationships of any of these; none named: all asserted types
  std::vector<NodeId> without = {};  // nodes left out whatever their labels; ascending
  bool operator==(const CsrFilter&) const = default;
};

class CsrView;
using CsrViewPtr = std::shared_ptr<const CsrView>;

class CsrView {
 public:
  // Copies the shape that `transaction` sees; it may end afterwards. Relationships whose ends are not both in
  // the view are left out. Errors: limit, for more than 2^32 - 1 nodes.
  static Result<CsrView> build(const Transaction& transaction, const CsrFilter& filter,
                               const QueryContext* context = nullptr);
  // The same, kept with what else is kept of the store in memory: the next algorithm over the same part of
  // the same state needs no copy. (csr_build.cpp)
  static Result<CsrViewPtr> shared(const Transaction& transaction, const CsrFilter& filter,
                                   const QueryContext* context = nullptr);
  // From pairs of vertices, for tests and for graphs that come from elsewhere.
  static CsrView from_edges(std::size_t vertices, std::span<const std::pair<VertexIndex, VertexIndex>> edges);
  // The same vertices as a simple graph: an edge from v to each vertex that one step in `direction` leads to,
  // once, without loops. Direction::both gives a symmetric graph. (csr_simple.cpp)
  [[nodiscard]] CsrView simple(Direction direction) const;
  // The same with parallel edges and loops kept.
  [[nodiscard]] CsrView oriented(Direction direction) const;

  [[nodiscard]] std::size_t vertex_count() const { return nodes_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return targets_.size(); }
  [[nodiscard]] NodeId node(VertexIndex vertex) const { return nodes_[vertex]; }
  [[nodiscard]] std::span<const NodeId> nodes() const { return nodes_; }
  [[nodiscard]] std::optional<VertexIndex> find(NodeId node) const;  // nothing when it is not in the view
  [[nodiscard]] std::size_t bytes() const;

  [[nodiscard]] std::span<const VertexIndex> targets(VertexIndex v) const {
    return std::span(targets_).subspan(out_[v], out_[v + 1] - out_[v]);
  }
  [[nodiscard]] std::span<const VertexIndex> sources(VertexIndex v) const {
    return std::span(sources_).subspan(in_[v], in_[v + 1] - in_[v]);
  }
  // The number of the first edge that leaves v; the others follow. Edges are numbered by source, then target.
  [[nodiscard]] std::uint64_t first_edge(VertexIndex v) const { return out_[v]; }
  // The numbers of the edges that enter v, in the order of sources(v). Worked out for all when they are first
  // asked for.
  [[nodiscard]] std::span<const std::uint64_t> entering(VertexIndex v) const;

 private:
  [[nodiscard]] CsrView turned(Direction direction, bool simple) const;
  // Appends to the outgoing side what the store has. `find`: the vertex of a node, or the greatest number.
  Result<void> read(const Transaction& transaction, std::span<const TypeId> types,
                    const std::function<VertexIndex(NodeId)>& find, const QueryContext* context);
  void reverse();                              // fills the incoming side from the outgoing one
  std::vector<NodeId> nodes_;                  // ascending
  std::vector<std::uint64_t> out_{0}, in_{0};  // vertex_count() + 1 offsets
  std::vector<VertexIndex> targets_, sources_;
  struct Entering {
    std::once_flag once;
    std::vector<std::uint64_t> numbers;
  };
  std::shared_ptr<Entering> entering_ = std::make_shared<Entering>();
};

}  // namespace skein::graph
