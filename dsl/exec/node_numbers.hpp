// A number for each of some nodes. Few nodes are kept in a small hash table; when they become many, an array
// by id takes over, so that a statement over a handful of nodes pays for a handful.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "storage/ids.hpp"

namespace skein::dsl::exec {

class NodeNumbers {
 public:
  // The number kept for a node; 0 for a new one. Holds until the next call.
  [[nodiscard]] std::uint32_t& of(NodeId node) {
    if (node.value < dense_.size()) return dense_[node.value];
    return find(node.value);
  }
  void clear() {
    dense_.clear();
    keys_.clear();
    numbers_.clear();
    used_ = 0;
  }

 private:
  static constexpr std::size_t most_hashed = 2048;
  static constexpr std::uint64_t densest = 1ull << 27;  // ids beyond are always hashed

  std::uint32_t& find(std::uint64_t id) {
    if (!dense_.empty() && id < densest) {
      dense_.resize(std::max<std::size_t>(id + 1, dense_.size() * 2));
      return dense_[id];
    }
    if ((used_ + 1) * 2 > keys_.size()) {
      if (used_ >= most_hashed && id < densest && make_dense(id)) return dense_[id];
      grow();
    }
    auto at = hash(id) & (keys_.size() - 1);
    for (; numbers_[at] != 0; at = (at + 1) & (keys_.size() - 1))
      if (keys_[at] == id) return numbers_[at];
    // An entry whose number the caller leaves at 0 is as if it had never come.
    keys_[at] = id;
    ++used_;
    return numbers_[at];
  }
  static std::size_t hash(std::uint64_t id) {
    return static_cast<std::size_t>(id * 0x9e3779b97f4a7c15ULL >> 24);
  }
  bool make_dense(std::uint64_t id) {
    for (std::size_t i = 0; i < keys_.size(); ++i)
      if (numbers_[i] != 0) id = std::max(id, keys_[i]);
    if (id >= densest) return false;
    dense_.resize(id + 1);
    for (std::size_t i = 0; i < keys_.size(); ++i)
      if (numbers_[i] != 0) dense_[keys_[i]] = numbers_[i];
    keys_.clear();
    numbers_.clear();
    used_ = 0;
    return true;
  }
  void grow() {
    std::vector<std::uint64_t> keys(std::max<std::size_t>(64, keys_.size() * 2));
    std::vector<std::uint32_t> numbers(keys.size());
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (numbers_[i] == 0) continue;
      auto at = hash(keys_[i]) & (keys.size() - 1);
      while (numbers[at] != 0) at = (at + 1) & (keys.size() - 1);
      keys[at] = keys_[i];
      numbers[at] = numbers_[i];
    }
    keys_ = std::move(keys);
    numbers_ = std::move(numbers);
  }

  std::vector<std::uint32_t> dense_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> numbers_;  // 0: empty
  std::size_t used_ = 0;
};

}  // namespace skein::dsl::exec
