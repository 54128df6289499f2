// An ordered key-value store, as small as it can be: everything in graph/ stands on this and on nothing else of
// storage's backends. Keys are byte strings ordered as unsigned bytes. RocksDB is the default backend, an
// in-memory twin passes the same tests, and a distributed ordered store must fit beneath without a change above.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/result.hpp"

namespace skein::storage {

// Walks the pairs of a snapshot with lower <= key < upper, in key order. Views stay valid until the next call
// on the same cursor. A cursor must end before its snapshot.
class Cursor {
 public:
  virtual ~Cursor() = default;
  [[nodiscard]] virtual bool valid() const = 0;
  [[nodiscard]] virtual std::string_view key() const = 0;
  [[nodiscard]] virtual std::string_view value() const = 0;
  virtual void next() = 0;
  virtual void seek(std::string_view key) = 0;          // first pair with key >= this, within the bounds
  [[nodiscard]] virtual Result<void> status() const = 0;  // ask when valid() turns false: end, or an error?
};

// One committed state. Must end before its store. Reading is thread-safe.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  [[nodiscard]] virtual std::uint64_t sequence() const = 0;  // grows with every commit of this store
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  virtual Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) const = 0;
  // An empty upper bound means: to the end.
  virtual std::unique_ptr<Cursor> scan(std::string_view lower, std::string_view upper) const = 0;
  // The same for walks over much that will not be asked for again soon: what they read pushes nothing out of caches.
  virtual std::unique_ptr<Cursor> scan_once(std::string_view lower, std::string_view upper) const {
    return scan(lower, upper);
  }
};

// Puts and deletes that become visible and durable together, or not at all.
class WriteBatch {
 public:
  void put(std::string key, std::string value) { operations_.emplace_back(std::move(key), std::move(value)); }
  void erase(std::string key) { operations_.emplace_back(std::move(key), std::nullopt); }
  // The commit is refused (ErrorCode::conflict) when this key was changed after the batch's snapshot. Keys that
  // are written are guarded without being named here.
  void guard(std::string key) { guards_.push_back(std::move(key)); }
  [[nodiscard]] bool empty() const { return operations_.empty(); }
  using Operation = std::pair<std::string, std::optional<std::string>>;
  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<std::string>& guards() const { return guards_; }

 private:
  std::vector<Operation> operations_;  // a later operation on the same key wins
  std::vector<std::string> guards_;
};

// Takes pairs in strictly ascending key order and becomes part of the store by KvStore::ingest(); a run that is
// dropped leaves nothing behind. Must end before its store.
class SortedRun {
 public:
  virtual ~SortedRun() = default;
  virtual Result<void> add(std::string_view key, std::string_view value) = 0;
};

class KvStore {
 public:
  virtual ~KvStore() = default;
  [[nodiscard]] virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
  // One atomic, durable change. `since` is the snapshot the batch was made from; ErrorCode::conflict when a key it
  // writes or guards was changed since; then nothing is written. Without `since` nothing is checked.
  virtual Result<void> commit(const WriteBatch& batch, const Snapshot* since) = 0;
  // Sorted runs: begin_run() makes one (runs must not overlap each other or existing keys), ingest() takes all of
  // them in one atomic step together with `batch`, on the same terms as commit().
  virtual Result<std::unique_ptr<SortedRun>> begin_run() = 0;
  virtual Result<void> ingest(std::vector<std::unique_ptr<SortedRun>> runs, const WriteBatch& batch,
                              const Snapshot* since = nullptr) = 0;
  // For a store opened for reading beside a writer: take in what was committed since. Nothing to do elsewhere.
  virtual Result<void> refresh() { return {}; }
  [[nodiscard]] virtual bool read_only() const = 0;
};

enum class Access { read, write };

struct StoreOptions {
  Access access = Access::write;
  bool create = true;                                   // make the store when the directory is absent or empty
  std::chrono::milliseconds lock_wait{5000};            // how long to wait for another writer
  std::uint64_t cache_bytes = 256ull << 20;             // of blocks as they are stored
  std::uint64_t graph_cache_bytes = 1ull << 30;         // of adjacency and columns in memory: graph/cache/; 0: none
  std::string holder = "skein";                         // who we are, told to others who find the store locked
};

// Errors: locked (names the holder's process), newer_format, not_a_store, corruption, io.
Result<std::unique_ptr<KvStore>> open_rocks_store(const std::string& directory, const StoreOptions& options);
std::unique_ptr<KvStore> open_memory_store();

// The first key after every key that starts with `prefix`; empty when there is none.
std::string prefix_end(std::string_view prefix);

}  // namespace skein::storage
