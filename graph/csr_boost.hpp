// CsrView as Boost.Graph sees it: a VertexListGraph, BidirectionalGraph, EdgeListGraph and AdjacencyGraph (Boost 1.74,
// "Graph Concepts"). Found by argument-dependent lookup; include this only where a Boost algorithm is called.
#pragma once

#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <utility>

#include "graph/csr_view.hpp"

namespace skein::graph {

// An edge knows its ends and its number, which indexes edge properties.
struct CsrEdge {
  VertexIndex from = 0, to = 0;
  std::uint64_t number = 0;
  bool operator==(const CsrEdge& other) const { return number == other.number; }
  bool operator!=(const CsrEdge& other) const { return number != other.number; }
};

class CsrOutIterator
    : public boost::iterator_facade<CsrOutIterator, CsrEdge, boost::random_access_traversal_tag, CsrEdge> {
 public:
  CsrOutIterator() = default;
  CsrOutIterator(const CsrView& view, VertexIndex from, std::uint64_t offset) : view_(&view), from_(from), at_(offset) {}

 private:
  friend class boost::iterator_core_access;
  CsrEdge dereference() const { return {from_, view_->targets(from_)[at_], view_->first_edge(from_) + at_}; }
  bool equal(const CsrOutIterator& other) const { return at_ == other.at_; }
  void increment() { ++at_; }
  void decrement() { --at_; }
  void advance(std::ptrdiff_t n) { at_ += static_cast<std::uint64_t>(n); }
  std::ptrdiff_t distance_to(const CsrOutIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.at_) - static_cast<std::ptrdiff_t>(at_);
  }
  const CsrView* view_ = nullptr;
  VertexIndex from_ = 0;
  std::uint64_t at_ = 0;
};

class CsrInIterator
    : public boost::iterator_facade<CsrInIterator, CsrEdge, boost::random_access_traversal_tag, CsrEdge> {
 public:
  CsrInIterator() = default;
  CsrInIterator(const CsrView& view, VertexIndex to, std::uint64_t offset) : view_(&view), to_(to), at_(offset) {}

 private:
  friend class boost::iterator_core_access;
  CsrEdge dereference() const { return {view_->sources(to_)[at_], to_, view_->entering(to_)[at_]}; }
  bool equal(const CsrInIterator& other) const { return at_ == other.at_; }
  void increment() { ++at_; }
  void decrement() { --at_; }
  void advance(std::ptrdiff_t n) { at_ += static_cast<std::uint64_t>(n); }
  std::ptrdiff_t distance_to(const CsrInIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.at_) - static_cast<std::ptrdiff_t>(at_);
  }
  const CsrView* view_ = nullptr;
  VertexIndex to_ = 0;
  std::uint64_t at_ = 0;
};

class CsrEdgeIterator
    : public boost::iterator_facade<CsrEdgeIterator, CsrEdge, boost::forward_traversal_tag, CsrEdge> {
 public:
  CsrEdgeIterator() = default;
  CsrEdgeIterator(const CsrView& view, VertexIndex from, std::uint64_t number) : view_(&view), from_(from), at_(number) {
    settle();
  }

 private:
  friend class boost::iterator_core_access;
  CsrEdge dereference() const { return {from_, view_->targets(from_)[at_ - view_->first_edge(from_)], at_}; }
  bool equal(const CsrEdgeIterator& other) const { return at_ == other.at_; }
  void increment() {
    ++at_;
    settle();
  }
  void settle() {  // on to the vertex that this edge leaves
    while (from_ < view_->vertex_count() && at_ >= view_->first_edge(from_) + view_->targets(from_).size()) ++from_;
  }
  const CsrView* view_ = nullptr;
  VertexIndex from_ = 0;
  std::uint64_t at_ = 0;
};

}  // namespace skein::graph

namespace boost {

template <>
struct graph_traits<skein::graph::CsrView> {
  using vertex_descriptor = skein::graph::VertexIndex;
  using edge_descriptor = skein::graph::CsrEdge;
  using directed_category = bidirectional_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  struct traversal_category : bidirectional_graph_tag, adjacency_graph_tag, vertex_list_graph_tag, edge_list_graph_tag {};
  using vertex_iterator = counting_iterator<skein::graph::VertexIndex>;
  using out_edge_iterator = skein::graph::CsrOutIterator;
  using in_edge_iterator = skein::graph::CsrInIterator;
  using edge_iterator = skein::graph::CsrEdgeIterator;
  using adjacency_iterator = const skein::graph::VertexIndex*;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  static vertex_descriptor null_vertex() { return static_cast<vertex_descriptor>(-1); }
};

template <>
struct graph_traits<const skein::graph::CsrView> : graph_traits<skein::graph::CsrView> {};

// vertex_index is the vertex itself, edge_index the edge's number.
struct csr_edge_index_map {
  using value_type = std::uint64_t;
  using reference = std::uint64_t;
  using key_type = skein::graph::CsrEdge;
  using category = readable_property_map_tag;
};
inline std::uint64_t get(csr_edge_index_map, const skein::graph::CsrEdge& edge) { return edge.number; }

template <>
struct property_map<skein::graph::CsrView, vertex_index_t> {
  using type = typed_identity_property_map<skein::graph::VertexIndex>;
  using const_type = type;
};
template <>
struct property_map<skein::graph::CsrView, edge_index_t> {
  using type = csr_edge_index_map;
  using const_type = type;
};

}  // namespace boost

namespace skein::graph {

using CsrTraits = boost::graph_traits<CsrView>;

inline std::size_t num_vertices(const CsrView& view) { return view.vertex_count(); }
inline std::size_t num_edges(const CsrView& view) { return view.edge_count(); }
inline std::pair<CsrTraits::vertex_iterator, CsrTraits::vertex_iterator> vertices(const CsrView& view) {
  return {CsrTraits::vertex_iterator(0), CsrTraits::vertex_iterator(static_cast<VertexIndex>(view.vertex_count()))};
}
inline VertexIndex source(const CsrEdge& edge, const CsrView&) { return edge.from; }
inline VertexIndex target(const CsrEdge& edge, const CsrView&) { return edge.to; }
inline std::size_t out_degree(VertexIndex v, const CsrView& view) { return view.targets(v).size(); }
inline std::size_t in_degree(VertexIndex v, const CsrView& view) { return view.sources(v).size(); }
inline std::size_t degree(VertexIndex v, const CsrView& view) { return out_degree(v, view) + in_degree(v, view); }
inline std::pair<CsrOutIterator, CsrOutIterator> out_edges(VertexIndex v, const CsrView& view) {
  return {CsrOutIterator(view, v, 0), CsrOutIterator(view, v, view.targets(v).size())};
}
inline std::pair<CsrInIterator, CsrInIterator> in_edges(VertexIndex v, const CsrView& view) {
  return {CsrInIterator(view, v, 0), CsrInIterator(view, v, view.sources(v).size())};
}
inline std::pair<CsrEdgeIterator, CsrEdgeIterator> edges(const CsrView& view) {
  return {CsrEdgeIterator(view, 0, 0),
          CsrEdgeIterator(view, static_cast<VertexIndex>(view.vertex_count()), view.edge_count())};
}
inline std::pair<const VertexIndex*, const VertexIndex*> adjacent_vertices(VertexIndex v, const CsrView& view) {
  const auto targets = view.targets(v);
  return {targets.data(), targets.data() + targets.size()};
}
inline boost::typed_identity_property_map<VertexIndex> get(boost::vertex_index_t, const CsrView&) { return {}; }
inline VertexIndex get(boost::vertex_index_t, const CsrView&, VertexIndex v) { return v; }
inline boost::csr_edge_index_map get(boost::edge_index_t, const CsrView&) { return {}; }

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<CsrView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<CsrView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<CsrView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<CsrView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<CsrView>));

}  // namespace skein::graph
