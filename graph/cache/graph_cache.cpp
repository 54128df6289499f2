#include "graph/cache/graph_cache.hpp"

#include <algorithm>
#include <limits>

#include "graph/cache/load.hpp"
#include "graph/cache/patch.hpp"
#include "graph/merge.hpp"

namespace skein::graph {

namespace keys = storage::keys;

namespace {

constexpr std::uint32_t any_type = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t id_limit = std::numeric_limits<CachedNode>::max() - 2048;
constexpr std::uint64_t sparsest = 64;  // so many ids for a node, and tables by id are a waste

// What reading by hand costs against loading, in nodes: measured on a graph of 2.75 million relationships,
// where the neighbours of a node take 8 us, a property of one 6 us, whether it has a label 1.5 us, and a load 8 ns a
// relationship, 150 ns a node with any, 0.2 ns a node of a label.
constexpr std::uint64_t relationships_a_node = 1024, nodes_a_node = 64, set_nodes_a_node = 8192;
constexpr std::uint64_t least_work = 512;
constexpr std::size_t most_views = 4;

}  // namespace

GraphCache::Usage GraphCache::usage() const {
  const std::lock_guard lock(mutex_);
  Usage usage{bytes_, budget_, 0, loads_, patches_, evictions_};
  for (const auto& [key, part] : parts_) usage.parts += part.loaded();
  return usage;
}

CacheView::CacheView(GraphCache& cache, std::shared_ptr<const storage::Snapshot> snapshot,
                     std::vector<TypeId> not_asserted)
    : cache_(cache), snapshot_(std::move(snapshot)), not_asserted_(std::move(not_asserted)) {}

CsrPtr CacheView::adjacency(keys::Side side, std::optional<TypeId> type, std::uint64_t work) {
  const auto part =
      want({side == keys::Side::out ? Kind::out : Kind::in, type ? type->value : any_type}, work);
  return part ? part->csr : nullptr;
}

PropertyColumnPtr CacheView::node_property(KeyId key, std::uint64_t work) {
  const auto part = want({Kind::node_property, 0, key.value}, work);
  return part ? part->column : nullptr;
}

PropertyColumnPtr CacheView::relationship_property(keys::Side side, TypeId type, KeyId key,
                                                   std::uint64_t work) {
  const auto kind = side == keys::Side::out ? Kind::out_property : Kind::in_property;
  const auto part = want({kind, type.value, key.value}, work);
  return part ? part->column : nullptr;
}

NodeSetPtr CacheView::label(LabelId label, std::uint64_t work) {
  const auto part = want({Kind::label, label.value}, work);
  return part ? part->set : nullptr;
}

NodeSetPtr CacheView::nodes(std::uint64_t work) {
  const auto part = want({Kind::nodes}, work);
  return part ? part->set : nullptr;
}

std::optional<GraphCache::Part> CacheView::want(const Key& key, std::uint64_t work) {
  {
    const std::lock_guard lock(cache_.mutex_);
    if (cache_.budget_ == 0) return std::nullopt;
    auto& part = cache_.parts_[key];
    const auto mine = snapshot_->sequence();
    if (part.loaded() && part.sequence > mine) return std::nullopt;
    const auto can_patch = [&] {
      const auto changes = cache_.changes_.between(part.sequence, mine);
      const bool of_relationships = key.kind == Kind::out_property || key.kind == Kind::in_property;
      return changes && (!of_relationships || changes->out.empty());
    };
    if (part.loaded() && part.sequence < mine && !can_patch()) {
      // To be read anew, when that is worth it again.
      cache_.bytes_ -= part.bytes;
      part = {};
    }
    if (part.loaded()) {
      part.last_use = ++cache_.clock_;
      if (part.sequence == mine) return part;
    } else {
      if (part.refused && part.sequence >= mine) return std::nullopt;
      part.asked += work;
      if (!cache_.eager_) {
        if (part.asked < least_work) return std::nullopt;
        if (part.worth == 0) part.worth = std::max<std::uint64_t>(1, worth(key));
        if (part.asked < part.worth) return std::nullopt;
      }
    }
  }
  const std::unique_lock loading(cache_.load_mutex_, std::try_to_lock);
  if (!loading.owns_lock()) return std::nullopt;
  return load(key);
}

std::optional<GraphCache::Part> CacheView::load(const Key& key) {
  const auto mine = snapshot_->sequence();
  std::optional<Part> known;
  {
    const std::lock_guard lock(cache_.mutex_);
    if (const auto it = cache_.parts_.find(key); it != cache_.parts_.end() && it->second.loaded())
      known = it->second;
  }
  if (known && known->sequence > mine) return std::nullopt;
  if (known && known->sequence == mine) return known;
  Result<Part> made = Error{ErrorCode::limit, "larger than the memory given"};
  bool patched = false;
  if (known) {
    made = update(key, *known);
    patched = made.ok();
  }
  if (!patched && bytes_of(key) <= cache_.budget_) made = read(key);
  const std::lock_guard lock(cache_.mutex_);
  drop(key);
  if (!made || made->bytes > cache_.budget_) {
    // Whatever is wrong with a record, it is told by whoever needs that record.
    auto& part = cache_.parts_[key];
    part.refused = true;
    part.sequence = mine;
    return std::nullopt;
  }
  ++(patched ? cache_.patches_ : cache_.loads_);
  made->sequence = mine;
  keep(key, *made);
  return std::move(*made);
}

void CacheView::drop(const Key& key) {
  const auto it = cache_.parts_.find(key);
  if (it == cache_.parts_.end()) return;
  cache_.bytes_ -= it->second.bytes;
  cache_.parts_.erase(it);
}

Result<GraphCache::Part> CacheView::update(const Key& key, const Part& part) {
  const auto changes = cache_.changes_.between(part.sequence, snapshot_->sequence());
  if (!changes) return Error{ErrorCode::limit, "it is not known what changed"};
  Part out = part;
  const auto take = [&](auto& to, auto made) {
    using T = std::decay_t<decltype(made)>;
    auto shared = std::make_shared<const T>(std::move(made));
    out.bytes = shared->bytes() + sizeof(T);
    to = std::move(shared);
  };
  const auto node_end = [&]() -> Result<Csr::Node> {
    const auto nodes = load({Kind::nodes});
    if (!nodes) return Error{ErrorCode::limit, "a part that another needs cannot be loaded"};
    return nodes->set->end();
  };
  switch (key.kind) {
    case Kind::nodes:
    case Kind::label: {
      if (changes->rows.empty()) return out;
      const auto kind = key.kind == Kind::nodes ? keys::SetKind::all : keys::SetKind::label;
      SKEIN_ASSIGN(auto set,
                   cache::patch_node_set(snapshot_, *part.set, kind, key.id, changes->rows, id_limit));
      take(out.set, std::move(set));
      return out;
    }
    case Kind::node_property: {
      if (changes->rows.empty()) return out;
      SKEIN_ASSIGN(const auto end, node_end());
      SKEIN_ASSIGN(auto column, cache::patch_node_property(snapshot_, *part.column, KeyId(key.property),
                                                           changes->rows, end));
      if (column) take(out.column, std::move(*column));
      return out;
    }
    case Kind::out:
    case Kind::in: {
      const auto& touched = key.kind == Kind::out ? changes->out : changes->in;
      if (touched.empty()) return out;
      SKEIN_ASSIGN(const auto end, node_end());
      const auto type = key.id == any_type ? std::nullopt : std::optional(TypeId(key.id));
      SKEIN_ASSIGN(auto csr, cache::patch_csr(snapshot_, *part.csr, type, not_asserted_, touched, end));
      if (csr) take(out.csr, std::move(*csr));
      return out;
    }
    case Kind::out_property:
    case Kind::in_property: {
      // Kept while no relationship of the type begins at a touched node.
      const auto csr = load({Kind::out, key.id});
      if (!csr || csr->csr->size() != part.column->size())
        return Error{ErrorCode::limit, "the relationships are others"};
      for (const auto node : changes->out)
        if (node < csr->csr->node_end() && csr->csr->degree(static_cast<Csr::Node>(node)) > 0)
          return Error{ErrorCode::limit, "relationships were changed"};
      return out;
    }
  }
  return out;
}

CsrViewPtr CacheView::kept_view(const CsrFilter& filter) {
  const std::lock_guard lock(cache_.mutex_);
  auto& views = cache_.views_;
  const auto it = std::find_if(views.begin(), views.end(), [&](const auto& one) {
    return one.sequence == snapshot_->sequence() && one.filter == filter;
  });
  if (it == views.end()) return nullptr;
  std::rotate(it, it + 1, views.end());
  return views.back().view;
}

void CacheView::keep_view(const CsrFilter& filter, CsrViewPtr view) {
  const auto bytes = view->bytes() + filter.without.size() * sizeof(NodeId);
  const auto mine = snapshot_->sequence();
  const std::lock_guard lock(cache_.mutex_);
  auto& views = cache_.views_;
  if (!views.empty() && views.back().sequence > mine) return;
  if (!views.empty() && views.back().sequence < mine) drop_views(0);
  drop_views(most_views - 1);
  if (cache_.bytes_ + bytes > cache_.budget_) return;
  cache_.bytes_ += bytes;
  views.push_back({filter, std::move(view), bytes, mine});
}

void CacheView::drop_views(std::size_t most) {
  auto& views = cache_.views_;
  while (views.size() > most) {
    cache_.bytes_ -= views.front().bytes;
    views.erase(views.begin());
  }
}

void CacheView::keep(const Key& key, Part part) {
  if (cache_.bytes_ + part.bytes > cache_.budget_) drop_views(0);
  while (cache_.bytes_ + part.bytes > cache_.budget_) {
    auto oldest = cache_.parts_.end();
    for (auto it = cache_.parts_.begin(); it != cache_.parts_.end(); ++it)
      if (it->second.loaded() &&
          (oldest == cache_.parts_.end() || it->second.last_use < oldest->second.last_use))
        oldest = it;
    if (oldest == cache_.parts_.end()) break;
    cache_.bytes_ -= oldest->second.bytes;
    cache_.parts_.erase(oldest);
    ++cache_.evictions_;
  }
  part.last_use = ++cache_.clock_;
  cache_.bytes_ += part.bytes;
  cache_.parts_[key] = std::move(part);
}

Result<GraphCache::Part> CacheView::read(const Key& key) {
  Part part;
  const auto give = [&](auto& to, auto made) {
    using T = std::decay_t<decltype(made)>;
    auto shared = std::make_shared<const T>(std::move(made));
    part.bytes = shared->bytes() + sizeof(T);
    to = std::move(shared);
  };
  const auto needed = [&](const Key& other) -> Result<Part> {
    auto found = load(other);
    if (!found) return Error{ErrorCode::limit, "a part that another needs cannot be loaded"};
    return std::move(*found);
  };
  switch (key.kind) {
    case Kind::nodes: {
      SKEIN_ASSIGN(auto set, cache::load_node_set(*snapshot_, keys::SetKind::all, 0, id_limit));
      if (set.end() > sparsest * (set.size() + 1024))
        return Error{ErrorCode::limit, "node ids are too sparse to be held in memory"};
      give(part.set, std::move(set));
      return part;
    }
    case Kind::label: {
      SKEIN_ASSIGN(auto set, cache::load_node_set(*snapshot_, keys::SetKind::label, key.id, id_limit));
      give(part.set, std::move(set));
      return part;
    }
    case Kind::out: {
      SKEIN_ASSIGN(const auto nodes, needed({Kind::nodes}));
      const auto node_end = nodes.set->end();
      if (key.id == any_type) {
        SKEIN_ASSIGN(auto csr, cache::load_outgoing(*snapshot_, *nodes.set, std::nullopt, not_asserted_,
                                                    node_end, counter(keys::CounterKind::relationships, 0)));
        give(part.csr, std::move(csr));
        return part;
      }
      SKEIN_ASSIGN(const auto sources,
                   cache::load_node_set(*snapshot_, keys::SetKind::sources, key.id, id_limit));
      SKEIN_ASSIGN(auto csr, cache::load_outgoing(*snapshot_, sources, TypeId(key.id), {}, node_end,
                                                  counter(keys::CounterKind::type, key.id)));
      give(part.csr, std::move(csr));
      return part;
    }
    case Kind::in: {
      SKEIN_ASSIGN(const auto out, needed({Kind::out, key.id}));
      give(part.csr, out.csr->transposed());
      return part;
    }
    case Kind::node_property: {
      SKEIN_ASSIGN(const auto nodes, needed({Kind::nodes}));
      SKEIN_ASSIGN(auto column, cache::load_node_property(*snapshot_, KeyId(key.property), nodes.set->end()));
      give(part.column, std::move(column));
      return part;
    }
    case Kind::out_property: {
      SKEIN_ASSIGN(const auto out, needed({Kind::out, key.id}));
      SKEIN_ASSIGN(auto column, cache::load_relationship_property(*snapshot_, KeyId(key.property), *out.csr));
      give(part.column, std::move(column));
      return part;
    }
    case Kind::in_property: {
      SKEIN_ASSIGN(const auto out, needed({Kind::out, key.id}));
      SKEIN_ASSIGN(const auto column, needed({Kind::out_property, key.id, key.property}));
      std::vector<Csr::Position> positions;
      static_cast<void>(out.csr->transposed(&positions));
      give(part.column, column.column->permuted(positions));
      return part;
    }
  }
  return Error{ErrorCode::invalid_argument, "no such part of the graph"};
}

std::uint64_t CacheView::counter(keys::CounterKind kind, std::uint32_t id) const {
  const auto bytes = snapshot_->get(keys::counter(kind, id));
  if (!bytes || !*bytes) return 0;
  const auto value = decode_counter_value(**bytes);
  return value ? *value : 0;
}

std::uint64_t CacheView::worth(const Key& key) const {
  const auto nodes = counter(keys::CounterKind::nodes, 0);
  switch (key.kind) {
    case Kind::nodes:
      return nodes / set_nodes_a_node;
    case Kind::label:
      return counter(keys::CounterKind::label, key.id) / set_nodes_a_node;
    case Kind::node_property:
      return nodes / 32;
    case Kind::out:
    case Kind::in: {
      const auto relationships = key.id == any_type ? counter(keys::CounterKind::relationships, 0)
                                                    : counter(keys::CounterKind::type, key.id);
      return relationships / relationships_a_node + std::min(nodes, relationships) / nodes_a_node;
    }
    case Kind::out_property:
    case Kind::in_property:
      return counter(keys::CounterKind::type, key.id) / 64;
  }
  return 0;
}

std::uint64_t CacheView::bytes_of(const Key& key) const {
  const auto nodes = counter(keys::CounterKind::nodes, 0);
  switch (key.kind) {
    case Kind::nodes:
    case Kind::label:
      return nodes / 8;
    case Kind::node_property:
      return nodes;
    case Kind::out:
    case Kind::in: {
      if (key.id == any_type) return counter(keys::CounterKind::relationships, 0) * 8;
      return counter(keys::CounterKind::type, key.id) * 4;
    }
    case Kind::out_property:
    case Kind::in_property:
      return counter(keys::CounterKind::type, key.id);
  }
  return 0;
}

}  // namespace skein::graph
