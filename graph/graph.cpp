#include "graph/graph.hpp"

#include <algorithm>

#include "graph/merge.hpp"
#include "graph/open_graph.hpp"
#include "graph/transaction.hpp"

namespace skein::graph {

namespace {

class StoreGraph final : public Graph {
 public:
  StoreGraph(std::unique_ptr<storage::KvStore> store, const FoldLimits& limits,
             const NodeFoldLimits& node_limits, std::shared_ptr<GraphCache> cache)
      : store_(std::move(store)) {
    state_.cache = std::move(cache);
    state_.store = store_.get();
    state_.commits.on_written(
        [this](std::uint64_t before, std::uint64_t after, const storage::WriteBatch& batch) {
          state_.cache->changes().note(before, after, batch);
        });
    state_.fold_limits = limits;
    state_.node_limits = node_limits;
  }

  // Learns which ids are taken.
  Result<void> start() {
    const auto snapshot = store_->snapshot();
    SKEIN_TRY(read_next(*snapshot, "next-node", state_.next_node));
    SKEIN_TRY(read_next(*snapshot, "next-document", state_.next_document));
    const Overlay overlay(snapshot);
    SKEIN_TRY(catalog_of(overlay));
    return {};
  }

  Result<std::unique_ptr<Transaction>> begin(storage::Access access) override {
    const bool writable = access == storage::Access::write;
    if (writable && store_->read_only())
      return Error{ErrorCode::read_only, "the store was opened for reading; nothing can be written"};
    if (store_->read_only()) SKEIN_TRY(store_->refresh());
    auto snapshot = store_->snapshot();
    SKEIN_ASSIGN(auto catalog, catalog_of(Overlay(snapshot)));
    return std::unique_ptr<Transaction>(
        std::make_unique<GraphTransaction>(state_, std::move(snapshot), std::move(catalog), writable));
  }

  bool read_only() const override { return store_->read_only(); }
  storage::KvStore& store() override { return *store_; }
  [[nodiscard]] const std::shared_ptr<GraphCache>& cache() const { return state_.cache; }

 private:
  static Result<void> read_next(const storage::Snapshot& snapshot, std::string_view name,
                                std::atomic<std::uint64_t>& next) {
    SKEIN_ASSIGN(const auto bytes, snapshot.get(keys::meta(name)));
    if (!bytes) return {};
    SKEIN_ASSIGN(const auto value, decode_counter_value(*bytes));
    next = value;
    return {};
  }

  // The catalog of a state: the one at hand when it is the same state, or its version is the same; else read
  // anew.
  Result<std::shared_ptr<const CatalogData>> catalog_of(const Overlay& overlay) {
    const auto sequence = overlay.base().sequence();
    {
      const std::lock_guard lock(state_.catalog_mutex);
      if (state_.catalog && state_.catalog_sequence == sequence) return state_.catalog;
    }
    SKEIN_ASSIGN(const auto bytes, overlay.get(catalog_version_key()));
    std::uint64_t version = 0;
    if (bytes) {
      SKEIN_ASSIGN(version, decode_counter_value(*bytes));
    }
    const std::lock_guard lock(state_.catalog_mutex);
    if (state_.catalog && state_.catalog_version == version) {
      state_.catalog_sequence = std::max(state_.catalog_sequence, sequence);
      return state_.catalog;
    }
    SKEIN_ASSIGN(auto data, load_catalog(overlay));
    const auto reach = [&](keys::CatalogKind kind, std::uint32_t end) {
      auto& next = state_.next_name[static_cast<std::size_t>(kind)];
      auto now = next.load();
      while (now < end && !next.compare_exchange_weak(now, end)) {
      }
    };
    reach(keys::CatalogKind::label, data.labels.end());
    reach(keys::CatalogKind::type, data.types.end());
    reach(keys::CatalogKind::key, data.property_keys.end());
    if (!data.rules.empty()) reach(keys::CatalogKind::index, data.rules.rbegin()->first.value + 1);
    if (!data.text_indexes.empty())
      reach(keys::CatalogKind::text_index, data.text_indexes.rbegin()->first.value + 1);
    auto catalog = std::make_shared<const CatalogData>(std::move(data));
    if (!state_.catalog || version > state_.catalog_version) {
      state_.catalog = catalog;
      state_.catalog_version = version;
      state_.catalog_sequence = sequence;
    }
    return catalog;
  }

  std::unique_ptr<storage::KvStore> store_;
  GraphState state_;
};

}  // namespace

namespace {

Result<std::unique_ptr<Graph>> start(std::unique_ptr<storage::KvStore> store, const FoldLimits& limits,
                                     const NodeFoldLimits& node_limits, std::shared_ptr<GraphCache> cache) {
  auto graph = std::make_unique<StoreGraph>(std::move(store), limits, node_limits, std::move(cache));
  SKEIN_TRY(graph->start());
  return std::unique_ptr<Graph>(std::move(graph));
}

}  // namespace

Result<std::unique_ptr<Graph>> Graph::open(const std::string& location,
                                           const storage::StoreOptions& options) {
  return open_with(location, options, nullptr);
}

Result<std::unique_ptr<Graph>> open_with(const std::string& location, const storage::StoreOptions& options,
                                         std::shared_ptr<GraphCache> cache) {
  std::unique_ptr<storage::KvStore> store;
  if (location == ":memory:") {
    store = storage::open_memory_store();
  } else {
    SKEIN_ASSIGN(store, storage::open_rocks_store(location, options));
  }
  if (!cache) cache = std::make_shared<GraphCache>(options.graph_cache_bytes);
  return start(std::move(store), {}, {}, std::move(cache));
}

std::shared_ptr<GraphCache> cache_of(const Graph& graph) {
  const auto* one = dynamic_cast<const StoreGraph*>(&graph);
  return one ? one->cache() : nullptr;
}

Result<std::unique_ptr<Graph>> open_graph(std::unique_ptr<storage::KvStore> store, const FoldLimits& limits,
                                          const NodeFoldLimits& node_limits, std::uint64_t cache_bytes,
                                          bool eager_cache) {
  auto cache = std::make_shared<GraphCache>(cache_bytes);
  cache->set_eager(eager_cache);
  return start(std::move(store), limits, node_limits, std::move(cache));
}

}  // namespace skein::graph
