// What an open store keeps of its graph in memory: adjacency as Csr, properties as PropertyColumn, labels as
// NodeSet. Nothing is loaded before it is asked for, and then only once reading by hand would have cost as
// much: a point lookup or the neighbours of one node never load anything.
//
//   transaction -> CacheView (one committed state) -> parts, shared and never changed -> dropped when evicted
//   or stale
//                                                                                        and nobody holds
//                                                                                        them
//
// Beside the parts stand a few views that algorithms ran over (csr_view.hpp), until the state changes; they
// are the first to go.
//
// A part shows one committed state. Asked for by a later one it is brought up to date with what the commits
// between them touched (change_log.hpp), or read anew when that is not known. Older states, and transactions
// that have written themselves, get nothing, and their readers go to the stored blocks as they do where a
// part is not loaded. Thread-safe; a load blocks no one: meanwhile the others read by hand.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "graph/cache/change_log.hpp"
#include "graph/cache/csr.hpp"
#include "graph/cache/node_set.hpp"
#include "graph/cache/property_column.hpp"
#include "graph/csr_view.hpp"
#include "storage/kv_store.hpp"

namespace skein::graph {

using CsrPtr = std::shared_ptr<const Csr>;
using PropertyColumnPtr = std::shared_ptr<const PropertyColumn>;
using NodeSetPtr = std::shared_ptr<const NodeSet>;

class GraphCache {
 public:
  explicit GraphCache(std::uint64_t budget_bytes) : budget_(budget_bytes) {}
  void set_budget(std::uint64_t bytes) { budget_ = bytes; }
  void set_eager(bool eager) { eager_ = eager; }  // load whatever is asked for; for tests

  struct Usage {
    std::uint64_t bytes = 0, budget = 0;
    std::size_t parts = 0, loads = 0, patches = 0, evictions = 0;
  };
  [[nodiscard]] Usage usage() const;
  [[nodiscard]] ChangeLog& changes() { return changes_; }

 private:
  friend class CacheView;
  enum class Kind : std::uint8_t { nodes, label, out, in, node_property, out_property, in_property };
  struct Key {
    Kind kind;
    std::uint32_t id = 0, property = 0;  // type or label; property
    auto operator<=>(const Key&) const = default;
  };
  struct Part {
    CsrPtr csr;
    PropertyColumnPtr column;
    NodeSetPtr set;
    std::size_t bytes = 0;
    std::uint64_t sequence = 0;  // of the state shown; when refused, of that one
    std::uint64_t asked = 0;     // how much was read by hand
    std::uint64_t worth = 0;     // load when that much was; 0: not known yet
    std::uint64_t last_use = 0;
    bool refused = false;  // too large, or unreadable
    [[nodiscard]] bool loaded() const { return csr || column || set; }
  };

  struct View {
    CsrFilter filter;
    CsrViewPtr view;
    std::size_t bytes = 0;
    std::uint64_t sequence = 0;
  };

  std::uint64_t budget_;
  bool eager_ = false;
  mutable std::mutex mutex_;  // guards what follows
  std::map<Key, Part> parts_;
  std::vector<View> views_;  // the one used last at the end
  std::uint64_t bytes_ = 0, clock_ = 0;
  std::size_t loads_ = 0, patches_ = 0, evictions_ = 0;
  ChangeLog changes_;
  std::mutex load_mutex_;  // one load at a time; taken before mutex_
};

// One committed state seen through the cache. Belongs to one transaction; used by many threads at once.
//
// `work` says how many nodes (relationships, for their properties) the caller is about to look at. A null
// pointer means: read by hand. What is given stays valid for as long as it is held.
class CacheView {
 public:
  CacheView(GraphCache& cache, std::shared_ptr<const storage::Snapshot> snapshot,
            std::vector<TypeId> not_asserted);

  // The relationships of one type, or (no type) of all asserted types.
  [[nodiscard]] CsrPtr adjacency(storage::keys::Side side, std::optional<TypeId> type, std::uint64_t work);
  [[nodiscard]] PropertyColumnPtr node_property(KeyId key, std::uint64_t work);
  // By the positions of adjacency(side, type).
  [[nodiscard]] PropertyColumnPtr relationship_property(storage::keys::Side side, TypeId type, KeyId key,
                                                        std::uint64_t work);
  [[nodiscard]] NodeSetPtr label(LabelId label, std::uint64_t work);
  [[nodiscard]] NodeSetPtr nodes(std::uint64_t work);  // all of them
  // A view of this state that keep_view() was given; null: there is none.
  [[nodiscard]] CsrViewPtr kept_view(const CsrFilter& filter);
  void keep_view(const CsrFilter& filter, CsrViewPtr view);
  [[nodiscard]] GraphCache::Usage usage() const { return cache_.usage(); }

 private:
  using Key = GraphCache::Key;
  using Kind = GraphCache::Kind;
  using Part = GraphCache::Part;

  // The part when it is loaded, or worth loading now.
  std::optional<Part> want(const Key& key, std::uint64_t work);
  std::optional<Part> load(const Key& key);                    // load_mutex_ held
  Result<Part> update(const Key& key, const Part& part);       // load_mutex_ held
  Result<Part> read(const Key& key);                           // load_mutex_ held
  [[nodiscard]] std::uint64_t worth(const Key& key) const;     // see Part::worth
  [[nodiscard]] std::uint64_t bytes_of(const Key& key) const;  // about how large the part will be
  [[nodiscard]] std::uint64_t counter(storage::keys::CounterKind kind, std::uint32_t id) const;
  void keep(const Key& key, Part part);  // mutex_ held
  void drop(const Key& key);             // mutex_ held
  void drop_views(std::size_t most);     // but so many; mutex_ held

  GraphCache& cache_;
  std::shared_ptr<const storage::Snapshot> snapshot_;
  std::vector<TypeId> not_asserted_;
};

}  // namespace skein::graph
