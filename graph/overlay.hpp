// A transaction's own writes over one committed state: an ordered map of changes, read together with the
// snapshot beneath. Everything above (nodes, adjacency, indexes, catalog) reads and writes through it and so
// sees its own writes, and a savepoint covers all of it.
//
// Besides put and erase it knows merges: changes that commute with those of others (add to a counter, put a
// node into a set). They never conflict; the commit applies them to the newest state.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/node_chunk.hpp"
#include "storage/kv_store.hpp"
#include "storage/result.hpp"

namespace skein::graph {

class Overlay {
 public:
  enum class Change : std::uint8_t { put, erase, merge };
  struct Entry {
    Change change = Change::put;
    std::string value;        // put: the value; merge: the operand (see merge.hpp)
    std::uint32_t epoch = 0;  // the savepoint since which the undo log has the entry before this one
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  explicit Overlay(std::shared_ptr<const storage::Snapshot> base) : base_(std::move(base)) {}
  [[nodiscard]] const storage::Snapshot& base() const { return *base_; }
  [[nodiscard]] const std::shared_ptr<const storage::Snapshot>& base_ptr() const { return base_; }

  Result<std::optional<std::string>> get(std::string_view key) const;
  Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) const;
  // Sees the state at its creation: later writes do not show. An empty upper bound means: to the end.
  std::unique_ptr<storage::Cursor> scan(std::string_view lower, std::string_view upper) const;
  std::unique_ptr<storage::Cursor> scan_prefix(std::string_view prefix) const;

  void put(std::string key, std::string value);
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  // New pairs with ascending keys, none of which was changed before. They stay as they are, a sorted list
  // beside the map, until something is asked about their keys.
  void put_ascending(Pairs pairs);
  void erase(std::string key);
  // Takes back this transaction's own change of `key`, as if it had not been made.
  void forget(const std::string& key);
  void add_to_counter(const std::string& key, std::int64_t amount);
  void raise(const std::string& key, std::uint64_t at_least);  // a counter that only rises to a maximum
  // `offset` < 1024 is the place within the chunk that `key` names.
  void change_set(const std::string& key, unsigned offset, bool present);
  // Takes back what was said about one place.
  void forget_in_set(const std::string& key, unsigned offset);
  void add_to_set(const std::string& key, const NodeChunk& places);

  [[nodiscard]] bool empty() const { return entries_.empty() && lists_.empty(); }
  // What the entries take, about.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] const Entries& entries() const {
    spread_lists();
    return entries_;
  }
  // Takes over an entry of another overlay, over whatever stands here.
  void adopt(const std::string& key, const Entry& entry) {
    if (!lists_.empty()) spread_lists_with(key);
    entries_.insert_or_assign(key, entry);
  }
  // Only while no cursor is open; for the commit, which moves everything out.
  [[nodiscard]] Entries take_entries() {
    spread_lists();
    return std::move(entries_);
  }
  // How many own puts there are below a prefix; nothing when there are other changes among them.
  [[nodiscard]] std::optional<std::size_t> count_puts(std::string_view prefix);
  // Takes out all own puts below a prefix, in order; for the commit, after which nothing can be rolled back.
  Pairs take_prefix(std::string_view prefix);
  // This transaction's own entry, or null.
  [[nodiscard]] const Entry* own(std::string_view key) const;

  using Savepoint = std::size_t;
  Savepoint savepoint();
  void rollback_to(Savepoint point);

 private:
  Entry& touch(std::string key);  // the entry to be changed; what it was goes to the undo log
  // Puts the lists into the map: all of them, or those with keys in [lower, upper) or the key `lower`.
  void spread_lists() const;
  void spread_lists(std::string_view lower, std::string_view upper) const;
  void spread_lists_with(std::string_view key) const;
  void spread(Pairs pairs) const;
  // The list whose keys all have the prefix, when nothing else stands below it.
  [[nodiscard]] std::vector<Pairs>::iterator list_below(std::string_view prefix);

  std::shared_ptr<const storage::Snapshot> base_;
  mutable Entries entries_;
  mutable std::vector<Pairs> lists_;  // of put_ascending(); none is empty, none shares a key with the map
  std::vector<std::pair<std::string, std::optional<Entry>>> undo_;
  std::uint64_t bytes_ = 0;
  std::uint32_t epoch_ = 0;  // 0: no savepoint yet, nothing to log
};

}  // namespace skein::graph
