// A set of nodes as a bitmap over their ids: all nodes, or those of a label.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace skein::graph {

// A node as the cache numbers it: its id. Stores whose ids do not fit are not cached.
using CachedNode = std::uint32_t;

class NodeSet {
 public:
  explicit NodeSet(std::vector<std::uint64_t> words = {}) : words_(std::move(words)) {
    for (const auto word : words_) size_ += static_cast<std::size_t>(std::popcount(word));
  }
  [[nodiscard]] bool has(CachedNode node) const {
    const std::size_t at = node >> 6;
    return at < words_.size() && (words_[at] >> (node & 63) & 1) != 0;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] CachedNode end() const {
    return static_cast<CachedNode>(words_.size() * 64);
  }  // all ids are below
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
  template <typename Visit>
  void for_each(CachedNode first, CachedNode last, Visit visit) const;  // ids in [first, last), ascending
  template <typename Visit>
  void for_each(Visit visit) const {
    for_each(0, end(), visit);
  }
  [[nodiscard]] std::size_t bytes() const { return words_.capacity() * sizeof(std::uint64_t); }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

template <typename Visit>
void NodeSet::for_each(CachedNode first, CachedNode last, Visit visit) const {
  for (std::size_t i = first >> 6; i < words_.size() && i * 64 < last; ++i) {
    auto word = words_[i];
    if (i == first >> 6) word &= ~std::uint64_t{0} << (first & 63);
    if (last - i * 64 < 64) word &= (std::uint64_t{1} << (last - i * 64)) - 1;
    for (; word != 0; word &= word - 1)
      visit(static_cast<CachedNode>(i * 64 + static_cast<unsigned>(std::countr_zero(word))));
  }
}

}  // namespace skein::graph
